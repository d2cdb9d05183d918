"""A submission full of canaries, and what a test needs to keep it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import cycle
from pathlib import Path

from storage.canonical import Json
from storage.database import Database
from storage.desk import DeskId, SignedDocument, first_document
from storage.desk_documents import DeskDocuments
from storage.desk_pin import DeskPin, read_pin, write_pin
from storage.mailbox_keys import MailboxKeyring
from storage.pepper import open_pepper
from storage.receipt import Receipt, draw_receipt
from storage.report_document import Submission
from storage.reports import Reports, mailboxes_exist
from storage.sealing import Identity

TODAY = date(2026, 11, 21)
CANARY = "canary-Ærø-7"
DESK = DeskId("example")
TABLES = "report, part, mailbox, desk_document, alert_member, alert_code, alert, alert_delivery, alerted"

RECEIPT = Receipt("85912276466802315900")
SUMMARY: Mapping[str, Json] = {
    "who": "citizen",
    "forms": ["sex_work", "cleaning"],
    "place": CANARY,
    "people": "two_to_five",
    "under_18": None,
    "signs": [],
    "danger": "no",
    "when": None,
    "reachable": True,
    "language": "en",
    "self_referral": False,
}
BODY: Mapping[str, Json] = {
    "answers": [
        {"step": "report.who", "codes": ["citizen"]},
        {"step": "report.story", "texts": [{"text": f"{CANARY}, ich weiß, 我知道"}]},
        {"step": "report.place", "pin": {"latitude": 55.6761, "longitude": 12.5683}},
    ]
}
CONTACT: Mapping[str, Json] = {"answers": [{"step": "contact.phone", "texts": [{"text": f"{CANARY} +45 12345678"}]}]}

SUBMISSION = Submission(
    receipt=RECEIPT,
    channel="telegram",
    flow_revision="rev-1",
    language="en",
    summary=SUMMARY,
    body=BODY,
    contact=CONTACT,
    consents={"police": "ask", "contact": "reach"},
    urgent=False,
)


def another_submission(seed: int) -> Submission:
    """The same words under another receipt."""
    digits = cycle(f"{seed:03d}7")
    return replace(SUBMISSION, receipt=draw_receipt(lambda: int(next(digits))))


@dataclass(frozen=True, slots=True)
class Installation:
    """One installation with its folders, its database and the identity of its desk."""

    config_dir: Path
    data_dir: Path
    url: str
    database: Database
    identity: Identity
    documents: DeskDocuments
    keyring: MailboxKeyring
    reports: Reports

    async def pin(self) -> SignedDocument:
        """Make the desk's first document and pin it, as `tillid desk create` does."""
        signed = first_document(self.identity, DESK, today=TODAY)
        await self.documents.add(signed)
        write_pin(self.config_dir, DeskPin(DESK, signed.fingerprint, None))
        return signed

    async def close(self) -> None:
        """Let go of threads and connections; the files stay."""
        self.keyring.close()
        await self.database.close()


async def install(folder: Path, url: str) -> Installation:
    """An installation on a database whose schema is there already."""
    config_dir = folder / "config"
    database = Database(url)
    documents = DeskDocuments(database, lambda: read_pin(config_dir))
    keyring = MailboxKeyring(open_pepper(config_dir, mailboxes_exist=await mailboxes_exist(database)))
    reports = Reports(database, documents, keyring, keep_days=365)
    return Installation(config_dir, folder / "data", url, database, Identity.generate(), documents, keyring, reports)
