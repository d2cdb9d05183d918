"""How the parts are put together: the one place that knows them all."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import structlog

import flows
import locales
from bot.draw import SystemDraw
from bot.locks import Locks
from bot.runner import SessionRunner
from bot.understanding import Understanding
from bot.unkept import Unkept
from flows.directory import Directory
from flows.flowset import FlowSet, Language, Setting
from flows.loading import load
from flows.places import Places
from flows.schedule import Schedule
from locales.catalogs import Catalogs
from locales.rendering import Renderer
from storage.database import Database, upgrade
from storage.desk import DeskId
from storage.desk_documents import DeskDocuments
from storage.desk_pin import DeskPin, read_pin
from storage.drafts import SqliteDrafts
from storage.drafts_postgres import PostgresDrafts
from storage.errors import InvalidRecipient, StorageError
from storage.mailbox_keys import MailboxKeyring
from storage.pepper import open_pepper
from storage.private_files import make_private_folder
from storage.report_document import Submission
from storage.reports import Reports, mailboxes_exist
from storage.runtime_secret import open_ring, read_mount_table, runtime_places
from storage.sealing import read_recipient
from storage.vault import DraftVault
from tillid.errors import SettingsError
from tillid.settings import Settings

FLOWS: Final = Path(flows.__file__).parent
LOCALES: Final = Path(locales.__file__).parent
DESK: Final = DeskId("main")
"""The one desk of this version; the tables allow more (design.md, decision 6)."""
DENMARK: Final = ZoneInfo("Europe/Copenhagen")
KEEP_DAYS: Final = 730
"""How long an unanswered report stays before it is due for deletion; retention proper comes with its own issue."""
PURGE_EVERY_SECONDS: Final = 300

log = structlog.get_logger()


def load_flows(settings: Settings, catalogs: Catalogs, *, folder: Path = FLOWS / "conversation") -> FlowSet:
    """The flows in ``folder`` with the directory and places. Raises DefinitionError."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))}
    languages = tuple(Language(one.tag, one.autonym, one.reviewed) for one in catalogs.languages())
    lacking = frozenset() if agreed_pin(settings) else frozenset({"desk"})
    return load(
        texts,
        directory=load_directory(),
        places=Places.from_text(_text("places.yaml"), path="places.yaml"),
        setting=Setting(languages, settings.operator_name, Schedule.parse(settings.reading_hours), lacking),
    )


def load_directory() -> Directory:
    """The services. Raises DefinitionError."""
    return Directory.from_text(_text("services.yaml"), path="services.yaml")


def agreed_pin(settings: Settings) -> DeskPin | None:
    """The pin; a recipient in the settings stands for one where there is none. Raises SettingsError, StorageError."""
    pin = read_pin(settings.config_dir)
    wanted = settings.desk_recipient
    if pin is not None or wanted is None:
        return pin
    try:
        return DeskPin(DESK, None, read_recipient(wanted))
    except InvalidRecipient:
        raise SettingsError("TILLID_DESK_RECIPIENT is no age recipient (age1…). Correct it or take it out.") from None


async def check_recipient(settings: Settings, documents: DeskDocuments) -> None:
    """TILLID_DESK_RECIPIENT, where it is set, is who the pinned desk is now. Raises SettingsError, StorageError."""
    if settings.desk_recipient is None:
        return
    if (await documents.current()).recipient != settings.desk_recipient:
        raise SettingsError("TILLID_DESK_RECIPIENT is not the recipient of the pinned desk. Correct it or pin again.")


def _text(name: str) -> str:
    return (FLOWS / name).read_text(encoding="utf-8")


def now() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)


def today() -> date:
    """The day in Denmark: reports carry no finer time."""
    return datetime.now(DENMARK).date()


@dataclass(frozen=True, slots=True)
class DatedReports:
    """Reports as the session runner uses them: it knows no day."""

    reports: Reports

    async def submit(self, submission: Submission) -> None:
        """As Reports.submit, received today."""
        await self.reports.submit(submission, today=today())


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything a service needs."""

    settings: Settings
    renderer: Renderer
    database: Database
    reports: Reports
    runner: SessionRunner


@asynccontextmanager
async def stored(settings: Settings) -> AsyncIterator[tuple[Database, Reports]]:
    """The database, migrated, and its reports; closed in the end. Raises StorageError."""
    make_private_folder(settings.data_dir)
    make_private_folder(settings.config_dir)
    url = settings.database.get_secret_value()
    await upgrade(url)
    database = Database(url)
    try:
        keyring = MailboxKeyring(open_pepper(settings.config_dir, mailboxes_exist=await mailboxes_exist(database)))
        yield database, Reports(database, desk_documents(settings, database), keyring, keep_days=KEEP_DAYS)
        keyring.close()
    finally:
        await database.close()


def desk_documents(settings: Settings, database: Database) -> DeskDocuments:
    """The desk log as this installation believes it: from its pin on."""
    return DeskDocuments(database, lambda: agreed_pin(settings))


@asynccontextmanager
async def opened(settings: Settings, *, flows_folder: Path = FLOWS / "conversation") -> AsyncIterator[Parts]:
    """The parts, connected; closed again in the end. Raises StorageError, CatalogError, DefinitionError."""
    catalogs = Catalogs.load(LOCALES)
    flowset = load_flows(settings, catalogs, folder=flows_folder)
    async with stored(settings) as (database, reports), vault_of(settings) as vault:
        await check_recipient(settings, desk_documents(settings, database))
        runner = SessionRunner(
            flows=flowset,
            understanding=Understanding(flowset, catalogs),
            vault=vault,
            reports=DatedReports(reports),
            draw=SystemDraw(),
            clock=now,
            locks=Locks(),
            unkept=Unkept(),
            desk_pinned=lambda: agreed_pin(settings) is not None,
        )
        yield Parts(settings, Renderer(catalogs), database, reports, runner)


@asynccontextmanager
async def vault_of(settings: Settings) -> AsyncIterator[DraftVault]:
    """Where drafts are kept, tidied every few minutes while it is open."""
    drafts = await _drafts(settings)
    xdg = os.environ.get("XDG_RUNTIME_DIR")
    places = runtime_places(settings.runtime_dir, Path(xdg) if xdg else None, os.getuid())
    ring = open_ring(places, ttl_seconds=settings.draft_ttl_seconds, mount_table=read_mount_table())
    if ring.volatile:
        log.warning("no memory-backed folder: drafts end with this process")
    vault = DraftVault(drafts, ring, ttl_seconds=settings.draft_ttl_seconds)
    tidying = asyncio.create_task(_tidy(vault))
    try:
        yield vault
    finally:
        tidying.cancel()
        with suppress(asyncio.CancelledError):
            await tidying
        await drafts.close()


async def _drafts(settings: Settings) -> SqliteDrafts | PostgresDrafts:
    url = settings.database.get_secret_value()
    if url.startswith("postgresql"):
        return await PostgresDrafts.open(url)
    return SqliteDrafts(settings.data_dir / "drafts.db")


async def _tidy(vault: DraftVault) -> None:
    while True:
        try:
            await vault.purge(now=int(now().timestamp()))
        except StorageError as error:
            log.warning("expired drafts not removed", error_type=type(error).__name__)
        await asyncio.sleep(PURGE_EVERY_SECONDS)
