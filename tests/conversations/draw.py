"""What a replay draws: the same ids, tokens and receipts on every channel, each kind from a series of its own."""

from __future__ import annotations

import random

from storage.receipt import draw_receipt


class RepeatedDraw:
    """As bot.draw.SystemDraw, from a seed."""

    def __init__(self, seed: int = 7) -> None:
        self._tokens = random.Random(seed)
        self._receipts = random.Random(seed + 1)
        self._numbers = random.Random(seed + 2)
        self._refs = random.Random(seed + 3)

    def token(self) -> str:
        """Marks a screen's buttons."""
        return f"{self._tokens.getrandbits(48):012x}"[:8]

    def receipt(self) -> str:
        """A receipt like any other."""
        return draw_receipt(lambda: self._receipts.randrange(10))

    def below(self, limit: int) -> int:
        """A number."""
        return self._numbers.randrange(limit)

    def ref(self) -> str:
        """A reference for words."""
        return f"{self._refs.getrandbits(32):08x}"
