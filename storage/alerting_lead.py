"""Which of several alert bots acts: whoever holds the lead. The others stand by until it is free.

A lock that ends with its holder, however it ends: of a file beside SQLite, of a connection of PostgreSQL.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Final, Protocol

import asyncpg  # type: ignore[import-untyped]

from storage.errors import StoreUnavailable
from storage.private_files import touch_private

_LOCK: Final = 0x7411E  # an advisory lock's number, that of the desk's documents and one
_WAIT_SECONDS: Final = 10
_NOTICED_DEAD: Final = {"tcp_keepalives_idle": "20", "tcp_keepalives_interval": "5", "tcp_keepalives_count": "3"}
"""So that PostgreSQL frees the lock of a machine that vanished within a minute, not within hours."""


class Lead(Protocol):
    """Asked before each round."""

    async def held(self) -> bool:
        """Whether this process leads now; takes the lead where it is free."""

    async def release(self) -> None:
        """Let another take it at once."""


class FileLead:
    """The lead among processes of one machine; the file stays empty."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    async def held(self) -> bool:
        """StoreUnavailable where the file can't be made."""
        if self._descriptor is not None:
            return True
        touch_private(self._path)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    async def release(self) -> None:
        """Closing lets go of it."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class PostgresLead:
    """The lead among all processes of one database, by a connection of its own."""

    def __init__(self, url: str) -> None:
        self._url = url.replace("postgresql+asyncpg://", "postgresql://")
        self._connection: asyncpg.Connection | None = None

    async def held(self) -> bool:
        """StoreUnavailable where the database is away: the lead, if there was one, is then lost."""
        try:
            if self._connection is None:
                return await self._try()
            await self._connection.fetchval("SELECT 1", timeout=_WAIT_SECONDS)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError) as error:
            await self.release()
            raise StoreUnavailable(f"the lead can't be asked for now ({type(error).__name__})") from None
        return True

    async def release(self) -> None:
        """Cut the connection off; the database frees the lock."""
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None

    async def _try(self) -> bool:
        connection = await asyncpg.connect(self._url, timeout=_WAIT_SECONDS, server_settings=_NOTICED_DEAD)
        try:
            taken: bool = await connection.fetchval("SELECT pg_try_advisory_lock($1)", _LOCK, timeout=_WAIT_SECONDS)
        except BaseException:
            connection.terminate()
            raise
        if taken:
            self._connection = connection
        else:
            await connection.close(timeout=_WAIT_SECONDS)
        return taken
