"""What other people wrote, made safe to stand inside a text of ours, and kept apart from it where directions mix.

Characters that steer the direction of text (U+061C, U+200E/F, U+202A-E, U+2066-9) and control characters other than
line breaks and tabs are taken out when words are *shown*; what is stored and sealed keeps them. Joiners stay: Persian,
Hindi and pictograms need them. Output is plain text; escaping for HTML and the like is the channel's business.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

FIRST_STRONG, LEFT_TO_RIGHT, END = "\u2068", "\u2066", "\u2069"

_BREAKS: Final = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_HIDDEN: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})


def shown(text: str) -> str:
    """Take out what could steer or hide the text around it."""
    return _HIDDEN.sub("", _BREAKS.sub("\n", text))


def isolated(text: str, *, right_to_left: bool) -> str:
    """Keep foreign text apart (U+2068 … U+2069, each line by itself) in right-to-left languages.

    In the others only text that itself holds right-to-left letters is isolated.
    """
    if not right_to_left and (text.isascii() or not _turns(text)):
        return text
    return "\n".join(f"{FIRST_STRONG}{line}{END}" if line else line for line in text.split("\n"))


def isolated_number(number: str, *, right_to_left: bool) -> str:
    """Write a phone number in digits 0-9; in right-to-left languages it stays left to right (U+2066 … U+2069)."""
    digits = "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character for character in shown(number)
    )
    return f"{LEFT_TO_RIGHT}{digits}{END}" if right_to_left else digits


def _turns(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text)
