"""A person's draft, encrypted so that only this machine's memory and the person's own id together open it.

The row's name is an HMAC of the id under a runtime secret, and the key needs both (design.md, decision 5). Keeps no key
beyond a call. An unreadable draft is no draft: whoever comes back begins anew.
"""

from __future__ import annotations

import hmac
import secrets
import struct
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.drafts import Drafts
from storage.key_derivation import hkdf
from storage.runtime_secret import RuntimeSecret, SecretRing

_NONCE_BYTES: Final = 12
_STEP_BYTES: Final = 2048
_EXPIRIES_PER_TTL: Final = 8
_HEADER: Final = struct.Struct(">QI")  # when it expires (Unix seconds), length of the draft


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """Whom a channel knows by an id; prints as a mask."""

    channel: str
    id: str

    def __repr__(self) -> str:
        return "Person(…)"

    def token(self) -> bytes:
        """What identifies the person across channels."""
        return f"{self.channel}\0{self.id}".encode()


class DraftVault:
    """Drafts of persons; `ttl_seconds` after the last save a draft is gone. StoreUnavailable as in `drafts`."""

    def __init__(self, drafts: Drafts, ring: SecretRing, *, ttl_seconds: int) -> None:
        self._drafts = drafts
        self._ring = ring
        self._ttl_seconds = ttl_seconds

    async def load(self, person: Person, *, now: int) -> bytes | None:
        """What was saved last; None where there is nothing, or it expired (`now` in Unix seconds) or can't be read."""
        for secret in self._ring.live(now):
            name = _name(secret, person)
            sealed = await self._drafts.load(name)
            if sealed is not None:
                return _opened(secret, person, name, sealed, now)
        return None

    async def save(self, person: Person, blob: bytes, *, now: int) -> None:
        """Keep `blob` in place of what was there, under the newest secret."""
        newest, *older = self._ring.live(now)
        name = _name(newest, person)
        expires_at = now + self._ttl_seconds
        sealed = _sealed(newest, person, name, _HEADER.pack(expires_at, len(blob)) + blob)
        await self._drafts.save(name, sealed, self._coarse(expires_at))
        for secret in older:
            await self._drafts.delete(_name(secret, person))

    async def erase(self, person: Person, *, now: int) -> None:
        """Forget the person's draft, under whichever secret it stands."""
        for secret in self._ring.live(now):
            await self._drafts.delete(_name(secret, person))

    async def purge(self, *, now: int) -> None:
        """Forget what expired, drafts and secrets; call it every few minutes."""
        self._ring.live(now)
        await self._drafts.purge(now)

    def _coarse(self, expires_at: int) -> int:
        """The store sees a time too rough to tell when somebody wrote."""
        step = max(1, self._ttl_seconds // _EXPIRIES_PER_TTL)
        return -(-expires_at // step) * step


def _name(secret: RuntimeSecret, person: Person) -> bytes:
    return hmac.digest(secret.secret, person.token(), "sha256")


def _key(secret: RuntimeSecret, person: Person) -> AESGCM:
    return AESGCM(hkdf(secret.secret + person.token(), "draft"))


def _bound(secret: RuntimeSecret, name: bytes) -> bytes:
    return name + secret.epoch.to_bytes(8, "big")


def _sealed(secret: RuntimeSecret, person: Person, name: bytes, plain: bytes) -> bytes:
    padded = plain.ljust(-(-len(plain) // _STEP_BYTES) * _STEP_BYTES, b"\0")
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + _key(secret, person).encrypt(nonce, padded, _bound(secret, name))


def _opened(secret: RuntimeSecret, person: Person, name: bytes, sealed: bytes, now: int) -> bytes | None:
    nonce, ciphertext = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        plain = _key(secret, person).decrypt(nonce, ciphertext, _bound(secret, name))
    except (InvalidTag, ValueError):
        return None
    expires_at, length = _HEADER.unpack_from(plain)
    return None if expires_at <= now else plain[_HEADER.size : _HEADER.size + length]
