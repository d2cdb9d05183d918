"""Whatever comes in, in any order: no turn raises, and every screen keeps the promises of conversation.md."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.definition import LanguageStep
from flows.engine import advance, present
from flows.inputs import Tap
from flows.screen import ANSWERS_A_SCREEN
from tests.conversations.draw import RepeatedDraw
from tests.conversations.world import flowset
from tests.flows.wandering import Moved, Wanderer, moves

NAVIGATION = ["!help", "!back", "!erase"]
EXTRA = {"!help", "!show", "!send", "!done"}
"""Buttons that may stand beside the answers: help after an alarm, what was written, Send, Continue."""
CALLBACK_BYTES = 64
DEEPEST = 12
"""Flows above one another, so that a session stays small whatever is pressed."""
LONGEST_WAY_BACK = 150
QUICK, LONG = 60, 2000


def _walk(moved: list[Moved]) -> None:
    wanderer = Wanderer()
    _check(wanderer)
    for one in moved:
        before = wanderer.session.token
        wanderer.move(one)
        assert wanderer.session.token != before, "the buttons of a screen are good once"
        _check(wanderer)
    _check_back(wanderer)


def _check(wanderer: Wanderer) -> None:
    ask, session = wanderer.ask, wanderer.session
    assert ask is not None
    assert [button.key for button in ask.navigation] == NAVIGATION
    assert ask == present(wanderer.flows, session, wanderer.now), "a screen is what its session shows"
    assert ask.paragraphs[0] == wanderer.flows.notice("neutral")
    assert all(len(f"{ask.token}:{key}".encode()) <= CALLBACK_BYTES for key in wanderer.buttons())
    assert len(session.frames) <= DEEPEST, [frame.path for frame in session.frames]
    assert ask.answers, f"nothing to press at {ask.step}"
    if not isinstance(wanderer.flows.step(ask.step), LanguageStep):
        answers = [button for button in ask.answers if button.key not in EXTRA]
        assert len(answers) <= ANSWERS_A_SCREEN, ask.step
    _check_always(wanderer)


def _check_back(wanderer: Wanderer) -> None:
    """Back ends at the menu, or at a receipt, which waits for an answer."""
    for _ in range(LONGEST_WAY_BACK):
        before = wanderer.session
        wanderer.push("!back")
        if wanderer.session == replace(before, token=wanderer.session.token, notices=()):
            break
    assert wanderer.session.here.path in {
        "menu.language",
        "menu.menu",
        "sent.receipt",
        "erased.erased",
        "practised.practised",
    }


def _check_always(wanderer: Wanderer) -> None:
    """Help and erase are one tap away."""
    flows, session = wanderer.flows, wanderer.session
    helped = advance(flows, session, Tap(session.token, "!help"), now=wanderer.now, draw=RepeatedDraw())
    assert helped.session is not None
    assert helped.session.here.flow == "help"
    erased = advance(flows, session, Tap(session.token, "!erase"), now=wanderer.now, draw=RepeatedDraw())
    assert erased.session is None


@settings(max_examples=QUICK, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.deferred(lambda: moves(flowset())))
def test_any_sequence_of_inputs_keeps_every_promise(moved: list[Moved]) -> None:
    """Taps seen and unseen, words with any flags, pins, things, commands, outcomes, gaps of time."""
    _walk(moved)


@pytest.mark.long
@settings(max_examples=LONG, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.deferred(lambda: moves(flowset())))
def test_any_long_sequence_of_inputs_keeps_every_promise(moved: list[Moved]) -> None:
    """The same, many more times."""
    _walk(moved)
