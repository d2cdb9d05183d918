"""What `tillid doctor` looks at. Each look changes nothing, raises nothing and names no secret."""

from __future__ import annotations

import os
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from storage.database import Database
from storage.desk_pin import read_pin
from storage.errors import StorageError
from storage.runtime_secret import is_memory_backed, read_mount_table, runtime_places
from tillid.errors import SettingsError, Unanswered
from tillid.settings import Settings


class State(StrEnum):
    """How a finding is."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


OK: Final = State.OK
WARN: Final = State.WARN
FAIL: Final = State.FAIL


@dataclass(frozen=True, slots=True)
class Finding:
    """One line; `found` says what to do where it is not ok."""

    what: str
    state: State
    found: str


async def examine(settings: Settings) -> list[Finding]:
    """Everything there is to look at, in a fixed order."""
    looks: tuple[tuple[str, Callable[[Settings], Awaitable[tuple[State, str]]]], ...] = (
        ("desk", _desk),
        ("pepper", _pepper),
        ("database", _database),
        ("memory", _memory),
        ("telegram webhook", _webhook),
        ("alerts", _alerts),
        ("alerts by e-mail", _mail),
    )
    return [Finding(what, *await look(settings)) for what, look in looks]


async def _desk(settings: Settings) -> tuple[State, str]:
    from tillid.composition import check_recipient, desk_documents

    try:
        if read_pin(settings.config_dir) is None:
            if settings.desk_recipient is None:
                return FAIL, "nothing is pinned, so nothing can be sent: tillid desk create --identity-out FILE"
            return WARN, "only TILLID_DESK_RECIPIENT is set: reporters can't be answered until a desk is pinned"
        database = Database(_url(settings)) if _is_there(settings) else None
        if database is None:
            return FAIL, "a desk is pinned and there is no database: look at TILLID_DATA_DIR and TILLID_DATABASE_URL"
        try:
            documents = desk_documents(settings, database)
            await documents.current()
            await check_recipient(settings, documents)
        finally:
            await database.close()
    except (StorageError, SettingsError) as error:
        return FAIL, str(error)
    return OK, "pinned, and the desk log follows from the pin"


async def _pepper(settings: Settings) -> tuple[State, str]:
    path = settings.config_dir / "pepper"
    if not path.is_file():
        return WARN, "there is none yet: the first start makes it. Where reports are stored already, put it back"
    if path.stat().st_mode & 0o077:
        return FAIL, f"others can read {path}: chmod 600 {path}"
    return OK, "there, and the owner's alone"


async def _database(settings: Settings) -> tuple[State, str]:
    if not _is_there(settings):
        return WARN, "there is none yet: the first start makes it"
    try:
        database = Database(_url(settings))
        try:
            async with database.transaction() as connection:
                await connection.exec_driver_sql("SELECT count(*) FROM mailbox")
        finally:
            await database.close()
    except StorageError as error:
        return FAIL, f"{error}: look at TILLID_DATABASE_URL, or whether the disk is full"
    return OK, "answers and takes a transaction"


async def _memory(settings: Settings) -> tuple[State, str]:
    xdg = os.environ.get("XDG_RUNTIME_DIR")
    table = read_mount_table()
    for place in runtime_places(settings.runtime_dir, Path(xdg) if xdg else None, os.getuid()):
        if is_memory_backed(place, table):
            return OK, "the secrets of drafts can rest in memory (tmpfs)"
    return WARN, "no memory-backed folder: drafts end with the process. Set TILLID_RUNTIME_DIR to a tmpfs"


async def _webhook(settings: Settings) -> tuple[State, str]:
    if settings.telegram_token is None:
        return OK, "Telegram is not set up"
    from tillid.webhook_look import webhook_url

    try:
        found = await webhook_url(settings.telegram_api_url, settings.telegram_token.get_secret_value())
    except Unanswered as error:
        return FAIL, str(error)
    wanted = settings.telegram_webhook_url or ""
    if found == wanted:
        return OK, "as set" if wanted else "none, as set: long polling"
    if not found:
        return FAIL, "Telegram has none: is `tillid run` running?"
    return FAIL, "Telegram sends to another address than is set. If that is not yours, revoke the token at @BotFather"


async def _alerts(settings: Settings) -> tuple[State, str]:
    from bot.alerts.pulse import DEAD_AFTER_SECONDS, last_beat
    from tillid.alerts_composition import pulse_file

    if settings.alerts_token is None:
        return WARN, "staff are told nothing: set TILLID_ALERTS_TOKEN to the token of a second bot"
    beat = last_beat(pulse_file(settings))
    if beat is None or not -DEAD_AFTER_SECONDS < time.time() - beat < DEAD_AFTER_SECONDS:
        return FAIL, "the alert bot has made no round on this machine for a minute: tillid run alerts"
    return OK, "the alert bot makes its rounds"


async def _mail(settings: Settings) -> tuple[State, str]:
    if settings.alerts_token is None:
        return OK, "alerts are not set up"
    if settings.smtp_url is None:
        return WARN, "what nobody takes in the chat is told to nobody else: set TILLID_SMTP_URL"
    return OK, "set up"


def _url(settings: Settings) -> str:
    return settings.database.get_secret_value()


def _is_there(settings: Settings) -> bool:
    """A look makes no SQLite file."""
    return settings.database_url is not None or (settings.data_dir / "tillid.sqlite").is_file()
