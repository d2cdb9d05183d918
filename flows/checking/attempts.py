"""What a person can do at a screen: every button, every class of words, a pin, a file, each command, waiting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from flows.checking.reads import Reads
from flows.definition import ChoiceStep, LanguageStep, MessageStep, PlaceStep
from flows.effects import Ask, Button, Lines, Takes
from flows.flowset import FlowSet
from flows.inputs import Alarm, Attached, Command, Input, Located, NotSubmitted, Said, Submitted, Tap
from flows.phrases import Listing, PhoneNumber, Phrase, Value, Verbatim, Words
from flows.session import Session, Stage

COMMANDS = ("start", "help", "erase", "language", "privacy")
WAIT_MINUTES = 20
OLD = "old"
"""A token that no screen has."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One input, called as a person would call it. ``minutes`` pass before it.

    ``onward``: it is an answer, a page, or what the screen asks for; not the row that is always the same, no command,
    and no words that nobody asked for.
    """

    label: str
    received: Input
    tapped: bool = False
    onward: bool = False
    minutes: int = 0


def english(value: Value) -> str:
    """A text as a person reads it in English, its values roughly filled in."""
    match value:
        case Phrase():
            text = value.source
            for name, inner in value.values.items():
                text = text.replace(f"{{{name}}}", english(inner))
            return text
        case Verbatim(text=text) | PhoneNumber(number=text):
            return text
        case Listing(items=items):
            return ", ".join(map(english, items))
        case Words():
            return "(words)"
        case _:
            return str(value)


def leaves(value: Value | Lines) -> Iterator[Value]:
    """The values inside a paragraph that have none inside themselves."""
    match value:
        case Phrase(values=values):
            for inner in values.values():
                yield from leaves(inner)
        case Listing(items=inner) | Lines(lines=inner):
            for one in inner:
                yield from leaves(one)
        case _:
            yield value


def buttons(flows: FlowSet, reads: Reads, session: Session, ask: Ask) -> Iterator[Attempt]:
    """Each button of the screen; of several that nothing can tell apart, the first."""
    tried: set[object] = set()
    for button in (*ask.answers, *ask.pages):
        alike = _alike(flows, reads, session, button)
        if alike not in tried:
            tried.add(alike)
            yield Attempt(english(button.label), Tap(ask.token, button.key), tapped=True, onward=button.key != "!help")
    for button in ask.navigation:
        yield Attempt(english(button.label), Tap(ask.token, button.key), tapped=True)


def _alike(flows: FlowSet, reads: Reads, session: Session, button: Button) -> object:
    step = flows.step(session.here.path)
    key = button.key
    if isinstance(step, LanguageStep) and not key.startswith("!"):
        return "a language"
    if key in session.candidates:
        return "a town"
    if isinstance(step, ChoiceStep | PlaceStep) and not key.startswith("!"):
        action = step.on.get(key) if isinstance(step, ChoiceStep) else None
        alone = isinstance(step, ChoiceStep) and key in step.alone
        return reads.signature(session.here.path, (key,)), repr(action), alone, button.marked
    return key


def words(session: Session, ask: Ask) -> Iterator[Attempt]:
    """What typing can bring at this screen: words, a town found or not, digits."""
    ref = f"w{len(session.refs)}"
    yield Attempt("(words)", Said(ref), onward=not ask.takes.isdisjoint({Takes.WORDS, Takes.TOWN}))
    if Takes.TOWN in ask.takes:
        yield Attempt("(a town)", Said("", found=("town.aarhus",)), onward=True)
        yield Attempt("(several towns)", Said(ref, found=("town.aarhus", "town.odense")), onward=True)
    if Takes.DIGITS in ask.takes:
        yield Attempt("(the last four digits)", Said(ref, found=(ask.digits,)), onward=True)
        yield Attempt("(other digits)", Said(ref, found=("0000",)), onward=True)
    if Takes.PIN in ask.takes:
        yield Attempt("(a location)", Located(56.15, 10.2), onward=True)


def anywhere(session: Session, ask: Ask) -> Iterator[Attempt]:
    """What a person can do at any screen whatever it asks; nothing of it looks at the answers given so far."""
    ref = f"w{len(session.refs)}"
    yield Attempt("(an emergency word)", Said(ref, alarm=Alarm.ALONE))
    yield Attempt("(words with an emergency word)", Said(ref, alarm=Alarm.INSIDE))
    yield Attempt("(words with a receipt in them)", Said(ref, masked=True))
    yield Attempt("(a receipt)", Said(ref, receipt=True))
    yield Attempt("(a photo)", Attached())
    yield Attempt("(a photo, later)", Attached(), minutes=WAIT_MINUTES)
    yield Attempt("(an old button)", Tap(OLD, "!back"))
    yield from (Attempt(f"(old) {key}", Tap(OLD, key)) for key in ("!help", "!erase", "!start"))
    yield from (Attempt(f"/{name}", Command(name)) for name in COMMANDS)
    if Takes.PIN not in ask.takes:
        yield Attempt("(a location)", Located(56.15, 10.2))
    typed = next((button for button in ask.answers if not button.key.startswith("!")), None)
    if typed is not None:
        yield Attempt(f"{english(typed.label)} (typed)", Said(ref, button=typed.key))


def outcomes(session: Session) -> Iterator[Attempt]:
    """What can become of a report on its way; a tap must not get between."""
    if session.stage is Stage.SENDING:
        yield Attempt("(stored)", Submitted(), onward=True)
        yield Attempt("(not stored)", NotSubmitted("not_sent"))
        yield Attempt("(no desk)", NotSubmitted("no_desk"))
        yield Attempt("Help now", Tap(session.token, "!help"), tapped=True)


def codes_shown(flows: FlowSet, path: str) -> dict[str, str]:
    """The codes a step can show, each with the text of its button."""
    step = flows.step(path)
    if isinstance(step, MessageStep):
        return dict(step.answers)
    if not isinstance(step, ChoiceStep | PlaceStep) or step.answers is None:
        return {}
    labels = flows.labels(step.answers)
    if not isinstance(step, ChoiceStep) or not step.offer:
        return dict(labels)
    wanted = [want for offer in step.offer for want in offer.codes]
    return {code: label for code, label in labels.items() if any(fnmatchcase(code, want) for want in wanted)}
