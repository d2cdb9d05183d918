"""Alerts: raised once for a report, told stage by stage, taken once; then nothing of them is left.

Reads five columns of `report` and no other. Sends nothing and decides nobody's turn: that is `bot.alerts`.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Final, NewType

from sqlalchemy import Select, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from storage.alert_tables import Alert, AlertDelivery, Alerted
from storage.database import Database
from storage.insertion import insert_where_absent
from storage.reports import NEW
from storage.tables import Report

AlertId = NewType("AlertId", str)
"""Random; what a button carries. The number people see is drawn apart from it."""

MemberId = NewType("MemberId", str)
"""Random; says nothing about the account behind it."""

NOBODY_YET: Final = -1
"""The stage of an alert that waits for its moment."""

_NUMBERS: Final = (range(1_000, 10_000), range(100_000, 1_000_000))
_DRAWS: Final = 32


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many reports wait, and since which day the oldest."""

    count: int
    oldest: date


@dataclass(frozen=True, slots=True)
class Delivery:
    """One member was told at `stage`; `message` None: the account could not be reached."""

    member: MemberId
    stage: int
    message: int | None


@dataclass(frozen=True, slots=True)
class OpenAlert:
    """An alert nobody has taken; `due_at` in Unix seconds, None after its last stage."""

    id: AlertId
    number: int
    due_at: int | None
    stage: int
    deliveries: tuple[Delivery, ...]


class Alerts:
    """The alerts of one desk. Each call is one transaction; StoreUnavailable where it can't be had."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def raise_new(self, *, now: int, window_seconds: int) -> int:
        """Raise an alert for each urgent new report that never had one, due at any second of the window; how many."""
        raised = 0
        async with self._database.transaction() as connection:
            statement = _reports().where(col(Report.urgent), col(Report.status) == NEW)
            statement = statement.where(col(Report.id).not_in(select(col(Alerted.report_id))))
            for report in (await connection.execute(statement)).all():
                if await insert_where_absent(connection, Alerted, report_id=report.id):
                    await _raise(connection, now + secrets.randbelow(window_seconds + 1))
                    raised += 1
        return raised

    async def waiting(self) -> Waiting | None:
        """What nobody has looked at or nobody has been given; None where nothing waits."""
        statement = _reports().where(or_(col(Report.status) == NEW, col(Report.assignee).is_(None)))
        async with self._database.transaction() as connection:
            days = [report.received_on for report in (await connection.execute(statement)).all()]
        return Waiting(len(days), min(days)) if days else None

    async def open(self) -> list[OpenAlert]:
        """Every alert nobody has taken, in no order that tells anything."""
        async with self._database.transaction() as connection:
            alerts = (await connection.execute(select(Alert).order_by(col(Alert.id)))).all()
            deliveries: dict[str, list[Delivery]] = {}
            for row in await connection.execute(select(AlertDelivery).order_by(col(AlertDelivery.member))):
                told = Delivery(MemberId(row.member), row.stage, row.message)
                deliveries.setdefault(row.alert, []).append(told)
        return [
            OpenAlert(AlertId(alert.id), alert.number, alert.due_at, alert.stage, tuple(deliveries.get(alert.id, ())))
            for alert in alerts
        ]

    async def advance(self, alert: OpenAlert, *, stage: int, due_at: int | None) -> None:
        """Begin the next stage, unless it was taken or has moved on meanwhile."""
        still = (col(Alert.id) == alert.id, col(Alert.stage) == alert.stage)
        async with self._database.transaction() as connection:
            await connection.execute(update(Alert).where(*still).values(stage=stage, due_at=due_at))

    async def note(self, alert: AlertId, delivery: Delivery) -> bool:
        """Keep that somebody was told; False where it was taken meanwhile, and nothing is kept."""
        there = select(col(Alert.id)).where(col(Alert.id) == alert).with_for_update()
        async with self._database.transaction() as connection:
            if (await connection.execute(there)).first() is None:
                return False
            await insert_where_absent(
                connection,
                AlertDelivery,
                alert=alert,
                member=delivery.member,
                stage=delivery.stage,
                message=delivery.message,
            )
        return True

    async def take(self, alert: AlertId) -> OpenAlert | None:
        """Delete the alert with all its times and deliveries, and give what it was; None where another was first."""
        async with self._database.transaction() as connection:
            there = select(Alert).where(col(Alert.id) == alert).with_for_update()
            found = (await connection.execute(there)).first()
            if found is None:
                return None
            rows = await connection.execute(select(AlertDelivery).where(col(AlertDelivery.alert) == alert))
            deliveries = tuple(Delivery(MemberId(row.member), row.stage, row.message) for row in rows)
            await connection.execute(delete(Alert).where(col(Alert.id) == alert))
        return OpenAlert(alert, found.number, found.due_at, found.stage, deliveries)

    async def shift(self, seconds: int) -> None:
        """Move what is due with a clock that was set, so that nobody's turn comes early or late by it."""
        pending = col(Alert.due_at).is_not(None)
        async with self._database.transaction() as connection:
            await connection.execute(update(Alert).where(pending).values(due_at=col(Alert.due_at) + seconds))

    async def hold_within(self, latest: int) -> None:
        """Nothing is due later than `latest`: a clock that was set while nobody looked puts no alert off for long."""
        async with self._database.transaction() as connection:
            await connection.execute(update(Alert).where(col(Alert.due_at) > latest).values(due_at=latest))


def _reports() -> Select[str, date, str, str | None, bool]:
    """The one way in which alerts read reports."""
    return select(col(Report.id), col(Report.received_on), col(Report.status), col(Report.assignee), col(Report.urgent))


async def _raise(connection: AsyncConnection, due_at: int) -> None:
    taken = frozenset((await connection.execute(select(col(Alert.number)))).scalars())
    values = {"id": secrets.token_hex(8), "number": _number(taken), "due_at": due_at, "stage": NOBODY_YET}
    if not await insert_where_absent(connection, Alert, **values):
        raise AssertionError("internal error: an alert's id or number was drawn twice")


def _number(taken: frozenset[int]) -> int:
    """Four digits, or six where hundreds are open; never in an order."""
    for numbers in _NUMBERS:
        for _ in range(_DRAWS):
            number = secrets.choice(numbers)
            if number not in taken:
                return number
    raise AssertionError("internal error: no number is free")
