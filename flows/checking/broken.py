"""What a rule finds: the rule by name and number, what is wrong, the shortest inputs that lead to it."""

from __future__ import annotations

from dataclasses import dataclass

ARROW = " > "


@dataclass(frozen=True, slots=True)
class Broken:
    """``rule``: its number in conversation.md, 0 where it has none. ``path``: empty for a text or a whole flow."""

    name: str
    rule: int
    detail: str
    path: tuple[str, ...] = ()

    def __str__(self) -> str:
        """One line, and the path on a second."""
        number = f" (rule {self.rule})" if self.rule else ""
        return f"{self.name}{number}: {self.detail}" + (f"\n    {ARROW.join(self.path)}" if self.path else "")
