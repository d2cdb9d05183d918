"""The engine alone: no store, no messenger; the words stand in a mapping."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from bot.draft import Draft
from bot.rendering import Rendering, Screen
from bot.submission import submission_of
from bot.understanding import Understanding
from flows.effects import Ask, Erase, Submit
from flows.engine import advance
from flows.flowset import FlowSet
from flows.inputs import Attached, Erased, Input, Located, NotSubmitted, Submitted, Tap
from flows.session import Session, pack, unpack
from tests.botapi import Clock
from tests.conversations import screens
from tests.conversations.conversation import Act
from tests.conversations.draw import RepeatedDraw
from tests.conversations.report import Kept, kept_of
from tests.conversations.world import time_of

ERASED: Final = {
    "terminal": Erased(("draft",), ("messages",)),
    "telegram": Erased(("draft", "messages"), ("this_message",)),
}
"""What each channel can remove."""


@dataclass(slots=True)
class EngineWay:
    """Plays a channel that can do whatever a turn asks."""

    flows: FlowSet
    understanding: Understanding
    rendering: Rendering
    channel: str
    clock: Clock
    desk: bool
    hint: str
    draw: RepeatedDraw = field(default_factory=RepeatedDraw)
    draft: Draft = field(init=False)
    shown: list[tuple[Ask, Screen]] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.draft = Draft(Session(channel=self.channel))

    def act(self, act: Act) -> Screen:
        """One turn, with every effect answered."""
        received = self._received(act)
        session = None if isinstance(received, Erased) else self._turn(received)
        screen = self._show(ERASED[self.channel]) if session is None else self.shown[-1][1]
        if session is None:
            self.draft = Draft(Session(channel=self.channel))
        return screen

    def _turn(self, received: Input) -> Session | None:
        turn = advance(self.flows, self.draft.session, received, now=time_of(self.clock), draw=self.draw)
        if turn.session is None:
            assert turn.effects == (Erase(),)
            return None
        assert unpack(pack(turn.session)) == turn.session
        self.draft = replace(self.draft, session=turn.session).tidied()
        (effect,) = turn.effects
        if isinstance(effect, Submit):
            return self._turn(self._submitted(effect))
        assert isinstance(effect, Ask)
        language = turn.session.language or self.hint
        self.shown.append((effect, self.rendering.screen(effect, language, self.draft.words)))
        return turn.session

    def _show(self, erased: Erased) -> Screen:
        language = self.draft.session.language or self.hint
        self.draft = Draft(Session(language, self.channel))
        self._turn(erased)
        return self.shown[-1][1]

    def _submitted(self, submit: Submit) -> Input:
        if not self.desk:
            return NotSubmitted("no_desk")
        self.kept.append(kept_of(submission_of(submit, self.draft, self.flows.revision)))
        return Submitted()

    def _received(self, act: Act) -> Input:
        if act.tap is not None:
            return self._tapped(self.shown[-1][1], act.tap)
        if act.old is not None:
            return self._tapped(self.shown[-2][1], act.old)
        if act.pin is not None:
            return Located(*act.pin)
        if act.file is not None:
            return Attached()
        ref = self.draw.ref()
        text = f"/{act.command}" if act.command is not None else act.type or ""
        ask = self.shown[-1][0] if self.shown else Ask("", "", (), (), (), ())
        understood = self.understanding.of(text, ask, ref)
        if understood.words is not None:
            self.draft = replace(self.draft, words={**self.draft.words, ref: understood.words})
        return understood.received

    def _tapped(self, screen: Screen, label: str) -> Tap:
        return Tap(screen.token, screens.key(screen, label))
