"""Phrases with their values, in languages that write them differently."""

# ruff: noqa: RUF001 - letters of many scripts are the point

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.phrases import Day, Listing, Moment, PhoneNumber, Phrase, Value, Verbatim, Words
from locales.catalogs import Catalogs
from locales.errors import UntranslatedError
from locales.rendering import Renderer
from tests.locales.conftest import Write

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=COPENHAGEN)
ONE = Phrase("test", "x: {value}.")
ENGLISH = Renderer(Catalogs({}, strict=True))
# Without a catalog of Arabic, texts fall back to English; what CLDR formats is Arabic all the same.
LENIENT = Renderer(Catalogs({}))


def filled(value: Value) -> Phrase:
    return Phrase(ONE.context, ONE.source, {"value": value})


def english(value: Value, **words: str) -> str:
    return ENGLISH.render(filled(value), "en", words=words)


def arabic(value: Value, **words: str) -> str:
    return LENIENT.write(value, "ar", words=words)


def moment(day: int, hour: int, minute: int, month: int = 11, year: int = 2026) -> Moment:
    return Moment(datetime(year, month, day, hour, minute, tzinfo=COPENHAGEN), NOW)


def test_a_phrase_in_a_phrase_is_translated_too(write_catalog: Write) -> None:
    """Each by its own context."""
    inner = Phrase("codes.role", "neighbour")
    renderer = Renderer(Catalogs.load(write_catalog("da", [(ONE, "y: {value}!"), (inner, "nabo")]), strict=True))
    assert renderer.render(filled(inner), "da", words={}) == "y: nabo!"


def test_a_count_fills_its_own_placeholder() -> None:
    """The plural form is chosen by the same number that is shown."""
    notes = [Phrase("t", "{count} note", plural="{count} notes", count=count) for count in (1, 2)]
    assert [ENGLISH.render(note, "en", words={}) for note in notes] == ["1 note", "2 notes"]


@pytest.mark.parametrize(
    "hostile",
    ["{0.__class__}", "{value}", "{value.__init__}", "%s %(value)s %n", "{{}}", "${value}", "\\1\\g<0>", "{", "}{"],
)
def test_what_a_person_wrote_is_never_interpreted(hostile: str) -> None:
    """Format strings of any kind stay the characters they are."""
    assert english(Words("r1"), r1=hostile) == f"x: {hostile}."
    assert english(Verbatim(hostile)) == f"x: {hostile}."


def test_direction_overrides_in_a_persons_words_are_taken_out() -> None:
    """Nobody can turn the text around theirs; joiners that letters and pictograms need stay."""
    assert english(Words("r1"), r1="a\u202eb\u2066c\u2069\u200fd\x00\ud800\ufeff") == "x: abcd."
    assert english(Words("r1"), r1="👩\u200d🚒") == "x: 👩\u200d🚒."
    assert arabic(Words("r1"), r1="a\u2069b") == "\u2068ab\u2069"


@given(st.text())
def test_any_words_stay_inside_their_isolation(text: str) -> None:
    """In a right-to-left language every line is closed where it was opened, and a text ends in balance."""
    written = arabic(Words("r1"), r1=text)
    for line in written.split("\n"):
        assert (line.count("\u2068"), line.count("\u2069")) == ((1, 1) if line else (0, 0))
    written.encode()


def test_right_to_left_words_are_isolated_in_every_language() -> None:
    """An Arabic line in an English message must not move the full stop."""
    assert english(Words("r1"), r1="مرحبا") == "x: \u2068مرحبا\u2069."
    assert english(Words("r1"), r1="one\r\nمرحبا\n\ntwo") == "x: \u2068one\u2069\n\u2068مرحبا\u2069\n\n\u2068two\u2069."


def test_words_that_are_gone_are_said_to_be_sealed() -> None:
    """A reference without words is a text of its own, translatable."""
    assert english(Words("r9"), r1="secret") == "x: (sealed, can't be shown)."


def test_phone_numbers_stay_left_to_right_in_digits_0_to_9() -> None:
    """Isolated in Arabic, plain in English, and never in other digits."""
    assert english(PhoneNumber("+45 70 20 25 50")) == "x: +45 70 20 25 50."
    assert arabic(PhoneNumber("+45 ٧٠ 20 25 50")) == "\u2066+45 70 20 25 50\u2069"


def test_numbers_are_written_in_digits_0_to_9() -> None:
    """Also where the language has digits of its own."""
    assert (english(1500), arabic(1500), LENIENT.write(7, "fa", words={})) == ("x: 1500.", "1500", "7")


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (moment(21, 16, 0), "16:00"),
        (moment(22, 8, 30), "tomorrow 08:30"),
        (moment(23, 8, 30), "Monday 08:30"),
        (moment(27, 0, 5), "Friday 00:05"),
        (moment(28, 9, 0), "28 November, 09:00"),
        (moment(20, 9, 0), "20 November, 09:00"),
        (moment(1, 9, 0, month=1, year=2027), "1 January 2027, 09:00"),
    ],
)
def test_a_moment_is_said_as_near_as_it_is(when: Moment, expected: str) -> None:
    """Today the clock, tomorrow, within a week the weekday, else the date."""
    assert ENGLISH.write(when, "en", words={}) == expected


def test_a_moment_is_shown_in_the_zone_it_came_in() -> None:
    """Danish time stays Danish time: nothing is converted, in summer or winter."""
    summer = datetime(2026, 7, 1, 8, 30, tzinfo=COPENHAGEN)
    assert ENGLISH.write(Moment(summer, summer), "en", words={}) == "08:30"


def test_moments_and_days_follow_the_language(write_catalog: Write) -> None:
    """Danish by its catalog and CLDR; Arabic names of days and months with digits 0-9."""
    tomorrow = Phrase("time", "tomorrow {time}")
    danish = Renderer(Catalogs.load(write_catalog("da", [(tomorrow, "i morgen kl. {time}")]), strict=True))
    assert danish.write(moment(22, 8, 30), "da", words={}) == "i morgen kl. 08.30"
    assert danish.write(Day(date(2026, 11, 21)), "da", words={}) == "21. november 2026"
    assert arabic(moment(23, 8, 30)) == "الاثنين 08:30"
    assert arabic(Day(date(2026, 11, 21))) == "21 نوفمبر 2026"


def test_lists_are_joined_as_the_language_joins_them() -> None:
    """By CLDR; an empty list is an empty text, and items are written by their own kind."""
    items = Listing((Verbatim("a"), Words("r1"), 3))
    assert english(items, r1="b") == "x: a, b and 3."
    assert LENIENT.write(items, "da", words={"r1": "b"}) == "a, b og 3"
    assert arabic(items, r1="b") == "\u2068a\u2069 و\u2068b\u2069 و3"
    assert english(Listing(())) == "x: ."
    assert english(Listing((Verbatim("{0}"), Verbatim("{1}")))) == "x: {0} and {1}."


def test_a_forgotten_value_fails_a_test_and_never_a_conversation() -> None:
    """Strict raises; lenient shows an ellipsis instead of a placeholder."""
    with pytest.raises(UntranslatedError, match=r"no value for \{value\}"):
        ENGLISH.render(ONE, "en", words={})
    assert LENIENT.render(ONE, "en", words={}) == "x: …."
