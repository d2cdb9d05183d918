"""The receipt: 20 digits that only the reporter has, drawn, read from anything typed, and shown as five fours.

Owns the format and its check digit (H. M. Damm, 2004); derives nothing from it (`mailbox_keys` does).
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, NewType

if TYPE_CHECKING:
    from collections.abc import Callable

Receipt = NewType("Receipt", str)
"""Exactly 20 ASCII digits whose last is the Damm digit of the others. A secret: never log it."""

FREE_DIGITS: Final = 19
LENGTH: Final = FREE_DIGITS + 1
GROUP: Final = 4

_DAMM: Final = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
_RUN: Final = re.compile(r"\d+")


def draw_receipt(draw_digit: Callable[[], int]) -> Receipt:
    """A new receipt; `draw_digit` gives 0 to 9, each as likely, from a source nobody can foresee."""
    free = "".join(str(draw_digit()) for _ in range(FREE_DIGITS))
    return Receipt(f"{free}{_damm(free)}")


def read_receipt(text: str) -> Receipt | None:
    """The receipt that the whole of `text` is, in any script's decimal digits; None where it is anything else."""
    digits = []
    for character in text:
        value = unicodedata.decimal(character, None)
        if value is not None:
            digits.append(str(value))
        elif not _separates(character):
            return None
    return _checked("".join(digits))


def find_receipt(text: str) -> Receipt | None:
    """The first receipt standing in `text`, between words or other numbers; None where there is none."""
    place = _place(text)
    return None if place is None else _checked(_ascii(text[place[0] : place[1]]))


def without_receipts(text: str, mask: str) -> str:
    """The text with `mask` in place of every receipt that stands in it."""
    kept = []
    while (place := _place(text)) is not None:
        kept += [text[: place[0]], mask]
        text = text[place[1] :]
    return "".join([*kept, text])


def grouped(receipt: Receipt) -> str:
    """Five groups of four digits, for showing and reading out."""
    return " ".join(receipt[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def _damm(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = int(_DAMM[interim][int(digit)])
    return interim


def _checked(digits: str) -> Receipt | None:
    return Receipt(digits) if len(digits) == LENGTH and _damm(digits) == 0 else None


def _separates(character: str) -> bool:
    """Spaces, dashes, and the invisible marks that right-to-left keyboards and copying leave behind."""
    return character.isspace() or character == "\N{MINUS SIGN}" or unicodedata.category(character) in {"Pd", "Cf"}


def _place(text: str) -> tuple[int, int] | None:
    """Where the first receipt begins and ends: runs of digits with only separators between them."""
    runs = [match.span() for match in _RUN.finditer(text)]
    for first, (start, _) in enumerate(runs):
        for _, end in runs[first:]:
            between = [character for character in text[start:end] if unicodedata.decimal(character, None) is None]
            digits = _ascii(text[start:end])
            if len(digits) > LENGTH or not all(map(_separates, between)):
                break
            if _checked(digits) is not None:
                return start, end
    return None


def _ascii(text: str) -> str:
    values = (unicodedata.decimal(character, None) for character in text)
    return "".join(str(value) for value in values if value is not None)
