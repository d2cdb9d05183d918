"""HKDF-SHA256 as `protocol.md` writes it: no salt, the label as info, 32 bytes."""

from __future__ import annotations

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def hkdf(secret: bytes, label: str) -> bytes:
    """32 bytes that tell nothing of `secret` nor of what other labels give; `label` is ASCII."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=label.encode("ascii")).derive(secret)
