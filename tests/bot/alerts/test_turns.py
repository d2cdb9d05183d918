"""Whose turn it is, as a pure function: every way through the stages ends, and leaves nobody out."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.escalation import ALL, EMAIL, fell_flat, next_stage, whom
from bot.alerts.oncall import Move, moved, possible
from storage.alerting import NOBODY_YET, AlertId, Delivery, MemberId, OpenAlert
from storage.alerting_members import Rota

PEOPLE = tuple(MemberId(name) for name in "abcde")
ALERT = OpenAlert(AlertId("x"), 4821, 0, NOBODY_YET, ())
rotas = st.lists(st.sampled_from(PEOPLE), unique=True).map(tuple)
moves = st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(list(Move))), max_size=8)


def told_by_stages(rota: Rota, silent: frozenset[MemberId]) -> list[tuple[MemberId, ...]]:
    """Who is newly told at each stage until the last; to `silent` nothing can be sent for now."""
    alert, stages = ALERT, []
    while alert.stage != EMAIL:
        alert = replace(alert, stage=next_stage(alert, rota))
        told = tuple(one for one in whom(alert, rota, PEOPLE) if one not in silent)
        alert = replace(alert, deliveries=(*alert.deliveries, *(Delivery(one, alert.stage, 1) for one in told)))
        stages.append(told)
    return stages


def test_the_rota_is_told_one_by_one_and_then_everybody() -> None:
    """The order of the issue."""
    a, b, *others = PEOPLE
    assert told_by_stages((b, a), frozenset()) == [(b,), (a,), tuple(others), ()]


def test_without_a_rota_everybody_is_told_at_once() -> None:
    """And then the mail."""
    assert told_by_stages((), frozenset()) == [PEOPLE, ()]


@given(rotas, st.frozensets(st.sampled_from(PEOPLE)))
def test_each_has_one_turn_and_the_end_is_always_reached(rota: Rota, silent: frozenset[MemberId]) -> None:
    """Also where some can't be told: their turn passes, and nobody else's with it."""
    stages = told_by_stages(rota, silent)
    assert len(stages) == len(rota) + 2
    flat = [one for stage in stages for one in stage]
    assert sorted(flat) == sorted(set(PEOPLE) - silent)
    assert flat[: len([one for one in rota if one not in silent])] == [one for one in rota if one not in silent]


@given(rotas, moves)
def test_a_rota_that_changes_leaves_nobody_out_and_tells_nobody_twice(
    rota: Rota, changes: list[tuple[MemberId, Move]]
) -> None:
    """A change before each stage."""
    alert, told = ALERT, list[MemberId]()
    for stage in range(20):
        if stage < len(changes):
            rota = moved(rota, *changes[stage])
        alert = replace(alert, stage=next_stage(alert, rota))
        now = whom(alert, rota, PEOPLE)
        told += now
        alert = replace(alert, deliveries=(*alert.deliveries, *(Delivery(one, alert.stage, 1) for one in now)))
    assert sorted(told) == sorted(PEOPLE)
    assert alert.stage == EMAIL


def test_a_turn_fell_flat_where_nobody_was_reached() -> None:
    """Blocked by the one on call; but not while somebody is still to be told, or before its moment."""
    a, b, *_ = PEOPLE
    first = replace(ALERT, stage=0)
    assert not fell_flat(ALERT, (a, b), PEOPLE)
    assert not fell_flat(first, (a, b), PEOPLE)
    assert fell_flat(replace(first, deliveries=(Delivery(a, 0, None),)), (a, b), PEOPLE)
    assert not fell_flat(replace(first, deliveries=(Delivery(a, 0, 7),)), (a, b), PEOPLE)
    assert fell_flat(replace(ALERT, stage=ALL), (), ())
    assert not fell_flat(replace(ALERT, stage=EMAIL), (), ())


@given(rotas, st.sampled_from(PEOPLE), st.sampled_from(list(Move)))
def test_a_move_keeps_everybody_else_in_order(rota: Rota, member: MemberId, move: Move) -> None:
    """And what is offered changes something."""
    after = moved(rota, member, move)
    assert [one for one in after if one != member] == [one for one in rota if one != member]
    assert len(set(after)) == len(after)
    assert (after != rota) == (move in possible(rota, member))
