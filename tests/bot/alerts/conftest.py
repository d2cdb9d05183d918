from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from storage.database import upgrade
from tests.bot.alerts.office import NOON, Office
from tests.botapi import BotApi, Clock
from tests.storage.conftest import _on, own_database
from tests.storage.samples import TABLES


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database, made once."""
    path = tmp_path_factory.mktemp("template") / "tillid.sqlite"
    asyncio.run(upgrade(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A database of this session alone; dropped at the end."""
    with own_database() as url:
        asyncio.run(upgrade(url))
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path, template: Path) -> str:
    """A database of this test alone."""
    shutil.copy(template, tmp_path / "tillid.sqlite")
    return f"sqlite:///{tmp_path}/tillid.sqlite"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty database on each store."""
    if request.param == "sqlite":
        yield str(request.getfixturevalue("sqlite_url"))
        return
    server = str(request.getfixturevalue("postgresql"))
    yield server
    asyncio.run(_on(server, f"TRUNCATE {TABLES}"))


@pytest_asyncio.fixture
async def office(tmp_path: Path, sqlite_url: str) -> AsyncIterator[Office]:
    """An office on SQLite whose bot does not run yet."""
    async for one in _office(tmp_path, sqlite_url):
        yield one


@pytest_asyncio.fixture
async def any_office(tmp_path: Path, url: str) -> AsyncIterator[Office]:
    """The same on each store."""
    async for one in _office(tmp_path, url):
        yield one


async def _office(folder: Path, url: str) -> AsyncIterator[Office]:
    clock = Clock(NOON)
    async with BotApi(clock=clock) as api:
        office = Office(api, url, folder, clock)
        office.database()
        yield office
        await office.close()
