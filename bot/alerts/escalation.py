"""Whose turn it is: the rota one by one, then all, then e-mail; then the alert stays open until somebody takes it.

Pure. A stage counts turns, not places: whoever on the rota was not told yet is next, so that a rota that is changed
while an alert is open leaves nobody out and tells nobody twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from storage.alerting import NOBODY_YET, MemberId, OpenAlert
from storage.alerting_members import Rota

FIRST: Final = NOBODY_YET + 1
ALL: Final = 1_000
"""Everybody's turn; below it are the turns of the rota."""

EMAIL: Final = ALL + 1
"""The last stage."""

MAILBOX: Final = MemberId("e-mail")
"""Stands for the mail server among those who were told."""


def told(alert: OpenAlert) -> frozenset[MemberId]:
    """Everybody who had a turn, reached or not."""
    return frozenset(delivery.member for delivery in alert.deliveries)


def whom(alert: OpenAlert, rota: Rota, everybody: Iterable[MemberId]) -> tuple[MemberId, ...]:
    """Who is to be told now and was not. The one whose turn it is; from ALL on everybody, also who came later."""
    if alert.stage <= NOBODY_YET:
        return ()
    if alert.stage >= ALL:
        before = told(alert)
        return tuple(member for member in everybody if member not in before)
    if any(delivery.stage == alert.stage for delivery in alert.deliveries):
        return ()
    return _in_turn(alert, rota, alert.stage)[:1]


def next_stage(alert: OpenAlert, rota: Rota) -> int:
    """The stage after this one; EMAIL is its own."""
    if alert.stage >= ALL:
        return EMAIL
    return alert.stage + 1 if _in_turn(alert, rota, alert.stage + 1) else ALL


def fell_flat(alert: OpenAlert, rota: Rota, everybody: Iterable[MemberId]) -> bool:
    """Nobody was reached at this stage and nobody is left to try: no use waiting for an answer."""
    if alert.stage <= NOBODY_YET or alert.stage >= EMAIL:
        return False
    reached = any(delivery.stage == alert.stage and delivery.message is not None for delivery in alert.deliveries)
    return not reached and not whom(alert, rota, everybody)


def _in_turn(alert: OpenAlert, rota: Rota, stage: int) -> Rota:
    """Who of the rota may still have a turn at `stage`, without those whom earlier turns tried in vain."""
    before = told(alert)
    counted = {delivery.stage for delivery in alert.deliveries if FIRST <= delivery.stage < stage}
    in_vain = stage - len(counted)
    return tuple(member for member in rota if member not in before)[in_vain:]
