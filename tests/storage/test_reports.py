from __future__ import annotations

import asyncio
import dataclasses
import secrets
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from sqlalchemy import text

from storage.database import Database
from storage.desk import first_document, next_document
from storage.desk_documents import DeskDocuments, SealingKey, still_current
from storage.desk_pin import DeskPin, read_pin, write_pin
from storage.errors import DeskNotReady, EpochForked, EpochMissing, ReportNotFound, StoreUnavailable
from storage.opened_report import open_report
from storage.report_document import BODY, MANIFEST, SUMMARY, ReportId
from storage.reports import Reports, mailboxes_exist
from storage.sealing import Identity
from tests.storage.samples import DESK, RECEIPT, SUBMISSION, TABLES, TODAY, Installation, another_submission, install


async def test_a_submitted_report_opens_with_the_desks_identity_alone(ready: Installation) -> None:
    """What was said is what staff read, under the day of receipt and of deletion."""
    await ready.reports.submit(SUBMISSION, today=TODAY)
    (row,) = await ready.reports.rows()
    assert (row.desk_id, row.epoch, row.kind, row.status, row.assignee) == (DESK, 1, "x25519", "new", None)
    assert (row.received_on, row.delete_on, row.urgent, row.version) == (
        TODAY,
        TODAY + timedelta(days=365),
        False,
        1,
    )
    parts = await ready.reports.parts(row.id)
    assert row.padded_bytes == dict.fromkeys(parts, 4096)
    opened = open_report(ready.identity, parts, expected=row.id)
    assert opened.parts[BODY] == {"schema": "tillid/report/v1", **SUBMISSION.body}
    assert opened.parts[SUMMARY] == {"schema": "tillid/report/v1", **SUBMISSION.summary}
    assert opened.manifest["channel"] == "telegram"


async def test_the_manifest_and_the_mailbox_have_the_recipient_the_receipt_opens(ready: Installation) -> None:
    """Today's receipts must open the mailbox when it comes."""
    await ready.reports.submit(SUBMISSION, today=TODAY)
    (row,) = await ready.reports.rows()
    manifest = open_report(ready.identity, await ready.reports.parts(row.id)).manifest
    keys = await ready.keyring.derive(RECEIPT)
    assert manifest["mailbox_recipient"] == keys.recipient
    assert manifest["reporter_verifying_key"] == keys.verifying_key.hex()
    async with ready.database.transaction() as connection:
        mailbox = (await connection.execute(text("SELECT lookup, recipient, status FROM mailbox"))).one()
        report_lookup = (await connection.execute(text("SELECT lookup FROM report"))).scalar_one()
    assert (bytes(mailbox.lookup), mailbox.recipient, mailbox.status) == (keys.lookup, keys.recipient, "new")
    assert bytes(report_lookup) == keys.lookup


async def test_a_repeated_submission_keeps_one_report(ready: Installation) -> None:
    """The second returns as the first did, and changes nothing."""
    await ready.reports.submit(SUBMISSION, today=TODAY)
    (before,) = await ready.reports.rows()
    await ready.reports.submit(dataclasses.replace(SUBMISSION, urgent=True), today=TODAY + timedelta(days=1))
    assert await ready.reports.rows() == [before]


async def test_submissions_at_the_same_time_keep_one_report_a_receipt(ready: Installation) -> None:
    """Three receipts, each submitted three times at once, from two processes' worth of connections."""
    other = Reports(ready.database, ready.documents, ready.keyring, keep_days=1)
    submissions = [another_submission(seed) for seed in (1, 2, 3)]
    await asyncio.gather(
        *[
            reports.submit(submission, today=TODAY)
            for submission in submissions
            for reports in (ready.reports, other, ready.reports)
        ]
    )
    rows = await ready.reports.rows()
    assert len(rows) == 3
    for row in rows:
        open_report(ready.identity, await ready.reports.parts(row.id), expected=row.id)


async def test_without_contact_there_is_no_contact_part(ready: Installation) -> None:
    """Nothing is invented for it."""
    await ready.reports.submit(dataclasses.replace(SUBMISSION, contact=None, urgent=True), today=TODAY)
    (row,) = await ready.reports.rows()
    assert set(row.padded_bytes) == {"summary", "body", MANIFEST}
    assert row.urgent


async def test_nothing_is_sealed_before_a_desk_is_pinned(installed: Installation) -> None:
    """A document in the database pins nothing."""
    await installed.documents.add(first_document(installed.identity, DESK, today=TODAY))
    with pytest.raises(DeskNotReady):
        await installed.reports.submit(SUBMISSION, today=TODAY)
    assert await installed.reports.rows() == []
    assert not await mailboxes_exist(installed.database)


async def test_a_recipient_alone_is_sealed_to(installed: Installation) -> None:
    """`tillid desk use age1…`, before its identity has signed a document."""
    write_pin(installed.config_dir, DeskPin(DESK, None, installed.identity.recipient))
    await installed.reports.submit(SUBMISSION, today=TODAY)
    (row,) = await installed.reports.rows()
    assert row.epoch == 0
    open_report(installed.identity, await installed.reports.parts(row.id), expected=row.id)


