"""How hard a text is to read: the Flesch-Kincaid grade.

Words and sentences are counted by ``textstat``. Its syllables are not used: for English it fetches a dictionary from
the network when first asked. Groups of vowels are counted instead, which errs on the hard side.
"""

from __future__ import annotations

import re

import textstat


def syllables(word: str) -> int:
    """Groups of vowels, without a silent last e."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    return max(1, len(re.findall(r"[aeiouy]+", re.sub(r"(?<!l)e$", "", letters))))


def grade(text: str) -> float:
    """Years of school it takes to read ``text``."""
    words: int = textstat.lexicon_count(text)
    sentences = len(re.findall(r"[^.!?]+", text.strip()))
    spoken = sum(syllables(word) for word in text.split())
    return 0.39 * words / sentences + 11.8 * spoken / words - 15.59
