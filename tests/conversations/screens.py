"""Screens as data files name them: a button by its label without the pictogram."""

from __future__ import annotations

from bot.rendering import Label, Screen


def labels(screen: Screen) -> list[Label]:
    """Every button, in the order of the rows."""
    return [label for row in (*screen.rows, screen.navigation) for label in row]


def plain(label: Label) -> str:
    """The words of a button, without its pictogram or mark."""
    first, _, rest = label.text.partition(" ")
    return rest if rest and not any(character.isalnum() for character in first) else label.text


def place(screen: Screen, wanted: str) -> int:
    """Where the button stands among all; AssertionError with the screen when it does not."""
    for number, label in enumerate(labels(screen)):
        if wanted in {label.text, plain(label)}:
            return number
    raise AssertionError(f"no button {wanted!r} on:\n{written(screen)}")


def key(screen: Screen, wanted: str) -> str:
    """The key of the button."""
    return labels(screen)[place(screen, wanted)].key


def written(screen: Screen) -> str:
    """The screen as an assertion shows it."""
    return "\n".join([screen.text, *(f"[{label.text}]" for label in labels(screen))])
