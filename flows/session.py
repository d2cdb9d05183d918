"""One person's way through the flows: small, frozen, and whole in its serialised form.

A session holds codes and references only; what the person wrote stands beside it in the draft (bot/draft.py).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeAlias

from flows.definition import UNSAID
from flows.errors import SessionFormatError

FORMAT = 1
"""Version of the serialised form; another one is a SessionFormatError, and the person starts at the menu."""


class Return(StrEnum):
    """What a frame does when the flow above it ends."""

    STAY = "stay"
    """Show the frame's step again (*Help now*, an edit)."""
    ON = "on"
    """Go on to the step after it (a sub-flow of the conversation)."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A place in one flow. ``alone``: this one step only, then back to the frame below (an edit, a repeated check)."""

    flow: str
    step: str
    then: Return = Return.STAY
    alone: bool = False

    @property
    def path(self) -> str:
        """The step's name across flows, as answers and conditions use it."""
        return f"{self.flow}.{self.step}"


Pin: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered at one step. ``open``: still being given (several marks, several messages)."""

    codes: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    pin: Pin | None = None
    open: bool = False

    @property
    def said(self) -> bool:
        """Whether it holds anything but a question passed over."""
        return bool(self.refs or self.pin or any(code != UNSAID for code in self.codes))


class Stage(StrEnum):
    """How far the report is: being written, on its way (nothing else may happen first), or durable."""

    DRAFT = "draft"
    SENDING = "sending"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Session:
    """``seen`` is in minutes since the epoch; ``token`` marks the buttons of the present screen; one use each.

    ``practice``: nothing is sent and nothing stored (rule 16). ``scrolling``: messages stay in the chat (rule 17).
    """

    language: str = ""
    channel: str = ""
    frames: tuple[Frame, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)
    token: str = ""
    page: int = 0
    notices: tuple[str, ...] = ()
    stray: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    stage: Stage = Stage.DRAFT
    receipt: str = ""
    spoken: tuple[str, ...] = ()
    seen: int = 0
    practice: bool = False
    scrolling: bool = False

    @property
    def here(self) -> Frame:
        """The frame whose step is on the screen."""
        return self.frames[-1]

    @property
    def written(self) -> tuple[str, ...]:
        """The references of all the person's words, answer by answer, in the order they were written."""
        return (*(ref for answer in self.answers.values() for ref in answer.refs), *self.stray)

    @property
    def refs(self) -> frozenset[str]:
        """Every reference still in use; words under any other are forgotten by the adapter."""
        return frozenset(self.written)

    @property
    def notes(self) -> int:
        """How many pieces of the person's own words wait unsent."""
        return len(self.refs)

    def at(self, *frames: Frame) -> Session:
        """The same session, standing elsewhere, on its first page."""
        return replace(self, frames=frames, page=0, candidates=())

    def answered(self, path: str, answer: Answer | None) -> Session:
        """The same session with one answer put, or taken out when ``None``."""
        answers = dict(self.answers)
        if answer is None:
            answers.pop(path, None)
        else:
            answers[path] = answer
        return replace(self, answers=answers)


def pack(session: Session) -> bytes:
    """The session as compact JSON; ``unpack`` gives an equal one."""
    answers = {path: [answer.codes, answer.refs, answer.pin, answer.open] for path, answer in session.answers.items()}
    frames = [[frame.flow, frame.step, frame.then, frame.alone] for frame in session.frames]
    row = [FORMAT, session.language, session.channel, frames, answers, session.token, session.page, session.notices]
    row += [
        session.stray,
        session.candidates,
        session.stage,
        session.receipt,
        session.spoken,
        session.seen,
        session.practice,
        session.scrolling,
    ]
    return json.dumps(row, separators=(",", ":")).encode()


def unpack(data: bytes) -> Session:
    """Raises SessionFormatError when ``data`` is not what ``pack`` of this version wrote."""
    try:
        version, language, channel, frames, answers, token, page, notices, *rest = json.loads(data)
        if version != FORMAT:
            raise SessionFormatError
        stray, candidates, stage, receipt, spoken, seen, practice, scrolling = rest
        return Session(
            language=language,
            channel=channel,
            frames=tuple(Frame(flow, step, Return(then), alone) for flow, step, then, alone in frames),
            answers={path: _answer(*fields) for path, fields in answers.items()},
            token=token,
            page=page,
            notices=tuple(notices),
            stray=tuple(stray),
            candidates=tuple(candidates),
            stage=Stage(stage),
            receipt=receipt,
            spoken=tuple(spoken),
            seen=seen,
            practice=practice,
            scrolling=scrolling,
        )
    except (ValueError, TypeError) as error:
        raise SessionFormatError from error


def _answer(codes: list[str], refs: list[str], pin: list[float] | None, unfinished: bool) -> Answer:  # noqa: FBT001 (a row of the format)
    return Answer(tuple(codes), tuple(refs), None if pin is None else (pin[0], pin[1]), unfinished)
