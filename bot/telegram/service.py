"""The Telegram service: a bot with its commands, served by webhook where there is an address, else by long polling."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import structlog
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats
from aiogram.utils.token import TokenValidationError
from aiohttp import web

from bot.errors import TelegramRefused
from bot.rendering import Rendering
from bot.runner import SessionRunner
from bot.telegram.adapter import Adapter
from bot.telegram.calls import MESSAGE_LIMIT, Calls
from bot.telegram.polling import ALLOWED_UPDATES, LONGEST_PAUSE_SECONDS, Polling, pause
from bot.telegram.webhook import Webhook
from locales.rendering import Renderer

COMMANDS: Final = ("start", "help", "erase", "language", "privacy")
DRAIN_SECONDS: Final = 30
TOKEN_REFUSED: Final = "Telegram does not know this token. Set TILLID_TELEGRAM_TOKEN to the one @BotFather gave you."  # noqa: S105
WEBHOOK_REFUSED: Final = (
    "Telegram refused the webhook. TILLID_TELEGRAM_WEBHOOK_URL is a public https address; "
    "TILLID_TELEGRAM_WEBHOOK_SECRET is 1 to 256 letters, digits, _ and -."
)

AWAY: Final = (TelegramNetworkError, TelegramServerError, TelegramRetryAfter, ClientDecodeError)
"""Telegram may take it later. The last is a web page in place of JSON, as its front answers in trouble."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """``api_url`` and ``webhook_url`` are ``None`` for Telegram's own address and for long polling."""

    token: str = field(repr=False)
    api_url: str | None
    webhook_url: str | None
    webhook_secret: str = field(repr=False)
    listen_host: str
    listen_port: int


@asynccontextmanager
async def connected(settings: TelegramSettings) -> AsyncIterator[Bot]:
    """A bot whose connections are closed in the end."""
    api = TelegramAPIServer.from_base(settings.api_url) if settings.api_url else PRODUCTION
    bot = Bot(settings.token, session=AiohttpSession(api=api))
    try:
        yield bot
    finally:
        await bot.session.close()


async def serve(
    settings: TelegramSettings,
    runner: SessionRunner,
    renderer: Renderer,
    stop: asyncio.Event,
    started: Callable[[], None] = lambda: None,
) -> None:
    """Runs until ``stop``, then finishes what is in hand. Raises TelegramRefused; OSError when the port is taken.

    ``started`` is called once Telegram has taken the token, and the webhook where there is one.
    """
    with _refusing_plainly():
        async with connected(settings) as bot:
            adapter = Adapter(runner, Rendering(renderer, MESSAGE_LIMIT), Calls(bot))
            if settings.webhook_url is None:
                if await _taken(bot.delete_webhook, stop):
                    started()
                    await _introduce(bot, runner, renderer)
                    await Polling(bot, adapter).run(stop)
                return
            hook = partial(
                bot.set_webhook,
                settings.webhook_url,
                secret_token=settings.webhook_secret,
                allowed_updates=ALLOWED_UPDATES,
            )
            async with listening(settings, adapter):
                if await _taken(hook, stop):
                    started()
                    await _introduce(bot, runner, renderer)
                    await stop.wait()


@contextmanager
def _refusing_plainly() -> Iterator[None]:
    """A token may be refused at the start or, revoked, at any time later."""
    try:
        yield
    except (TokenValidationError, TelegramUnauthorizedError, TelegramNotFound):
        raise TelegramRefused(TOKEN_REFUSED) from None


async def _taken(call: Callable[[], Awaitable[object]], stop: asyncio.Event) -> bool:
    """Whether Telegram took the call before ``stop``: while it can't be reached, it is asked again.

    Raises TelegramRefused.
    """
    failures = 0
    while not stop.is_set():
        try:
            await call()
        except AWAY as error:
            log.warning("telegram not reached", error_type=type(error).__name__)
            failures += 1
            await pause(min(2**failures, LONGEST_PAUSE_SECONDS), stop)
        except TelegramBadRequest:
            raise TelegramRefused(WEBHOOK_REFUSED) from None
        else:
            return True
    return False


@asynccontextmanager
async def listening(settings: TelegramSettings, adapter: Adapter) -> AsyncIterator[None]:
    """The webhook's HTTP server; leaving it waits for turns in hand."""
    application = Webhook(adapter, settings.webhook_secret).application()
    server = web.AppRunner(application, access_log=None, shutdown_timeout=DRAIN_SECONDS)
    await server.setup()
    try:
        await web.TCPSite(server, settings.listen_host, settings.listen_port).start()
        yield
    finally:
        await server.cleanup()


async def _introduce(bot: Bot, runner: SessionRunner, renderer: Renderer) -> None:
    """The commands, in every language, in words that say nothing to who looks over a shoulder (rule 6).

    A menu that Telegram does not take now is no reason not to serve.
    """
    try:
        for language in runner.flows.setting.languages:
            await _name_commands(bot, runner, renderer, language.tag)
    except AWAY as error:
        log.warning("commands not named", error_type=type(error).__name__)


async def _name_commands(bot: Bot, runner: SessionRunner, renderer: Renderer, tag: str) -> None:
    commands = [
        BotCommand(command=name, description=renderer.render(runner.flows.notice(f"command_{name}"), tag, words={}))
        for name in COMMANDS
    ]
    code = tag.split("-", 1)[0]
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands(commands, scope=scope, language_code=None if code == "en" else code)
