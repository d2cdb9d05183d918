"""Notices that the wall clock was set: between two looks it and the steady clock moved differently."""

from __future__ import annotations

import time
from typing import Final

TOLERATED_SECONDS: Final = 60


class ClockWatch:
    """Remembers one look at both clocks."""

    def __init__(self) -> None:
        self._ahead: float | None = None

    def jump(self, wall: float, steady: float) -> int:
        """By how many seconds the wall clock was set since the last look; 0 where by a minute or less."""
        ahead, self._ahead = self._ahead, wall - steady
        if ahead is None or abs(self._ahead - ahead) <= TOLERATED_SECONDS:
            return 0
        return round(self._ahead - ahead)


def steady() -> float:
    """Seconds that nobody can set; they pass while the machine sleeps, too."""
    # Linux stops CLOCK_MONOTONIC in sleep, macOS does not
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
