"""Inserts that an insert-only role of PostgreSQL may do: nothing returned, no conflict target (design.md, 10)."""

from __future__ import annotations

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel


async def insert_where_absent(connection: AsyncConnection, table: type[SQLModel], **values: object) -> bool:
    """True where the row is new; False where one with a key of its stands, also one committed only while we waited."""
    statement: Insert
    if connection.dialect.name == "postgresql":
        statement = postgresql.insert(table).values(values).on_conflict_do_nothing()
    else:
        statement = sqlite.insert(table).values(values).on_conflict_do_nothing()
    return (await connection.execute(statement)).rowcount == 1
