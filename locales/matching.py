"""What a person typed, reduced until it can be compared with a label or a word in any language.

Compares only; what was typed is never changed by this. A text of nothing but pictograms and punctuation folds to
nothing, and nothing must not be taken to match.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_GROUPING: Final = re.compile(r"(?<=\d)[.,](?=\d)")
_APOSTROPHES: Final = frozenset("'’‘ʼ`´＇׳")  # noqa: RUF001 - the look-alikes are the point
_GONE: Final = frozenset({"Cf", "Me", "Cs"})
_VARIATION_SELECTORS: Final = range(0xFE00, 0xFE10)


def folded(text: str) -> str:
    """Fold case and width, turn digits of any script into 0-9, drop marks and pictograms; one space between words.

    Accents and vowel signs stay: in Thai, Hindi or Vietnamese they make another word.
    """
    plain = _GROUPING.sub("", unicodedata.normalize("NFKC", text).casefold())
    return " ".join("".join(_folded(character) for character in unicodedata.normalize("NFKC", plain)).split())


def _folded(character: str) -> str:
    if character.isascii() and character.isalnum():
        return character
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    category = unicodedata.category(character)
    if category in _GONE or character in _APOSTROPHES or ord(character) in _VARIATION_SELECTORS:
        return ""
    return " " if category[0] in "PSZC" else character
