"""What a receipt opens: root, lookup, share, mailbox identity, the reporter's signing key (protocol.md, "Receipt").

Owns the derivation and the small pool of threads it runs in, because Argon2id takes 64 MiB and a fifth of a second.
Keeps nothing: share and identity exist for the length of a call.
"""

from __future__ import annotations

import asyncio
import hmac
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final, NewType

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from storage.key_derivation import hkdf
from storage.pepper import Pepper
from storage.receipt import Receipt
from storage.sealing import Identity, Recipient

Lookup = NewType("Lookup", bytes)
"""32 bytes by which the server finds a mailbox; all it ever keeps of a receipt."""

_SALT: Final = b"tillid/receipt/v1"
_MEMORY_KIB: Final = 64 * 1024
_PASSES: Final = 3
_LANES: Final = 1
_ROOT_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class MailboxKeys:
    """Everything derived from one receipt and one pepper."""

    lookup: Lookup = field(repr=False)
    identity: Identity
    recipient: Recipient
    signing_key: Ed25519PrivateKey = field(repr=False)

    @property
    def verifying_key(self) -> bytes:
        """The 32 bytes by which others check what the reporter signs."""
        return self.signing_key.public_key().public_bytes_raw()


def derive_root(receipt: Receipt) -> bytes:
    """Argon2id of the digits: 64 MiB and about 0.2 s of one core; never call it on the event loop."""
    return hash_secret_raw(
        receipt.encode("ascii"),
        _SALT,
        time_cost=_PASSES,
        memory_cost=_MEMORY_KIB,
        parallelism=_LANES,
        hash_len=_ROOT_BYTES,
        type=Type.ID,
    )


def derive_lookup(root: bytes) -> Lookup:
    """The part of the root that the server may know."""
    return Lookup(hkdf(root, "lookup"))


def derive_share(pepper: Pepper, lookup: Lookup) -> bytes:
    """The server's half, made on request and never stored."""
    return hmac.digest(pepper.reveal(), lookup, "sha256")


def derive_mailbox(root: bytes, share: bytes) -> MailboxKeys:
    """The mailbox's keys from both halves."""
    secret = hkdf(hkdf(root, "half") + share, "mailbox")
    identity = Identity.from_secret(secret)
    return MailboxKeys(
        lookup=derive_lookup(root),
        identity=identity,
        recipient=identity.recipient,
        signing_key=Ed25519PrivateKey.from_private_bytes(hkdf(secret, "write")),
    )


class MailboxKeyring:
    """Derives keys from receipts, at most `threads` at once (each takes 64 MiB); the others wait their turn."""

    def __init__(self, pepper: Pepper, *, threads: int = 2) -> None:
        self._pepper = pepper
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="receipt")

    async def derive(self, receipt: Receipt) -> MailboxKeys:
        """The keys of `receipt`, without holding up the event loop."""
        root = await asyncio.get_running_loop().run_in_executor(self._pool, derive_root, receipt)
        return derive_mailbox(root, derive_share(self._pepper, derive_lookup(root)))

    def close(self) -> None:
        """Wait for what is being derived, then let the threads go."""
        self._pool.shutdown()
