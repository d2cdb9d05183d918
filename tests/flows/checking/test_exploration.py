"""The exploration: real sessions, every step, the same each time."""

from __future__ import annotations

from flows.checking.exploration import Exploration, Move
from flows.checking.reads import Reads
from flows.engine import advance
from flows.session import Session
from tests.flows.checking.flowsets import NIGHT, explored, flow_set


def test_every_state_is_reached_by_its_own_inputs() -> None:
    """Nothing is made up: replaying the inputs of a state through the engine gives its session."""
    found = explored()
    for number in range(0, len(found.states), 7):
        inputs: list[Move] = []
        came = found.states[number].came
        while came is not None:
            inputs.insert(0, came)
            came = found.states[came.start].came if came.start >= 0 else None
        if any(" > " in move.attempt.label or "erase" in move.attempt.label.lower() for move in inputs):
            continue
        session = Session(channel="telegram")
        for move in inputs:
            turn = advance(found.flows, session, move.attempt.received, now=NIGHT, draw=found._draws)
            session = turn.session or session
        assert session.frames == found.states[number].session.frames
        assert session.answers == found.states[number].session.answers


def test_exploring_twice_finds_the_same() -> None:
    """No chance and no clock is in it."""
    first, second = explored(), explored()
    assert [state.session for state in first.states] == [state.session for state in second.states]
    assert first.transitions == second.transitions


def test_a_channel_explored_once_meets_every_step_that_one_explored_in_full_meets() -> None:
    """It leaves out combinations of answers, no step."""
    full = {state.ask.step for state in explored().states}
    once = Exploration(flow_set(), NIGHT, full=(), once=("terminal",)).explore()
    assert {state.ask.step for state in once.states} == full
    assert len(once.states) < len(explored().states)


def test_answers_that_one_condition_reads_together_are_one_cluster() -> None:
    """So that their combinations are explored, and those of others are not."""
    clusters = Reads(flow_set()).clusters
    assert ("closing.contact", "for_me.need") in clusters
    assert Reads(flow_set("looks_ahead")).clusters != clusters


def test_codes_that_no_condition_tells_apart_have_one_signature() -> None:
    """Yes and no of the police choice lead the same way."""
    reads = Reads(flow_set())
    assert reads.signature("closing.police", ("yes",)) == reads.signature("closing.police", ("no",))
    assert reads.signature("for_me.need", ("talk",)) != reads.signature("for_me.need", ("under_18",))
