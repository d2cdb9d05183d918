"""What must hold of the screens in a language: they fit, they look harmless from outside, values are kept apart.

The words come in as values: ``say`` gives a paragraph as a person reads it. Each distinct paragraph is rendered once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flows.checking.attempts import leaves
from flows.checking.broken import Broken
from flows.checking.exploration import Exploration
from flows.definition import ServicesStep, Shape
from flows.documents import parse
from flows.effects import Lines, Paragraph
from flows.engine import present
from flows.flowset import FlowSet
from flows.phrases import Listing, PhoneNumber, Phrase, Value, Verbatim, Words

MESSAGE_UNITS = 4096
"""UTF-16 units of one message; Telegram's limit, the smallest of all channels."""
NOTES = 20
NOTE_UNITS = 64
"""So many notes of a person, each cut to so much at the least, must fit where notes are shown."""
PREVIEW_UNITS = 60
"""What a chat list or a notification shows of a message, at most."""
FURTHER_MOMENTS = (timedelta(hours=9), timedelta(days=3, hours=11), timedelta(days=30))
"""Service cards are looked at again after these: open now, at the weekend, another day."""
STARTS = "\u2066\u2068"


@dataclass(frozen=True, slots=True)
class Shown:
    """One distinct screen: its step, its paragraphs by number, the inputs that lead to it."""

    step: str
    paragraphs: tuple[int, ...]
    path: tuple[str, ...]
    notes: bool


@dataclass(frozen=True, slots=True)
class Screens:
    """All distinct paragraphs of an exploration, and the screens that are made of them."""

    paragraphs: Sequence[Paragraph]
    shown: Sequence[Shown]


class Forbidden(Shape):
    """Beginnings of words, by language, that must not stand where others can see them."""

    forbidden: Mapping[str, tuple[str, ...]]


def forbidden_of(text: str, path: str) -> Mapping[str, tuple[str, ...]]:
    """The file of forbidden words. Raises DefinitionError."""
    return parse(text, path=path, model=Forbidden).forbidden


def screens(found: Iterable[Exploration]) -> Screens:
    """Every distinct screen; service cards at further moments too."""
    numbers: dict[Hashable, int] = {}
    paragraphs: list[Paragraph] = []
    shown: dict[Hashable, Shown] = {}
    for one in found:
        for state, step, asked in _screens(one):
            for paragraph in asked:
                if _key(paragraph) not in numbers:
                    numbers[_key(paragraph)] = len(paragraphs)
                    paragraphs.append(paragraph)
            made = tuple(numbers[_key(paragraph)] for paragraph in asked)
            if made not in shown:
                notes = any(isinstance(leaf, Words) for paragraph in asked for leaf in leaves(paragraph))
                shown[made] = Shown(step, made, one.path(state), notes)
    return Screens(paragraphs, tuple(shown.values()))


def _screens(found: Exploration) -> Iterator[tuple[int, str, tuple[Paragraph, ...]]]:
    for number, state in enumerate(found.states):
        yield number, state.ask.step, state.ask.paragraphs
        if isinstance(found.flows.step(state.ask.step), ServicesStep):
            for later in FURTHER_MOMENTS:
                yield number, state.ask.step, present(found.flows, state.session, _at(found.now, later)).paragraphs


def _at(now: datetime, later: timedelta) -> datetime:
    return now + later


def fits(flows: FlowSet, found: Screens, language: str, say: Callable[[Paragraph], str]) -> Iterator[Broken]:
    """Every screen fits a message, also in practice and while nothing can be kept."""
    besides = sum(units(say(flows.notices[name])) + 2 for name in ("practice", "nothing_kept") if name in flows.notices)
    lengths = [units(say(paragraph)) + 2 for paragraph in found.paragraphs]
    for screen in found.shown:
        length = sum(lengths[number] for number in screen.paragraphs) + besides + screen.notes * NOTES * NOTE_UNITS
        if length > MESSAGE_UNITS:
            detail = f"{language}: {screen.step} has {length} units, at most {MESSAGE_UNITS}"
            yield Broken("every text fits", 0, detail, screen.path)


def kept_apart(found: Screens, language: str, say: Callable[[Paragraph], str]) -> Iterator[Broken]:
    """In a language that runs right to left each number, name and word of others stands between isolates."""
    for paragraph in found.paragraphs:
        apart = sum(isinstance(leaf, PhoneNumber | Verbatim | Words) for leaf in leaves(paragraph))
        isolates = sum(character in STARTS for character in say(paragraph))
        if isolates < apart:
            where = paragraph.context if isinstance(paragraph, Phrase) else type(paragraph).__name__
            yield Broken("isolated from right to left", 1, f"{language}: [{where}] {isolates} of {apart} values")


def harmless(
    flows: FlowSet, forbidden: Mapping[str, tuple[str, ...]], language: str, say: Callable[[Paragraph], str]
) -> Iterator[Broken]:
    """Rule 6: what others can see is long enough to fill a preview, and names nothing of what this is about."""
    visible = {
        name: say(one) for name, one in flows.notices.items() if name == "neutral" or name.startswith("command_")
    }
    neutral = visible.get("neutral", "")
    if units(neutral) < PREVIEW_UNITS and not _dense(neutral):
        yield Broken("neutral from outside", 6, f"{language}: the first line has {units(neutral)} units only")
    if language not in forbidden:
        yield Broken("neutral from outside", 6, f"{language}: no list of forbidden words")
    for name, text in visible.items():
        for word in forbidden.get(language, ()):
            if word.casefold() in text.casefold():
                yield Broken("neutral from outside", 6, f"{language}: {name} says {word!r}: {text!r}")


def units(text: str) -> int:
    """The length a messenger counts, in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def _dense(text: str) -> bool:
    """Whether its characters take the room of two: Chinese."""
    return (
        units(text) * 2 >= PREVIEW_UNITS
        and sum("\u3400" <= character <= "\u9fff" for character in text) > len(text) / 2
    )


def _key(value: Value | Lines) -> Hashable:
    match value:
        case Phrase():
            values = tuple((name, _key(inner)) for name, inner in sorted(value.values.items()))
            return value.context, value.source, value.count, values
        case Listing(items=inner) | Lines(lines=inner):
            return type(value), tuple(map(_key, inner))
        case _:
            return value
