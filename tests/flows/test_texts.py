"""The English sources hold rule 4 of conversation.md (short, plain) and every language rule 6 (neutral outside)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from unicodedata import combining, east_asian_width

import pytest

import flows
from flows.definition import (
    CallStep,
    FlowDocument,
    MessageStep,
    Question,
    ReceiptStep,
    notice_phrase,
    step_texts,
    texts,
)
from flows.flowset import FlowSet
from flows.loading import document_of
from flows.phrases import Phrase
from flows.screen import screen
from flows.session import Frame, Session
from tests.conversations.world import catalogs, flowset
from tests.reading import grade

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
FOLDER = Path(flows.__file__).parent / "conversation"
QUESTION_WORDS, ANSWER_WORDS, SENTENCE_WORDS = 35, 60, 18
BUTTON_CHARACTERS = 40
GRADE = 6.0
TOO_SHORT_TO_GRADE = 8
"""Words: below this one long word decides, so that "Adverts and profiles online" would need nine years of school."""

HARD = {
    "If not, or if you ask for asylum, it is the immigration service that does.": "the authority's name must stand",
}
PREVIEW_CHARACTERS = 80
"""What a notification or a chat list shows at the least."""
OUTWARD = ("neutral", "command_start", "command_help", "command_erase", "command_language", "command_privacy")
TELLING = re.compile(
    r"traffick|police|victim|crime|criminal|abuse|violen|prostitut|sex|slave|force|threat|anonym|secret|danger|report"
    r"|menneskehand|politi|offer|krimin|misbrug|vold|slave|tvang|tvung|trus|hemmelig|fare|anmeld|indberet",
    re.IGNORECASE,
)


def _sources() -> Iterator[tuple[str, str, bool]]:
    """Every text with its file, and whether it is a button."""
    for path in sorted(FOLDER.glob("*.yaml")):
        for location, phrase, note in texts(document_of(path.read_text(encoding="utf-8"), path.name)):
            yield f"{path.name} {location}", phrase.source, (note or "").startswith("A button")


def _flows() -> Iterator[FlowDocument]:
    for path in sorted(FOLDER.glob("*.yaml")):
        document = document_of(path.read_text(encoding="utf-8"), path.name)
        if isinstance(document, FlowDocument):
            yield document


def _plain(source: str) -> str:
    return re.sub(r"\{\w+\}", "it", source)


def test_a_button_is_at_most_forty_characters() -> None:
    """So that none is cut on a narrow phone."""
    long = {place: text for place, text, button in _sources() if button and len(text) > BUTTON_CHARACTERS}
    assert not long


def test_a_sentence_is_at_most_eighteen_words() -> None:
    """In every text but the placeholders' values."""
    sentences = [
        (place, sentence) for place, text, _ in _sources() for sentence in re.split(r"[.!?:](?:\s|$)", _plain(text))
    ]
    long = {place: sentence for place, sentence in sentences if len(sentence.split()) > SENTENCE_WORDS}
    assert not long


def test_a_question_is_at_most_thirty_five_words() -> None:
    """The question itself; what stands above it is an answer."""
    asked = {
        f"{document.flow}.{step.step}": step.ask
        for document in _flows()
        for step in document.steps
        if isinstance(step, Question)
    }
    assert asked
    assert not {path: ask for path, ask in asked.items() if len(ask.split()) > QUESTION_WORDS}


@pytest.mark.parametrize("channel", ["telegram", "terminal"])
def test_a_screen_says_at_most_sixty_words_and_asks_at_most_thirty_five(channel: str) -> None:
    """What a step says beyond that comes on pages of its own."""
    loaded = flowset()
    for path in loaded.index:
        flow, _, step = path.partition(".")
        if isinstance(loaded.step(path), CallStep | ReceiptStep):
            continue
        session = Session("en", channel, (Frame(flow, step),))
        shown = [screen(loaded, replace(session, page=page), NOW) for page in range(9)]
        own = [[p.source for p in ask.paragraphs if isinstance(p, Phrase) and p.context == path] for ask in shown]
        assert max(sum(len(source.split()) for source in said) for said in own) <= ANSWER_WORDS + QUESTION_WORDS, path
        if isinstance(loaded.step(path), MessageStep):
            assert max(sum(len(source.split()) for source in said) for said in own) <= ANSWER_WORDS, path


def test_a_text_is_for_readers_of_twelve() -> None:
    """Flesch-Kincaid grade 6 or lower, paragraph by paragraph."""
    graded = {text: grade(_plain(text)) for _, text, _ in _sources() if len(text.split()) >= TOO_SHORT_TO_GRADE}
    assert {text for text, years in graded.items() if years > GRADE} == HARD.keys()


def test_a_whole_step_is_for_readers_of_twelve() -> None:
    """Short texts too, in their company."""
    for document in _flows():
        for step in document.steps:
            whole = " ".join(_plain(source) for place, source, _ in step_texts(step) if place[0] in {"say", "ask"})
            if len(whole.split()) >= TOO_SHORT_TO_GRADE:
                assert grade(whole) <= GRADE, f"{document.flow}.{step.step}"


@pytest.mark.parametrize("name", OUTWARD)
def test_nothing_outward_tells_what_this_is_about(name: str) -> None:
    """The neutral line and the commands, in every language."""
    telling = {tag: text for tag, text in _everywhere(flowset(), name).items() if TELLING.search(text)}
    assert not telling


def test_the_neutral_line_fills_a_preview() -> None:
    """In every language, so that nothing after it is seen from outside."""
    assert all(_width(text) >= PREVIEW_CHARACTERS for text in _everywhere(flowset(), "neutral").values())


def _width(text: str) -> int:
    """In columns: a Chinese character is two wide, a combining mark none."""
    widths = {"W": 2, "F": 2}
    return sum(0 if combining(mark) else widths.get(east_asian_width(mark), 1) for mark in text)


def _everywhere(loaded: FlowSet, name: str) -> dict[str, str]:
    phrase: Phrase = notice_phrase(name, loaded.notices[name].source, None)
    return dict(catalogs().all_translations(phrase))
