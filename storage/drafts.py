"""Where unsent drafts rest: sealed bytes under names that say nothing, until they expire. No ORM, no key, no clock.

`SqliteDrafts` is for one machine. It does not wait for the disk: a draft survives the killing of a process, and after
a loss of power the keys are gone anyway, so a file that came out of it damaged is begun anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, Protocol, cast

from storage.errors import StoreUnavailable
from storage.private_files import touch_private

_WAIT_SECONDS: Final = 0.5
"""For another process to let go of the file; everybody waits meanwhile, and the caller has a way to go on without."""
_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS draft (name BLOB PRIMARY KEY, sealed BLOB NOT NULL, expires_at INTEGER NOT NULL)"
    " WITHOUT ROWID"
)
_SETTINGS: Final = (
    "PRAGMA page_size = 16384",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = OFF",
    "PRAGMA secure_delete = ON",
    "PRAGMA trusted_schema = OFF",
    _TABLE,
)
_SAVE: Final = (
    "INSERT INTO draft VALUES (?, ?, ?)"
    " ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed, expires_at = excluded.expires_at"
)


class Drafts(Protocol):
    """A narrow store; every method raises StoreUnavailable where it can't do its work now."""

    async def load(self, name: bytes) -> bytes | None:
        """What was saved last under `name`, expired or not; None where nothing is."""
        ...

    async def save(self, name: bytes, sealed: bytes, expires_at: int) -> None:
        """Keep `sealed` in place of what was there; `expires_at` in Unix seconds."""
        ...

    async def delete(self, name: bytes) -> None:
        """Forget `name`, known or not."""
        ...

    async def purge(self, now: int) -> None:
        """Forget all that expired before `now`, in Unix seconds."""
        ...


class SqliteDrafts:
    """Drafts in one SQLite file; called from one thread, and quick enough (some 0.1 ms) to need no other."""

    def __init__(self, path: Path) -> None:
        with _translated():
            self._connection = _opened(path)

    async def load(self, name: bytes) -> bytes | None:
        """Also what has expired; None where nothing is."""
        with _translated():
            row = self._connection.execute("SELECT sealed FROM draft WHERE name = ?", (name,)).fetchone()
        return None if row is None else cast("bytes", row[0])

    async def save(self, name: bytes, sealed: bytes, expires_at: int) -> None:
        """Committed on return."""
        with _translated():
            self._connection.execute(_SAVE, (name, sealed, expires_at))

    async def delete(self, name: bytes) -> None:
        """Nothing to forget is no error."""
        with _translated():
            self._connection.execute("DELETE FROM draft WHERE name = ?", (name,))

    async def purge(self, now: int) -> None:
        """Strictly before `now`."""
        with _translated():
            self._connection.execute("DELETE FROM draft WHERE expires_at < ?", (now,))

    async def close(self) -> None:
        """Let go of the file; what is in it stays."""
        with _translated():
            self._connection.close()


def _opened(path: Path) -> sqlite3.Connection:
    touch_private(path)
    try:
        return _connected(path)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        for suffix in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                path.with_name(path.name + suffix).unlink()
        touch_private(path)
        return _connected(path)


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)
    try:
        for setting in _SETTINGS:
            connection.execute(setting)
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError  # handled where a file is begun anew
    except sqlite3.Error:
        connection.close()
        raise
    return connection


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StoreUnavailable(f"drafts can't be kept now ({type(error).__name__})") from None
