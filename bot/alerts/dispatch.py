"""Sending beside the rounds: a flood that holds up one message holds up no round, and nothing is sent twice at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import structlog

from bot.errors import ChannelError
from storage.errors import StorageError

Key: TypeAlias = tuple[str, str]
"""What is sent, to whom."""

_LONGEST_PAUSE_SECONDS: Final = 60

log = structlog.get_logger()


@dataclass(slots=True)
class _Failures:
    count: int
    until: float


@dataclass(slots=True)
class Dispatch:
    """`steady` is a clock in seconds nobody sets. After a failure a key is left alone, longer each time."""

    steady: Callable[[], float]
    _running: dict[Key, asyncio.Task[None]] = field(default_factory=dict)
    _failed: dict[Key, _Failures] = field(default_factory=dict)
    _done: set[Key] = field(default_factory=set)

    def start(self, key: Key, send: Callable[[], Awaitable[None]]) -> None:
        """Begin to send, unless it is being sent, was sent, or has just failed; who wants it sent asks again later.

        That it was sent is known to the store as well, but a round may have read the store a moment before.
        """
        failures = self._failed.get(key)
        if key in self._running or key in self._done or (failures is not None and self.steady() < failures.until):
            return
        self._running[key] = asyncio.create_task(self._run(key, send))

    def forget_but(self, what: Collection[str]) -> None:
        """Nobody will ask for anything else again."""
        self._done = {key for key in self._done if key[0] in what}
        self._failed = {key: failures for key, failures in self._failed.items() if key[0] in what}

    async def drain(self, seconds: float) -> None:
        """Let what is under way end; what does not is given up, and sent again by the next process."""
        if self._running:
            await asyncio.wait(self._running.values(), timeout=seconds)
        unfinished = list(self._running.values())
        for task in unfinished:
            task.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)

    async def _run(self, key: Key, send: Callable[[], Awaitable[None]]) -> None:
        try:
            await send()
        except (ChannelError, StorageError) as error:
            log.warning("not sent now, tried again", error_type=type(error).__name__)
            count = self._failed[key].count + 1 if key in self._failed else 1
            self._failed[key] = _Failures(count, self.steady() + min(2 ** (count - 1), _LONGEST_PAUSE_SECONDS))
        else:
            self._done.add(key)
            self._failed.pop(key, None)
        finally:
            del self._running[key]
