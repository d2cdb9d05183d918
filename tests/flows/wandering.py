"""Any inputs at all, in any order, at any speed: what people, messengers and adapters can throw at the engine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from flows.effects import Ask, Effect, Submit
from flows.engine import advance
from flows.flowset import FlowSet
from flows.inputs import Alarm, Attached, Command, Erased, Input, Located, NotSubmitted, Said, Submitted, Tap
from flows.session import Session, Stage, pack, unpack
from tests.conversations.draw import RepeatedDraw
from tests.conversations.world import flowset

BEGAN = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
KEYS = ("!skip", "!done", "!continue", "!back", "!next", "!previous", "!show", "!send", "!decline", "!none", "!start")
GAPS = (0, 0, 0, 0, 1, 14, 16, 200)


@dataclass(frozen=True, slots=True)
class Push:
    """A button of the present screen, by its place: among the answers, or among ``all``."""

    place: int
    all: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """One thing that happens, some minutes after the last."""

    doing: Input | Push
    minutes: int


def moves(flows: FlowSet) -> st.SearchStrategy[list[Moved]]:
    """Lists of them, mostly buttons that are there, so that they come far."""
    answer = st.builds(Push, st.integers(0, 9))
    one = st.one_of(answer, answer, answer, st.builds(Push, st.integers(0, 12), st.just(True)), _inputs(flows))  # noqa: FBT003
    return st.lists(st.builds(Moved, one, st.sampled_from(GAPS)), max_size=60)


def _inputs(flows: FlowSet) -> st.SearchStrategy[Input]:
    codes = sorted({code for labels in flows.codes.values() for code in labels})
    towns = [place.code for typed in ("Nyk", "Aarhus", "Odense") for place in flows.places.matches(typed)]
    keys = st.sampled_from((*KEYS, "!help", "!erase", *codes, *sorted(flows.index), *towns, "", "xyz"))
    traces = st.lists(st.sampled_from(sorted(flows.codes["traces"])), max_size=3).map(tuple)
    said = st.builds(
        Said,
        st.sampled_from(("r1", "r2", "r3", "r4")),
        button=st.none() | keys,
        found=st.lists(st.sampled_from(towns), max_size=7).map(tuple),
        alarm=st.sampled_from(Alarm),
        receipt=st.booleans(),
        masked=st.booleans(),
    )
    return st.one_of(
        st.builds(Tap, st.sampled_from(("", "00000000")), keys),
        said,
        said,
        st.builds(Located, st.floats(54, 58), st.floats(8, 15)),
        st.just(Attached()),
        st.builds(Command, st.sampled_from(("start", "help", "erase", "language", "privacy", "unheard"))),
        st.just(Submitted()),
        st.builds(NotSubmitted, st.sampled_from(("not_sent", "no_desk"))),
        st.builds(Erased, traces, traces),
    )


class Wanderer:
    """Executes effects as an adapter does, and notes every turn."""

    def __init__(self) -> None:
        self.flows = flowset()
        self.now = BEGAN
        self.draw = RepeatedDraw()
        self.session = Session(channel="telegram")
        self.ask: Ask | None = None
        self.sent: list[Submit] = []
        self.take(Command("start"))

    def move(self, moved: Moved) -> None:
        """One of the list."""
        self.now += timedelta(minutes=moved.minutes)
        self.take(self._pushed(moved.doing) if isinstance(moved.doing, Push) else moved.doing)

    def take(self, received: Input) -> None:
        """One input, and the outcomes of its effects."""
        turn = advance(self.flows, self.session, received, now=self.now, draw=self.draw)
        if turn.session is None:
            self.session = Session(self.session.language, self.session.channel)
            self.take(Erased(("draft",), ()))
            return
        assert unpack(pack(turn.session)) == turn.session
        self.session = turn.session
        (effect,) = turn.effects
        self._execute(effect)

    def buttons(self) -> list[str]:
        """The keys on the present screen."""
        assert self.ask is not None
        return [button.key for button in (*self.ask.answers, *self.ask.pages, *self.ask.navigation)]

    def push(self, key: str) -> None:
        """Press a button of the present screen."""
        self.take(Tap(self.session.token, key))

    def _pushed(self, push: Push) -> Tap:
        assert self.ask is not None
        keys = self.buttons() if push.all else [button.key for button in (*self.ask.answers, *self.ask.pages)]
        return Tap(self.session.token, keys[push.place % len(keys)])

    def _execute(self, effect: Effect) -> None:
        if isinstance(effect, Submit):
            assert self.session.stage is Stage.SENDING
            self.sent.append(effect)
            self.take(Submitted() if len(self.sent) % 2 else NotSubmitted("not_sent"))
            return
        assert isinstance(effect, Ask)
        self.ask = effect
