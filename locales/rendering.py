"""Phrases become plain text in a language: look up, fill in, isolate. Escaping for a channel is the channel's.

A text has placeholders ``{name}``. Each is filled once with the value of that name, written as the language writes such
a value. Nothing that was filled in is looked at again, so a person may write ``{time}`` or ``%s`` and it stays that.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from flows.phrases import Day, Listing, Moment, PhoneNumber, Phrase, Value, Verbatim, Words
from locales.errors import UntranslatedError
from locales.languages import right_to_left
from locales.moments import calendar_day, joined, moment_parts
from locales.plaintext import isolated, isolated_number, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from locales.catalogs import Catalogs

# Translators: stands where words of the person would be shown that can no longer be opened.
SEALED: Final = Phrase(context="words", source="(sealed, can't be shown)")
UNFILLED: Final = "…"
"""What a person sees where a value was forgotten; strict catalogs raise instead."""

_PLACEHOLDER: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}")

Parsed: TypeAlias = tuple[str, ...]
"""Literal text at even places, names of placeholders at odd ones."""


@lru_cache(maxsize=8192)
def parsed(template: str) -> Parsed:
    """Take a text apart, once; braces around anything but a name are plain text."""
    return tuple(_PLACEHOLDER.split(template))


def placeholders(template: str) -> frozenset[str]:
    """Name the placeholders of a text."""
    return frozenset(parsed(template)[1::2])


def _filled(template: str, fill: Callable[[str], str]) -> str:
    parts = parsed(template)
    if len(parts) == 1:
        return template
    return "".join(fill(part) if place % 2 else part for place, part in enumerate(parts))


class Renderer:
    """Writes phrases in any language of the catalogs. Keeps nothing of what it writes."""

    def __init__(self, catalogs: Catalogs) -> None:
        """Share the catalogs; they are only read."""
        self._catalogs = catalogs

    def render(self, phrase: Phrase, language: str, *, words: Mapping[str, str]) -> str:
        """Write a phrase. ``words`` holds what the person wrote, by the references of ``Words``.

        Raises UntranslatedError only with strict catalogs: for a missing translation or a missing value.
        """
        template = self._catalogs.translate(phrase, language)
        return _filled(template, lambda name: self._value(phrase, name, language, words))

    def _value(self, phrase: Phrase, name: str, language: str, words: Mapping[str, str]) -> str:
        value = phrase.values.get(name)
        if value is None and name == "count":
            value = phrase.count
        if value is not None:
            return self.write(value, language, words=words)
        if self._catalogs.strict:
            message = f"no value for {{{name}}} of {phrase.source!r} in context {phrase.context!r}"
            raise UntranslatedError(message)
        return UNFILLED

    def write(self, value: Value, language: str, *, words: Mapping[str, str]) -> str:
        """Write one value as the language writes its kind."""
        turned = right_to_left(language)
        match value:
            case Phrase():
                return self.render(value, language, words=words)
            case int():
                return str(value)
            case Words(ref):
                if ref not in words:
                    return self.render(SEALED, language, words=words)
                return isolated(shown(words[ref]), right_to_left=turned)
            case PhoneNumber(number):
                return isolated_number(number, right_to_left=turned)
            case Moment():
                near, parts = moment_parts(value, language)
                template = "{time}" if near is None else self._catalogs.translate(near, language)
                return _filled(template, lambda name: parts.get(name, UNFILLED))
            case Day(day):
                return calendar_day(day, language)
            case Listing(items):
                return joined([self.write(item, language, words=words) for item in items], language)
            case Verbatim(text) | str(text):
                return isolated(shown(text), right_to_left=turned)
