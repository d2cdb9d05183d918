"""The desk document: one small signed file an epoch, saying to whom reports are sealed (protocol.md).

Owns its canonical form and its signatures; whether a row of them is a chain that may be believed says `desk_log`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NewType, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from storage.canonical import Json, canonical
from storage.errors import DocumentMalformed, FrameError, InvalidRecipient, SignatureInvalid
from storage.key_derivation import hkdf
from storage.sealing import KIND, Identity, Recipient, read_recipient

DeskId = NewType("DeskId", str)

Fingerprint = NewType("Fingerprint", str)
"""SHA-256 of a document's bytes, 64 hexadecimal digits."""

SCHEMA: Final = "tillid/desk/v1"
FIRST_EPOCH: Final = 1
_CONTEXT: Final = b"tillid/desk/v1\0"


@dataclass(frozen=True, slots=True)
class Member:
    """Who may open reports: a role and the fingerprint of a credential, no name."""

    role: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class DeskDocument:
    """What one epoch says; `previous` is None in the first, `recovery` where no offline key was made."""

    desk_id: DeskId
    epoch: int
    previous: Fingerprint | None
    recipient: Recipient
    kind: str
    verifying_key: bytes
    members: tuple[Member, ...]
    recovery: Recipient | None
    date: date

    def to_bytes(self) -> bytes:
        """Canonical JSON, which is what is signed and hashed."""
        return canonical(
            {
                "schema": SCHEMA,
                "desk": self.desk_id,
                "epoch": self.epoch,
                "previous": self.previous,
                "recipient": self.recipient,
                "kind": self.kind,
                "verifying_key": self.verifying_key.hex(),
                "members": [{"role": member.role, "fingerprint": member.fingerprint} for member in self.members],
                "recovery": self.recovery,
                "date": self.date.isoformat(),
            }
        )


@dataclass(frozen=True, slots=True)
class SignedDocument:
    """A document's bytes and its signatures; the first epoch has none of a previous key."""

    content: bytes
    own_signature: bytes
    previous_signature: bytes | None

    @property
    def fingerprint(self) -> Fingerprint:
        """What is pinned, printed on posters and named as `previous` by the next epoch."""
        return Fingerprint(hashlib.sha256(self.content).hexdigest())

    def read(self) -> DeskDocument:
        """The document, signed by its own key; DocumentMalformed or SignatureInvalid where it is not."""
        document = _read(self.content)
        verify(document.verifying_key, self.own_signature, self.content)
        return document


def signing_key(identity: Identity) -> Ed25519PrivateKey:
    """The desk's signing key, which whoever has its identity has too."""
    return Ed25519PrivateKey.from_private_bytes(hkdf(identity.secret(), "sign"))


def first_document(
    identity: Identity,
    desk_id: DeskId,
    *,
    today: date,
    members: tuple[Member, ...] = (),
    recovery: Recipient | None = None,
) -> SignedDocument:
    """Epoch 1 of a new desk, signed by its own key alone."""
    key = signing_key(identity)
    document = DeskDocument(
        desk_id=desk_id,
        epoch=FIRST_EPOCH,
        previous=None,
        recipient=identity.recipient,
        kind=KIND,
        verifying_key=key.public_key().public_bytes_raw(),
        members=members,
        recovery=recovery,
        date=today,
    )
    return sign(document, own=key, previous=None)


def next_document(
    before: SignedDocument,
    previous_identity: Identity,
    identity: Identity,
    *,
    today: date,
    members: tuple[Member, ...] = (),
    recovery: Recipient | None = None,
) -> SignedDocument:
    """The epoch after `before`, signed by the key of that epoch and by its own."""
    last = before.read()
    key = signing_key(identity)
    document = DeskDocument(
        desk_id=last.desk_id,
        epoch=last.epoch + 1,
        previous=before.fingerprint,
        recipient=identity.recipient,
        kind=KIND,
        verifying_key=key.public_key().public_bytes_raw(),
        members=members,
        recovery=recovery,
        date=today,
    )
    return sign(document, own=key, previous=signing_key(previous_identity))


def sign(document: DeskDocument, *, own: Ed25519PrivateKey, previous: Ed25519PrivateKey | None) -> SignedDocument:
    """The document with the signatures of both keys."""
    content = document.to_bytes()
    before = None if previous is None else previous.sign(_CONTEXT + content)
    return SignedDocument(content, own.sign(_CONTEXT + content), before)


def verify(verifying_key: bytes, signature: bytes, content: bytes) -> None:
    """SignatureInvalid where `signature` is not that key's over these bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(verifying_key).verify(signature, _CONTEXT + content)
    except (InvalidSignature, ValueError):
        raise SignatureInvalid("a desk document carries a signature that does not hold") from None


def _read(content: bytes) -> DeskDocument:
    try:
        value = cast("Mapping[str, Json]", json.loads(content))
        document = _document(value)
        honest = document.to_bytes() == content
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, FrameError, InvalidRecipient):
        honest = False
    if not honest:
        raise DocumentMalformed("a desk document is not the canonical JSON it must be")
    return document


def _document(value: Mapping[str, Json]) -> DeskDocument:
    """Types that are wrong here show when the document is written again and differs from what was read."""
    previous, recovery = value["previous"], value["recovery"]
    return DeskDocument(
        desk_id=DeskId(str(value["desk"])),
        epoch=cast("int", value["epoch"]),
        previous=None if previous is None else Fingerprint(str(previous)),
        recipient=read_recipient(str(value["recipient"])),
        kind=str(value["kind"]),
        verifying_key=bytes.fromhex(str(value["verifying_key"])),
        members=tuple(
            Member(str(member["role"]), str(member["fingerprint"]))
            for member in cast("list[Mapping[str, Json]]", value["members"])
        ),
        recovery=None if recovery is None else read_recipient(str(recovery)),
        date=date.fromisoformat(str(value["date"])),
    )
