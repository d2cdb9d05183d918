"""Files for the owner alone: folders 0700, files 0600, whole or not at all, on the disk before the call returns."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

from storage.errors import StoreUnavailable

_FOLDER_MODE: Final = 0o700
_FILE_MODE: Final = 0o600


def make_private_folder(folder: Path) -> None:
    """Make `folder` for the owner alone; one that is there already keeps the rights somebody gave it."""
    try:
        folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
    except OSError as error:
        raise _refused(error) from None


def touch_private(path: Path) -> None:
    """Make an empty file for the owner alone, where there is none."""
    make_private_folder(path.parent)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, _FILE_MODE))
    except OSError as error:
        raise _refused(error) from None


def write_private(path: Path, content: bytes) -> None:
    """Replace `path` at once; a reader sees the old content or the new, never a part."""
    _write_beside(path, content, keep_existing=False)


def create_private(path: Path, content: bytes) -> bool:
    """Write `path` only where nothing is; False where another was first, whose content then stands."""
    return _write_beside(path, content, keep_existing=True)


def _write_beside(path: Path, content: bytes, *, keep_existing: bool) -> bool:
    make_private_folder(path.parent)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, _FILE_MODE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        if keep_existing:
            os.link(beside, path)
        else:
            beside.replace(path)
        _sync_folder(path.parent)
    except FileExistsError:
        return False
    except OSError as error:
        raise _refused(error) from None
    finally:
        with suppress(OSError):
            beside.unlink()
    return True


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _refused(error: OSError) -> StoreUnavailable:
    return StoreUnavailable(f"a private file or folder could not be written ({error.strerror})")
