"""Each rule of the checker holds for a sound flow set, and names the rule and the way in a broken one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from flows.checking import graph, rules, texts
from flows.checking.broken import Broken
from flows.checking.exploration import Exploration
from flows.effects import Lines, Submit
from flows.flowset import FlowSet
from flows.phrases import Verbatim
from flows.session import Stage
from tests.flows.checking.flowsets import explored, flow_set

Rule = Callable[[Exploration], Iterator[Broken]]
EVERY_RULE = (*rules.STATE_RULES, *graph.GRAPH_RULES, graph.everything_reachable)

BREAKS: list[tuple[str, Rule, str, str]] = [
    ("help_without_112", rules.help_within_a_tap, "menu.language: Help now leads to help.now", "/start > Help now"),
    ("must_answer", rules.passed_over, "report.danger can not be passed over", "I saw something"),
    ("nine_answers", rules.few_answers, "sent.next has 9", "I don't want it"),
    ("long_key", rules.short_keys, "a_code_that_says_much_more", "I don't want it"),
    ("no_answer", rules.has_an_answer, "report.place has no answer", "I saw something > No"),
    ("no_language", rules.language_first, "before a language is chosen", "Send"),
    ("contact_first", rules.consent_before_contact, "closing.how is asked first", "I saw something"),
    ("child_alone", rules.childrens_line, "I am under 18 leads to for_me.talk", "It is about me > I am under 18"),
    ("police_for_a_child", rules.no_police_for_a_child, "closing.police is asked", "I am under 18"),
    ("looks_ahead", rules.backwards, "report.danger depends on report.seen", ""),
    ("endless_loop", graph.somewhere_useful, "services.first leads nowhere", "Find help"),
    ("no_answer", graph.somewhere_useful, "report.place leads nowhere", "I saw something > No"),
    ("calls_itself", graph.no_endless_calls, "services calls itself without asking", ""),
    ("must_type", graph.report_by_buttons, "no taps alone", ""),
    ("out_of_reach", graph.everything_reachable, "no way leads to the step report.never", ""),
    ("out_of_reach", graph.everything_reachable, "report.danger never offers no", ""),
    ("out_of_reach", graph.everything_reachable, "report.story never says 'Nobody reads this either.'", ""),
    ("out_of_reach", graph.everything_reachable, "no way leads to the step island.shore", ""),
    ("out_of_reach", graph.everything_reachable, "no step offers the codes of unused", ""),
]


@pytest.fixture(scope="module")
def sound() -> Exploration:
    return explored()


@pytest.mark.parametrize("rule", EVERY_RULE, ids=lambda rule: rule.__name__)
def test_a_sound_flow_set_breaks_no_rule(sound: Exploration, rule: Rule) -> None:
    """Otherwise the broken ones would prove nothing."""
    assert list(map(str, rule(sound))) == []


@pytest.mark.parametrize(("name", "rule", "detail", "way"), BREAKS)
def test_a_broken_flow_is_named_with_the_rule_and_the_way(name: str, rule: Rule, detail: str, way: str) -> None:
    """A small flow set for each rule."""
    found = [str(broken) for broken in rule(explored(name))]
    assert any(detail in one and way in one for one in found), found


def test_the_way_to_a_broken_place_is_a_shortest_one() -> None:
    """Breadth-first: five taps, and none of them in vain."""
    (first, *_) = rules.no_police_for_a_child(explored("police_for_a_child"))
    assert first.path == ("/start", "English", "It is about me", "I am under 18", "Continue", "No")


@pytest.mark.parametrize("key", ["!help", "!erase", "!back"])
def test_a_screen_without_a_button_of_the_last_row_is_named(key: str) -> None:
    """The engine puts the row there; the checker does not trust it."""
    found = explored()
    ask = found.states[3].ask
    row = tuple(button for button in ask.navigation if button.key != key)
    found.states[3].ask = replace(ask, navigation=row)
    broken = [*rules.same_last_row(found), *rules.help_within_a_tap(found), *rules.erase_within_a_tap(found)]
    assert len(broken) == (1 if key == "!back" else 2)
    assert all(one.path == found.path(3) for one in broken)


def test_an_erase_that_erases_nothing_is_named() -> None:
    """Nothing of it comes from the flows, so the move itself is spoilt."""
    found = explored()
    moves = found.states[0].moves
    place = next(place for place, move in enumerate(moves) if move.attempt.label == "Erase and leave")
    moves[place] = replace(moves[place], effects=())
    assert [one.rule for one in rules.erase_within_a_tap(found)] == [2]


def test_a_report_that_is_stored_unasked_is_named() -> None:
    """An effect after anything but Send."""
    found = explored()
    moves = found.states[0].moves
    moves[0] = replace(moves[0], effects=(Submit("1" * 20, (), ()),))
    assert [one.name for one in rules.sent_when_asked(found)] == ["nothing unasked"]


def test_a_back_that_leads_astray_is_named() -> None:
    """After Help now a person stands where they were."""
    found = explored()
    found.astray.append(found.states[0].moves[0])
    assert [one.name for one in rules.back(found)] == ["back"]


def test_a_screen_without_the_neutral_line_is_named() -> None:
    """The first line is what a notification shows."""
    found = explored()
    found.states[5].ask = replace(found.states[5].ask, paragraphs=found.states[5].ask.paragraphs[1:])
    assert [one.path for one in rules.neutral_first(found)] == [found.path(5)]


def test_practice_that_is_not_marked_or_sent_is_named() -> None:
    """Practice looks like practice and stores nothing."""
    found = explored()
    found.states[5].session = replace(found.states[5].session, practice=True)
    assert [one.name for one in rules.practice_marked(found)] == ["practice is marked"]


def test_a_flow_walked_inside_itself_is_named() -> None:
    """The engine takes care of it; the checker does not trust it."""
    found = explored()
    session = found.states[5].session
    found.states[5].session = session.at(*session.frames, session.here)
    assert [one.path for one in graph.no_endless_calls(found)] == [found.path(5)]


def test_a_second_report_under_the_same_receipt_is_named() -> None:
    """It would be taken for a repeat of the first, and be lost."""
    found = explored()
    place = next(place for place, state in enumerate(found.states) if state.ask.step == "closing.review")
    found.states[place].session = replace(found.states[place].session, stage=Stage.SENT)
    assert [one.path for one in rules.one_report_a_receipt(found)] == [found.path(place)]


def test_an_empty_value_is_named() -> None:
    """A receipt that is not there any more."""
    found = explored()
    place = next(place for place, state in enumerate(found.states) if state.ask.step == "sent.receipt")
    ask = found.states[place].ask
    found.states[place].ask = replace(ask, paragraphs=(*ask.paragraphs, Verbatim("")))
    assert [one.path for one in rules.no_empty_values(found)] == [found.path(place)]


def test_an_empty_search_is_named() -> None:
    """A list of services without a card."""
    found = explored()
    place = next(place for place, state in enumerate(found.states) if state.ask.step == "services.cards")
    ask = found.states[place].ask
    cards = tuple(one for one in ask.paragraphs if not isinstance(one, Lines))
    found.states[place].ask = replace(ask, paragraphs=cards)
    assert [one.path for one in rules.services_have_a_number(found)] == [found.path(place)]


@pytest.mark.parametrize(
    ("rule", "detail"),
    [
        (texts.short_texts, "a sentence of"),
        (texts.short_buttons, "characters, at most 40"),
        (texts.easy_to_read, "privacy.privacy: grade"),
    ],
)
def test_a_text_that_is_too_long_or_too_hard_is_named(rule: Callable[[FlowSet], Iterator[Broken]], detail: str) -> None:
    """Rule 4, on the English source; the sound set passes."""
    assert not [one for one in rule(flow_set()) if not one.detail.startswith(("notices", "services"))]
    assert any(detail in one.detail for one in rule(flow_set("hard_words")))
