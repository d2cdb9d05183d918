"""``tillid run`` and ``tillid chat``: what is served, and how it stops."""

from __future__ import annotations

import asyncio
import secrets
import signal
import sys
from typing import Final

from bot.rendering import Rendering
from bot.terminal import CHANNEL, Terminal
from storage.desk_pin import read_pin
from storage.vault import Person
from tillid.composition import Parts, opened
from tillid.desk_creation import create_on_terminal
from tillid.errors import CommandError, SettingsError
from tillid.health import health
from tillid.logs import configure
from tillid.settings import Settings, read

TELEGRAM: Final = "telegram"
NO_DESK: Final = "There is no desk key yet, so nothing can be sent. Make one: tillid desk create --identity-out FILE"


def run_services(service: str | None) -> None:
    """Serve what is configured until SIGTERM or Ctrl-C; with nothing configured, chat in this terminal."""
    settings = read()
    configure(settings.log_level)
    if service not in {None, TELEGRAM}:
        raise SettingsError(f"There is no service of that name. Services: {TELEGRAM}.")
    wanted = settings.telegram_token is not None or service == TELEGRAM
    if wanted and settings.telegram_token is None:
        raise SettingsError("TILLID_TELEGRAM_TOKEN is not set. Get a token from @BotFather and set it.")
    if not wanted and not sys.stdin.isatty():
        raise SettingsError("Nothing to serve: set TILLID_TELEGRAM_TOKEN, or run this in a terminal to chat.")
    asyncio.run(_run(settings, telegram=wanted))


def run_chat(language: str | None) -> None:
    """Chat on standard input and output."""
    settings = read()
    configure(settings.log_level if sys.stdin.isatty() else "ERROR")
    asyncio.run(_chat(settings, language))


async def _run(settings: Settings, *, telegram: bool) -> None:
    if read_pin(settings.config_dir) is None and settings.desk_recipient is None:
        await _first_desk(settings)
    if not telegram:
        await _chat(settings, None)
        return
    stop = stopping()
    async with opened(settings) as parts:
        host, _, port = settings.health_listen.rpartition(":")
        try:
            async with health(host, int(port), parts.reports.can_store):
                await _serve_telegram(parts, stop)
        except OSError as error:
            raise CommandError(f"An address cannot be listened on ({error.strerror}): is it taken?") from None


async def _first_desk(settings: Settings) -> None:
    """On a terminal the desk key is made at once; elsewhere an identity could end up in a log."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        await create_on_terminal(settings)
    else:
        print(NO_DESK, file=sys.stderr)


async def _serve_telegram(parts: Parts, stop: asyncio.Event) -> None:
    from bot.telegram.service import TelegramSettings, serve

    settings = parts.settings
    if settings.telegram_token is None:
        raise AssertionError("internal error: Telegram is served with a token only")
    host, _, port = settings.telegram_webhook_listen.rpartition(":")
    secret = settings.telegram_webhook_secret
    telegram = TelegramSettings(
        token=settings.telegram_token.get_secret_value(),
        api_url=settings.telegram_api_url,
        webhook_url=settings.telegram_webhook_url,
        webhook_secret=secret.get_secret_value() if secret else "",
        listen_host=host,
        listen_port=int(port),
    )
    way = f"by webhook on {settings.telegram_webhook_listen}" if telegram.webhook_url else "by long polling"
    print(f"Serving Telegram {way}. Stop with Ctrl-C.", flush=True)
    await serve(telegram, parts.runner, parts.renderer, stop)


async def _chat(settings: Settings, language: str | None) -> None:
    async with opened(settings) as parts:
        person = Person(CHANNEL, secrets.token_hex(8))
        terminal = Terminal(parts.runner, Rendering(parts.renderer), person, language or "en", print)
        await terminal.run(sys.stdin, chosen=language is not None)


def stopping() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set; must be called in the loop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop
