"""That the alert bot lives: its last round in memory for the health page, and as a file's time for `tillid doctor`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import structlog

from storage.errors import StorageError
from storage.private_files import touch_private

DEAD_AFTER_SECONDS: Final = 60
_WRITTEN_EVERY_SECONDS: Final = 10
STARTS: Final = "starts"
LEADS: Final = "leads"
STANDS_BY: Final = "stands by"

log = structlog.get_logger()


class Pulse:
    """One process's. Only who leads writes the file, whose time says no more than that the bot ran."""

    def __init__(self, path: Path, steady: Callable[[], float]) -> None:
        self._path = path
        self._steady = steady
        self._beat = steady()
        self._role = STARTS
        self._written: float | None = None

    def beat(self, *, leads: bool) -> None:
        """A round has been done, or left to another."""
        self._beat, self._role = self._steady(), LEADS if leads else STANDS_BY
        if leads and (self._written is None or self._beat - self._written >= _WRITTEN_EVERY_SECONDS):
            self._written = self._beat
            _touch(self._path)

    def state(self) -> str | None:
        """What it does; None where it has done nothing for a minute."""
        return None if self._steady() - self._beat > DEAD_AFTER_SECONDS else self._role


def last_beat(path: Path) -> float | None:
    """Unix seconds; None where there never was one."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return None


def _touch(path: Path) -> None:
    try:
        touch_private(path)
        path.touch()
    except (StorageError, OSError) as error:
        log.warning("alert pulse not written", error_type=type(error).__name__)