async def test_the_newest_epoch_is_sealed_to(ready: Installation) -> None:
    """After a rotation the old identity opens nothing new."""
    (first,) = await ready.documents.read(DESK)
    newer = Identity.generate()
    await ready.documents.add(next_document(first, ready.identity, newer, today=TODAY))
    await ready.reports.submit(SUBMISSION, today=TODAY)
    (row,) = await ready.reports.rows()
    assert row.epoch == 2
    open_report(newer, await ready.reports.parts(row.id))


async def test_a_key_found_before_a_rotation_is_no_longer_current(ready: Installation) -> None:
    """What was sealed to it is not kept; the submission seals again."""
    before = await ready.documents.current()
    (first,) = await ready.documents.read(DESK)
    await ready.documents.add(next_document(first, ready.identity, Identity.generate(), today=TODAY))
    after = await ready.documents.current()
    async with ready.database.transaction() as connection:
        assert not await still_current(connection, before)
        assert await still_current(connection, after)


class Rotating(DeskDocuments):
    """A desk whose key is rotated just after it was looked up, twice over."""

    def __init__(self, installation: Installation) -> None:
        super().__init__(installation.database, lambda: read_pin(installation.config_dir))
        self.identities = [installation.identity]

    async def current(self) -> SealingKey:
        """The key as it was before the rotation."""
        found = await super().current()
        if len(self.identities) <= 2:
            newest = max(await self.read(DESK), key=lambda signed: signed.read().epoch)
            self.identities.append(Identity.generate())
            await self.add(next_document(newest, self.identities[-2], self.identities[-1], today=TODAY))
        return found


async def test_a_rotation_in_the_middle_of_a_submission_reseals_it(ready: Installation) -> None:
    """Sealing to an old epoch fails and repeats."""
    rotating = Rotating(ready)
    await Reports(ready.database, rotating, ready.keyring, keep_days=1).submit(SUBMISSION, today=TODAY)
    (row,) = await ready.reports.rows()
    assert row.epoch == 3
    open_report(rotating.identities[-1], await ready.reports.parts(row.id), expected=row.id)


async def test_a_forked_or_empty_desk_log_stops_sealing(ready: Installation) -> None:
    """Nobody's key is believed because a row says so."""
    await ready.documents.add(first_document(Identity.generate(), DESK, today=TODAY))
    with pytest.raises(EpochForked):
        await ready.reports.submit(SUBMISSION, today=TODAY)
    async with ready.database.transaction() as connection:
        await connection.execute(text("DELETE FROM desk_document"))
    with pytest.raises(EpochMissing):
        await ready.reports.submit(SUBMISSION, today=TODAY)
    assert await ready.reports.rows() == []


async def test_an_unknown_report_is_not_found(ready: Installation) -> None:
    """Without its id in the message."""
    with pytest.raises(ReportNotFound) as caught:
        await ready.reports.parts(ReportId("canary"))
    assert "canary" not in str(caught.value)


async def test_readiness_says_whether_the_database_takes_writes(ready: Installation) -> None:
    """True as long as the tables are there to write to."""
    assert await ready.reports.can_store()
    async with ready.database.transaction() as connection:
        await connection.execute(text("ALTER TABLE mailbox RENAME TO mailbox_away"))
    assert not await ready.reports.can_store()
    with pytest.raises(StoreUnavailable) as caught:
        await ready.reports.submit(SUBMISSION, today=TODAY)
    assert RECEIPT not in str(caught.value)
    async with ready.database.transaction() as connection:
        await connection.execute(text("ALTER TABLE mailbox_away RENAME TO mailbox"))
    assert await ready.reports.rows() == []


@dataclasses.dataclass(frozen=True, slots=True)
class Public:
    """An installation, and its reports as the public side's role of PostgreSQL reaches them."""

    installation: Installation
    reports: Reports


@pytest.fixture
async def public(tmp_path: Path, postgresql_with_tables: str) -> AsyncIterator[Public]:
    """The role may insert reports and read the desk log, and nothing else."""
    owner = await install(tmp_path, postgresql_with_tables)
    await owner.pin()
    role = f"tillid_public_{secrets.token_hex(4)}"
    for statement in (
        f"CREATE ROLE {role} LOGIN PASSWORD '{role}'",
        f"GRANT INSERT ON report, part, mailbox TO {role}",
        f"GRANT SELECT ON desk_document TO {role}",
    ):
        await execute(owner, statement)
    url = urlsplit(postgresql_with_tables)
    limited = Database(urlunsplit(url._replace(netloc=f"{role}:{role}@{url.hostname}:{url.port or 5432}")))
    documents = DeskDocuments(limited, lambda: read_pin(owner.config_dir))
    yield Public(owner, Reports(limited, documents, owner.keyring, keep_days=365))
    await limited.close()
    for statement in (f"TRUNCATE {TABLES}", f"DROP OWNED BY {role}", f"DROP ROLE {role}"):
        await execute(owner, statement)
    await owner.close()


async def test_a_role_that_may_only_insert_submits_and_repeats(public: Public) -> None:
    """The public side never reads a report back, not even sealed."""
    assert await public.reports.can_store()
    await asyncio.gather(*[public.reports.submit(SUBMISSION, today=TODAY) for _ in range(3)])
    with pytest.raises(StoreUnavailable):
        await public.reports.rows()
    (row,) = await public.installation.reports.rows()
    open_report(public.installation.identity, await public.installation.reports.parts(row.id), expected=row.id)


async def execute(installation: Installation, statement: str) -> None:
    async with installation.database.transaction() as connection:
        await connection.execute(text(statement))
