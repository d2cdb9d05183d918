"""The world's clock: real time plus what a test has advanced, or a fixed value."""

from __future__ import annotations

import time


class Clock:
    """Unix seconds. `frozen_at` stops it; `advance` moves it either way (negative: back)."""

    def __init__(self, frozen_at: float | None = None) -> None:
        self._frozen_at = frozen_at
        self._advanced = 0.0

    def now(self) -> float:
        """Unix seconds in the emulated world."""
        return (time.time() if self._frozen_at is None else self._frozen_at) + self._advanced

    def advance(self, seconds: float) -> None:
        """Let that many seconds pass at once."""
        self._advanced += seconds
