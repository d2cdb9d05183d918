"""What is kept in the end, looked at with the desk's identity and the numbers that people were shown."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sqlalchemy import text

from storage.database import Database
from storage.desk_documents import DeskDocuments
from storage.desk_pin import read_pin
from storage.identity_file import read_identity
from storage.mailbox_keys import MailboxKeyring
from storage.opened_report import OpenedReport, open_report
from storage.pepper import open_pepper
from storage.report_document import BODY, ReportId
from storage.reports import Reports
from storage.sealing import Identity
from tests.faults.reporter import Reporter
from tests.faults.service import Place


@dataclass(slots=True)
class Evidence:
    """An installation's store; `known` are the reports accounted for."""

    database: Database
    reports: Reports
    keyring: MailboxKeyring
    identity: Identity
    known: set[str] = field(default_factory=set)

    async def check(self, *reporters: Reporter) -> None:
        """That since the last look one report came of each, in their words, and their number opens its mailbox."""
        fresh = {lookup: found for found, lookup in await self._reports() if found not in self.known}
        assert len(fresh) == len(reporters), f"{len(fresh)} reports came of {len(reporters)} people"
        for reporter in reporters:
            receipts = reporter.receipts()
            assert len(receipts) == 1, f"{len(receipts)} different receipts were shown"
            keys = await self.keyring.derive(receipts[0])
            assert keys.lookup in fresh, "no report came of the receipt that was shown"
            opened = await self.open(ReportId(fresh[keys.lookup]))
            assert opened.manifest["mailbox_recipient"] == keys.recipient
            assert json.dumps(opened.parts[BODY]).count(reporter.words) == 1
        self.known.update(fresh.values())
        assert await self._count("mailbox") == len(self.known)

    async def open(self, report_id: ReportId) -> OpenedReport:
        """As staff do."""
        return open_report(self.identity, await self.reports.parts(report_id), expected=report_id)

    async def _reports(self) -> list[tuple[str, bytes]]:
        async with self.database.transaction() as connection:
            rows = await connection.execute(text("SELECT id, lookup FROM report"))
            return [(row.id, bytes(row.lookup)) for row in rows]

    async def _count(self, table: str) -> int:
        async with self.database.transaction() as connection:
            counted: int = (await connection.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one()  # noqa: S608
            return counted


@asynccontextmanager
async def evidence_of(place: Place) -> AsyncIterator[Evidence]:
    """A look from beside the product, on connections of its own."""
    config = place.folder / "config"
    database = Database(place.url)
    keyring = MailboxKeyring(open_pepper(config, mailboxes_exist=True))
    reports = Reports(database, DeskDocuments(database, lambda: read_pin(config)), keyring, keep_days=1)
    try:
        yield Evidence(database, reports, keyring, read_identity(place.identity.read_text(encoding="utf-8")))
    finally:
        keyring.close()
        await database.close()
