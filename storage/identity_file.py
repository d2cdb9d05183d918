"""Identity files as `age-keygen` writes them, so that `age -d -i FILE` takes ours and we take its."""

from __future__ import annotations

from datetime import datetime

from storage.errors import InvalidIdentity
from storage.sealing import Identity


def write_identity(identity: Identity, *, created: datetime) -> str:
    """The text of the file; `created` knows its time zone."""
    return (
        f"# created: {created.isoformat(timespec='seconds')}\n# public key: {identity.recipient}\n{identity.reveal()}\n"
    )


def read_identity(text: str) -> Identity:
    """The first identity in the text; InvalidIdentity where none or something else is there."""
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            return Identity.read(line)
    raise InvalidIdentity("no identity (AGE-SECRET-KEY-1…) is in the file")
