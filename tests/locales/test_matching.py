"""What was typed against what stands on a button."""

# ruff: noqa: RUF001 - letters of many scripts are the point

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.matching import folded


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("help NOW", "🆘 Help now"),
        ("I don’t know", "I don't know"),
        ("ｈｅｌｐ", "Help"),
        ("٢", "2"),
        ("๗", "7"),
        ("1️⃣", "1"),
        ("1,500", "1500"),
        ("STRASSE", "Straße"),
        ("\u202ayes\u202c!", "Yes"),
        ("ช่วย ", "ช่วย"),
        ("مي\u200cخواهم", "ميخواهم"),
        ("2 - 5", "2–5"),
        ("İzmir", "i̇zmir"),
    ],
)
def test_what_was_typed_matches_its_label(typed: str, label: str) -> None:
    """Case, width, digits of any script, pictograms, punctuation and marks of direction make no difference."""
    assert folded(typed) == folded(label) != ""


@pytest.mark.parametrize(("one", "other"), [("ma", "má"), ("ตา", "ตำ"), ("की", "का"), ("yes", "no"), ("й", "и")])
def test_other_words_stay_other_words(one: str, other: str) -> None:
    """Accents and vowel signs are letters."""
    assert folded(one) != folded(other)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    """A folded text is its own folding."""
    assert folded(folded(text)) == folded(text)
