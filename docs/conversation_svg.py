"""Draws docs/conversation.svg: a real conversation in the terminal, with fixed chance and a fixed clock.

Run by `make picture`, after texts have changed. The same texts give the same picture.
"""

# ruff: noqa: INP001 (a program, not a package)
from __future__ import annotations

import asyncio
import io
import random
import re
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

from bot.incoming import Content, Pressed, Typed
from bot.rendering import Rendering, Screen
from bot.terminal import CHANNEL, Terminal, buttons, content_of
from storage.receipt import draw_receipt
from storage.vault import Person
from tillid.composition import opened
from tillid.desk_creation import create
from tillid.settings import Settings

PICTURE: Final = Path(__file__).with_name("conversation.svg")
NOON: Final = datetime(2026, 11, 17, 11, tzinfo=UTC)
COLUMNS: Final = 88
WHOLE: Final = ("What do you want to do?", "Nothing has been sent yet", "Save it only if safe")
"""Screens that are shown whole; of the others, the question alone."""
ACTS: Final = (
    "I am worried about someone",
    "No",
    "Neighbour or passer-by",
    "Four men sleep in a workshop. A van takes them away before six.",
    "Continue",
    "Odense",
    "Now",
    "In the last days",
    "Go on",
    "Yes, by a number that I get",
    "Ask me first",
    "Send",
)
ONLINE: Final = re.compile(r"@font-face \{\{.*?\}\}|<!--.*?-->", re.DOTALL)
"""What the template would fetch or credit."""


@dataclass(slots=True)
class FixedDraw:
    """Chance that repeats itself."""

    chance: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311 (a picture)

    def token(self) -> str:
        """Eight characters."""
        return f"{self.chance.randrange(16**8):08x}"

    def receipt(self) -> str:
        """Twenty digits that belong to no report."""
        return draw_receipt(lambda: self.chance.randrange(10))

    def below(self, limit: int) -> int:
        """From 0 to ``limit`` - 1."""
        return self.chance.randrange(limit)

    def ref(self) -> str:
        """A reference for words."""
        return self.token()


async def draw(settings: Settings) -> str:
    """The picture. The report that is sent goes into the settings' folders."""
    paper = Console(width=COLUMNS, record=True, file=io.StringIO(), force_terminal=True, highlight=False)
    async with AsyncExitStack() as stack:
        parts = await stack.enter_async_context(opened(settings))
        runner = replace(parts.runner, draw=FixedDraw(), clock=lambda: NOON)
        terminal = Terminal(runner, Rendering(parts.renderer), Person(CHANNEL, "picture"), "en", paper.print)
        screen = await terminal.take(Typed("/start"))
        screen = await terminal.take(Pressed(screen.token, "en"))
        show(paper, screen)
        for act in ACTS:
            paper.print(Text(f"> {act}\n", style="bold cyan"))
            screen = await terminal.take(done(act, screen))
            show(paper, screen)
    return paper.export_svg(
        title="tillid chat --lang en", unique_id="tillid", code_format=ONLINE.sub("", CONSOLE_SVG_FORMAT)
    )


def done(act: str, screen: Screen) -> Content:
    """The number of that button, or the words."""
    for number, label in enumerate(buttons(screen), 1):
        if label.text.endswith(act):
            return content_of(str(number), screen)
    return Typed(act)


def show(paper: Console, screen: Screen) -> None:
    """The neutral first paragraph is on every screen and in the picture once."""
    paragraphs = screen.text.split("\n\n")
    if not any(part in screen.text for part in WHOLE):
        paper.print(Text(f"{paragraphs[-1]}\n"))
        return
    paper.print(Text("\n\n".join(paragraphs[1:]) + "\n"))
    for number, label in enumerate(buttons(screen), 1):
        paper.print(Text(f"  {number}. {label.text}", style="dim"))
    paper.print()


def main() -> None:
    """Write the picture, by way of a desk that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(config_dir=Path(folder, "config"), data_dir=Path(folder, "data"))
        create(settings, Path(folder, "identity.txt"))
        PICTURE.write_text(asyncio.run(draw(settings)), encoding="utf-8")


if __name__ == "__main__":
    main()
