"""A screen in a person's language: plain text and rows of labelled buttons, shortened to what a channel can show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flows.effects import Ask, Button, Lines, Paragraph
from flows.phrases import Phrase
from locales.rendering import Renderer

SHORTENED = 60
"""Characters a person's own words are cut to, at the least, when a screen would not fit."""


@dataclass(frozen=True, slots=True)
class Label:
    """A button as shown, and its key."""

    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Screen:
    """What a person sees. ``rows`` are the answers and pages; ``navigation`` is the row that is always the same."""

    text: str
    token: str
    rows: tuple[tuple[Label, ...], ...]
    navigation: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Rendering:
    """Renders for one channel; ``limit`` is its longest message in UTF-16 units, ``None`` where there is none."""

    renderer: Renderer
    limit: int | None = None

    def screen(self, ask: Ask, language: str, words: Mapping[str, str]) -> Screen:
        """The whole screen. Too long a one has the person's own words cut, never ours."""
        text = self._text(ask, language, words)
        allowed = max(map(len, words.values()), default=0)
        while self.limit is not None and utf16_units(text) > self.limit and allowed > SHORTENED:
            allowed = max(SHORTENED, allowed // 2)
            text = self._text(ask, language, {ref: _cut(word, allowed) for ref, word in words.items()})
        rows: list[tuple[Label, ...]] = [(self._label(button, language),) for button in ask.answers]
        if ask.pages:
            rows.append(self._row(ask.pages, language))
        return Screen(self._fitted(text), ask.token, tuple(rows), self._row(ask.navigation, language))

    def _text(self, ask: Ask, language: str, words: Mapping[str, str]) -> str:
        return "\n\n".join(self._paragraph(paragraph, language, words) for paragraph in ask.paragraphs)

    def _paragraph(self, paragraph: Paragraph, language: str, words: Mapping[str, str]) -> str:
        if isinstance(paragraph, Lines):
            return "\n".join(self._paragraph(line, language, words) for line in paragraph.lines)
        if isinstance(paragraph, Phrase):
            return self.renderer.render(paragraph, language, words=words)
        return self.renderer.write(paragraph, language, words=words)

    def _row(self, buttons: tuple[Button, ...], language: str) -> tuple[Label, ...]:
        return tuple(self._label(button, language) for button in buttons)

    def _label(self, button: Button, language: str) -> Label:
        mark = "✓" if button.marked else button.pictogram
        text = self._paragraph(button.label, language, {})
        return Label(f"{mark} {text}" if mark else text, button.key)

    def _fitted(self, text: str) -> str:
        if self.limit is None or utf16_units(text) <= self.limit:
            return text
        units = text.encode("utf-16-le")[: 2 * (self.limit - 1)]
        return units.decode("utf-16-le", errors="ignore") + "…"


def utf16_units(text: str) -> int:
    """The length a messenger counts."""
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str, allowed: int) -> str:
    return text if len(text) <= allowed else text[:allowed].rstrip() + "…"
