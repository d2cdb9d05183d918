"""Every language end to end, on both channels: a report to its receipt, the hotline, and answers nobody foresaw."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import pytest

from bot.understanding import Understanding
from flows.effects import Takes
from flows.engine import present
from flows.inputs import Command, Said
from flows.phrases import Phrase
from locales.catalogs import Catalogs
from locales.languages import ORDER, right_to_left
from locales.plaintext import END, FIRST_STRONG, LEFT_TO_RIGHT
from storage.receipt import read_receipt
from tests.conversations import screens
from tests.conversations.legibility import Reading
from tests.conversations.speaker import SEVERAL_DIGITS, Speaker, catalogs, flowset, in_script

LANGUAGES: Final = ("en", *(tag for tag in ORDER if tag != "en"))
CHANNELS: Final = ("telegram", "terminal")
IN_EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
ON_EVERY_CHANNEL = pytest.mark.parametrize("channel", CHANNELS)

HOTLINE: Final = "+45 70 20 25 50"
NUMBERS: Final = (HOTLINE, "112", "114")
CHOSEN: Final = {
    "menu.menu": "report",
    "report.danger": "no",
    "report.who": "citizen",
    "report.place": "region",
    "report.region": "region.syddanmark",
    "report.presence": "certain",
    "report.details": "add",
    "report.forms": "forced_labour",
    "report.signs": "long_hours",
    "closing.contact": "reach",
    "closing.police": "ask",
}
"""The way of a report with everything in it; at any other step the first answer is taken."""
LATER: Final = (timedelta(0), timedelta(hours=9), timedelta(days=3, hours=11), timedelta(days=30))
"""Now, this evening, at the weekend, in another month."""
TURNS: Final = 80
"""More than any report needs."""


def test_every_language_of_the_catalogs_is_walked() -> None:
    """A language that is added is added here."""
    assert set(catalogs().tags) == set(LANGUAGES)
    assert len(LANGUAGES) == 20


def test_english_left_on_a_screen_is_noticed() -> None:
    """Without a catalog all of a screen is English, and that is no Danish."""
    speaker = Speaker("en", "telegram")
    bare = Catalogs({})
    with pytest.raises(AssertionError, match="Which language shall we use"):
        Reading(speaker.ask, speaker.screen, "da", bare).check(flowset().notice("neutral"))


@IN_EVERY_LANGUAGE
@ON_EVERY_CHANNEL
def test_a_report_is_written_sent_and_its_receipt_confirmed(language: str, channel: str) -> None:
    """From start to receipt, with every question about the report, a story, and a way to be reached."""
    speaker = Speaker(language, channel)
    speaker.arrives()
    _write_report(speaker)
    _turn_pages(speaker)
    assert not speaker.sent
    speaker.presses("!send")
    (report,) = speaker.sent
    assert speaker.ask.step == "sent.receipt"
    _check_report_and_receipt(speaker, report.receipt)
    _type_last_digits(speaker, report.receipt)
    assert speaker.ask.step == "sent.next"
    assert _isolated(HOTLINE, language) in speaker.screen.text


@IN_EVERY_LANGUAGE
@ON_EVERY_CHANNEL
def test_the_hotline_is_one_tap_from_the_start(language: str, channel: str) -> None:
    """Before a language was chosen, from the menu, by the button and by its words."""
    speaker = Speaker(language, channel)
    speaker.presses("!help")
    _check_help(speaker)
    speaker.take(Command("start"))
    speaker.arrives()
    speaker.presses("!help")
    _check_help(speaker)
    speaker.take(Command("start"))
    speaker.types(catalogs().translate(flowset().notice("help_now"), language))
    _check_help(speaker)


@IN_EVERY_LANGUAGE
def test_a_label_of_another_language_presses_its_button(language: str) -> None:
    """Every answer of two questions, each typed in the next of the languages."""
    speaker = _asked(language)
    number = LANGUAGES.index(language) + 1
    for step, onward in (("report.danger", "unsure"), ("report.who", "citizen")):
        assert speaker.ask.step == step
        for button in (*speaker.ask.answers, *speaker.ask.navigation):
            number += 1
            assert isinstance(button.label, Phrase)
            label = catalogs().translate(button.label, _other(language, number))
            understood = Understanding(flowset(), catalogs()).of(label, speaker.ask, "r")
            assert understood.received == Said("r", button=button.key), label
            assert understood.words is None
        chosen = flowset().label("yes_no_unsure" if step == "report.danger" else "who", onward)
        assert isinstance(chosen, Phrase)
        speaker.types(catalogs().translate(chosen, _other(language, number)).upper())
        assert speaker.draft.session.answers[step].codes == (onward,)
    assert speaker.ask.step == "report.story"


@IN_EVERY_LANGUAGE
@ON_EVERY_CHANNEL
def test_words_where_a_button_was_asked_for_are_kept(language: str, channel: str) -> None:
    """They are set aside, shown, and go into the report once the person says so."""
    speaker = _asked(language, channel)
    words = _story(language)
    speaker.types(words)
    assert speaker.ask.step == "loose.loose"
    assert _quoted(words, language) in speaker.screen.text
    speaker.presses("keep")
    assert speaker.ask.step == "report.danger"
    assert list(speaker.draft.words.values()) == [words]
    assert speaker.draft.session.answers["report.story"].refs == tuple(speaker.draft.words)


@IN_EVERY_LANGUAGE
def test_opening_times_and_dates_are_written_in_the_language(language: str) -> None:
    """Clinics of a region on an ordinary day, in the evening, at a weekend and in another month."""
    speaker = Speaker(language, "telegram")
    speaker.arrives()
    for key in ("services", "doctor", "region.hovedstaden"):
        speaker.presses(key)
    assert speaker.ask.step == "services.cards"
    written = set()
    for later in LATER:
        speaker.read(present(flowset(), speaker.draft.session, speaker.now + later))
        written.add(speaker.screen.text)
    assert len(written) > 1


@IN_EVERY_LANGUAGE
def test_when_staff_read_next_is_written_in_the_language(language: str) -> None:
    """Today's clock, tomorrow, and a weekday."""
    speaker = Speaker(language, "terminal")
    speaker.arrives()
    for key in ("settings", "about"):
        speaker.presses(key)
    written = set()
    for later in LATER:
        speaker.read(present(flowset(), speaker.draft.session, speaker.now + later))
        written.add(speaker.screen.text)
    assert len(written) > 1


