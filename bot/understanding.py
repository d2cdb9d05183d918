"""From words to an input of the engine: commands, labels in any language, receipts, emergency words, towns.

Here words are classified and put away under a reference; the engine never sees one (design.md, decision 9).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from flows.effects import Ask, Button, Takes
from flows.flowset import FlowSet
from flows.inputs import Alarm, Attached, Command, Input, Said
from flows.phrases import Phrase
from locales.catalogs import Catalogs
from locales.emergency import Danger, danger
from locales.matching import folded
from storage.receipt import read_receipt, without_receipts

COMMANDS = frozenset({"start", "help", "erase", "language", "privacy"})
TOWNS_OFFERED = 7
MASK = "····"
_ALARMS = {Danger.NONE: Alarm.NONE, Danger.ALONE: Alarm.ALONE, Danger.INSIDE: Alarm.INSIDE}


@dataclass(frozen=True, slots=True)
class Understood:
    """An input, and the words to keep under its reference (``None``: nothing to keep)."""

    received: Input
    words: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Understanding:
    """Knows the flows and the catalogs; holds nothing of a person."""

    flows: FlowSet
    catalogs: Catalogs

    def of(self, text: str, ask: Ask, ref: str) -> Understood:
        """What ``text`` means at the screen ``ask``; ``ref`` is the reference its words get if they are kept."""
        text = text.strip()
        command = _command(text)
        if command is not None:
            return Understood(Command(command))
        if not text:
            return Understood(Attached())
        key = self._button(text, ask)
        if key is not None:
            return Understood(Said(ref, button=key))
        if Takes.DIGITS in ask.takes:
            digits = "".join(character for character in folded(text) if character.isdigit())
            return Understood(Said(ref, found=(digits[-4:],)))
        if read_receipt(text) is not None:
            return Understood(Said(ref, receipt=True))
        kept = without_receipts(text, MASK)
        found = self._towns(text) if Takes.TOWN in ask.takes else ()
        if len(found) == 1 and folded(self.flows.places.name(found[0])) == folded(text):
            return Understood(Said("", found=found))
        return Understood(Said(ref, found=found, alarm=_ALARMS[danger(text)], masked=kept != text), kept)

    def _button(self, text: str, ask: Ask) -> str | None:
        wanted = folded(text)
        return next((button.key for button in _buttons(ask) if wanted in self._labels(button)), None)

    def _labels(self, button: Button) -> frozenset[str]:
        if not isinstance(button.label, Phrase):
            return frozenset({folded(button.label.text)})
        if button.label.values:
            return frozenset()
        return frozenset(map(folded, self.catalogs.all_translations(button.label).values()))

    def _towns(self, text: str) -> tuple[str, ...]:
        return tuple(place.code for place in self.flows.places.matches(text)[:TOWNS_OFFERED])


def _buttons(ask: Ask) -> Iterator[Button]:
    yield from ask.answers
    yield from ask.pages
    yield from ask.navigation


def _command(text: str) -> str | None:
    if not text.startswith("/"):
        return None
    name = text[1:].split(maxsplit=1)[0].split("@", 1)[0].lower() if len(text) > 1 else ""
    return name if name in COMMANDS else None
