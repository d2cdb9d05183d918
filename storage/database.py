"""The database: SQLite by one connection, or PostgreSQL by a pool; transactions that are durable when they end.

Translates what the driver raises, without what it was about. Knows no table but by the migrations it runs.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final, Protocol

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.errors import StorageError, StoreUnavailable
from storage.private_files import touch_private

_WAIT_SECONDS: Final = 10
_CONNECTIONS: Final = 5
_MIGRATIONS: Final = Path(__file__).parent / "migrations"
_DRIVERS: Final = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
_SQLITE_SETTINGS: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {_WAIT_SECONDS * 1000}",
)


class Database:
    """Transactions on one database; `url` is `sqlite:///path` or `postgresql://…`, with or without a driver's name."""

    def __init__(self, url: str) -> None:
        self._engine = _engine(_read_url(url))

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """A transaction, on the disk when the block ends and undone when it raises.

        StoreUnavailable where the database refuses; after a lost connection that may mean that it was kept.
        """
        try:
            async with self._engine.begin() as connection:
                yield connection
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            raise StoreUnavailable(f"the database does not take it now ({type(error).__name__})") from None

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._engine.dialect.name

    async def close(self) -> None:
        """Let go of every connection."""
        await self._engine.dispose()


async def upgrade(url: str, revision: str = "head") -> None:
    """Bring the schema up to `revision`, making the SQLite file where there is none."""
    await _migrate(url, lambda config: command.upgrade(config, revision))


async def downgrade(url: str, revision: str) -> None:
    """Take the schema down to `revision`, with the data that only the later ones hold."""
    await _migrate(url, lambda config: command.downgrade(config, revision))


class _Migration(Protocol):
    def __call__(self, config: Config, /) -> None: ...


async def _migrate(url: str, migration: _Migration) -> None:
    database = Database(url)
    try:
        async with database.transaction() as connection:
            await connection.run_sync(_run, migration)
    finally:
        await database.close()


def _run(connection: Connection, migration: _Migration) -> None:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    migration(config)


def _read_url(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StorageError("the database URL is not one: sqlite:///PATH or postgresql://USER@HOST/NAME") from None
    driver = _DRIVERS.get(parsed.get_backend_name())
    if driver is None:
        raise StorageError("the database must be SQLite or PostgreSQL")
    return parsed.set(drivername=driver)


def _engine(url: URL) -> AsyncEngine:
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(url)
    return create_async_engine(
        url,
        hide_parameters=True,
        pool_size=_CONNECTIONS,
        pool_pre_ping=True,
        connect_args={
            "timeout": _WAIT_SECONDS,
            "command_timeout": _WAIT_SECONDS,
            "server_settings": {"synchronous_commit": "on"},
        },
    )


def _sqlite_engine(url: URL) -> AsyncEngine:
    if not url.database or url.database == ":memory:":
        raise StorageError("SQLite needs a file: what is kept must outlive the process")
    touch_private(Path(url.database))
    # one connection, so that nothing of ours waits for another of ours in the middle of a transaction
    engine = create_async_engine(url, hide_parameters=True, pool_size=1, max_overflow=0, pool_timeout=_WAIT_SECONDS)
    event.listen(engine.sync_engine, "connect", _set_up)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _set_up(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver begins no transaction of its own
    cursor = connection.cursor()
    for setting in _SQLITE_SETTINGS:
        cursor.execute(setting)
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
