"""``tillid run``: what is served, and how it stops."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Coroutine, Sequence
from typing import TYPE_CHECKING, Final

from storage.desk_pin import read_pin
from tillid.alerts_serving import alert_service
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
ALERTS: Final = "alerts"
SERVICES: Final = (TELEGRAM, ALERTS)
NO_DESK: Final = "There is no desk key yet, so nothing can be sent. Make one: tillid desk create --identity-out FILE"
NOTHING: Final = "Nothing to serve: set TILLID_TELEGRAM_TOKEN, or run this in a terminal to chat."


def run_services(service: str | None) -> None:
    """Serve what is configured until SIGTERM or Ctrl-C; with nothing configured, chat in this terminal."""
    settings = read()
    configure(settings.log_level)
    if service is not None and service not in SERVICES:
        raise UsageError(f"There is no service of that name. Services: {', '.join(SERVICES)}.")
    tokens = {TELEGRAM: settings.telegram_token, ALERTS: settings.alerts_token}
    if service is not None and tokens[service] is None:
        raise SettingsError(f"TILLID_{service.upper()}_TOKEN is not set. Get a token from @BotFather and set it.")
    served = {name for name, token in tokens.items() if token is not None and service in {None, name}}
    if served == {ALERTS}:
        asyncio.run(_serve_alerts(settings))
        return
    _first_desk(settings)
    if served:
        asyncio.run(_serve(settings, alerts=ALERTS in served))
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


async def _serve(settings: Settings, *, alerts: bool) -> None:
    with progress("Starting…"):
        from tillid.health import health  # with aiohttp and aiogram, seconds to load: before /healthz has to answer

        telegram = _telegram(settings)
    stop = stopping()
    host, _, port = settings.health_listen.rpartition(":")
    async with opened(settings) as parts, alert_service(settings if alerts else None) as staff:
        settle()
        try:
            state = None if staff is None else staff.state
            async with health(host, int(port), parts.reports.can_store, state) as bound:
                print(f"Health on http://{_named(host)}:{bound}/healthz", flush=True)
                services = [_serve_telegram(telegram, parts, stop)]
                if staff is not None:
                    services.append(staff.serve(stop))
                await _side_by_side(services, stop)
        except OSError:
            raise CommandError(_taken("TILLID_HEALTH_LISTEN", settings.health_listen)) from None


async def _serve_alerts(settings: Settings) -> None:
    """Alone: without a desk, a flow or a draft."""
    with progress("Starting…"):
        from tillid.health import health
    stop = stopping()
    host, _, port = settings.health_listen.rpartition(":")
    async with alert_service(settings) as staff:
        if staff is None:
            raise AssertionError("internal error: alerts are served with a token only")
        try:
            async with health(host, int(port), staff.can_store, staff.state) as bound:
                print(f"Health on http://{_named(host)}:{bound}/healthz", flush=True)
                await staff.serve(stop)
        except OSError:
            raise CommandError(_taken("TILLID_HEALTH_LISTEN", settings.health_listen)) from None


async def _side_by_side(services: Sequence[Coroutine[None, None, None]], stop: asyncio.Event) -> None:
    """Until `stop`. Where one ends, refused for example, the others end in good order; then its error is raised."""

    async def run(service: Coroutine[None, None, None]) -> None:
        try:
            await service
        finally:
            stop.set()

    ended = await asyncio.gather(*map(run, services), return_exceptions=True)
    for error in ended:
        if error is not None:
            raise error


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
