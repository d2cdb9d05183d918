"""The terminal: a number presses a button, anything else is typed, and every screen shows both."""

from __future__ import annotations

import io
from pathlib import Path

from bot.incoming import Pressed, Typed
from bot.rendering import Label, Rendering, Screen
from bot.terminal import Terminal, content_of
from storage.vault import Person
from tests.botapi import Clock
from tests.conversations.world import installed, renderer, running

SCREEN = Screen(
    "What do you want to do?",
    "token",
    ((Label("Report", "report"),), (Label("Before", "!previous"), Label("More", "!next"))),
    (Label("Help now", "!help"), Label("Back", "!back"), Label("Erase", "!erase")),
)


def test_a_number_presses_the_button_it_stands_at() -> None:
    """Rows from the top, the row that is always the same last."""
    assert content_of("1", SCREEN) == Pressed("token", "report")
    assert content_of("3", SCREEN) == Pressed("token", "!next")
    assert content_of("6", SCREEN) == Pressed("token", "!erase")


def test_a_number_in_any_script_presses_the_same_button() -> None:
    """Keyboards of other languages have other digits."""
    assert content_of("٤", SCREEN) == Pressed("token", "!help")


def test_anything_that_is_no_number_of_the_screen_is_typed() -> None:
    """112, a receipt, a year, nothing at all."""
    for line in ("0", "7", "112", "01", "2 men", "", "/help"):
        assert content_of(line, SCREEN) == Typed(line)


async def test_piped_lines_are_answered_one_by_one(tmp_path: Path, template: Path) -> None:
    """One input a line; the language named on the command line is not asked."""
    written: list[str] = []
    clock = Clock(1_763_370_000.0)
    async with (
        installed(tmp_path, template, desk=True) as installation,
        running(installation, clock, desk=True) as runner,
    ):
        terminal = Terminal(runner, Rendering(renderer()), Person("terminal", "x"), "da", written.append)
        await terminal.run(io.StringIO("1\n/help\n"), chosen=True)
    whole = "\n".join(written)
    assert whole.index("Jeg er bekymret for nogen") < whole.index("+45 70 20 25 50")
    assert "Dansk" not in whole
    assert sum(line.startswith("─") for line in whole.splitlines()) == 3


async def test_without_a_chosen_language_it_is_asked_first(tmp_path: Path, template: Path) -> None:
    """In English, each language in its own name."""
    written: list[str] = []
    async with (
        installed(tmp_path, template, desk=True) as installation,
        running(installation, Clock(1_763_370_000.0), desk=True) as runner,
    ):
        terminal = Terminal(runner, Rendering(renderer()), Person("terminal", "x"), "en", written.append)
        await terminal.run(io.StringIO(""), chosen=False)
    assert "Dansk" in "\n".join(written)
