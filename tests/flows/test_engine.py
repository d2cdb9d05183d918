"""The engine where whole conversations do not reach: steps that are gone, sending, pages, tokens, open answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.effects import Ask, Submit
from flows.engine import advance, present
from flows.inputs import Alarm, Attached, Command, Input, Located, NotSubmitted, Said, Submitted, Tap
from flows.phrases import Words
from flows.session import Answer, Frame, Session, Stage
from tests.conversations.draw import RepeatedDraw
from tests.conversations.world import flowset
from tests.flows.wandering import BEGAN, Wanderer

RECEIPT = "1" * 20
REVIEW = (Frame("menu", "menu"), Frame("report", "send"), Frame("closing", "review"))


def standing(*frames: Frame, **answers: Answer) -> Wanderer:
    """Somebody at a step, in English."""
    wanderer = Wanderer()
    named = {name.replace("__", "."): answer for name, answer in answers.items()}
    wanderer.session = replace(wanderer.session, language="en", frames=frames, answers=named)
    wanderer.ask = present(wanderer.flows, wanderer.session, wanderer.now)
    return wanderer


def at_step(flow: str, step: str, **answers: Answer) -> Wanderer:
    """The same, with the menu underneath."""
    return standing(Frame("menu", "menu"), Frame(flow, step), **answers)


def test_a_session_at_a_step_that_is_gone_stands_at_the_menu_with_its_answers() -> None:
    """A release in the middle of somebody's report loses nothing they said."""
    kept = {"report.who": Answer(("colleague",)), "report.gone": Answer(("x",))}
    session = Session("en", "terminal", (Frame("report", "gone"),), kept)
    assert present(flowset(), session, BEGAN).step == "menu.menu"
    turn = advance(flowset(), session, Attached(), now=BEGAN, draw=RepeatedDraw())
    assert turn.session is not None
    assert turn.session.here == Frame("menu", "menu")
    assert turn.session.answers["report.who"] == Answer(("colleague",))


def test_a_flow_that_is_gone_below_the_present_one_leads_to_the_menu_too() -> None:
    """Coming back to it would fail later."""
    session = Session("en", "terminal", (Frame("gone", "gone"), Frame("help", "now")))
    assert present(flowset(), session, BEGAN).step == "menu.menu"


@pytest.mark.parametrize(
    "received",
    [
        Tap("", "!help"),
        Tap("", "!erase"),
        Tap("", "!send"),
        Command("start"),
        Command("erase"),
        Said("r1", alarm=Alarm.ALONE),
        Located(55.0, 12.0),
        Attached(),
    ],
)
def test_while_a_report_is_on_its_way_everything_asks_for_it_again(received: Input) -> None:
    """A killed submission is finished before anything new is heard, and it is the same report."""
    sending = Session(
        "en", "terminal", REVIEW, {"report.danger": Answer(("no",))}, stage=Stage.SENDING, receipt=RECEIPT
    )
    turn = advance(flowset(), sending, received, now=BEGAN, draw=RepeatedDraw())
    assert turn.session == sending
    (effect,) = turn.effects
    assert isinstance(effect, Submit)
    assert effect.receipt == RECEIPT


def test_what_was_sent_is_forgotten_but_the_receipt() -> None:
    """The words, the answers and what was on the way."""
    answers = {"report.story": Answer(refs=("r1",))}
    sending = Session("en", "terminal", REVIEW, answers, stage=Stage.SENDING, receipt=RECEIPT, spoken=("sun", "tea"))
    turn = advance(flowset(), sending, Submitted(), now=BEGAN, draw=RepeatedDraw())
    assert turn.session is not None
    assert turn.session.answers == {}
    assert (turn.session.receipt, turn.session.stage) == (RECEIPT, Stage.SENT)
    assert turn.session.here.path == "sent.receipt"


