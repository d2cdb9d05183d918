"""The reading grade needs no library of its own, and agrees with the one that does."""

from __future__ import annotations

import pytest

from flows.checking.reading import grade, sentences, words
from tests import reading


@pytest.mark.parametrize(
    "text",
    [
        "Call 112 now if you can speak. Say where you are, or what you see.",
        "We do not save your name or number. Everyone with your phone can see this chat.",
        "Notwithstanding organisational responsibilities, comprehensive documentation is necessary.",
    ],
)
def test_the_grade_is_that_of_textstat(text: str) -> None:
    """Within a tenth of a year."""
    assert grade(text) == pytest.approx(reading.grade(text), abs=0.1)


def test_what_follows_a_colon_is_a_sentence_of_its_own() -> None:
    """As it is read; and a placeholder is a word."""
    assert sentences("Press: Erase and leave. Call {hotline}.") == ("Press", "Erase and leave.", "Call {hotline}.")
    assert words("Call {hotline}, it's free.") == ("Call", "{hotline}", "it's", "free")
