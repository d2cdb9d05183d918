"""What has been said so far, line by line, in the person's own words and their language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flows.definition import UNSAID, ChoiceStep, PlaceStep, Question, step_phrase
from flows.flowset import FlowSet
from flows.phrases import Listing, Phrase, Value, Verbatim, Words
from flows.session import Answer, Session


@dataclass(frozen=True, slots=True)
class Line:
    """One answered question: where it is asked, its short name, what was answered."""

    path: str
    title: Phrase
    answer: Value


def lines(flows: FlowSet, session: Session) -> tuple[Line, ...]:
    """The lines of the report in the order of the flows; a question passed over has its line too, to be mended."""
    return tuple(
        Line(
            path,
            step_phrase(flows.index[path][0], step.step, step.title or ""),
            _shown(flows, step, session.answers[path]),
        )
        for path, step in flows.reported(session)
        if path in session.answers
    )


def _shown(flows: FlowSet, step: Question, answer: Answer) -> Value:
    items = tuple(_items(flows, step, answer))
    return items[0] if len(items) == 1 else Listing(items)


def _items(flows: FlowSet, step: Question, answer: Answer) -> Iterator[Value]:
    for code in answer.codes:
        if code == UNSAID:
            yield flows.notice("unsaid")
        elif isinstance(step, PlaceStep) and not (step.answers and code in flows.labels(step.answers)):
            yield Verbatim(flows.places.name(code))
        elif isinstance(step, ChoiceStep | PlaceStep):
            yield flows.label(step.answers or "", code)
    if answer.pin is not None:
        yield Verbatim(f"{answer.pin[0]:.5f}, {answer.pin[1]:.5f}")
    yield from (Words(ref) for ref in answer.refs)