def test_what_was_not_sent_is_all_there_still_under_the_same_receipt() -> None:
    """Sending again is sending the same report."""
    answers = {"report.story": Answer(refs=("r1",))}
    sending = Session("en", "terminal", REVIEW, answers, stage=Stage.SENDING, receipt=RECEIPT)
    turn = advance(flowset(), sending, NotSubmitted("not_sent"), now=BEGAN, draw=RepeatedDraw())
    assert turn.session is not None
    assert turn.session.answers["report.story"] == answers["report.story"]
    assert (turn.session.receipt, turn.session.stage) == (RECEIPT, Stage.DRAFT)


def test_start_does_not_lose_a_receipt_nobody_has_noted_yet() -> None:
    """It is shown this once; the person confirms it or says they do not want it."""
    sent = Session(
        "en", "terminal", (Frame("menu", "menu"), Frame("sent", "receipt")), stage=Stage.SENT, receipt=RECEIPT
    )
    turn = advance(flowset(), sent, Command("start"), now=BEGAN, draw=RepeatedDraw())
    assert turn.session is not None
    assert turn.session.here.path == "sent.receipt"
    assert turn.session.receipt == RECEIPT


def test_the_same_input_with_the_same_draw_is_the_same_turn() -> None:
    """So that a conversation can be replayed."""
    session = at_step("report", "danger").session
    turns = [advance(flowset(), session, Tap(session.token, "no"), now=BEGAN, draw=RepeatedDraw()) for _ in range(2)]
    assert turns[0] == turns[1]


def test_a_button_pressed_twice_answers_once() -> None:
    """Clients send taps again; the token is used up."""
    wanderer = at_step("report", "danger")
    tap = Tap(wanderer.session.token, "no")
    wanderer.take(tap)
    answers = wanderer.session.answers
    wanderer.take(tap)
    assert wanderer.session.here.path == "report.who"
    assert wanderer.session.answers == answers
    assert wanderer.session.notices == ("old_button",)


def test_a_key_that_is_not_on_the_screen_changes_nothing() -> None:
    """Forged callback data is no answer."""
    wanderer = at_step("report", "danger")
    for key in ("weapons", "!send", "!done", "!decline", "report.story", "unsaid", ""):
        wanderer.push(key)
        assert wanderer.session.here.path == "report.danger"
        assert wanderer.session.answers == {}


def test_marks_stay_open_until_continue_and_back_keeps_them() -> None:
    """Several answers are given one by one."""
    wanderer = at_step("report", "forms", report__details=Answer(("add",)))
    wanderer.push("forced_labour")
    assert wanderer.session.answers["report.forms"] == Answer(("forced_labour",), open=True)
    assert "!skip" not in wanderer.buttons()
    wanderer.push("!done")
    assert wanderer.session.answers["report.forms"] == Answer(("forced_labour",))
    assert wanderer.session.here.path == "report.trade"
    wanderer.push("!back")
    wanderer.push("forced_labour")
    assert "!skip" in wanderer.buttons()
    assert wanderer.session.here.path == "report.forms"


def test_an_answer_that_stands_alone_takes_the_others_out() -> None:
    """Not sure is not one of several forms."""
    wanderer = at_step("report", "forms", report__details=Answer(("add",)))
    for code in ("forced_labour", "criminal.theft", "unclear"):
        wanderer.push(code)
    assert wanderer.session.answers["report.forms"].codes == ("unclear",)
    wanderer.push("criminal.theft")
    assert wanderer.session.answers["report.forms"].codes == ("criminal.theft",)


def test_pages_hold_eight_answers_and_a_mark_keeps_the_page() -> None:
    """Seven codes and the button that passes the question over; then More and Before."""
    wanderer = at_step("report", "forms", report__details=Answer(("add",)))
    assert wanderer.ask is not None
    assert len(wanderer.ask.answers) == 8
    assert [button.key for button in wanderer.ask.pages] == ["!next"]
    wanderer.push("!next")
    assert [button.key for button in wanderer.ask.pages] == ["!previous", "!next"]
    wanderer.push("begging")
    assert wanderer.session.page == 1
    marked = [button.key for button in wanderer.ask.answers if button.marked]
    assert marked == ["begging"]
    wanderer.push("!back")
    assert (wanderer.session.here.path, wanderer.session.page) == ("report.forms", 0)


