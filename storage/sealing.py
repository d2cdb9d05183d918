"""age v1 with X25519, binary: what is sealed here opens with any `age` tool, and the other way round.

The only module that touches pyrage and bech32, which are untyped. Refuses every other kind of age recipient.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NewType, cast

import bech32
import pyrage

from storage.errors import InvalidIdentity, InvalidRecipient, NotOpened, SealingError

Recipient = NewType("Recipient", str)
"""A public key `age1…` that `read_recipient` has taken."""

KIND: Final = "x25519"
SECRET_BYTES: Final = 32
_SECRET_PREFIX: Final = "age-secret-key-"  # noqa: S105  # the human-readable part of the encoding, no secret


@dataclass(frozen=True, slots=True, repr=False)
class Identity:
    """A private key; prints as a mask, its text only through `reveal`."""

    _text: str

    @classmethod
    def generate(cls) -> Identity:
        """A new identity from the system's randomness."""
        return cls(str(pyrage.x25519.Identity.generate()))

    @classmethod
    def read(cls, text: str) -> Identity:
        """The identity written as `AGE-SECRET-KEY-1…`; InvalidIdentity for anything else."""
        try:
            return cls(str(pyrage.x25519.Identity.from_str(text.strip())))
        except pyrage.IdentityError:
            raise InvalidIdentity("not an age identity (AGE-SECRET-KEY-1…)") from None

    @classmethod
    def from_secret(cls, secret: bytes) -> Identity:
        """The identity of 32 secret bytes, however they were derived."""
        if len(secret) != SECRET_BYTES:
            raise InvalidIdentity(f"an identity has {SECRET_BYTES} secret bytes")
        words = cast("list[int]", bech32.convertbits(secret, 8, 5, True))  # noqa: FBT003  # bech32's own signature
        return cls.read(bech32.bech32_encode(_SECRET_PREFIX, words).upper())

    @property
    def recipient(self) -> Recipient:
        """The public half."""
        return Recipient(str(pyrage.x25519.Identity.from_str(self._text).to_public()))

    def reveal(self) -> str:
        """The secret text, `AGE-SECRET-KEY-1…`."""
        return self._text

    def secret(self) -> bytes:
        """The 32 secret bytes behind the text."""
        _, words = cast("tuple[str, list[int]]", bech32.bech32_decode(self._text))
        return bytes(cast("list[int]", bech32.convertbits(words, 5, 8, False)))  # noqa: FBT003

    def __repr__(self) -> str:
        return "Identity(…)"


def read_recipient(text: str) -> Recipient:
    """The recipient written as `age1…`; InvalidRecipient for anything else."""
    try:
        return Recipient(str(pyrage.x25519.Recipient.from_str(text.strip())))
    except pyrage.RecipientError:
        raise InvalidRecipient("not an age recipient (age1…)") from None


def seal(recipient: Recipient, plain: bytes) -> bytes:
    """One binary age file to exactly one recipient."""
    try:
        return cast("bytes", pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(recipient)]))
    except pyrage.RecipientError:
        raise InvalidRecipient("not an age recipient (age1…)") from None
    except pyrage.EncryptError:
        raise SealingError("age could not seal") from None


def open_sealed(identity: Identity, sealed: bytes) -> bytes:
    """What was sealed to this identity; NotOpened for another's, and for anything cut off or altered."""
    try:
        return cast("bytes", pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(identity.reveal())]))
    except pyrage.DecryptError:
        raise NotOpened("this identity does not open it, or it was cut off or altered") from None
