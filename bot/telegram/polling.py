"""Long polling: the offset moves only after every update before it is stored and shown (ADR 0003)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from typing import Final

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramConflictError,
    TelegramUnauthorizedError,
)
from aiogram.types import Update

from bot.errors import ChannelError
from bot.telegram.adapter import Adapter

WAIT_SECONDS: Final = 25
LONGEST_PAUSE_SECONDS: Final = 30
ALLOWED_UPDATES: Final = ["message", "edited_message", "callback_query", "my_chat_member", "channel_post"]

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Polling:
    """Fetches and handles updates until told to stop; one person's in order, people side by side."""

    bot: Bot
    adapter: Adapter

    async def run(self, stop: asyncio.Event) -> None:
        """Returns after ``stop`` once the batch in hand is done. Raises TelegramUnauthorizedError for a wrong token."""
        offset: int | None = None
        failures = 0
        while not stop.is_set():
            batch = await self._fetch(offset, stop)
            if batch is None:
                failures += 1
                await pause(min(2**failures, LONGEST_PAUSE_SECONDS), stop)
                continue
            failed = await self._handle(batch)
            failures = failures + 1 if failed else 0
            offset = min(failed) if failed else (batch[-1].update_id + 1 if batch else offset)
            if failed:
                await pause(min(2**failures, LONGEST_PAUSE_SECONDS), stop)

    async def _fetch(self, offset: int | None, stop: asyncio.Event) -> list[Update] | None:
        """``None`` when Telegram could not be asked; an empty list when stopped meanwhile."""
        request = asyncio.create_task(
            self.bot.get_updates(
                offset=offset,
                timeout=WAIT_SECONDS,
                allowed_updates=ALLOWED_UPDATES,
                request_timeout=WAIT_SECONDS + 10,
            )
        )
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait({request, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if not request.done():
            request.cancel()
            return []
        try:
            return request.result()
        except TelegramUnauthorizedError:
            raise
        except TelegramConflictError:
            log.error("another process polls this bot, or it has a webhook")
        except (TelegramAPIError, ClientDecodeError) as error:
            log.warning("telegram not reached", error_type=type(error).__name__)
        return None

    async def _handle(self, batch: list[Update]) -> set[int]:
        """The ids of those that must come again."""
        queues: dict[int, list[Update]] = {}
        strangers = count(-1, -1)
        for update in batch:
            queues.setdefault(_person(update) or next(strangers), []).append(update)
        failed = await asyncio.gather(*(self._in_order(queue) for queue in queues.values()))
        return set().union(*failed)

    async def _in_order(self, queue: Iterable[Update]) -> set[int]:
        waiting: set[int] = set()
        for update in queue:
            if waiting:
                waiting.add(update.update_id)
                continue
            try:
                callback = await self.adapter.handle(update)
                if callback is not None:
                    await self.adapter.calls.answer(callback)
            except ChannelError as error:
                log.warning("telegram not reached", error_type=type(error).__name__)
                waiting.add(update.update_id)
        return waiting


def _person(update: Update) -> int | None:
    event = update.callback_query or update.message or update.edited_message
    return event.from_user.id if event is not None and event.from_user is not None else None


async def pause(seconds: float, stop: asyncio.Event) -> None:
    """Wait, at most until ``stop``."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
