from __future__ import annotations

import dataclasses
import stat
from datetime import date
from pathlib import Path

import pytest

from storage.desk import (
    DeskDocument,
    DeskId,
    Fingerprint,
    SignedDocument,
    first_document,
    next_document,
    sign,
    signing_key,
)
from storage.desk_log import verify_log
from storage.desk_pin import FILE_NAME, DeskPin, read_pin, write_pin
from storage.errors import (
    DeskLogBroken,
    DocumentMalformed,
    EpochForked,
    EpochMissing,
    PrivateFileError,
    RootMismatch,
    SignatureInvalid,
)
from storage.key_derivation import hkdf
from storage.sealing import Identity
from tests.storage.samples import DESK, TODAY
from tests.storage.vectors import read_vectors

IDENTITIES = [Identity.generate() for _ in range(3)]
FIRST = first_document(IDENTITIES[0], DESK, today=TODAY)
SECOND = next_document(FIRST, IDENTITIES[0], IDENTITIES[1], today=TODAY)
THIRD = next_document(SECOND, IDENTITIES[1], IDENTITIES[2], today=TODAY)
ROOT = FIRST.fingerprint


def resigned(document: DeskDocument, previous: Identity | None, own: Identity) -> SignedDocument:
    return sign(document, own=signing_key(own), previous=None if previous is None else signing_key(previous))


def test_documents_are_the_ones_of_the_vectors() -> None:
    """Bytes, fingerprints, seeds and signatures; Ed25519 is deterministic."""
    vectors = read_vectors("desk")
    documents = []
    for case in vectors["documents"]:
        signed = SignedDocument(
            case["content"].encode(),
            bytes.fromhex(case["own_signature"]),
            None if case["previous_signature"] is None else bytes.fromhex(case["previous_signature"]),
        )
        identity = Identity.read(case["identity"])
        document = signed.read()
        assert signed.fingerprint == case["fingerprint"]
        assert hkdf(identity.secret(), "sign").hex() == case["signing_seed"]
        assert document.recipient == identity.recipient
        assert document.to_bytes() == signed.content
        assert signing_key(identity).sign(vectors["context"].encode() + signed.content) == signed.own_signature
        documents.append(signed)
    assert [one.epoch for one in verify_log(DeskId(vectors["desk"]), vectors["root"], documents)] == [1, 2]


def test_a_chain_is_believed_in_any_order_and_repeated() -> None:
    """The newest is the last one."""
    chain = verify_log(DESK, ROOT, [THIRD, FIRST, SECOND, FIRST])
    assert [document.epoch for document in chain] == [1, 2, 3]
    assert chain[-1].recipient == IDENTITIES[2].recipient


OTHER_SECOND = next_document(FIRST, IDENTITIES[0], IDENTITIES[2], today=TODAY)
STRANGER = Identity.generate()
STRANGERS_SECOND = next_document(FIRST, STRANGER, IDENTITIES[1], today=TODAY)
STRANGERS_FIRST = first_document(STRANGER, DESK, today=TODAY)
UNLINKED = resigned(
    dataclasses.replace(SECOND.read(), previous=STRANGERS_FIRST.fingerprint), IDENTITIES[0], IDENTITIES[1]
)
OTHER_DESK = resigned(dataclasses.replace(SECOND.read(), desk_id=DeskId("other")), IDENTITIES[0], IDENTITIES[1])
NOT_SIGNED_BEFORE = dataclasses.replace(SECOND, previous_signature=None)
NOT_SIGNED_ITSELF = dataclasses.replace(SECOND, own_signature=THIRD.own_signature)
ALTERED = dataclasses.replace(SECOND, content=SECOND.content.replace(b'"epoch":2', b'"epoch":3'))
SPACED = dataclasses.replace(FIRST, content=FIRST.content.replace(b":", b": ", 1))


@pytest.mark.parametrize(
    ("documents", "error"),
    [
        ([], EpochMissing),
        ([SECOND, THIRD], EpochMissing),
        ([FIRST, THIRD], EpochMissing),
        ([FIRST, SECOND, OTHER_SECOND], EpochForked),
        ([FIRST, STRANGERS_FIRST], EpochForked),
        ([STRANGERS_FIRST], RootMismatch),
        ([FIRST, STRANGERS_SECOND], SignatureInvalid),
        ([FIRST, UNLINKED], SignatureInvalid),
        ([FIRST, NOT_SIGNED_BEFORE], SignatureInvalid),
        ([FIRST, NOT_SIGNED_ITSELF], SignatureInvalid),
        ([FIRST, ALTERED], SignatureInvalid),
        ([FIRST, OTHER_DESK], DocumentMalformed),
        ([SPACED], DocumentMalformed),
        ([dataclasses.replace(FIRST, content=b"{}")], DocumentMalformed),
        ([dataclasses.replace(FIRST, content=b"\xff")], DocumentMalformed),
        ([dataclasses.replace(FIRST, content=b"[]")], DocumentMalformed),
    ],
)
def test_what_is_no_chain_is_refused(documents: list[SignedDocument], error: type[DeskLogBroken]) -> None:
    """Each way of cheating or losing has its own error."""
    with pytest.raises(error):
        verify_log(DESK, ROOT, documents)


def test_a_document_keeps_members_and_the_recovery_recipient() -> None:
    """What was signed is what is read."""
    written = DeskDocument(
        desk_id=DESK,
        epoch=1,
        previous=None,
        recipient=IDENTITIES[0].recipient,
        kind="x25519",
        verifying_key=signing_key(IDENTITIES[0]).public_key().public_bytes_raw(),
        members=(),
        recovery=IDENTITIES[1].recipient,
        date=date(2026, 1, 2),
    )
    assert resigned(written, None, IDENTITIES[0]).read() == written


def test_a_pin_is_written_for_the_owner_alone_and_reads_back(tmp_path: Path) -> None:
    """Both kinds of pin, the later in place of the earlier."""
    config_dir = tmp_path / "config"
    assert read_pin(config_dir) is None
    for pin in (DeskPin(DESK, ROOT, None), DeskPin(DESK, None, IDENTITIES[0].recipient)):
        write_pin(config_dir, pin)
        assert read_pin(config_dir) == pin
    assert stat.S_IMODE((config_dir / FILE_NAME).stat().st_mode) == 0o600
    assert [path.name for path in config_dir.iterdir()] == [FILE_NAME]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"desk":"d","root":null,"recipient":null}',
        '{"desk":"d","root":"00","recipient":null}',
        '{"desk":"d","root":null,"recipient":"age1canary"}',
    ],
)
def test_a_damaged_pin_stops_everything(tmp_path: Path, text: str) -> None:
    """Nothing is sealed on a guess."""
    (tmp_path / FILE_NAME).write_text(text)
    with pytest.raises(PrivateFileError) as caught:
        read_pin(tmp_path)
    assert "canary" not in str(caught.value)


def test_a_pin_has_a_root_or_a_recipient() -> None:
    """Both or none is a mistake in the program."""
    with pytest.raises(ValueError, match="either"):
        DeskPin(DESK, Fingerprint(ROOT), IDENTITIES[0].recipient)
