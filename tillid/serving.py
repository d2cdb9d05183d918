"""``tillid run``: what is served, and how it stops."""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import TYPE_CHECKING, Final

from storage.desk_pin import read_pin
from tillid.chatting import chat
from tillid.composition import Parts, opened
from tillid.desk_creation import create_on_terminal
from tillid.errors import CommandError, SettingsError, UsageError
from tillid.logs import configure
from tillid.process import settle
from tillid.progress import progress
from tillid.settings import Settings, read

if TYPE_CHECKING:
    from bot.telegram.service import TelegramSettings

TELEGRAM: Final = "telegram"
NO_DESK: Final = "There is no desk key yet, so nothing can be sent. Make one: tillid desk create --identity-out FILE"
NOTHING: Final = "Nothing to serve: set TILLID_TELEGRAM_TOKEN, or run this in a terminal to chat."


def run_services(service: str | None) -> None:
    """Serve what is configured until SIGTERM or Ctrl-C; with nothing configured, chat in this terminal."""
    settings = read()
    configure(settings.log_level)
    if service not in {None, TELEGRAM}:
        raise UsageError(f"There is no service of that name. Services: {TELEGRAM}.")
    serves = settings.telegram_token is not None
    if service == TELEGRAM and not serves:
        raise SettingsError("TILLID_TELEGRAM_TOKEN is not set. Get a token from @BotFather and set it.")
    _first_desk(settings)
    if serves:
        asyncio.run(_serve(settings))
    elif sys.stdin.isatty():
        chat(settings, None)
    else:
        raise SettingsError(NOTHING)


def _first_desk(settings: Settings) -> None:
    """On a terminal the desk key is made at once; elsewhere an identity could end up in a log."""
    if read_pin(settings.config_dir) is not None or settings.desk_recipient is not None:
        return
    if sys.stdin.isatty() and sys.stdout.isatty():
        create_on_terminal(settings)
    else:
        print(NO_DESK, file=sys.stderr, flush=True)


async def _serve(settings: Settings) -> None:
    with progress("Starting…"):
        from tillid.health import health  # with aiohttp and aiogram, seconds to load: before /healthz has to answer

        telegram = _telegram(settings)
    stop = stopping()
    host, _, port = settings.health_listen.rpartition(":")
    async with opened(settings) as parts:
        settle()
        try:
            async with health(host, int(port), parts.reports.can_store) as bound:
                print(f"Health on http://{_named(host)}:{bound}/healthz", flush=True)
                await _serve_telegram(telegram, parts, stop)
        except OSError:
            raise CommandError(_taken("TILLID_HEALTH_LISTEN", settings.health_listen)) from None


async def _serve_telegram(telegram: TelegramSettings, parts: Parts, stop: asyncio.Event) -> None:
    from bot.telegram.service import serve

    way = f"by webhook on http://{_named(telegram.listen_host)}:{telegram.listen_port}/telegram"
    if telegram.webhook_url is None:
        way = "by long polling"

    def started() -> None:
        print(f"Serving Telegram {way}. Stop with Ctrl-C.", flush=True)

    try:
        await serve(telegram, parts.runner, parts.renderer, stop, started)
    except OSError:
        listen = parts.settings.telegram_webhook_listen
        raise CommandError(_taken("TILLID_TELEGRAM_WEBHOOK_LISTEN", listen)) from None


def _telegram(settings: Settings) -> TelegramSettings:
    from bot.telegram.service import TelegramSettings

    if settings.telegram_token is None:
        raise AssertionError("internal error: Telegram is served with a token only")
    host, _, port = settings.telegram_webhook_listen.rpartition(":")
    secret = settings.telegram_webhook_secret
    return TelegramSettings(
        token=settings.telegram_token.get_secret_value(),
        api_url=settings.telegram_api_url,
        webhook_url=settings.telegram_webhook_url,
        webhook_secret=secret.get_secret_value() if secret else "",
        listen_host=host,
        listen_port=int(port),
    )


def stopping() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set; must be called in the loop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


def _taken(variable: str, address: str) -> str:
    return f"{variable}: {address} cannot be listened on. Another program may have the port; stop it or choose another."


def _named(host: str) -> str:
    return "localhost" if host in {"127.0.0.1", "[::1]", "::1"} else host
