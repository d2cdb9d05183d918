from __future__ import annotations

import base64
import dataclasses
import json
import stat
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from storage.canonical import Json
from storage.desk_documents import SealingKey
from storage.errors import ManifestInvalid, NotOpened, PartAltered, PartMissing, PartUnlisted, TamperedReport
from storage.export import export_parts, read_exported
from storage.identity_file import write_identity
from storage.mailbox_keys import derive_mailbox
from storage.opened_report import open_report
from storage.padding import frame
from storage.report_document import BODY, CONTACT, MANIFEST, SUMMARY, PartName, ReportId, Submission
from storage.sealed_report import SealedReport, seal_report
from storage.sealing import Identity, seal
from tests.requirements import age
from tests.storage.samples import CANARY, DESK, SUBMISSION

IDENTITY = Identity.generate()
KEY = SealingKey(DESK, 1, "x25519", IDENTITY.recipient, frozenset())
MAILBOX = derive_mailbox(bytes(32), bytes(32))
SCHEMA = Path(__file__).parents[2] / "docs" / "report.schema.json"

Parts = Mapping[PartName, bytes]


def sealed(submission: Submission = SUBMISSION) -> SealedReport:
    return seal_report(submission, KEY, MAILBOX)


def parts_of(report: SealedReport) -> dict[PartName, bytes]:
    return {part.name: part.sealed for part in report.parts}


REPORT = sealed()
PARTS = parts_of(REPORT)
OTHER_PARTS = parts_of(sealed())


def without(name: PartName) -> Parts:
    return {other: part for other, part in PARTS.items() if other != name}


def test_the_manifest_is_sealed_last_and_lists_every_other_part() -> None:
    """By name, hash and size of what is stored."""
    assert [part.name for part in REPORT.parts] == [SUMMARY, BODY, CONTACT, MANIFEST]
    manifest = open_report(IDENTITY, PARTS, expected=REPORT.id).manifest
    assert manifest["parts"] == [part.entry for part in REPORT.parts[:-1]]


@pytest.mark.parametrize(
    ("parts", "error"),
    [
        ({}, ManifestInvalid),
        (without(MANIFEST), ManifestInvalid),
        ({**PARTS, MANIFEST: PARTS[BODY]}, ManifestInvalid),
        ({**PARTS, MANIFEST: seal(IDENTITY.recipient, b"{}")}, ManifestInvalid),
        ({**PARTS, MANIFEST: seal(IDENTITY.recipient, frame({"schema": "tillid/report/v1"}))}, ManifestInvalid),
        ({**PARTS, MANIFEST: OTHER_PARTS[MANIFEST]}, ManifestInvalid),
        (without(BODY), PartMissing),
        (without(CONTACT), PartMissing),
        ({**PARTS, PartName("file-1"): PARTS[BODY]}, PartUnlisted),
        ({**PARTS, BODY: OTHER_PARTS[BODY]}, PartAltered),
        ({**PARTS, BODY: PARTS[CONTACT], CONTACT: PARTS[BODY]}, PartAltered),
        ({**PARTS, BODY: PARTS[BODY][:-1]}, PartAltered),
    ],
)
def test_a_tampered_report_is_not_shown_in_part(parts: Parts, error: type[TamperedReport]) -> None:
    """Each way of tampering has its own error, and none quotes what was said."""
    with pytest.raises(error) as caught:
        open_report(IDENTITY, parts, expected=REPORT.id)
    assert CANARY not in str(caught.value)


def test_parts_of_two_reports_are_not_mixed_where_the_id_is_unknown() -> None:
    """A folder without a row beside it is still checked against its own manifest."""
    open_report(IDENTITY, PARTS)
    with pytest.raises(PartAltered):
        open_report(IDENTITY, {**PARTS, MANIFEST: OTHER_PARTS[MANIFEST]})


def test_another_identity_opens_nothing() -> None:
    """A wrong key is told apart from tampering."""
    with pytest.raises(NotOpened):
        open_report(Identity.generate(), PARTS)


def test_contact_may_be_gone_when_its_day_has_passed() -> None:
    """It expires alone; nothing else may."""
    opened = open_report(IDENTITY, without(CONTACT), may_be_gone={CONTACT})
    assert opened.expired == (CONTACT,)
    assert CONTACT not in opened.parts
    with pytest.raises(PartMissing):
        open_report(IDENTITY, without(BODY), may_be_gone={CONTACT})


def sealed_in_a_page(framed: bytes, identity: Identity = IDENTITY) -> Submission:
    inner = base64.b64encode(seal(identity.recipient, framed)).decode()
    body: Json = [{"step": "report.story", "texts": [{"sealed": inner, "key": 1}, {"text": "typed"}]}]
    return dataclasses.replace(SUBMISSION, body={"answers": body})


