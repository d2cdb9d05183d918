"""How hard an English text is to read: words, sentences, and the Flesch-Kincaid grade (years of school)."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"(?<=[.!?])\s+|:\s+(?=[A-Z])|\n+")
_WORD = re.compile(r"[\w{][\w'{}-]*")


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text; what follows a colon with a capital is one of its own."""
    return tuple(part for part in _SENTENCE.split(text.strip()) if _WORD.search(part))


def words(text: str) -> tuple[str, ...]:
    """The words; a placeholder is one, a number is one."""
    return tuple(_WORD.findall(text))


def syllables(word: str) -> int:
    """Groups of vowels, without a silent last e: errs on the hard side, and is never wrong by much."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    return max(1, len(re.findall(r"[aeiouy]+", re.sub(r"(?<!l)e$", "", letters))))


def grade(text: str) -> float:
    """The Flesch-Kincaid grade; 0 for a text without words."""
    told = words(text)
    if not told:
        return 0.0
    spoken = sum(map(syllables, told))
    return 0.39 * len(told) / len(sentences(text)) + 11.8 * spoken / len(told) - 15.59
