"""``advance``: one input in, the next session and its effects out. Synchronous, deterministic, pure (ADR 0001)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from flows import answering, path
from flows.effects import Ask, Effect, Erase, Turn
from flows.flowset import FlowSet
from flows.inputs import (
    Alarm,
    Attached,
    Command,
    Erased,
    Input,
    Located,
    NotSubmitted,
    Said,
    Submitted,
    Tap,
)
from flows.report import report_of
from flows.screen import screen
from flows.session import Answer, Frame, Session, Stage

ALWAYS = {"!help": "help", "!erase": "erase", "!start": "start"}
"""Keys that do what they say even on an old screen: safety does not wait for the right token."""


class Draw(Protocol):
    """Where ids come from, so that a replay draws the same ones."""

    def token(self) -> str:
        """A fresh mark for one screen's buttons, at most 12 ASCII characters."""

    def receipt(self) -> str:
        """A fresh receipt, 20 digits."""

    def below(self, limit: int) -> int:
        """A number from 0 to ``limit`` - 1."""


def advance(flows: FlowSet, session: Session, received: Input, *, now: datetime, draw: Draw) -> Turn:
    """One turn. Any input at any session has an outcome, and none raises.

    While a report is being sent only its outcome is taken; everything else asks for the report again, so that a killed
    submission is finished before anything new is heard (ADR 0003).
    """
    if session.stage is Stage.SENDING and not isinstance(received, Submitted | NotSubmitted):
        return Turn(session, (report_of(flows, session),))
    session = _standing(flows, session)
    minute = int(now.timestamp() // 60)
    gap = minute - session.seen if session.seen else 0
    before = replace(session, notices=(), seen=minute)
    after, effects = _receive(flows, before, received)
    if after is None:
        return Turn(None, effects)
    if effects and _check_again(flows, before, gap) is not before:
        after, effects = before, ()
    after = _without_passing(flows, after if effects else _check_again(flows, after, gap))
    after = _prepare(flows, replace(after, token=draw.token()), draw)
    return Turn(after, effects or (screen(flows, after, now),))


def present(flows: FlowSet, session: Session, now: datetime) -> Ask:
    """The screen a session stands at, as it was shown; for a repeated update."""
    return screen(flows, _standing(flows, session), now)


def _receive(flows: FlowSet, session: Session, received: Input) -> tuple[Session | None, tuple[Effect, ...]]:
    match received:
        case Tap(key=key) if key in ALWAYS:
            return _command(flows, session, ALWAYS[key])
        case Tap(token=token, key=key):
            if token != session.token:
                return replace(session, notices=("old_button",)), ()
            return _tapped(flows, session, key)
        case Command(name=name):
            return _command(flows, session, name)
        case Said() as said:
            return _said(flows, session, said)
        case Located(latitude=latitude, longitude=longitude):
            return answering.locate(flows, session, latitude, longitude), ()
        case Attached():
            return replace(session, notices=("file",)), ()
        case Submitted():
            return _submitted(flows, session), ()
        case NotSubmitted(notice=notice):
            return replace(session, stage=Stage.DRAFT, notices=(notice,)), ()
        case Erased(removed=removed, left=left):
            frames = (Frame("erased", "erased"),)
            answers = {"erased.removed": Answer(removed), "erased.left": Answer(left)}
            return Session(session.language, session.channel, frames, answers), ()


def _standing(flows: FlowSet, session: Session) -> Session:
    """A session that waits at a step which no longer exists stands at the menu, its answers kept."""
    if session.frames and all(frame.path in flows.index for frame in session.frames):
        return session
    return path.enter(flows, session.at(), path.MENU)


def _command(flows: FlowSet, session: Session, name: str) -> tuple[Session | None, tuple[Effect, ...]]:
    if name == "erase":
        return None, (Erase(),)
    if name in {"help", "language", "privacy"}:
        return path.over(flows, session, name), ()
    return path.leave_for(flows, session, path.MENU), ()


def _tapped(flows: FlowSet, session: Session, key: str) -> tuple[Session | None, tuple[Effect, ...]]:
    match key:
        case "!back":
            return path.back(flows, session), ()
        case "!next":
            return replace(session, page=session.page + 1), ()
        case "!previous":
            return replace(session, page=max(0, session.page - 1)), ()
        case "!show":
            return replace(session, notices=("shown",)), ()
        case "!send":
            return _send(flows, session)
        case _:
            return answering.tap(flows, session, key), ()


def _send(flows: FlowSet, session: Session) -> tuple[Session, tuple[Effect, ...]]:
    if flows.step(session.here.path).kind != "review" or not session.receipt:
        return session, ()
    if session.practice:
        practised = Session(session.language, session.channel, seen=session.seen, practice=True)
        return path.leave_for(flows, replace(practised, scrolling=session.scrolling), "practised"), ()
    sending = replace(session, stage=Stage.SENDING)
    return sending, (report_of(flows, sending),)


def _submitted(flows: FlowSet, session: Session) -> Session:
    """Everything said is forgotten; the receipt stays until it is confirmed or not wanted."""
    kept = Session(session.language, session.channel, receipt=session.receipt, spoken=session.spoken, seen=session.seen)
    return path.leave_for(flows, replace(kept, stage=Stage.SENT, scrolling=session.scrolling), path.RECEIPT)


def _said(flows: FlowSet, session: Session, said: Said) -> tuple[Session | None, tuple[Effect, ...]]:
    if said.alarm is Alarm.ALONE:
        return _command(flows, session, "help")
    if said.button is not None:
        if said.button in ALWAYS:
            return _command(flows, session, ALWAYS[said.button])
        return _tapped(flows, session, said.button)
    if said.receipt:
        return replace(session, notices=("receipt_seen",)), ()
    heard = answering.hear(flows, session, said)
    if said.alarm is Alarm.INSIDE:
        heard = replace(heard, notices=("alarm", *heard.notices))
    return heard, ()


def _check_again(flows: FlowSet, session: Session, gap: int) -> Session:
    """After a gap, a flow that asks whether it is safe asks again before it shows anything."""
    for frame in session.frames:
        again = flows.flows[frame.flow].again
        if again is None or gap <= again.after_minutes or session.here.step == again.step:
            continue
        check = Frame(frame.flow, again.step, alone=True)
        return session.answered(check.path, None).at(*session.frames, check)
    return session


def _without_passing(flows: FlowSet, session: Session) -> Session:
    """What was answered in a flow that is only passed through (a town, to find a clinic) goes when it is left."""
    passed = {name for name, flow in flows.flows.items() if flow.fresh} - {frame.flow for frame in session.frames}
    kept = {path: given for path, given in session.answers.items() if path.split(".", 1)[0] not in passed}
    return session if len(kept) == len(session.answers) else replace(session, answers=kept)


def _prepare(flows: FlowSet, session: Session, draw: Draw) -> Session:
    """What the review needs before it is shown: every question answered, a receipt, two everyday words."""
    if flows.step(session.here.path).kind != "review" or session.stage is not Stage.DRAFT:
        return session
    missing = path.gap(flows, session)
    if missing is not None:
        return session.at(*session.frames, missing)
    if session.receipt:
        return session
    words: Sequence[str] = tuple(flows.codes["everyday"])
    spoken = tuple(words[draw.below(len(words))] for _ in range(2))
    return replace(session, receipt=draw.receipt(), spoken=spoken)
