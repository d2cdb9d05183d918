"""What every screen must be in every language: short enough, harmless from outside, in that language, with 0-9."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from bot.rendering import Screen, utf16_units
from bot.telegram.calls import MESSAGE_LIMIT, keyboard
from flows import checking
from flows.checking.leftover import unchanged_of
from flows.effects import Ask, Lines
from flows.phrases import Day, Listing, Moment, Phrase, Value, Verbatim
from locales.catalogs import Catalogs
from locales.languages import SOURCE
from tests.conversations import screens

BUTTON_LENGTH: Final = 64
"""Characters of a button's words, and bytes of what Telegram sends back for it."""
DENMARK: Final = ZoneInfo("Europe/Copenhagen")
_SENTENCES: Final = re.compile(r"\{[a-z_]+\}|(?<=[.?!])\s")


@dataclass(frozen=True, slots=True)
class Reading:
    """One screen, as asked for and as rendered."""

    ask: Ask
    screen: Screen
    language: str
    catalogs: Catalogs

    def check(self, neutral: Phrase) -> None:
        """AssertionError with the screen where one of it does not hold."""
        whole = screens.written(self.screen)
        assert utf16_units(self.screen.text) <= MESSAGE_LIMIT, whole
        assert self.screen.text.partition("\n")[0] == self.catalogs.translate(neutral, self.language), whole
        for button in (button for row in keyboard(self.screen) for button in row):
            assert 0 < len(button["text"]) <= BUTTON_LENGTH, button["text"]
            assert len(button["callback_data"].encode()) <= BUTTON_LENGTH, button["callback_data"]
        assert not (english := self._english()), f"{english} in {whole}"
        self._check_digits(whole)

    def _english(self) -> list[str]:
        """Sentences of the source that stand on the screen, though the language has its own."""
        if self.language == SOURCE:
            return []
        ours = screens.written(self.screen)
        for value in self._values():
            if isinstance(value, Verbatim) and any(map(str.isalpha, value.text)):
                ours = ours.replace(value.text, "")
        phrases = {value for value in map(_sources, self._values()) if value is not None}
        allowed = {source for language, source in _unchanged() if language in {self.language, "all"}}
        left = {text for one in phrases - allowed for text in map(str.strip, _SENTENCES.split(one))} - allowed
        return [text for text in left if any(map(str.isalpha, text)) and _stands(text, ours)]

    def _check_digits(self, whole: str) -> None:
        assert all(one.isascii() for one in whole if one.isdecimal()), whole
        for value in self._values():
            if isinstance(value, Moment):
                at = value.at.astimezone(DENMARK)
                assert re.search(rf"(?<!\d)0?{at.hour}\D{at.minute:02}(?!\d)", whole), f"{at} in {whole}"
            elif isinstance(value, Day):
                assert str(value.day.year) in whole, f"{value.day} in {whole}"

    def _values(self) -> Iterator[Value]:
        for paragraph in self.ask.paragraphs:
            yield from _within(paragraph)
        for button in (*self.ask.answers, *self.ask.pages, *self.ask.navigation):
            yield from _within(button.label)


def _within(value: Value | Lines) -> Iterator[Value]:
    """A value and those inside it."""
    match value:
        case Lines(lines=inner) | Listing(items=inner):
            for one in inner:
                yield from _within(one)
        case Phrase(values=values):
            yield value
            for one in values.values():
                yield from _within(one)
        case _:
            yield value


def _sources(value: Value) -> str | None:
    return value.source if isinstance(value, Phrase) else None


@cache
def _unchanged() -> frozenset[tuple[str, str]]:
    path = Path(checking.__file__).parent / "unchanged.yaml"
    return unchanged_of(path.read_text(encoding="utf-8"), path.name)


def _stands(text: str, ours: str) -> bool:
    """A word alone must stand alone: French says "Dangers possibles" for "Dangers"."""
    if text not in ours:
        return False
    word = re.escape(text)
    alone = rf"(?<!\w)(?<!\w ){word}(?! ?\w)" if " " not in text else rf"(?<!\w){word}(?!\w)"
    return re.search(alone, ours) is not None
