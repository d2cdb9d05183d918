"""Drafts in PostgreSQL, for more than one machine: an unlogged table, which no backup of the log and no replica has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, cast

import asyncpg  # type: ignore[import-untyped]

from storage.errors import StoreUnavailable

_TABLE: Final = (
    "CREATE UNLOGGED TABLE IF NOT EXISTS draft"
    " (name bytea PRIMARY KEY, sealed bytea NOT NULL, expires_at bigint NOT NULL)"
)
_SAVE: Final = (
    "INSERT INTO draft (name, sealed, expires_at) VALUES ($1, $2, $3)"
    " ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed, expires_at = excluded.expires_at"
)
_WAIT_SECONDS: Final = 5.0
_CONNECTIONS: Final = 5


class PostgresDrafts:
    """Drafts behind a pool of connections; made by `open`."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    @classmethod
    async def open(cls, url: str) -> PostgresDrafts:
        """Connect to `postgresql://…` and make the table where there is none."""
        with _translated():
            pool = await asyncpg.create_pool(
                url,
                min_size=1,
                max_size=_CONNECTIONS,
                timeout=_WAIT_SECONDS,
                command_timeout=_WAIT_SECONDS,
                server_settings={"synchronous_commit": "off"},
            )
            try:
                await pool.execute(_TABLE)
            except asyncpg.UniqueViolationError:  # another process made it at this moment
                await pool.execute(_TABLE)
        return cls(pool)

    async def load(self, name: bytes) -> bytes | None:
        """Also what has expired; None where nothing is."""
        with _translated():
            return cast("bytes | None", await self._pool.fetchval("SELECT sealed FROM draft WHERE name = $1", name))

    async def save(self, name: bytes, sealed: bytes, expires_at: int) -> None:
        """Committed on return."""
        with _translated():
            await self._pool.execute(_SAVE, name, sealed, expires_at)

    async def delete(self, name: bytes) -> None:
        """Nothing to forget is no error."""
        with _translated():
            await self._pool.execute("DELETE FROM draft WHERE name = $1", name)

    async def purge(self, now: int) -> None:
        """Strictly before `now`."""
        with _translated():
            await self._pool.execute("DELETE FROM draft WHERE expires_at < $1", now)

    async def close(self) -> None:
        """Close the connections; what is stored stays."""
        with _translated():
            await self._pool.close()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError) as error:
        raise StoreUnavailable(f"drafts can't be kept now ({type(error).__name__})") from None
