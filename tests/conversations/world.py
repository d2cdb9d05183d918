"""What every way of a conversation shares: the flows as they are, the catalogs, a clock, an installation."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import flows
import locales
from bot.locks import Locks
from bot.runner import SessionRunner
from bot.understanding import Understanding
from bot.unkept import Unkept
from flows.flowset import FlowSet
from locales.catalogs import Catalogs
from locales.rendering import Renderer
from storage.drafts import SqliteDrafts
from storage.runtime_secret import SecretRing
from storage.vault import DraftVault
from tests.botapi import Clock
from tests.conversations.draw import RepeatedDraw
from tests.storage.samples import Installation, install
from tillid.composition import DatedReports, load_flows
from tillid.settings import Settings

TTL_SECONDS = 7200


@cache
def catalogs() -> Catalogs:
    """All languages; what is not translated yet is English (the gates look for that)."""
    return Catalogs.load(Path(locales.__file__).parent)


@cache
def renderer() -> Renderer:
    return Renderer(catalogs())


@cache
def flowset(*, desk: bool = True) -> FlowSet:
    """The flows of this repository; without a desk they say so."""
    nowhere = Path(flows.__file__).parent / "no-config-here"
    loaded = load_flows(Settings(config_dir=nowhere), catalogs())
    return replace(loaded, setting=replace(loaded.setting, lacking=frozenset() if desk else frozenset({"desk"})))


@cache
def understanding(*, desk: bool = True) -> Understanding:
    return Understanding(flowset(desk=desk), catalogs())


def time_of(clock: Clock) -> datetime:
    """Now, aware."""
    return datetime.fromtimestamp(clock.now(), UTC)


@asynccontextmanager
async def installed(folder: Path, template: Path, *, desk: bool) -> AsyncIterator[Installation]:
    """An installation on a copy of an empty database."""
    (folder / "data").mkdir(parents=True)
    database = folder / "data" / "tillid.sqlite"
    shutil.copyfile(template, database)
    installation = await install(folder, f"sqlite:///{database}")
    try:
        if desk:
            await installation.pin()
        yield installation
    finally:
        await installation.close()


@asynccontextmanager
async def running(installation: Installation, clock: Clock, *, desk: bool) -> AsyncIterator[SessionRunner]:
    """The session runner on real storage, with a clock and a draw that repeat themselves."""
    drafts = SqliteDrafts(installation.data_dir / "drafts.db")
    try:
        yield SessionRunner(
            flows=flowset(desk=desk),
            understanding=understanding(desk=desk),
            vault=DraftVault(drafts, SecretRing(None, ttl_seconds=TTL_SECONDS), ttl_seconds=TTL_SECONDS),
            reports=DatedReports(installation.reports),
            draw=RepeatedDraw(),
            clock=lambda: time_of(clock),
            locks=Locks(),
            unkept=Unkept(),
        )
    finally:
        await drafts.close()
