from __future__ import annotations

import asyncio
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import TypeAlias

import asyncpg  # type: ignore[import-untyped]
import pytest

from storage.drafts import SqliteDrafts
from storage.drafts_postgres import PostgresDrafts
from storage.errors import StoreUnavailable

Store: TypeAlias = SqliteDrafts | PostgresDrafts


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest) -> str | None:
    """The address of PostgreSQL; None for a file."""
    return None if request.param == "sqlite" else str(request.getfixturevalue("postgresql_for_drafts"))


@pytest.fixture
async def drafts(server: str | None, tmp_path: Path) -> AsyncIterator[Store]:
    """Each store of drafts, empty."""
    store: Store = (
        SqliteDrafts(tmp_path / "data" / "drafts.db") if server is None else await PostgresDrafts.open(server)
    )
    yield store
    await store.purge(2**40)
    await store.close()


async def test_the_last_save_is_what_loads(drafts: Store) -> None:
    """Until it is deleted; other names stay as they are."""
    assert await drafts.load(b"one") is None
    await drafts.save(b"one", b"first", 100)
    await drafts.save(b"two", b"other", 100)
    await drafts.save(b"one", b"second", 200)
    assert await drafts.load(b"one") == b"second"
    await drafts.delete(b"one")
    await drafts.delete(b"one")
    assert await drafts.load(b"one") is None
    assert await drafts.load(b"two") == b"other"


async def test_purging_forgets_what_expired_and_nothing_else(drafts: Store) -> None:
    """Strictly before the given second."""
    for name, expires_at in ((b"old", 99), (b"due", 100), (b"new", 101)):
        await drafts.save(name, name, expires_at)
    await drafts.purge(100)
    assert [await drafts.load(name) for name in (b"old", b"due", b"new")] == [None, b"due", b"new"]


async def test_a_closed_store_is_a_typed_error(tmp_path: Path) -> None:
    """Without what was to be kept."""
    store = SqliteDrafts(tmp_path / "drafts.db")
    await store.close()
    with pytest.raises(StoreUnavailable) as caught:
        await store.save(b"canary", b"canary", 1)
    assert "canary" not in str(caught.value)


async def test_a_postgresql_that_is_not_there_is_a_typed_error() -> None:
    """Without its address."""
    with pytest.raises(StoreUnavailable) as caught:
        await PostgresDrafts.open("postgresql://user:canary@127.0.0.1:1/none")
    assert "canary" not in str(caught.value)


async def test_drafts_outlive_the_process_in_files_of_the_owner_alone(tmp_path: Path) -> None:
    """Even where nothing was closed; beside the first a second process reads and writes."""
    path = tmp_path / "data" / "drafts.db"
    first = SqliteDrafts(path)
    await first.save(b"one", b"kept", 100)
    second = SqliteDrafts(path)
    assert await second.load(b"one") == b"kept"
    await second.save(b"one", b"changed", 100)
    assert await first.load(b"one") == b"changed"
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}
    await first.close()
    await second.close()


@pytest.mark.parametrize("damage", [b"not a database at all" * 1000, b"SQLite format 3\0" + b"\xff" * 50_000])
async def test_a_damaged_file_is_begun_anew(tmp_path: Path, damage: bytes) -> None:
    """After a loss of power the keys are gone anyway."""
    path = tmp_path / "drafts.db"
    path.write_bytes(damage)
    store = SqliteDrafts(path)
    await store.save(b"one", b"kept", 100)
    assert await store.load(b"one") == b"kept"
    await store.close()


async def test_a_folder_that_takes_no_file_is_a_typed_error(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "data").write_bytes(b"")
    with pytest.raises(StoreUnavailable):
        SqliteDrafts(tmp_path / "data" / "drafts.db")


async def test_a_deleted_draft_is_overwritten_in_the_file(tmp_path: Path) -> None:
    """Nothing sealed stays in free pages once the log is written back."""
    path = tmp_path / "drafts.db"
    store = SqliteDrafts(path)
    await store.save(b"one", b"canary" * 500, 100)
    await store.delete(b"one")
    await store.close()
    assert b"canarycanary" not in path.read_bytes()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM draft").fetchone() == (0,)


async def test_the_postgresql_table_is_kept_out_of_the_log(postgresql_for_drafts: str) -> None:
    """Unlogged; made by several processes at once without a quarrel."""
    stores = await asyncio.gather(*[PostgresDrafts.open(postgresql_for_drafts) for _ in range(4)])
    for store in stores:
        await store.close()
    connection = await asyncpg.connect(postgresql_for_drafts)
    assert await connection.fetchval("SELECT relpersistence FROM pg_class WHERE relname = 'draft'") == b"u"
    await connection.close()
