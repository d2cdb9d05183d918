"""The Telegram service: a bot with its commands, served by webhook where there is an address, else by long polling."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats
from aiohttp import web

from bot.rendering import Rendering
from bot.runner import SessionRunner
from bot.telegram.adapter import Adapter
from bot.telegram.calls import MESSAGE_LIMIT, Calls
from bot.telegram.polling import ALLOWED_UPDATES, Polling
from bot.telegram.webhook import Webhook
from locales.rendering import Renderer

COMMANDS: Final = ("start", "help", "erase", "language", "privacy")
DRAIN_SECONDS: Final = 30


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


async def serve(settings: TelegramSettings, runner: SessionRunner, renderer: Renderer, stop: asyncio.Event) -> None:
    """Runs until ``stop``, then finishes what is in hand."""
    async with connected(settings) as bot:
        adapter = Adapter(runner, Rendering(renderer, MESSAGE_LIMIT), Calls(bot))
        if settings.webhook_url is None:
            await bot.delete_webhook()
            await _introduce(bot, runner, renderer)
            await Polling(bot, adapter).run(stop)
        else:
            async with listening(settings, adapter):
                await bot.set_webhook(
                    settings.webhook_url, secret_token=settings.webhook_secret, allowed_updates=ALLOWED_UPDATES
                )
                await _introduce(bot, runner, renderer)
                await stop.wait()


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
    """The commands, in every language, in words that say nothing to who looks over a shoulder (rule 6)."""
    for language in runner.flows.setting.languages:
        commands = [
            BotCommand(
                command=name,
                description=renderer.render(runner.flows.notice(f"command_{name}"), language.tag, words={}),
            )
            for name in COMMANDS
        ]
        code = language.tag.split("-", 1)[0]
        scope = BotCommandScopeAllPrivateChats()
        await bot.set_my_commands(commands, scope=scope, language_code=None if code == "en" else code)
