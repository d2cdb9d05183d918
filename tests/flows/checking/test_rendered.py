"""Texts in a language: they fit, they are harmless from outside, values are kept apart, nothing is left in English."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from flows.checking.attempts import english
from flows.checking.leftover import leftover, unchanged_of
from flows.checking.rendered import Screens, fits, forbidden_of, harmless, kept_apart, screens, units
from flows.effects import Lines, Paragraph
from locales.catalogs import Catalogs
from locales.rendering import Renderer
from tests.flows.checking.flowsets import PRODUCT, explored, flow_set

FORBIDDEN = {"en": ("police",)}


@pytest.fixture(scope="module")
def shown() -> Screens:
    return screens([explored()])


def say(paragraph: Paragraph) -> str:
    if isinstance(paragraph, Lines):
        return "\n".join(map(say, paragraph.lines))
    return english(paragraph)


def rendering(language: str) -> Callable[[Paragraph], str]:
    """English words, set as the language sets them."""
    renderer = Renderer(Catalogs({}))

    def rendered(paragraph: Paragraph) -> str:
        if isinstance(paragraph, Lines):
            return "\n".join(map(rendered, paragraph.lines))
        return renderer.write(paragraph, language, words={f"w{number}": "words" for number in range(20)})

    return rendered


def test_the_english_screens_fit(shown: Screens) -> None:
    """The longest is a page of three cards."""
    assert list(fits(flow_set(), shown, "en", say)) == []


def test_a_screen_that_is_too_long_is_named_with_the_way(shown: Screens) -> None:
    """A language that needs far more room for one text."""
    found = list(fits(flow_set(), shown, "xx", lambda one: "x" * 4000 if "save your name" in say(one) else say(one)))
    assert {one.detail.split()[1] for one in found} == {"privacy.privacy"}
    assert found[0].path == ("/privacy",)


def test_a_pictogram_counts_as_two_units() -> None:
    """As messengers count."""
    assert units("a\U0001f198") == 3


def test_values_are_isolated_in_persian(shown: Screens) -> None:
    """The product's own renderer does it."""
    assert list(kept_apart(shown, "fa", rendering("fa"))) == []


def test_a_number_without_isolates_is_named(shown: Screens) -> None:
    """A renderer that forgets them."""
    found = {one.detail for one in kept_apart(shown, "fa", say)}
    assert any("notices.service" in one or "Lines" in one for one in found)


@pytest.mark.parametrize(
    ("neutral", "detail"),
    [
        ("Health.", "the first line has 7 units only"),
        ("Everyday information about health, work, the Police and family life in Denmark.", "says 'police'"),
    ],
)
def test_a_first_line_that_tells_or_is_short_is_named(neutral: str, detail: str) -> None:
    """Forbidden words count in any case, and inside others."""
    flows = flow_set()
    assert list(harmless(flows, FORBIDDEN, "en", say)) == []
    spoilt = harmless(flows, FORBIDDEN, "en", lambda one: neutral if one == flows.notices["neutral"] else say(one))
    assert [one.detail for one in spoilt if detail in one.detail]


def test_a_language_without_forbidden_words_is_named() -> None:
    """A new language brings its list along."""
    assert [one.rule for one in harmless(flow_set(), FORBIDDEN, "xx", say)] == [6]


def test_the_lists_of_forbidden_words_cover_all_twenty_languages() -> None:
    """And each has several."""
    lists = forbidden_of((PRODUCT / "checking" / "forbidden.yaml").read_text(encoding="utf-8"), "forbidden.yaml")
    assert len(lists) == 20
    assert all(len(words) > 5 for words in lists.values())


def test_left_over_english_is_named_unless_it_is_listed() -> None:
    """Texts of values and signs alone are alike everywhere."""
    allowed = unchanged_of("unchanged:\n  - {source: Hotel, languages: [da], reason: spelled alike}\n", "x.yaml")
    same = {("a", "Hotel"): "Hotel", ("b", "Doctor"): "Doctor", ("c", "{title}: {answer}"): "{title}: {answer}"}
    assert [one.detail for one in leftover("da", same, allowed)] == ["da: [b] 'Doctor'"]
    assert len(list(leftover("th", same, allowed))) == 2
