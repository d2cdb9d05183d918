"""The pin: what the operator's configuration says about which desk to believe (`desk.json`, protocol.md).

Either the fingerprint of the desk's first document, or a recipient alone (`tillid desk use age1…`), which can be sealed
to but not answer. No database row ever takes its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from storage.canonical import Json
from storage.desk import DeskId, Fingerprint
from storage.errors import InvalidRecipient, PrivateFileError
from storage.private_files import write_private
from storage.sealing import Recipient, read_recipient

FILE_NAME: Final = "desk.json"
_FINGERPRINT: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class DeskPin:
    """Exactly one of `root` and `recipient` is set."""

    desk_id: DeskId
    root: Fingerprint | None
    recipient: Recipient | None

    def __post_init__(self) -> None:
        if (self.root is None) == (self.recipient is None):
            raise ValueError("a pin has either a root or a recipient")


def read_pin(config_dir: Path) -> DeskPin | None:
    """The pin; None where nothing is pinned yet. PrivateFileError where the file is not a pin."""
    try:
        text = (config_dir / FILE_NAME).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        raise PrivateFileError(f"{FILE_NAME} in the configuration folder cannot be read") from None
    try:
        return _pin(cast("Mapping[str, Json]", json.loads(text)))
    except (ValueError, KeyError, TypeError, InvalidRecipient):
        raise PrivateFileError(f"{FILE_NAME} in the configuration folder is damaged: pin the desk again") from None


def write_pin(config_dir: Path, pin: DeskPin) -> None:
    """Pin the desk, in place of what was pinned."""
    value = {"desk": pin.desk_id, "root": pin.root, "recipient": pin.recipient}
    write_private(config_dir / FILE_NAME, f"{json.dumps(value, indent=2)}\n".encode())


def _pin(value: Mapping[str, Json]) -> DeskPin:
    root, recipient = value["root"], value["recipient"]
    if root is not None and not _FINGERPRINT.fullmatch(str(root)):
        raise ValueError("a root is 64 hexadecimal digits")
    return DeskPin(
        desk_id=DeskId(str(value["desk"])),
        root=None if root is None else Fingerprint(str(root)),
        recipient=None if recipient is None else read_recipient(str(recipient)),
    )
