"""Does what was typed ask for help at once? In any of the languages, without knowing which one it is.

A rule of thumb on purpose: it never drops or changes words. A false alarm inside a story adds one button; a short text
with such a word is worth an interruption (conversation.md, rule 14). The words are in ``emergency.yaml``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

import yaml
from pydantic import BaseModel, ConfigDict

from locales.matching import folded

ALONE_WORDS: Final = 3
"""Up to so many words an emergency word counts as standing alone."""

_LOADER: Final = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_LONGEST_BEGINNING: Final = 24
_SIGNS: Final = re.compile("[\U0001f198\U0001f691\U0001f6a8]")  # SOS button, ambulance, police light
_ACCENTS: Final = re.compile("[\u0300-\u036f\u064b-\u0655\u0670\u0640]")
# One letter in several spellings: Persian and Arabic keyboards, and Latin letters that do not decompose.
_SPELLINGS: Final = str.maketrans("یىکةıđłґ", "ييكهidlг")  # noqa: RUF001 - the look-alikes are the point


class Danger(StrEnum):
    """What was found."""

    NONE = "none"
    ALONE = "alone"
    INSIDE = "inside"


class Unspaced(BaseModel):
    """A language without spaces; ``alone`` counts characters."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    alone: int
    words: tuple[str, ...]


class EmergencyWords(BaseModel):
    """The shape of ``emergency.yaml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    numbers: tuple[str, ...]
    numbers_alone: tuple[str, ...]
    everywhere: tuple[str, ...]
    spaced: Mapping[str, tuple[str, ...]]
    unspaced: Mapping[str, Unspaced]


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """Phrases by their first word; a beginning of a word ends in ``*``."""

    phrases: Mapping[str, tuple[tuple[str, ...], ...]]
    numbers: frozenset[str]
    numbers_alone: frozenset[str]
    unspaced: tuple[tuple[str, int], ...]


def emergency_words() -> EmergencyWords:
    """Read ``emergency.yaml``."""
    text = Path(__file__).with_name("emergency.yaml").read_text(encoding="utf-8")
    return EmergencyWords.model_validate(yaml.load(text, _LOADER))  # noqa: S506 - the C twin of SafeLoader


def danger(text: str) -> Danger:
    """Tell whether an emergency word stands alone (up to three words), inside a longer text, or not at all."""
    lexicon = _lexicon()
    plain = _reduced(_SIGNS.sub(" sos ", text))
    tokens = plain.split()
    if plain in lexicon.numbers or plain in lexicon.numbers_alone:
        return Danger.ALONE
    found = [_spaced(tokens, lexicon), _unspaced("".join(tokens), lexicon)]
    if Danger.ALONE in found:
        return Danger.ALONE
    if Danger.INSIDE in found or not lexicon.numbers.isdisjoint(tokens):
        return Danger.INSIDE
    return Danger.NONE


def _spaced(tokens: Sequence[str], lexicon: _Lexicon) -> Danger:
    lengths = [
        len(phrase)
        for place, token in enumerate(tokens)
        for key in _keys(token)
        for phrase in lexicon.phrases.get(key, ())
        if _fits(phrase, tokens[place : place + len(phrase)])
    ]
    if not lengths:
        return Danger.NONE
    # A phrase of more than three words that is all that was written stands alone too.
    return Danger.ALONE if len(tokens) <= max(ALONE_WORDS, *lengths) else Danger.INSIDE


def _unspaced(text: str, lexicon: _Lexicon) -> Danger:
    limits = [limit for word, limit in lexicon.unspaced if word in text]
    if not limits:
        return Danger.NONE
    return Danger.ALONE if len(text) <= max(limits) else Danger.INSIDE


def _keys(token: str) -> Iterable[str]:
    """Give the word itself and all its beginnings: what a phrase may begin with."""
    yield token
    for end in range(2, min(len(token), _LONGEST_BEGINNING) + 1):
        yield f"{token[:end]}*"


def _fits(phrase: tuple[str, ...], tokens: Sequence[str]) -> bool:
    return len(phrase) == len(tokens) and all(
        token.startswith(word[:-1]) if word.endswith("*") else token == word
        for word, token in zip(phrase, tokens, strict=True)
    )


def _reduced(text: str) -> str:
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", folded(text)))
    return unicodedata.normalize("NFC", bare).translate(_SPELLINGS)


def _phrase(written: str) -> tuple[str, ...]:
    return tuple(
        _reduced(part[:-1]) + "*" if part.endswith("*") else part
        for word in written.split()
        for part in ([word] if word.endswith("*") else _reduced(word).split())
    )


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    words = emergency_words()
    phrases: dict[str, set[tuple[str, ...]]] = {}
    for written in (*words.everywhere, *(word for several in words.spaced.values() for word in several)):
        phrase = _phrase(written)
        phrases.setdefault(phrase[0], set()).add(phrase)
    return _Lexicon(
        phrases={first: tuple(sorted(several)) for first, several in phrases.items()},
        numbers=frozenset(words.numbers),
        numbers_alone=frozenset(words.numbers_alone),
        unspaced=tuple((_reduced(word), one.alone) for one in words.unspaced.values() for word in one.words),
    )
