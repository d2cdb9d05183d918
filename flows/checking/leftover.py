"""Left-over English: a translation that equals its source stands in a list, with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from flows.checking.broken import Broken
from flows.definition import Shape
from flows.documents import parse

_VALUES = re.compile(r"\{[a-z_]+\}")


class Same(Shape):
    """A source text that some languages write as English does, and why."""

    source: str
    languages: tuple[str, ...]
    reason: str


class Unchanged(Shape):
    """The file."""

    unchanged: tuple[Same, ...]


def unchanged_of(text: str, path: str) -> frozenset[tuple[str, str]]:
    """Language (or ``all``) and source of each entry. Raises DefinitionError."""
    entries = parse(text, path=path, model=Unchanged).unchanged
    return frozenset((language, entry.source) for entry in entries for language in entry.languages)


def leftover(
    language: str, translations: Mapping[tuple[str, str], str], allowed: frozenset[tuple[str, str]]
) -> Iterator[Broken]:
    """``translations``: by context and source. Texts that are values and signs alone are alike everywhere."""
    for (context, source), translated in translations.items():
        letters = any(character.isalpha() for character in _VALUES.sub("", source))
        if translated == source and letters and not {(language, source), ("all", source)} & allowed:
            yield Broken("no left-over English", 0, f"{language}: [{context}] {source!r}")
