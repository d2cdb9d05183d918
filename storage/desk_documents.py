"""The desk's documents as the database keeps them, and the key that the pin and they together say to seal to now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from storage.database import Database
from storage.desk import DeskId, Fingerprint, SignedDocument
from storage.desk_log import verify_log
from storage.desk_pin import DeskPin
from storage.errors import DeskNotReady
from storage.insertion import insert_where_absent
from storage.sealing import KIND, Recipient
from storage.tables import DeskDocumentRow

BEFORE_FIRST_EPOCH: Final = 0
"""The epoch of reports sealed to a recipient alone, before its identity has signed a document."""

_LOCK: Final = 0x7411D  # held shared by who seals and alone by who adds a document; any number that nobody else uses


@dataclass(frozen=True, slots=True)
class SealingKey:
    """Whom to seal to, and the documents that were read to know it."""

    desk_id: DeskId
    epoch: int
    kind: str
    recipient: Recipient
    documents: frozenset[Fingerprint]


class DeskDocuments:
    """One desk's documents; `pin` is asked each time, so that a desk pinned while we run is found."""

    def __init__(self, database: Database, pin: Callable[[], DeskPin | None]) -> None:
        self._database = database
        self._pin = pin

    async def add(self, signed: SignedDocument) -> None:
        """Keep a document; the same one again changes nothing. DeskLogBroken where its own signature does not hold."""
        document = signed.read()
        async with self._database.transaction() as connection:
            await _lock(connection, alone=True)
            await insert_where_absent(
                connection,
                DeskDocumentRow,
                fingerprint=signed.fingerprint,
                desk_id=document.desk_id,
                content=signed.content,
                own_signature=signed.own_signature,
                previous_signature=signed.previous_signature,
            )

    async def current(self) -> SealingKey:
        """The newest epoch's key; DeskNotReady where nothing is pinned, DeskLogBroken where the log is no chain."""
        pin = self._pin()
        if pin is None:
            raise DeskNotReady("no desk is pinned: run `tillid desk create`, or `tillid desk use age1…`")
        async with self._database.transaction() as connection:
            documents = await _documents(connection, pin.desk_id)
        fingerprints = frozenset(signed.fingerprint for signed in documents)
        if pin.recipient is not None:
            return SealingKey(pin.desk_id, BEFORE_FIRST_EPOCH, KIND, pin.recipient, fingerprints)
        if pin.root is None:
            raise AssertionError("internal error: a pin without root and recipient")
        newest = verify_log(pin.desk_id, pin.root, documents)[-1]
        return SealingKey(pin.desk_id, newest.epoch, newest.kind, newest.recipient, fingerprints)

    async def read(self, desk_id: DeskId) -> tuple[SignedDocument, ...]:
        """All documents that claim to be this desk's, in no order and unverified."""
        async with self._database.transaction() as connection:
            return await _documents(connection, desk_id)


async def still_current(connection: AsyncConnection, key: SealingKey) -> bool:
    """True where the log is what it was when `key` was found, and stays so until the transaction ends."""
    await _lock(connection, alone=False)
    table = DeskDocumentRow
    found = await connection.execute(select(col(table.fingerprint)).where(col(table.desk_id) == key.desk_id))
    return frozenset(found.scalars()) == key.documents


async def _documents(connection: AsyncConnection, desk_id: DeskId) -> tuple[SignedDocument, ...]:
    table = DeskDocumentRow
    columns = col(table.content), col(table.own_signature), col(table.previous_signature)
    found = await connection.execute(select(*columns).where(col(table.desk_id) == desk_id))
    return tuple(SignedDocument(content, own, previous) for content, own, previous in found)


async def _lock(connection: AsyncConnection, *, alone: bool) -> None:
    """SQLite's transactions are one at a time already."""
    if connection.dialect.name == "postgresql":
        lock = func.pg_advisory_xact_lock if alone else func.pg_advisory_xact_lock_shared
        await connection.execute(select(lock(_LOCK)))
