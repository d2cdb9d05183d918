"""How many taps each person of conversation.md needs, counted by walking the engine as they would."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from flows.checking.attempts import english
from flows.checking.broken import Broken
from flows.checking.exploration import Draws
from flows.checking.rules import phones
from flows.definition import ChoiceStep, ReceiptStep, ServicesStep, Shape
from flows.documents import parse
from flows.effects import Ask
from flows.engine import advance, present
from flows.flowset import FlowSet
from flows.inputs import Command, Input, Said, Submitted, Tap
from flows.session import Session, Stage

LONGEST = 60
"""Inputs after which a person has given up."""
ONWARD = ("!send", "!done", "!skip", "!continue", "!decline")
"""How a person goes on where nothing is to be said."""


class Count(Shape):
    """Buttons pressed and lines typed."""

    taps: int
    lines: int


class Person(Shape):
    """Who wants what, and what they answer: codes, ``words`` or ``town`` by step."""

    name: str
    goal: Literal["receipt", "cards", "number"]
    table: Count
    held: Count
    because: str = ""
    answers: Mapping[str, str]


class People(Shape):
    """The file."""

    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Walk:
    """What a person did. ``reached``: they got what they came for."""

    person: Person
    count: Count
    path: tuple[str, ...]
    reached: bool

    def __str__(self) -> str:
        """A line of the table."""
        table, mine = self.person.table, self.count
        figures = f"{mine.taps:3} taps {mine.lines} lines  (table: {table.taps} taps {table.lines} lines)"
        return f"  {self.person.name:52} {figures}"


def people_of(text: str, path: str) -> tuple[Person, ...]:
    """The people of a file. Raises DefinitionError."""
    return parse(text, path=path, model=People).people


def walk(flows: FlowSet, person: Person, now: datetime) -> Walk:
    """From the first message to the goal."""
    session = Session(channel="telegram")
    path: list[str] = []
    count = Count(taps=0, lines=0)
    received: Input = Command("start")
    for _ in range(LONGEST):
        turn = advance(flows, session, received, now=now, draw=Draws())
        if turn.session is None:
            break
        session = turn.session
        ask = present(flows, session, now)
        if _reached(flows, person, session, ask):
            return Walk(person, count, tuple(path), reached=True)
        if session.stage is Stage.SENDING:
            received = Submitted()
            continue
        received, label = _next(flows, person, session, ask)
        path.append(label)
        tapped = isinstance(received, Tap)
        count = Count(taps=count.taps + tapped, lines=count.lines + (not tapped))
    return Walk(person, count, tuple(path), reached=False)


def held(walks: tuple[Walk, ...]) -> Iterator[Broken]:
    """Nobody needs more taps than the figure that is held, and that is the table's unless there is a reason."""
    for one in walks:
        person, mine = one.person, one.count
        if not one.reached:
            yield Broken("taps", 0, f"{person.name}: {person.goal} not reached", one.path)
        elif mine.taps > person.held.taps or mine.lines > person.held.lines:
            detail = f"{person.name}: {mine.taps} taps and {mine.lines} lines, held at {person.held.taps}"
            yield Broken("taps", 0, f"{detail} and {person.held.lines}", one.path)
        elif person.held.taps > person.table.taps and not person.because:
            yield Broken("taps", 0, f"{person.name}: held above the table without a reason")


def _reached(flows: FlowSet, person: Person, session: Session, ask: Ask) -> bool:
    step = flows.step(session.here.path)
    if person.goal == "receipt":
        return isinstance(step, ReceiptStep)
    if person.goal == "cards":
        return isinstance(step, ServicesStep)
    return bool(phones(ask))


def _next(flows: FlowSet, person: Person, session: Session, ask: Ask) -> tuple[Input, str]:
    wanted = person.answers.get(ask.step)
    answered = session.answers.get(ask.step)
    if wanted in {"words", "town"} and (answered is None or not answered.refs):
        found = ("town.aarhus",) if wanted == "town" else ()
        return Said(f"w{len(session.refs)}", found=found), f"({wanted})"
    step = flows.step(ask.step)
    marked = isinstance(step, ChoiceStep) and answered is not None and wanted in answered.codes
    keys = [button.key for button in (*ask.answers, *ask.pages)]
    if wanted is not None and not marked and wanted not in {"words", "town"}:
        key = next((key for key in (wanted, "!next") if key in keys), keys[0] if step.kind == "language" else "!lost")
    else:
        key = next((key for key in ONWARD if key in keys), keys[0])
    label = next((button.label for button in (*ask.answers, *ask.pages) if button.key == key), None)
    return Tap(session.token, key), english(label) if label is not None else key
