"""The tables. What stands here in the clear is the list in `protocol.md` and nothing else; a test compares them.

No time finer than a day, no counter, no order of insertion: ids are random and SQLite keeps rows by them.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlmodel import Field, SQLModel

_WITHOUT_ROWID: Final = {"sqlite_with_rowid": False}


class Report(SQLModel, table=True):
    """What the queue may know of a report without opening it."""

    __table_args__ = _WITHOUT_ROWID

    id: str = Field(primary_key=True)
    desk_id: str
    epoch: int
    kind: str
    received_on: date
    delete_on: date = Field(index=True)
    status: str
    assignee: str | None
    urgent: bool
    version: int
    lookup: bytes = Field(unique=True)


class Part(SQLModel, table=True):
    """One sealed part of a report."""

    __table_args__ = _WITHOUT_ROWID

    report_id: str = Field(primary_key=True, foreign_key="report.id", ondelete="CASCADE")
    name: str = Field(primary_key=True)
    sealed: bytes
    padded_bytes: int


class Mailbox(SQLModel, table=True):
    """What a receipt opens: the recipient of answers, and how far the report came, as its reporter may see it."""

    __table_args__ = _WITHOUT_ROWID

    lookup: bytes = Field(primary_key=True)
    recipient: str
    status: str


class DeskDocumentRow(SQLModel, table=True):
    """A desk document as signed; believed only as part of the chain from the pinned root."""

    __tablename__ = "desk_document"
    __table_args__ = _WITHOUT_ROWID

    fingerprint: str = Field(primary_key=True)
    desk_id: str = Field(index=True)
    content: bytes
    own_signature: bytes
    previous_signature: bytes | None
