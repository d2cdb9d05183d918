"""A person who speaks one language, at the engine with the strict catalogs: taps by key, types, reads every screen.

Each turn's screen is rendered as its channel renders it and held to what every screen must be. Stores nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

import flows
import locales
from bot.draft import Draft
from bot.incoming import Content, Pressed, Typed
from bot.rendering import Rendering, Screen
from bot.telegram.calls import MESSAGE_LIMIT
from bot.terminal import content_of
from bot.understanding import Understanding
from flows.effects import Ask, Submit
from flows.engine import advance
from flows.flowset import FlowSet
from flows.inputs import Command, Input, Submitted, Tap
from flows.session import Session
from locales.catalogs import Catalogs
from locales.rendering import Renderer
from tests.conversations import screens
from tests.conversations.draw import RepeatedDraw
from tests.conversations.legibility import Reading
from tillid.composition import load_flows
from tillid.settings import Settings

LIMITS: Final = {"telegram": MESSAGE_LIMIT, "terminal": None}
"""The longest message of each channel."""
TUESDAY: Final = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
"""Ten in the morning in Denmark, with staff there."""
SEVERAL_DIGITS: Final = ("\u0660", "\u06f0", "\u0966", "\u0e50", "\uff10", "\u09e6", "\u17e0")
"""Zeros: Arabic-Indic, Persian, Devanagari, Thai, full-width, Bengali, Khmer."""
ASCII: Final = ord("0")


@cache
def catalogs() -> Catalogs:
    """All languages; a missing translation raises UntranslatedError."""
    return Catalogs.load(Path(locales.__file__).parent, strict=True)


@cache
def flowset() -> FlowSet:
    """The flows of this repository, with somebody who can open reports."""
    nowhere = Path(flows.__file__).parent / "no-config-here"
    loaded = load_flows(Settings(config_dir=nowhere), catalogs())
    return replace(loaded, setting=replace(loaded.setting, lacking=frozenset()))


@cache
def renderer() -> Renderer:
    """Writes every screen of every language here."""
    return Renderer(catalogs())


def in_script(digits: str, zero: str) -> str:
    """The same number in the digits of the script that ``zero`` belongs to."""
    return "".join(chr(ord(one) - ASCII + ord(zero)) if one.isdecimal() else one for one in digits)


@dataclass(slots=True)
class Speaker:
    """``language`` is what their messenger says they speak, and what they choose."""

    language: str
    channel: str
    now: datetime = TUESDAY
    draw: RepeatedDraw = field(default_factory=RepeatedDraw)
    draft: Draft = field(init=False)
    sent: list[Submit] = field(default_factory=list)
    ask: Ask = field(init=False)
    screen: Screen = field(init=False)

    def __post_init__(self) -> None:
        self.draft = Draft(Session(channel=self.channel))
        self.take(Command("start"))

    @property
    def keys(self) -> list[str]:
        """Every button that can be pressed, in the order of their numbers."""
        return [label.key for label in screens.labels(self.screen)]

    def arrives(self) -> None:
        """Chooses the language by typing its name in itself."""
        self.types(next(one.autonym for one in catalogs().languages() if one.tag == self.language))
        assert self.draft.session.language == self.language
        assert self.ask.step == "menu.menu"

    def presses(self, key: str) -> None:
        """A tap; at the terminal the button's number, in the digits of some script."""
        assert key in self.keys, screens.written(self.screen)
        pressed: Content = Pressed(self.screen.token, key)
        if self.channel == "terminal":
            number = self.keys.index(key) + 1
            pressed = content_of(in_script(str(number), SEVERAL_DIGITS[number % len(SEVERAL_DIGITS)]), self.screen)
        assert pressed == Pressed(self.screen.token, key)
        self.take(Tap(self.screen.token, key))

    def types(self, text: str) -> None:
        """Words, understood where they are typed; a number at the terminal is not meant by this."""
        assert content_of(text, self.screen) == Typed(text)
        ref = self.draw.ref()
        understood = Understanding(flowset(), catalogs()).of(text, self.ask, ref)
        if understood.words is not None:
            self.draft = replace(self.draft, words={**self.draft.words, ref: understood.words})
        self.take(understood.received)

    def take(self, received: Input) -> None:
        """One turn; a report is taken as stored."""
        turn = advance(flowset(), self.draft.session, received, now=self.now, draw=self.draw)
        assert turn.session is not None
        self.draft = replace(self.draft, session=turn.session).tidied()
        (effect,) = turn.effects
        if isinstance(effect, Submit):
            self.sent.append(effect)
            self.take(Submitted())
            return
        assert isinstance(effect, Ask)
        self.read(effect)

    def read(self, ask: Ask) -> None:
        """What stands there, in the language, and whether it can be read."""
        self.ask = ask
        self.screen = Rendering(renderer(), LIMITS[self.channel]).screen(ask, self.language, self.draft.words)
        Reading(ask, self.screen, self.language, catalogs()).check(flowset().notice("neutral"))
