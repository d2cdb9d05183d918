"""Reports: written sealed in one transaction, once for each receipt; listed and fetched sealed.

Never opens anything and holds no identity; `opened_report` does that where somebody has one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import Row, func, insert, select, text
from sqlmodel import col

from storage.database import Database
from storage.desk_documents import DeskDocuments, SealingKey, still_current
from storage.errors import DeskError, ReportNotFound, StoreUnavailable
from storage.insertion import insert_where_absent
from storage.mailbox_keys import Lookup, MailboxKeyring, MailboxKeys
from storage.report_document import PartName, ReportId, Submission
from storage.sealed_report import SealedReport, seal_report
from storage.tables import Mailbox, Part, Report

NEW: Final = "new"
"""The status of a report nobody has looked at, in the queue and in its mailbox."""

_ATTEMPTS: Final = 5
_FIRST_VERSION: Final = 1
_INSERT_NOTHING: Final = text("INSERT INTO mailbox (lookup, recipient, status) SELECT NULL, '', '' WHERE 1 = 0")


@dataclass(frozen=True, slots=True)
class ReportRow:
    """What the database knows of a report in the clear; `padded_bytes` by part."""

    id: ReportId
    desk_id: str
    epoch: int
    kind: str
    received_on: date
    delete_on: date
    status: str
    assignee: str | None
    urgent: bool
    version: int
    padded_bytes: Mapping[PartName, int]


class Reports:
    """The reports of one desk; each is kept for `keep_days`."""

    def __init__(self, database: Database, desk: DeskDocuments, keyring: MailboxKeyring, *, keep_days: int) -> None:
        self._database = database
        self._desk = desk
        self._keyring = keyring
        self._keep = timedelta(days=keep_days)

    async def submit(self, submission: Submission, *, today: date) -> None:
        """Keep the report; on return it is on the disk, exactly once, however often its receipt was submitted.

        DeskError where there is no desk key that may be believed; StoreUnavailable where it is not known to be kept,
        and the same submission may simply be tried again.
        """
        mailbox = await self._keyring.derive(submission.receipt)
        for _ in range(_ATTEMPTS):
            key = await self._desk.current()
            sealed = seal_report(submission, key, mailbox)
            report = _report(sealed.id, key, mailbox.lookup, received_on=today, delete_on=today + self._keep)
            if await self._store(key, mailbox, {**report, "urgent": submission.urgent}, sealed):
                return
        raise DeskError("the desk's key changed again and again while a report was sealed")

    async def _store(
        self, key: SealingKey, mailbox: MailboxKeys, report: Mapping[str, object], sealed: SealedReport
    ) -> bool:
        """False where the desk's log is no longer the one `key` was read from, and nothing was kept."""
        async with self._database.transaction() as connection:
            if not await still_current(connection, key):
                return False
            is_new = await insert_where_absent(
                connection, Mailbox, lookup=mailbox.lookup, recipient=mailbox.recipient, status=NEW
            )
            if is_new:
                await connection.execute(insert(Report), [report])
                await connection.execute(insert(Part), _parts(sealed))
        return True

    async def can_store(self) -> bool:
        """True where the database takes writes now; says nothing about the desk."""
        try:
            async with self._database.transaction() as connection:
                await connection.execute(_INSERT_NOTHING)
        except StoreUnavailable:
            return False
        return True

    async def rows(self) -> list[ReportRow]:
        """Every report, by day and then by id, which is random."""
        async with self._database.transaction() as connection:
            reports = await connection.execute(select(Report).order_by(col(Report.received_on), col(Report.id)))
            parts = await connection.execute(select(col(Part.report_id), col(Part.name), col(Part.padded_bytes)))
            sizes: dict[str, dict[PartName, int]] = {}
            for report_id, name, padded_bytes in parts:
                sizes.setdefault(report_id, {})[PartName(name)] = padded_bytes
            return [_row(report, sizes.get(report.id, {})) for report in reports]

    async def parts(self, report_id: ReportId) -> dict[PartName, bytes]:
        """A report's sealed parts by name; ReportNotFound where there is none."""
        statement = select(col(Part.name), col(Part.sealed)).where(col(Part.report_id) == report_id)
        async with self._database.transaction() as connection:
            found = (await connection.execute(statement)).all()
        if not found:
            raise ReportNotFound("there is no such report")
        return {PartName(name): sealed for name, sealed in found}


async def mailboxes_exist(database: Database) -> bool:
    """True where somebody holds a receipt that the present pepper must go on opening."""
    async with database.transaction() as connection:
        return (await connection.execute(select(func.count()).select_from(Mailbox))).scalar_one() > 0


def _report(
    report_id: ReportId, key: SealingKey, lookup: Lookup, *, received_on: date, delete_on: date
) -> dict[str, object]:
    return {
        "id": report_id,
        "desk_id": key.desk_id,
        "epoch": key.epoch,
        "kind": key.kind,
        "received_on": received_on,
        "delete_on": delete_on,
        "status": NEW,
        "assignee": None,
        "version": _FIRST_VERSION,
        "lookup": lookup,
    }


def _parts(sealed: SealedReport) -> Sequence[Mapping[str, object]]:
    return [
        {"report_id": sealed.id, "name": part.name, "sealed": part.sealed, "padded_bytes": part.padded_bytes}
        for part in sealed.parts
    ]


def _row(report: Row[Report], padded_bytes: Mapping[PartName, int]) -> ReportRow:
    return ReportRow(
        id=ReportId(report.id),
        desk_id=report.desk_id,
        epoch=report.epoch,
        kind=report.kind,
        received_on=report.received_on,
        delete_on=report.delete_on,
        status=report.status,
        assignee=report.assignee,
        urgent=report.urgent,
        version=report.version,
        padded_bytes=padded_bytes,
    )
