"""Export: a report's sealed parts as files, byte for byte, so that `age -d -i FILE` opens each without us."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from storage.errors import PartUnlisted, PrivateFileError
from storage.private_files import write_private
from storage.report_document import PartName, read_part_name

_SUFFIX: Final = ".age"


def export_parts(parts: Mapping[PartName, bytes], folder: Path) -> list[Path]:
    """Write one `.age` file a part into `folder`, made where there is none; PartUnlisted for a name no part has."""
    if any(read_part_name(name) is None for name in parts):
        raise PartUnlisted("a part has a name that no part may have")
    written = []
    for name, sealed in sorted(parts.items()):
        path = folder / f"{name}{_SUFFIX}"
        write_private(path, sealed)
        written.append(path)
    return written


def read_exported(folder: Path) -> dict[PartName, bytes]:
    """The parts of an exported folder; PartUnlisted for an `.age` file that is none of a report's."""
    parts: dict[PartName, bytes] = {}
    try:
        for path in sorted(folder.glob(f"*{_SUFFIX}")):
            name = read_part_name(path.stem)
            if name is None:
                raise PartUnlisted("the folder holds an .age file that is no part of a report")
            parts[name] = path.read_bytes()
    except OSError as error:
        raise PrivateFileError(f"the folder cannot be read ({error.strerror})") from None
    return parts
