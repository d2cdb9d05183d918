"""How the alert service is put together. It opens its own way to the database and knows no key, flow or draft."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.alerts.digest import read_hours
from bot.alerts.pulse import Pulse
from bot.alerts.smtp import read_smtp_url
from bot.alerts.watch import steady
from storage.alerting import Alerts
from storage.alerting_lead import FileLead, Lead, PostgresLead
from storage.alerting_members import AlertMembers
from storage.database import Database, upgrade
from storage.private_files import make_private_folder

if TYPE_CHECKING:
    from bot.alerts.parts import AlertParts
    from bot.alerts.service import AlertSettings
    from tillid.settings import Settings

_PULSE: Final = "alerts.pulse"
_LOCK: Final = "alerts.lock"


def pulse_file(settings: Settings) -> Path:
    """Its time is that of the last round on this machine."""
    return settings.data_dir / _PULSE


@asynccontextmanager
async def alert_database(settings: Settings) -> AsyncIterator[Database]:
    """The database, migrated; closed in the end. Raises StorageError."""
    make_private_folder(settings.data_dir)
    url = settings.database.get_secret_value()
    await upgrade(url)
    database = Database(url)
    try:
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def alerting(settings: Settings) -> AsyncIterator[AlertParts]:
    """The parts, connected. Raises StorageError, CatalogError."""
    from bot.alerts.mail import Mailer
    from bot.alerts.parts import AlertParts
    from bot.alerts.screens import Screens
    from locales.catalogs import STAFF, Catalogs
    from locales.rendering import Renderer
    from tillid.composition import LOCALES

    catalogs = Catalogs.load(LOCALES, domain=STAFF)
    renderer = Renderer(catalogs)
    smtp = settings.smtp_url
    server = None if smtp is None else read_smtp_url(smtp.get_secret_value())
    async with alert_database(settings) as database:
        yield AlertParts(
            alerts=Alerts(database),
            members=AlertMembers(database),
            lead=_lead(settings),
            screens=Screens(renderer, catalogs.tags, settings.staff_url),
            mailer=None if server is None else Mailer(server, renderer, catalogs.tags),
            pulse=Pulse(pulse_file(settings), steady),
            wall=time.time,
            steady=steady,
        )


def service_settings(settings: Settings) -> AlertSettings:
    """Only where a token is set."""
    from bot.alerts.rounds import Rules
    from bot.alerts.service import TICK_SECONDS, AlertSettings

    if settings.alerts_token is None:
        raise AssertionError("internal error: alerts are served with a token only")
    # sent at the latest one round after it is due, and raised one after it came: together within the window
    window = max(0, settings.alert_window_seconds - round(2 * TICK_SECONDS))
    rules = Rules(window, settings.alert_escalation_minutes * 60, read_hours(settings.alert_digest_hours))
    return AlertSettings(settings.alerts_token.get_secret_value(), settings.alerts_api_url, rules)


def _lead(settings: Settings) -> Lead:
    url = settings.database.get_secret_value()
    return PostgresLead(url) if url.startswith("postgresql") else FileLead(settings.data_dir / _LOCK)
