"""A store that refuses, for as long as a context lasts: what it would write into is not there."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

from sqlalchemy import text

from storage.database import Database
from tests.faults.service import Place


@asynccontextmanager
async def without_table(place: Place, name: str) -> AsyncIterator[None]:
    """Whatever needs this table of the database fails."""
    database = Database(place.url)
    try:
        async with database.transaction() as connection:
            await connection.execute(text(f"ALTER TABLE {name} RENAME TO away"))
        yield
        async with database.transaction() as connection:
            await connection.execute(text(f"ALTER TABLE away RENAME TO {name}"))
    finally:
        await database.close()


@asynccontextmanager
async def without_drafts(place: Place) -> AsyncIterator[None]:
    """No draft can be read or kept; on SQLite they have a file of their own."""
    if place.database_url:
        async with without_table(place, "draft"):
            yield
        return
    with closing(sqlite3.connect(place.folder / "data" / "drafts.db", isolation_level=None)) as drafts:
        drafts.execute("ALTER TABLE draft RENAME TO away")
        yield
        drafts.execute("ALTER TABLE away RENAME TO draft")
