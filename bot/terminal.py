"""The terminal: the same conversation, one input a line, a number presses that button."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, TextIO

from bot.incoming import Content, Incoming, Pressed, Typed
from bot.rendering import Label, Rendering, Screen
from bot.runner import SessionRunner
from flows.effects import Erase
from locales.matching import folded
from storage.vault import Person

CHANNEL: Final = "terminal"
RULE: Final = "─" * 60
LONGEST_LINE: Final = 1 << 16
"""Characters; what comes without an end is taken in pieces, and does not fill the memory."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """A conversation between a person at a keyboard (or a script) and the runner."""

    runner: SessionRunner
    rendering: Rendering
    person: Person
    language: str
    write: Callable[[str], None]

    async def run(self, lines: TextIO, *, chosen: bool) -> None:
        """Until the end of the input. Every line is answered with the screen it leads to.

        ``chosen``: the language was named on the command line, and need not be asked.
        """
        screen = await self.take(Typed("/start"))
        if chosen:
            screen = await self.take(Pressed(screen.token, self.language))
        self.show(screen)
        while line := await next_line(lines):
            screen = await self.take(content_of(line.strip(), screen))
            self.show(screen)

    async def take(self, content: Content) -> Screen:
        """One turn."""
        async with self.runner.conversation(self.person, CHANNEL, self.language) as talk:
            outcome = await talk.take(Incoming(content, language=self.language))
            ask = await talk.erase(("draft",), ("messages",)) if isinstance(outcome, Erase) else outcome
            return self.rendering.screen(ask, talk.language, talk.draft.words)

    def show(self, screen: Screen) -> None:
        """The text, then every button with its number; the row that is always the same comes last."""
        self.write(f"{RULE}\n{screen.text}\n")
        labels = list(buttons(screen))
        for number, label in enumerate(labels, 1):
            if number == len(labels) - len(screen.navigation) + 1:
                self.write("")
            self.write(f"  {number}. {label.text}")
        self.write("")


async def next_line(lines: TextIO) -> str:
    """The next line, empty at the end. At a keyboard no thread waits for it: Ctrl-C must not need an Enter first."""
    if not lines.isatty():
        return await asyncio.to_thread(lines.readline, LONGEST_LINE)
    loop = asyncio.get_running_loop()
    readable = asyncio.Event()
    loop.add_reader(lines, readable.set)
    try:
        await readable.wait()
    finally:
        loop.remove_reader(lines)
    return lines.readline(LONGEST_LINE)


def buttons(screen: Screen) -> Iterable[Label]:
    """The buttons in the order of their numbers."""
    for row in (*screen.rows, screen.navigation):
        yield from row


def content_of(line: str, screen: Screen) -> Content:
    """A number that stands on the screen presses that button; anything else is typed."""
    number = folded(line)
    labels = list(buttons(screen))
    if number.isdecimal() and len(number) <= len(str(len(labels))) and 1 <= int(number) <= len(labels):
        return Pressed(screen.token, labels[int(number) - 1].key)
    return Typed(line)
