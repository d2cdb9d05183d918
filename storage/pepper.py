"""The pepper: the server's secret in every mailbox key, a file apart from the database and from every backup of it.

Made on the first start. Refuses to make a second one beside mailboxes that the first one belongs to, because then no
reporter would ever get an answer, and nobody would notice.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from storage.errors import PepperError
from storage.private_files import create_private

_FILE_NAME: Final = "pepper"
_SIZE_BYTES: Final = 32


@dataclass(frozen=True, slots=True, repr=False)
class Pepper:
    """32 secret bytes; prints as a mask."""

    _secret: bytes

    def reveal(self) -> bytes:
        """The secret bytes."""
        return self._secret

    def __repr__(self) -> str:
        return "Pepper(…)"


def open_pepper(config_dir: Path, *, mailboxes_exist: bool) -> Pepper:
    """The pepper of this installation, made where there is none yet.

    PepperError where it is missing while `mailboxes_exist`, or is unreadable or of the wrong size.
    """
    path = config_dir / _FILE_NAME
    try:
        return _read(path)
    except FileNotFoundError:
        if mailboxes_exist:
            raise PepperError(
                "the file `pepper` is missing from the configuration folder, but the database holds mailboxes that "
                "only it opens: put the file back; a new one would lock every reporter out"
            ) from None
    create_private(path, secrets.token_bytes(_SIZE_BYTES))
    return _read(path)


def _read(path: Path) -> Pepper:
    try:
        secret = path.read_bytes()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise PepperError(f"the file `pepper` cannot be read ({error.strerror})") from None
    if len(secret) != _SIZE_BYTES:
        raise PepperError(f"the file `pepper` must hold exactly {_SIZE_BYTES} bytes: put the right one back")
    return Pepper(secret)
