"""The terminal adapter: numbers press buttons, anything else is typed."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.incoming import Content, Pressed, SentThing, SharedPlace, Typed
from bot.rendering import Screen
from bot.terminal import Terminal, content_of
from tests.conversations import screens
from tests.conversations.conversation import Act


@dataclass(slots=True)
class TerminalWay:
    """A person at a keyboard."""

    terminal: Terminal
    shown: list[Screen] = field(default_factory=list)

    async def act(self, act: Act) -> Screen:
        """One input."""
        screen = await self.terminal.take(self._content(act))
        self.shown.append(screen)
        return screen

    def _content(self, act: Act) -> Content:
        if act.tap is not None:
            return content_of(str(screens.place(self.shown[-1], act.tap) + 1), self.shown[-1])
        if act.old is not None:
            return Pressed(self.shown[-2].token, screens.key(self.shown[-2], act.old))
        if act.pin is not None:
            return SharedPlace(*act.pin)
        if act.file is not None:
            return SentThing()
        if act.command is not None:
            return Typed(f"/{act.command}")
        assert act.type is not None
        return content_of(act.type, self.shown[-1])
