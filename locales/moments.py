"""Times, days and lists as a language writes them, by CLDR. Digits are always 0-9; clocks always have 24 hours."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from flows.phrases import Phrase
from locales.languages import cldr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from flows.phrases import Moment

# Translators: {time} is a clock time such as 08:30.
TOMORROW: Final = Phrase(context="time", source="tomorrow {time}")
# Translators: {weekday} is the name of a day of this or next week, {time} a clock time: "Monday 08:30".
WEEKDAY: Final = Phrase(context="time", source="{weekday} {time}")
# Translators: {date} is a calendar day, {time} a clock time: "23 November, 08:30".
DATE: Final = Phrase(context="time", source="{date}, {time}")

DAYS_NAMED = 7
"""From this many days on a weekday's name alone would be ambiguous."""


def clock(at: datetime, language: str) -> str:
    """Write the time of day as the language does: "08:30", "08.30"."""
    return _clock(language, at.hour, at.minute)


@lru_cache(maxsize=512)
def _clock(language: str, hour: int, minute: int) -> str:
    from babel.dates import format_skeleton  # noqa: PLC0415 - start-up

    return format_skeleton("Hm", datetime(2000, 1, 1, hour, minute), locale=cldr(language))  # noqa: DTZ001 - a clock


@lru_cache(maxsize=512)
def calendar_day(day: date, language: str) -> str:
    """Write a day with its year: "23 November 2026"."""
    from babel.dates import format_date  # noqa: PLC0415 - start-up

    return format_date(day, "long", locale=cldr(language))


@lru_cache(maxsize=512)
def _day_of_year(day: date, language: str) -> str:
    from babel.dates import format_skeleton  # noqa: PLC0415 - start-up

    return format_skeleton("MMMMd", day, locale=cldr(language))


@lru_cache(maxsize=512)
def _weekday(day: date, language: str) -> str:
    from babel.dates import format_date  # noqa: PLC0415 - start-up

    return format_date(day, "EEEE", locale=cldr(language))


def moment_parts(moment: Moment, language: str) -> tuple[Phrase | None, Mapping[str, str]]:
    """Choose how near a moment is said: the template (None: the clock alone) and the written parts that go into it.

    Both times are taken as they stand, in Danish local time; no zone is converted.
    """
    day, today = moment.at.date(), moment.now.date()
    time = clock(moment.at, language)
    ahead = (day - today).days
    if ahead == 0:
        return None, {"time": time}
    if ahead == 1:
        return TOMORROW, {"time": time}
    if 1 < ahead < DAYS_NAMED:
        return WEEKDAY, {"time": time, "weekday": _weekday(day, language)}
    date = _day_of_year(day, language) if day.year == today.year else calendar_day(day, language)
    return DATE, {"time": time, "date": date}


def joined(items: Sequence[str], language: str) -> str:
    """Join a list as the language joins one ("a, b and c"); nothing gives an empty text."""
    from babel.lists import format_list  # noqa: PLC0415 - start-up

    return format_list(items, locale=cldr(language))
