"""Where ids, screen tokens, receipts and references come from: the system's randomness."""

from __future__ import annotations

import secrets

from storage.receipt import draw_receipt


class SystemDraw:
    """What ``advance`` draws from in service; tests and replays pass one that repeats itself."""

    def token(self) -> str:
        """Eight characters."""
        return secrets.token_urlsafe(6)

    def receipt(self) -> str:
        """Twenty digits."""
        return draw_receipt(lambda: secrets.randbelow(10))

    def below(self, limit: int) -> int:
        """From 0 to ``limit`` - 1."""
        return secrets.randbelow(limit)

    def ref(self) -> str:
        """A reference for words, of the session's own."""
        return secrets.token_urlsafe(6)
