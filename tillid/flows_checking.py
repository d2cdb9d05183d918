"""``tillid flows check`` and ``draw``: the engine's exploration brought together with the catalogs that people read."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Final

from flows.checking.broken import Broken
from flows.checking.drawing import drawings
from flows.checking.exploration import Exploration
from flows.checking.graph import GRAPH_RULES, everything_reachable
from flows.checking.leftover import leftover, unchanged_of
from flows.checking.people import Walk, held, people_of, walk
from flows.checking.rendered import NOTE_UNITS, Screens, fits, forbidden_of, harmless, kept_apart, screens
from flows.checking.rules import STATE_RULES
from flows.checking.texts import SOURCE_RULES
from flows.effects import Lines, Paragraph
from flows.flowset import FlowSet
from flows.phrases import Phrase
from locales.catalog_files import languages_in, read
from locales.catalogs import Catalogs
from locales.checking import check as check_catalogs
from locales.languages import right_to_left
from locales.rendering import Renderer
from tillid.composition import FLOWS, LOCALES, load_flows
from tillid.settings import read as read_settings

DATA: Final = FLOWS / "checking"
PICTURES: Final = FLOWS.parent / "docs" / "flows"
NIGHT: Final = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
"""When the exploration takes place: closed almost everywhere, so that cards are at their longest."""
CHANNELS: Final = ("telegram", "terminal")
EACH: Final = 5
"""Places shown for one broken rule; how many more there are is said."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What was looked at, and what is broken."""

    states: int
    transitions: int
    screens: int
    languages: tuple[str, ...]
    seconds: float
    walks: tuple[Walk, ...]
    broken: tuple[Broken, ...]

    def __str__(self) -> str:
        """The report as it is printed."""
        looked = f"{self.states} states, {self.transitions} transitions, {self.screens} screens"
        languages = f"{len(self.languages)} languages ({', '.join(self.languages)})"
        lines = [f"{looked}, {languages}, {self.seconds:.1f} seconds", "Taps:", *map(str, self.walks)]
        for (name, _), group in groupby(self.broken, lambda one: (one.name, one.rule)):
            places = list(group)
            lines += map(str, places[:EACH])
            if len(places) > EACH:
                lines.append(f"{name}: and {len(places) - EACH} more")
        lines.append(f"{len(self.broken)} broken" if self.broken else "Every rule holds.")
        return "\n".join(lines)


def checked() -> Findings:
    """Explore, and hold every rule. Raises DefinitionError, CatalogError, SettingsError."""
    began = time.monotonic()
    gc.disable()  # a hundred thousand sessions are kept to the end, and none is in a cycle
    catalogs = Catalogs.load(LOCALES)
    flows = load_flows(read_settings(), catalogs)
    return findings(flows, catalogs, began)


def findings(flows: FlowSet, catalogs: Catalogs, began: float) -> Findings:
    """The same for flows and catalogs at hand."""
    found = explored(flows)
    shown = screens(found)
    walks = tuple(walk(flows, person, NIGHT) for person in people_of(_text("people.yaml"), "people.yaml"))
    broken = [*_of_flows(found), *held(walks), *_of_catalogs()]
    for language in catalogs.tags:
        broken += _of_language(flows, shown, language, Renderer(catalogs))
    return Findings(
        states=sum(len(one.states) for one in found),
        transitions=sum(one.transitions for one in found),
        screens=len(shown.shown),
        languages=catalogs.tags,
        seconds=time.monotonic() - began,
        walks=walks,
        broken=tuple(broken),
    )


def explored(flows: FlowSet) -> tuple[Exploration, ...]:
    """Telegram in full; the other channels, and an installation without a desk, once a step."""
    ready = replace(flows, setting=replace(flows.setting, lacking=frozenset()))
    bare = replace(flows, setting=replace(flows.setting, lacking=frozenset({"desk"})))
    return (
        Exploration(ready, NIGHT, full=CHANNELS[:1], once=CHANNELS[1:]).explore(),
        Exploration(bare, NIGHT, full=(), once=CHANNELS[:1]).explore(),
    )


def draw(folder: Path = PICTURES) -> int:
    """Write the pictures of all flows; those of flows that are gone are removed. Returns how many there are."""
    made = product_drawings()
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.md"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")
    return len(made)


def product_drawings() -> Mapping[str, str]:
    """The pictures of the flows as they are, by file name."""
    return drawings(load_flows(read_settings(), Catalogs.load(LOCALES)))


def _of_flows(found: tuple[Exploration, ...]) -> Iterator[Broken]:
    for rule in (*STATE_RULES, *GRAPH_RULES):
        yield from rule(found[0])
    yield from everything_reachable(*found)
    for about_source in SOURCE_RULES:
        yield from about_source(found[0].flows)


def _of_catalogs() -> Iterator[Broken]:
    """Placeholders, plural forms, what is not translated: the catalogs' own check; then left-over English."""
    yield from (Broken("catalogs", 0, str(problem)) for problem in check_catalogs())
    allowed = unchanged_of(_text("unchanged.yaml"), "unchanged.yaml")
    for tag, path in languages_in(LOCALES):
        translations = {
            (message.context or "", message.id): message.string
            for message in read(path, tag)
            if isinstance(message.id, str) and message.id and isinstance(message.string, str)
        }
        yield from leftover(tag, translations, allowed)


def _of_language(flows: FlowSet, shown: Screens, language: str, renderer: Renderer) -> Iterator[Broken]:
    say = _saying(renderer, language)
    yield from fits(flows, shown, language, say)
    yield from harmless(flows, forbidden_of(_text("forbidden.yaml"), "forbidden.yaml"), language, say)
    if right_to_left(language):
        yield from kept_apart(shown, language, say)


def _saying(renderer: Renderer, language: str) -> Callable[[Paragraph], str]:
    words = {f"w{number}": "W" * NOTE_UNITS for number in range(100)}

    def say(paragraph: Paragraph) -> str:
        if isinstance(paragraph, Lines):
            return "\n".join(map(say, paragraph.lines))
        if isinstance(paragraph, Phrase):
            return renderer.render(paragraph, language, words=words)
        return renderer.write(paragraph, language, words=words)

    return say


def _text(name: str) -> str:
    return (DATA / name).read_text(encoding="utf-8")
