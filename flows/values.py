"""The values a text may name in braces: the operator, the hotline, when staff read, the receipt, what was removed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from string import Formatter

from flows.flowset import FlowSet
from flows.phrases import Listing, Moment, Phrase, Value, Verbatim
from flows.schedule import State
from flows.session import Answer, Session

HOTLINE = "cmm_hotline"


@cache
def names(source: str) -> frozenset[str]:
    """The placeholders of a source text; ValueError when its braces do not close."""
    return frozenset(name for _, name, _, _ in Formatter().parse(source) if name is not None)


@dataclass(frozen=True, slots=True)
class Values:
    """Computes only what a text names."""

    flows: FlowSet
    session: Session
    now: datetime

    def fill(self, phrase: Phrase) -> Phrase:
        """The phrase with a value for each name it has and does not have yet."""
        missing = names(phrase.source) - phrase.values.keys()
        if not missing:
            return phrase
        return replace(phrase, values={**phrase.values, **{name: KNOWN[name](self) for name in missing}})

    def operator(self) -> Value:
        """Who runs this."""
        return Verbatim(self.flows.setting.operator)

    def hotline(self) -> Value:
        """The number to call when it can't wait."""
        return self.flows.directory.service(HOTLINE).reach

    def reading(self) -> Value:
        """When staff next read: now, or from a time on."""
        opening = self.flows.setting.reading.opening(self.now)
        if opening.state is State.OPEN or opening.next_opening is None:
            return self.flows.notice("reading_now")
        return self.flows.notice("reading_from", time=Moment(opening.next_opening, self.now))

    def receipt(self) -> Value:
        """Five groups of four digits."""
        digits = self.session.receipt
        return Verbatim(" ".join(digits[start : start + 4] for start in range(0, len(digits), 4)))

    def spoken(self) -> Value:
        """The two everyday words for a call."""
        return Listing(tuple(self.flows.label("everyday", code) for code in self.session.spoken))

    def removed(self) -> Value:
        """What *Erase and leave* removed."""
        return self._traces("erased.removed")

    def left(self) -> Value:
        """What it could not remove."""
        return self._traces("erased.left")

    def _traces(self, path: str) -> Value:
        codes = self.session.answers.get(path, Answer()).codes or ("nothing",)
        return Listing(tuple(self.flows.label("traces", code) for code in codes))


KNOWN: Mapping[str, Callable[[Values], Value]] = {
    "operator": Values.operator,
    "hotline": Values.hotline,
    "reading": Values.reading,
    "receipt": Values.receipt,
    "spoken": Values.spoken,
    "removed": Values.removed,
    "left": Values.left,
}
"""Every name a step's text may use; any other is a DefinitionError when the flows are loaded."""
