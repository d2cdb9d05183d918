"""Rule 4 for the English source: how long questions, answers, sentences and buttons are, and how hard to read."""

from __future__ import annotations

from collections.abc import Iterator

from flows.checking.broken import Broken
from flows.checking.reading import grade, sentences, words
from flows.definition import LanguageStep, MessageStep, Question, Step
from flows.flowset import FlowSet
from flows.phrases import Phrase

QUESTION, ANSWER, SENTENCE = 35, 60, 18
"""Words, at most."""
BUTTON = 40
"""Characters, at most."""
GRADE = 6.0
TELLING = 5
"""Words below which the formula says nothing."""
ON_BUTTONS = frozenset({
    "help_now", "back", "erase", "continue", "done", "skip", "take_out", "next", "previous", "show", "send",
    "none_of_these", "no_receipt",
})  # fmt: skip
"""Notices that are labels of buttons."""


def short_texts(flows: FlowSet) -> Iterator[Broken]:
    """At most 35 words a question, 60 an answer, 18 a sentence."""
    for where, text, limit in _texts(flows):
        if len(words(text)) > limit:
            yield Broken("short texts", 4, f"{where}: {len(words(text))} words, at most {limit}: {text!r}")
        for sentence in sentences(text):
            if len(words(sentence)) > SENTENCE:
                detail = f"{where}: a sentence of {len(words(sentence))} words, at most {SENTENCE}: {sentence!r}"
                yield Broken("short texts", 4, detail)


def short_buttons(flows: FlowSet) -> Iterator[Broken]:
    """At most 40 characters a button."""
    for where, label in _labels(flows):
        if len(label) > BUTTON:
            yield Broken("short buttons", 4, f"{where}: {len(label)} characters, at most {BUTTON}: {label!r}")


def easy_to_read(flows: FlowSet) -> Iterator[Broken]:
    """A message reads at grade 6 or lower; one of a step, with all it may say, or of a service."""
    for where, text in _messages(flows):
        found = grade(text)
        if found > GRADE and len(words(text)) >= TELLING:
            yield Broken("easy to read", 4, f"{where}: grade {found:.1f}, at most {GRADE:.0f}: {text!r}")


def _texts(flows: FlowSet) -> Iterator[tuple[str, str, int]]:
    for path in flows.index:
        step = flows.step(path)
        yield from ((path, say.text, ANSWER) for say in step.say)
        if isinstance(step, Question | LanguageStep):
            yield path, step.ask, QUESTION
    for name, phrase in flows.notices.items():
        yield f"notices.{name}", phrase.source, ANSWER
    for service in flows.directory.shown:
        for phrase in (service.does, service.audience):
            yield phrase.context, phrase.source, ANSWER


def _labels(flows: FlowSet) -> Iterator[tuple[str, str]]:
    for path in flows.index:
        step = flows.step(path)
        if isinstance(step, MessageStep):
            yield from ((path, label) for label in step.answers.values())
        if isinstance(step, Question) and step.title is not None:
            yield path, step.title
    for name, labels in flows.codes.items():
        yield from ((f"codes.{name}", label) for label in labels.values())
    yield from ((f"notices.{name}", flows.notices[name].source) for name in ON_BUTTONS & flows.notices.keys())


def _messages(flows: FlowSet) -> Iterator[tuple[str, str]]:
    for path in flows.index:
        text = _whole(flows.step(path))
        if text:
            yield path, text
    for name, phrase in flows.notices.items():
        if name not in ON_BUTTONS and len(words(phrase.source)) > QUESTION - SENTENCE:
            yield f"notices.{name}", phrase.source
    for service in flows.directory.shown:
        yield service.does.context, ". ".join(_sources(service.does, service.audience))


def _whole(step: Step) -> str:
    asked = [step.ask] if isinstance(step, Question | LanguageStep) else []
    return " ".join([*(say.text for say in step.say), *asked])


def _sources(*phrases: Phrase) -> Iterator[str]:
    for phrase in phrases:
        yield phrase.source.rstrip(".")


SOURCE_RULES = (short_texts, short_buttons, easy_to_read)