def test_a_page_past_the_last_shows_the_last() -> None:
    """A list may have become shorter since."""
    wanderer = at_step("report", "forms", report__details=Answer(("add",)))
    far = present(wanderer.flows, replace(wanderer.session, page=99), BEGAN)
    last = present(wanderer.flows, replace(wanderer.session, page=2), BEGAN)
    assert far == last


def test_words_wait_openly_and_are_shown_only_when_asked() -> None:
    """Whoever takes the phone sees that something was written, and not what."""
    wanderer = at_step("report", "story")
    wanderer.take(Said("r1"))
    assert wanderer.session.answers["report.story"] == Answer(refs=("r1",), open=True)
    assert wanderer.ask is not None
    assert Words("r1") not in wanderer.ask.paragraphs
    wanderer.push("!show")
    assert Words("r1") in wanderer.ask.paragraphs
    wanderer.push("!done")
    assert wanderer.session.answers["report.story"] == Answer(refs=("r1",))


def test_the_receipt_is_drawn_at_the_review_and_stays_the_same() -> None:
    """A repeated update, an edit and a second try are all one report."""
    answers = {path: Answer(("unsaid",)) for path in ("report.danger", "report.who", "report.story", "report.place")}
    answers |= {path: Answer(("unsaid",)) for path in ("report.presence", "report.recency", "closing.contact")}
    wanderer = Wanderer()
    frames = (Frame("menu", "menu"), Frame("report", "send"), Frame("closing", "police"))
    details = {"report.details": Answer(("send",))}
    wanderer.session = replace(wanderer.session, language="en", frames=frames, answers={**answers, **details})
    wanderer.push("no")
    receipt = wanderer.session.receipt
    assert wanderer.session.here.path == "closing.review"
    assert len(receipt) == 20
    wanderer.push("report.danger")
    wanderer.push("yes")
    wanderer.push("!continue")
    assert (wanderer.session.here.path, wanderer.session.receipt) == ("closing.review", receipt)
    wanderer.push("!send")
    assert wanderer.sent[-1].receipt == receipt
    assert wanderer.sent[-1].urgent


def test_a_town_that_was_offered_is_kept_with_the_words_in_a_report() -> None:
    """The words may say more than the town's name."""
    wanderer = at_step("report", "place")
    towns = tuple(place.code for place in wanderer.flows.places.matches("Nyk"))
    wanderer.take(Said("r1", found=towns))
    assert wanderer.session.candidates == towns
    assert set(towns) < set(wanderer.buttons())
    wanderer.push(towns[1])
    assert wanderer.session.answers["report.place"] == Answer((towns[1],), ("r1",))


def test_a_search_for_help_keeps_neither_words_nor_pin() -> None:
    """We use it once and do not keep it."""
    wanderer = at_step("services", "town", services__need=Answer(("doctor",)))
    wanderer.take(Located(57.0488, 9.9217))
    answer = wanderer.session.answers["services.town"]
    assert answer.pin is None
    assert answer.codes == ("town.aalborg",)
    other = at_step("services", "town", services__need=Answer(("doctor",)))
    other.take(Said("r1", found=("town.odense",)))
    assert other.session.refs == frozenset()


def test_help_is_shown_above_a_question_and_the_question_comes_back() -> None:
    """With the same answers."""
    wanderer = at_step("report", "forms", report__details=Answer(("add",)))
    wanderer.push("begging")
    wanderer.take(Command("help"))
    assert isinstance(wanderer.ask, Ask)
    assert wanderer.ask.step == "help.now"
    wanderer.push("!continue")
    assert wanderer.session.here.path == "report.forms"
    assert wanderer.session.answers["report.forms"].codes == ("begging",)