def test_texts_sealed_in_the_page_are_opened_too() -> None:
    """Whoever opens a report reads all of it."""
    opened = open_report(IDENTITY, parts_of(sealed(sealed_in_a_page(frame({"text": "whispered"})))))
    assert opened.parts[BODY] == {
        "schema": "tillid/report/v1",
        "answers": [{"step": "report.story", "texts": [{"text": "whispered"}, {"text": "typed"}]}],
    }


@pytest.mark.parametrize(
    "submission",
    [
        sealed_in_a_page(b"no frame"),
        sealed_in_a_page(frame({"codes": []})),
        sealed_in_a_page(frame({"text": "whispered"}), Identity.generate()),
        dataclasses.replace(SUBMISSION, body={"answers": [{"step": "s", "texts": [{"sealed": "%", "key": 1}]}]}),
    ],
)
def test_an_inner_seal_that_does_not_open_is_said(submission: Submission) -> None:
    """Not passed over, not shown raw."""
    with pytest.raises(PartAltered):
        open_report(IDENTITY, parts_of(sealed(submission)))


def test_nothing_of_a_report_prints() -> None:
    """Neither what is handed in nor what was opened."""
    opened = open_report(IDENTITY, PARTS)
    shown = f"{SUBMISSION!r} {SUBMISSION} {opened!r} {REPORT!r}"
    assert CANARY not in shown
    assert SUBMISSION.receipt not in shown


def test_lone_surrogates_cost_no_report() -> None:
    """They are replaced before sealing."""
    body: Json = [{"step": "report.story", "texts": [{"text": "a\ud800b"}]}]
    opened = open_report(IDENTITY, parts_of(sealed(dataclasses.replace(SUBMISSION, body={"answers": body}))))
    assert "a\\ufffdb" in json.dumps(opened.parts[BODY])


@cache
def validator() -> Draft202012Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize("submission", [SUBMISSION, sealed_in_a_page(frame({"text": "whispered"}))])
def test_plain_age_opens_every_exported_part_to_json_of_the_schema(tmp_path: Path, submission: Submission) -> None:
    """Readable in twenty years: the age program, a JSON reader, and the published schema."""
    key = tmp_path / "key.txt"
    key.write_text(write_identity(IDENTITY, created=datetime(2026, 11, 21, tzinfo=UTC)))
    written = export_parts(parts_of(sealed(submission)), tmp_path / "out")
    assert [path.name for path in written] == ["body.age", "contact.age", "manifest.age", "summary.age"]
    for path in written:
        opened = subprocess.run([age(), "-d", "-i", key, path], capture_output=True, check=True)
        assert len(opened.stdout) % 4096 == 0
        assert list(validator().iter_errors(json.loads(opened.stdout))) == []


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"length": 2, "json": {}},
        {"length": 2, "json": {"schema": "tillid/report/v2", "answers": []}},
        {"length": 2, "json": {"schema": "tillid/report/v1", "answers": [{"step": "s"}]}},
        {"length": 2, "json": {"schema": "tillid/report/v1", "answers": [{"step": "s", "texts": ["bare"]}]}},
        {"length": 2, "json": {"schema": "tillid/report/v1", "answers": [], "name": "x"}},
    ],
)
def test_the_schema_refuses_what_is_no_part(value: Json) -> None:
    """It describes, and does not only nod."""
    assert not validator().is_valid(value)


def test_an_exported_folder_holds_the_stored_bytes_for_the_owner_alone(tmp_path: Path) -> None:
    """Byte for byte, so that the manifest's hashes hold there too."""
    folder = tmp_path / "out"
    export_parts(PARTS, folder)
    assert read_exported(folder) == PARTS
    assert open_report(IDENTITY, read_exported(folder)).manifest["report"] == REPORT.id
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


@pytest.mark.parametrize("name", ["../escape", "", "file-0", "body.age", "unknown"])
def test_a_part_with_a_strange_name_is_not_written(tmp_path: Path, name: str) -> None:
    """A database row never chooses a path."""
    with pytest.raises(PartUnlisted):
        export_parts({PartName(name): b"", BODY: b""}, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    (tmp_path / "strange.age").write_bytes(b"")
    with pytest.raises(PartUnlisted):
        read_exported(tmp_path)


def test_report_ids_are_random() -> None:
    """No counter, no time: a hundred ids share no prefix worth the name."""
    ids = {ReportId(sealed().id) for _ in range(20)}
    assert len({one[:4] for one in ids}) > 15
    assert {len(one) for one in ids} == {32}
