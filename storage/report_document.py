"""A report as a document: what a session hands over, and the JSON of its parts.

Owns the shapes that `docs/report.schema.json` publishes. Seals nothing and stores nothing; `reports` does.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NewType

from storage.canonical import Json, well_formed
from storage.receipt import Receipt
from storage.sealing import Recipient

ReportId = NewType("ReportId", str)
"""32 hexadecimal digits, random."""

PartName = NewType("PartName", str)

SCHEMA: Final = "tillid/report/v1"
SUMMARY: Final = PartName("summary")
BODY: Final = PartName("body")
CONTACT: Final = PartName("contact")
MANIFEST: Final = PartName("manifest")

_PART_NAME: Final = re.compile(r"summary|body|contact|manifest|file-[1-9][0-9]{0,3}")


@dataclass(frozen=True, slots=True)
class Submission:
    """All that one session has to say, still in the clear: never log it, never keep it.

    `body` and `contact` are `{"answers": [...]}`; `contact` is None where none was given. `urgent` stands in the clear
    beside the report.
    """

    receipt: Receipt = field(repr=False)
    channel: str
    flow_revision: str
    language: str
    summary: Mapping[str, Json] = field(repr=False)
    body: Mapping[str, Json] = field(repr=False)
    contact: Mapping[str, Json] | None = field(repr=False)
    consents: Mapping[str, Json] = field(repr=False)
    urgent: bool


@dataclass(frozen=True, slots=True)
class StoredPart:
    """One part as it is stored."""

    name: PartName
    sealed: bytes = field(repr=False)
    padded_bytes: int

    @property
    def entry(self) -> Mapping[str, Json]:
        """Its line in the manifest."""
        return {"name": self.name, "sha256": hashlib.sha256(self.sealed).hexdigest(), "size": len(self.sealed)}


def read_part_name(text: str) -> PartName | None:
    """The name where it is one that a part may have (so also a safe file name), else None."""
    return PartName(text) if _PART_NAME.fullmatch(text) else None


def parts_in_clear(submission: Submission) -> dict[PartName, Json]:
    """The documents of every part but the manifest."""
    parts = {SUMMARY: submission.summary, BODY: submission.body}
    if submission.contact is not None:
        parts[CONTACT] = submission.contact
    return {name: well_formed({**part, "schema": SCHEMA}) for name, part in parts.items()}


def manifest_in_clear(
    submission: Submission,
    *,
    report_id: ReportId,
    epoch: int,
    mailbox_recipient: Recipient,
    reporter_verifying_key: bytes,
    parts: tuple[StoredPart, ...],
) -> Json:
    """The document sealed last, which binds the others together."""
    return {
        "schema": SCHEMA,
        "report": report_id,
        "epoch": epoch,
        "channel": submission.channel,
        "flow_revision": submission.flow_revision,
        "language": submission.language,
        "mailbox_recipient": mailbox_recipient,
        "reporter_verifying_key": reporter_verifying_key.hex(),
        "consents": submission.consents,
        "parts": [part.entry for part in parts],
    }
