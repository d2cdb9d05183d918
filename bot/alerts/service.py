"""The alert service: python-telegram-bot's Application, whose JobQueue makes the rounds and whose handlers answer.

Of several processes one leads; the others make no round and fetch no update until the lead is free. While Telegram
can't be reached the rounds go on: an alert nobody can be told of in the chat still goes out by e-mail.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

import structlog
from telegram import Update
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import (
    AIORateLimiter,
    ApplicationBuilder,
    CallbackQueryHandler,
    MessageHandler,
    filters,
)

from bot.alerts.answers import Answers, Patience
from bot.alerts.claims import Claims
from bot.alerts.dispatch import Dispatch
from bot.alerts.hours import HoursScreen
from bot.alerts.menu import Menu
from bot.alerts.parts import AlertParts
from bot.alerts.rota import RotaScreen
from bot.alerts.rounds import Rounds, Rules
from bot.alerts.taps import Taps
from bot.alerts.teller import Teller
from bot.alerts.ticker import AnyApplication, Ticker
from bot.alerts.watch import ClockWatch
from bot.errors import TelegramRefused

TOKEN_REFUSED: Final = "Telegram does not know this token. Set TILLID_ALERTS_TOKEN to the one @BotFather gave you."  # noqa: S105
TICK_SECONDS: Final = 2.0
_ALLOWED_UPDATES: Final = ["message", "callback_query"]
_POLL_SECONDS: Final = 25
_LONGEST_PAUSE_SECONDS: Final = 30
_DRAIN_SECONDS: Final = 10
_FLOODS_WAITED_FOR: Final = 3

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class AlertSettings:
    """`api_url` before `/bot`; `tick_seconds` between two rounds."""

    token: str = field(repr=False)
    api_url: str
    rules: Rules
    tick_seconds: float = TICK_SECONDS


async def serve(
    settings: AlertSettings, parts: AlertParts, stop: asyncio.Event, started: Callable[[], None] = lambda: None
) -> None:
    """Runs until `stop`. `started` is called once Telegram has taken the token. Raises TelegramRefused."""
    application = _application(settings)
    claims, dispatch = Claims(), Dispatch(parts.steady)
    teller = Teller(application.bot, parts.screens)
    watch = ClockWatch()
    rounds = Rounds(parts.alerts, parts.members, teller, parts.mailer, settings.rules, watch, dispatch, claims)
    _listen(application, settings, parts, teller, claims)
    ticker = Ticker(application, settings.tick_seconds, rounds.go, parts)
    await ticker.start()
    try:
        if await _connected(application, stop):
            await ticker.begun.wait()
            started()
            await _fetch(application, ticker, stop)
    finally:
        await ticker.stop()
        await dispatch.drain(_DRAIN_SECONDS)
        await parts.lead.release()
        await application.shutdown()
        await application.bot.shutdown()


def _application(settings: AlertSettings) -> AnyApplication:
    """Floods are waited for by the limiter, and what it gives up is sent in a later round."""
    os.environ.setdefault("PTB_TIMEDELTA", "1")  # else every flood prints a warning of the library's
    builder = ApplicationBuilder().token(settings.token).base_url(f"{settings.api_url}/bot").updater(None)
    return builder.rate_limiter(AIORateLimiter(max_retries=_FLOODS_WAITED_FOR)).build()


def _listen(
    application: AnyApplication, settings: AlertSettings, parts: AlertParts, teller: Teller, claims: Claims
) -> None:
    menu = Menu(application.bot, parts.screens)
    rota = RotaScreen(application.bot, parts.members, parts.screens)
    hours = HoursScreen(application.bot, parts.members, parts.screens, parts.wall, settings.rules.digest_hours)
    patience = Patience(parts.steady)
    answers = Answers(parts.alerts, parts.members, parts.screens, menu, rota, hours, patience, parts.wall)
    taps = Taps(parts.alerts, parts.members, parts.screens, menu, rota, hours, teller, claims)
    application.add_handler(MessageHandler(filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE, answers.message))
    application.add_handler(CallbackQueryHandler(taps.tap))
    application.add_error_handler(taps.failed)


async def _connected(application: AnyApplication, stop: asyncio.Event) -> bool:
    """Whether Telegram took the token before `stop`; while it can't be reached it is asked again."""
    failures = 0
    while not stop.is_set():
        try:
            await application.initialize()
            await application.bot.delete_webhook()
        except InvalidToken:  # its text holds the token
            raise TelegramRefused(TOKEN_REFUSED) from None
        except TelegramError as error:
            log.warning("telegram not reached", error_type=type(error).__name__)
            failures += 1
            await _pause(min(2**failures, _LONGEST_PAUSE_SECONDS), stop)
        else:
            return True
    return False


async def _fetch(application: AnyApplication, ticker: Ticker, stop: asyncio.Event) -> None:
    """Long polling of our own: the offset moves when a batch is done, so that a killed process gets it again."""
    offset, failures = 0, 0
    while not stop.is_set():
        if not ticker.leads:
            await _pause(ticker.tick_seconds, stop)
            continue
        request = asyncio.create_task(
            application.bot.get_updates(offset=offset, timeout=_POLL_SECONDS, allowed_updates=_ALLOWED_UPDATES)
        )
        updates = await _before(request, stop)
        if updates is None:
            failures += 1
            await _pause(min(2**failures, _LONGEST_PAUSE_SECONDS), stop)
            continue
        failures = 0
        for update in updates:
            await application.process_update(update)
            offset = update.update_id + 1


async def _before(request: asyncio.Task[tuple[Update, ...]], stop: asyncio.Event) -> tuple[Update, ...] | None:
    """The updates; none where stopped meanwhile, None where Telegram could not be asked."""
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({request, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if not request.done():
        request.cancel()
        await asyncio.gather(request, return_exceptions=True)
        return ()
    try:
        return request.result()
    except Conflict:
        log.error("another process fetches this alert bot's updates")
    except TelegramError as error:
        log.warning("telegram not reached", error_type=type(error).__name__)
    return None


async def _pause(seconds: float, stop: asyncio.Event) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
