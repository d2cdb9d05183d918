"""Service cards and the review: what is shown of a place to call, and of what was said."""

from __future__ import annotations

from datetime import datetime
from itertools import product

from flows.definition import ServicesStep
from flows.listing import cards, services_shown
from flows.review import lines
from flows.session import Answer, Frame, Session
from tests.conversations.conversation import DENMARK
from tests.conversations.world import flowset, renderer

HOTLINE = ("cmm_hotline",)


def card(name: str, when: str, *, brief: bool = False) -> str:
    """One card in English."""
    now = datetime.fromisoformat(when).replace(tzinfo=DENMARK)
    found = flowset().directory.found((name,), now)
    (shown,) = cards(flowset(), found, now, brief=brief)
    return "\n".join(renderer().write(line, "en", words={}) for line in shown.lines)


def test_a_card_says_whether_somebody_answers_this_minute() -> None:
    """Open, closed until a time of today, and closed until another day."""
    assert "Open now, until 16:00." in card("cmm_hotline", "2026-11-17 10:00")
    assert "Closed now. Opens 08:30." in card("cmm_hotline", "2026-11-17 07:00")
    assert "Closed now. Opens tomorrow 09:00." in card("cmm_hotline", "2026-11-20 17:00")


def test_a_public_holiday_counts_as_one() -> None:
    """Great Prayer Day is none since 2024; Christmas is."""
    assert "Today: 09:00\N{EN DASH}15:00." in card("cmm_hotline", "2026-12-25 10:00")
    assert "Today: 08:30\N{EN DASH}16:00." in card("cmm_hotline", "2026-05-01 10:00")


def test_a_machine_answers_only_when_nobody_does() -> None:
    """Wording 5."""
    assert "A machine answers." in card("cmm_hotline", "2026-11-17 22:00")
    assert "A machine answers." not in card("cmm_hotline", "2026-11-17 10:00")


def test_a_brief_card_is_name_number_and_hours() -> None:
    """For somebody in danger."""
    short = card("emergency_112", "2026-11-17 10:00", brief=True)
    assert len(short.splitlines()) == 3
    assert "☎ 112" in short


def test_no_search_is_empty_and_three_fit_a_screen() -> None:
    """Rule 8: the nearest and those that can be called come instead."""
    step = flowset().step("services.cards")
    assert isinstance(step, ServicesStep)
    now = datetime(2026, 11, 17, 10, tzinfo=DENMARK)
    for need, town in product(flowset().codes["service_needs"], ("town.aalborg", "town.odense", "unsaid")):
        session = Session(answers={"services.need": Answer((need,)), "services.town": Answer((town,))})
        pages = services_shown(flowset(), session, step, now)
        assert pages, need
        assert all(1 <= len(page) <= 3 for page in pages)


def test_every_card_fits_a_message_three_at_a_time() -> None:
    """In every language, with the numbers whole."""
    now = datetime(2026, 11, 17, 10, tzinfo=DENMARK)
    for service in flowset().directory.shown:
        text = card(service.id, "2026-11-17 10:00")
        assert len(text) < 1200, service.id
        assert renderer().write(service.reach, "en", words={}) in text
    assert flowset().directory.found(HOTLINE, now)


def test_the_review_has_a_line_for_each_answered_question_in_the_order_they_come() -> None:
    """Codes by their labels, words by their references, a question passed over as not said."""
    answers = {
        "closing.police": Answer(("unsaid",)),
        "report.story": Answer(refs=("r1", "r2")),
        "report.danger": Answer(("no",)),
        "report.details": Answer(("send",)),
        "report.place": Answer(("town.odense",), ("r3",)),
    }
    told = lines(flowset(), Session(frames=(Frame("report", "send"), Frame("closing", "review")), answers=answers))
    words = {"r1": "one", "r2": "two", "r3": "near the harbour"}
    shown = {line.path: renderer().write(line.answer, "en", words=words) for line in told}
    assert shown == {
        "report.danger": "No",
        "report.story": "one and two",
        "report.place": "Odense and near the harbour",
        "closing.police": "not said",
    }
    assert list(shown) == ["report.danger", "report.story", "report.place", "closing.police"]
