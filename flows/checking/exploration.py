"""Every state a person can reach, breadth-first through ``advance``, so that the first way to a state is a shortest.

What counts as the same state, and why that is sound, is in kinds.py.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from flows.checking.attempts import Attempt, anywhere, buttons, outcomes, words
from flows.checking.kinds import kinds, overlaid
from flows.checking.reads import Reads
from flows.effects import Ask, Effect, Turn
from flows.engine import advance, present
from flows.flowset import FlowSet
from flows.inputs import Command, Erased, Located, Said, Tap
from flows.session import Session, Stage

DEEPEST = 12
"""Frames a session may have before the exploration goes no further above it; ``rules.loops`` reports it before."""


@dataclass(frozen=True, slots=True)
class Move:
    """One input at a state and what became of it. ``to`` is the state explored in its place."""

    start: int
    attempt: Attempt
    effects: tuple[Effect, ...]
    to: int
    session: Session
    ask: Ask


@dataclass(slots=True)
class State:
    """A session, its screen, and the move that first led to it."""

    session: Session
    ask: Ask
    came: Move | None
    moves: list[Move] = field(default_factory=list)


class Draws:
    """The same ids every time: what they are decides nothing."""

    def token(self) -> str:
        """As long as a token gets."""
        return "123456789012"

    def receipt(self) -> str:
        """Twenty digits."""
        return "12345678901234567890"

    def below(self, limit: int) -> int:
        """The first of anything."""
        return 0 * limit


class Exploration:
    """All states of a flow set. ``full`` are the channels explored in full, ``once`` those explored once a step."""

    def __init__(self, flows: FlowSet, now: datetime, *, full: Sequence[str], once: Sequence[str] = ()) -> None:
        """Nothing is explored yet."""
        self.flows = flows
        self.now = now
        self.reads = Reads(flows)
        self.full = frozenset(full)
        self.channels = (*full, *once)
        self.states: list[State] = []
        self.transitions = 0
        self.astray: list[Move] = []
        """Where *Help now* and *Back* did not lead to where a person was, with all that was answered."""
        self._known: dict[Hashable, int] = {}
        self._places: set[Hashable] = set()
        self._waiting: deque[int] = deque()
        self._draws = Draws()

    def explore(self) -> Exploration:
        """Until nothing new comes."""
        for channel in self.channels:
            for attempt in _beginnings():
                self._begin(Session(channel=channel), attempt)
        while self._waiting:
            self._expand(self._waiting.popleft())
        return self

    def path(self, state: int, *further: Attempt) -> tuple[str, ...]:
        """The inputs that lead to a state, as a person would call them, then ``further``."""
        labels = [attempt.label for attempt in further]
        came = self.states[state].came
        while came is not None:
            labels.insert(0, came.attempt.label)
            came = self.states[came.start].came if came.start >= 0 else None
        return tuple(labels)

    def turn(self, session: Session, attempt: Attempt) -> Turn:
        """One turn at the moment of the exploration, or later by what the attempt waits."""
        self.transitions += 1
        moment = self.now + timedelta(minutes=attempt.minutes)
        return advance(self.flows, session, attempt.received, now=moment, draw=self._draws)

    def _begin(self, session: Session, attempt: Attempt) -> None:
        turn = self.turn(session, attempt)
        after = turn.session or self._erased(session)
        ask = present(self.flows, after, self.now)
        self._meet(Move(-1, attempt, turn.effects, -1, after, ask))

    def _expand(self, number: int) -> None:
        state = self.states[number]
        for attempt in self._attempts(state):
            move = self._try(number, state.session, attempt)
            state.moves.append(move)
            if attempt.onward and self._answered(state.session, move.session):
                self._try(number, move.session, Attempt(f"{attempt.label} > Back", Tap(move.ask.token, "!back")))
        if state.session.stage is not Stage.SENDING and len(state.session.frames) < DEEPEST:
            away = self.turn(state.session, Attempt("Help now", Tap(state.ask.token, "!help"))).session
            if away is not None and len(away.frames) > len(state.session.frames):
                move = self._try(number, away, Attempt("Help now > Back", Tap(away.token, "!back")))
                if (move.session.here.path, move.session.answers) != (state.session.here.path, state.session.answers):
                    self.astray.append(move)

    def _try(self, number: int, session: Session, attempt: Attempt) -> Move:
        turn = self.turn(session, attempt)
        after = turn.session or self._erased(session)
        after = replace(after, seen=int(self.now.timestamp() // 60))
        shown = turn.effects[0] if turn.effects else None
        ask = shown if isinstance(shown, Ask) else present(self.flows, after, self.now)
        return self._meet(Move(number, attempt, turn.effects, -1, after, ask))

    def _meet(self, move: Move) -> Move:
        met = list(kinds(self.flows, self.reads, move.session, full=self.full))
        new = [kind for kind in met if kind not in self._known]
        if not new or len(move.session.frames) > DEEPEST:
            return replace(move, to=self._known.get(met[-1], move.start))
        number = len(self.states)
        self._known.update(dict.fromkeys(new, number))
        move = replace(move, to=number)
        self.states.append(State(move.session, move.ask, move))
        self._waiting.append(number)
        return move

    def _attempts(self, state: State) -> Iterator[Attempt]:
        session, ask = state.session, state.ask
        if session.stage is Stage.SENDING:
            yield from outcomes(session)
            return
        yield from buttons(self.flows, self.reads, session, ask)
        yield from words(session, ask)
        place = session.here, overlaid(self.flows, session), bool(session.page)
        if place not in self._places:
            self._places.add(place)
            yield from anywhere(session, ask)

    def _erased(self, session: Session) -> Session:
        """What follows an Erase, as every adapter does it."""
        blank = Session(session.language, session.channel)
        erased = Attempt("(erased)", Erased(("draft", "messages"), ("old_messages", "your_messages", "copies")))
        return self.turn(blank, erased).session or blank

    @staticmethod
    def _answered(before: Session, after: Session) -> bool:
        here = before.here.path
        return after.here.path != here and here in after.answers


def _beginnings() -> Iterator[Attempt]:
    yield Attempt("/start", Command("start"))
    yield Attempt("(words)", Said("w0"))
    yield Attempt("(a location)", Located(56.15, 10.2))
    yield from (Attempt(f"/{name}", Command(name)) for name in ("help", "erase", "language", "privacy"))
