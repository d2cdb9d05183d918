"""Both stores for every test of `storage`: SQLite in a folder of its own, PostgreSQL in a database of its own."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg  # type: ignore[import-untyped]
import pytest

from storage.database import upgrade
from tests.requirements import postgresql_url
from tests.storage.samples import TABLES, Installation, install


@contextmanager
def own_database() -> Iterator[str]:
    server = postgresql_url()
    name = f"tillid_test_{secrets.token_hex(6)}"
    asyncio.run(_on(server, f"CREATE DATABASE {name}"))
    yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    asyncio.run(_on(server, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(scope="session")
def postgresql_for_drafts() -> Iterator[str]:
    """A database of this session alone, where only drafts are kept; dropped at the end."""
    with own_database() as url:
        yield url


@pytest.fixture(scope="session")
def postgresql_with_tables() -> Iterator[str]:
    """A database of this session alone, with every table; dropped at the end."""
    with own_database() as url:
        asyncio.run(upgrade(url))
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with all tables, empty, on each store."""
    if request.param == "sqlite":
        file_url = f"sqlite:///{tmp_path}/data/tillid.db"
        asyncio.run(upgrade(file_url))
        yield file_url
        return
    server_url = str(request.getfixturevalue("postgresql_with_tables"))
    yield server_url
    asyncio.run(_on(server_url, f"TRUNCATE {TABLES}"))


@pytest.fixture
async def installed(tmp_path: Path, url: str) -> AsyncIterator[Installation]:
    """An installation nobody has pinned a desk in."""
    installation = await install(tmp_path, url)
    yield installation
    await installation.close()


@pytest.fixture
async def ready(installed: Installation) -> Installation:
    """An installation with a pinned desk."""
    await installed.pin()
    return installed


async def _on(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
