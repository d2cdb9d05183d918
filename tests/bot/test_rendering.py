"""Screens as text: shortened where a messenger has a limit, and only the person's own words."""

from __future__ import annotations

from bot.rendering import Rendering, utf16_units
from flows.effects import Ask, Button, Lines
from flows.phrases import Phrase, Verbatim, Words
from tests.conversations.world import renderer

NOTICE = Phrase("notices.nothing_said", "You have said nothing yet.")


def ask(*refs: str) -> Ask:
    """A screen with the person's words among ours."""
    return Ask("a.b", "t", (NOTICE, *map(Words, refs), NOTICE), (), (), ())


def test_too_long_a_screen_has_the_persons_words_cut_and_ours_whole() -> None:
    """The longest first; what is in the report is not touched by this."""
    words = {"r1": "a" * 5000, "r2": "short"}
    text = Rendering(renderer(), 4096).screen(ask("r1", "r2"), "en", words).text
    assert utf16_units(text) <= 4096
    assert text.startswith(NOTICE.source)
    assert text.endswith(NOTICE.source)
    assert "short" in text
    assert "a…" in text


def test_the_limit_counts_what_the_messenger_counts() -> None:
    """An emoji is two units."""
    words = {"r1": "🦀" * 3000}
    text = Rendering(renderer(), 4096).screen(ask("r1"), "en", words).text
    assert utf16_units(text) <= 4096
    assert text.endswith(NOTICE.source)


def test_a_hundred_notes_still_fit() -> None:
    """Where even the shortest words are too many the end is cut, at a whole character."""
    words = {f"r{number}": "🦀" * 900 for number in range(100)}
    text = Rendering(renderer(), 4096).screen(ask(*words), "en", words).text
    assert utf16_units(text) <= 4096
    assert text.endswith("…")


def test_without_a_limit_nothing_is_cut() -> None:
    """The terminal scrolls."""
    words = {"r1": "a" * 5000}
    assert words["r1"] in Rendering(renderer()).screen(ask("r1"), "en", words).text


def test_lines_stand_close_and_paragraphs_apart() -> None:
    """A card is one paragraph."""
    card = Ask("a.b", "t", (NOTICE, Lines((Verbatim("one"), Verbatim("two")))), (), (), ())
    assert Rendering(renderer()).screen(card, "en", {}).text.endswith("\n\none\ntwo")


def test_a_mark_stands_in_place_of_the_pictogram() -> None:
    """What is chosen is seen at once."""
    buttons = (
        Button("a", Verbatim("A"), "🦀"),
        Button("b", Verbatim("B"), "🦀", marked=True),
        Button("c", Verbatim("C")),
    )
    screen = Rendering(renderer()).screen(Ask("a.b", "t", (NOTICE,), buttons, (), ()), "en", {})
    assert [row[0].text for row in screen.rows] == ["🦀 A", "✓ B", "C"]
