"""A submission sealed: every part to the desk's key, the manifest last, under a new random id."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Final

from storage.canonical import Json
from storage.desk_documents import SealingKey
from storage.mailbox_keys import MailboxKeys
from storage.padding import frame
from storage.report_document import (
    MANIFEST,
    PartName,
    ReportId,
    StoredPart,
    Submission,
    manifest_in_clear,
    parts_in_clear,
)
from storage.sealing import Recipient, seal

_ID_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class SealedReport:
    """What goes into the tables of one submission; the manifest is the last part."""

    id: ReportId
    parts: tuple[StoredPart, ...]


def seal_report(submission: Submission, key: SealingKey, mailbox: MailboxKeys) -> SealedReport:
    """Seal `submission`; FrameError where a part has no canonical JSON."""
    report_id = ReportId(secrets.token_hex(_ID_BYTES))
    parts = tuple(_sealed(key.recipient, name, value) for name, value in parts_in_clear(submission).items())
    manifest = manifest_in_clear(
        submission,
        report_id=report_id,
        epoch=key.epoch,
        mailbox_recipient=mailbox.recipient,
        reporter_verifying_key=mailbox.verifying_key,
        parts=parts,
    )
    return SealedReport(report_id, (*parts, _sealed(key.recipient, MANIFEST, manifest)))


def _sealed(recipient: Recipient, name: PartName, value: Json) -> StoredPart:
    framed = frame(value)
    return StoredPart(name, seal(recipient, framed), padded_bytes=len(framed))