def _asked(language: str, channel: str = "telegram") -> Speaker:
    """At the first question of a report."""
    speaker = Speaker(language, channel)
    speaker.arrives()
    speaker.presses("report")
    assert speaker.ask.step == "report.danger"
    return speaker


def _write_report(speaker: Speaker) -> None:
    for _ in range(TURNS):
        if speaker.ask.step == "closing.review":
            return
        if "!done" in speaker.keys:
            speaker.presses("!done")
        elif Takes.WORDS in speaker.ask.takes:
            speaker.types(_story(speaker.language))
        else:
            speaker.presses(CHOSEN.get(speaker.ask.step, speaker.keys[0]))
    pytest.fail(f"no review after {TURNS} turns; the last screen is {speaker.ask.step}")


def _turn_pages(speaker: Speaker) -> None:
    pages = 1
    while "!next" in speaker.keys:
        speaker.presses("!next")
        pages += 1
    assert pages > 1
    assert _quoted(_story(speaker.language), speaker.language) in speaker.screen.text


def _check_report_and_receipt(speaker: Speaker, receipt: str) -> None:
    report = speaker.sent[0]
    given = {answer.step: answer.codes for answer in (*report.body, *report.contact)}
    assert {step: given[step] for step in CHOSEN if step in given} == {
        step: (code,) for step, code in CHOSEN.items() if step in given
    }
    assert given.keys() >= {"report.danger", "report.trade", "closing.reach_how"}
    assert read_receipt(receipt) is not None
    groups = " ".join(receipt[start : start + 4] for start in range(0, len(receipt), 4))
    assert _quoted(groups, speaker.language) in speaker.screen.text


def _type_last_digits(speaker: Speaker, receipt: str) -> None:
    """Wrong ones first, then the right ones, in every script that there is here."""
    wrong = f"{(int(receipt[-4:]) + 1) % 10_000:04}"
    speaker.types(in_script(wrong, SEVERAL_DIGITS[-1]))
    assert speaker.ask.step == "sent.receipt"
    for zero in SEVERAL_DIGITS:
        understood = Understanding(flowset(), catalogs()).of(in_script(receipt[-4:], zero), speaker.ask, "r")
        assert understood.received == Said("r", found=(receipt[-4:],)), zero
        assert understood.words is None
    speaker.types(in_script(receipt[-4:], SEVERAL_DIGITS[LANGUAGES.index(speaker.language) % len(SEVERAL_DIGITS)]))


def _check_help(speaker: Speaker) -> None:
    assert speaker.ask.step == "help.now", screens.written(speaker.screen)
    for number in NUMBERS:
        assert _isolated(number, speaker.language) in speaker.screen.text


def _isolated(number: str, language: str) -> str:
    """A number as it must stand in the text, 0-9, from left to right."""
    assert (language in {"ar", "fa"}) == right_to_left(language)
    return f"{LEFT_TO_RIGHT}{number}{END}" if right_to_left(language) else number


def _quoted(text: str, language: str) -> str:
    """What is no text of ours, kept apart from it."""
    return f"{FIRST_STRONG}{text}{END}" if right_to_left(language) else text


def _story(language: str) -> str:
    """Something a person could write in the language, and no label of ours."""
    return catalogs().translate(flowset().notice("neutral"), language) + " 8 A"


def _other(language: str, number: int) -> str:
    """Another language, by a number."""
    others = [tag for tag in LANGUAGES if tag != language]
    return others[number % len(others)]
