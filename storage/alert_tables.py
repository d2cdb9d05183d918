"""The tables of alerts to staff. They know that something waits and who is told, and nothing of any report.

The one link is `alerted`, which keeps a report from being alerted twice; it has no time. The times stand with `alert`,
which names no report and is deleted when somebody takes it.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

_WITHOUT_ROWID: Final = {"sqlite_with_rowid": False}


class AlertMember(SQLModel, table=True):
    """Somebody who is told: their chat with the alert bot, and their place on the rota, None when not on it.

    `hours` of the digest, None where the team's.
    """

    __tablename__ = "alert_member"
    __table_args__ = _WITHOUT_ROWID

    id: str = Field(primary_key=True)
    chat: int = Field(unique=True, sa_type=BigInteger)
    language: str
    rota: int | None
    digest: str
    hours: str | None


class AlertCode(SQLModel, table=True):
    """A one-time code by its SHA-256; `expires_at` in Unix seconds."""

    __tablename__ = "alert_code"
    __table_args__ = _WITHOUT_ROWID

    hash: bytes = Field(primary_key=True)
    expires_at: int = Field(sa_type=BigInteger)


class Alert(SQLModel, table=True):
    """One alert nobody has taken; `due_at` is when its next stage begins, in Unix seconds, None after the last."""

    __table_args__ = _WITHOUT_ROWID

    id: str = Field(primary_key=True)
    number: int = Field(unique=True)
    due_at: int | None = Field(sa_type=BigInteger, nullable=True)
    stage: int


class AlertDelivery(SQLModel, table=True):
    """Who was told of an alert; `message` is None where the account could not be reached, and for e-mail."""

    __tablename__ = "alert_delivery"
    __table_args__ = _WITHOUT_ROWID

    alert: str = Field(primary_key=True, foreign_key="alert.id", ondelete="CASCADE")
    member: str = Field(primary_key=True)
    stage: int
    message: int | None = Field(sa_type=BigInteger, nullable=True)


class Alerted(SQLModel, table=True):
    """A report for which an alert was raised once."""

    __table_args__ = _WITHOUT_ROWID

    report_id: str = Field(primary_key=True, foreign_key="report.id", ondelete="CASCADE")
