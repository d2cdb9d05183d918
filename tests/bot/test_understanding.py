"""Words become inputs: commands, labels, receipts, emergency words, towns; and nothing else is kept of them."""

from __future__ import annotations

import pytest

from bot.understanding import Understood
from flows.engine import present
from flows.inputs import Alarm, Attached, Command, Said
from flows.session import Answer, Frame, Session
from tests.conversations.world import flowset, understanding
from tests.flows.wandering import BEGAN

RECEIPT = "85912276466802315900"


def understood(text: str, flow: str = "report", step: str = "story", **session: str) -> Understood:
    """What ``text`` means at a step."""
    here = Session("en", "terminal", (Frame("menu", "menu"), Frame(flow, step)), token="t", **session)  # type: ignore[arg-type]
    return understanding().of(text, present(flowset(), here, BEGAN), "ref")


@pytest.mark.parametrize(
    ("text", "name"),
    [("/start", "start"), ("/HELP", "help"), ("/erase@our_bot", "erase"), ("/language now please", "language")],
)
def test_a_command_is_heard_anywhere(text: str, name: str) -> None:
    """In any case, with the bot's name, with words after it."""
    assert understood(text) == Understood(Command(name))


@pytest.mark.parametrize("text", ["/unheard", "/", "//start"])
def test_what_only_looks_like_a_command_is_words(text: str) -> None:
    """Nothing that was written is thrown away."""
    assert understood(text) == Understood(Said("ref"), text)


@pytest.mark.parametrize("text", ["Rather not say", "rather not say!", "RATHER  NOT SAY", "Vil helst ikke svare"])
def test_a_label_typed_in_any_language_is_the_button_and_not_kept(text: str) -> None:
    """Case, spaces and punctuation aside."""
    assert understood(text) == Understood(Said("ref", button="!skip"))


def test_a_town_by_its_name_alone_needs_no_words() -> None:
    """The code says all of it."""
    assert understood(" odense ", "report", "place") == Understood(Said("", found=("town.odense",)))


def test_a_town_in_other_words_keeps_them() -> None:
    """They may say more."""
    found = understood("Nyk", "report", "place")
    assert found.words == "Nyk"
    assert isinstance(found.received, Said)
    assert 1 < len(found.received.found) <= 7


def test_towns_are_looked_for_only_where_one_is_asked() -> None:
    """A story may begin with one."""
    assert understood("Odense") == Understood(Said("ref"), "Odense")


def test_the_last_four_digits_are_read_in_any_script() -> None:
    """Spaces too; nothing of them is kept."""
    for text in ("1 2 3 4", "١٢٣٤", "१२३४", "…99991234"):
        found = understood(text, "sent", "receipt", receipt=RECEIPT)
        assert found == Understood(Said("ref", found=("1234",)))


def test_a_receipt_alone_is_told_apart_and_not_kept() -> None:
    """In groups, in another script."""
    for text in (RECEIPT, "8591 2276 4668 0231 5900", "8591-2276-4668-0231-5900"):
        assert understood(text, "menu", "menu") == Understood(Said("ref", receipt=True))


def test_receipts_in_a_story_are_masked() -> None:
    """Whoever reads the report could open the mailbox."""
    found = understood(f"I wrote before: {RECEIPT}. And {RECEIPT}!")
    assert found == Understood(Said("ref", masked=True), "I wrote before: ····. And ····!")


@pytest.mark.parametrize(
    ("text", "alarm"),
    [
        ("help", Alarm.ALONE),
        ("Hjælp mig nu", Alarm.ALONE),
        ("112", Alarm.ALONE),
        ("He says that he will kill me if I leave", Alarm.INSIDE),
        ("They work in the garden", Alarm.NONE),
    ],
)
def test_emergency_words_are_heard_and_the_words_kept(text: str, alarm: Alarm) -> None:
    """Rule 14."""
    assert understood(text) == Understood(Said("ref", alarm=alarm), text)


def test_nothing_but_spaces_is_a_thing_that_can_not_be_taken() -> None:
    """An empty caption, a blank message."""
    assert understood("  \n ") == Understood(Attached())


def test_what_was_understood_does_not_print_the_words() -> None:
    """It may end in a traceback."""
    assert "canary" not in repr(understood("canary story"))


def test_a_town_named_like_an_answer_is_the_answer() -> None:
    """Labels come before towns."""
    here = Session("en", "terminal", (Frame("report", "place"),), {"report.who": Answer(("citizen",))})
    found = understanding().of("Outside Denmark", present(flowset(), here, BEGAN), "ref")
    assert found == Understood(Said("ref", button="abroad"))
