"""When a service is open, in Danish time, from its hours as OpenStreetMap writes them (the ``opening_hours`` key).

Public holidays (``PH``) are those of Danish law as ``opening-hours-py`` knows them. Reads no clock: ``now`` is passed
in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, validate
from opening_hours import State as Evaluated

COPENHAGEN = ZoneInfo("Europe/Copenhagen")

BY_PHONE = "by phone"
"""Stands for hours where a call decides when and where."""

_LOOKED_AHEAD = 60
"""Changes of state searched for the next opening; a weekly hour hidden behind holidays is a handful away."""


def _evaluated(expression: str) -> OpeningHours:
    return OpeningHours(expression, timezone=COPENHAGEN, country="DK", auto_country=False, auto_timezone=False)


_HOLIDAYS = _evaluated("PH")


class State(StrEnum):
    """Whether anybody is there. ``unknown`` is shown as "call before you go"."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"
    BY_PHONE = "by_phone"


_STATES = {Evaluated.OPEN: State.OPEN, Evaluated.CLOSED: State.CLOSED, Evaluated.UNKNOWN: State.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Interval:
    """Danish times; ``end`` is the first moment after it, midnight being the next day's."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Opening:
    """One moment of a schedule, in Danish time.

    ``until`` is when ``state`` ends, ``None`` if it never does or nothing is known. ``next_opening`` is the next time
    that doors open for certain, ``None`` if none is known or they never close.
    """

    state: State
    until: datetime | None = None
    next_opening: datetime | None = None
    hours_today: tuple[Interval, ...] = ()
    holiday_today: bool = False

    @property
    def always(self) -> bool:
        """Open day and night."""
        return self.state is State.OPEN and self.until is None


@dataclass(frozen=True, slots=True)
class Schedule:
    """``text``: an ``opening_hours`` expression, ``by phone``, or ``None`` where the hours are not known."""

    text: str | None = None
    _hours: OpeningHours | None = field(default=None, repr=False, compare=False)

    @classmethod
    def parse(cls, text: str | None) -> Schedule:
        """Raise ValueError for an expression that is none."""
        if text is None or text == BY_PHONE:
            return cls(text)
        if not validate(text):
            raise ValueError(f"no opening_hours expression: {text}")
        return cls(text, _evaluated(text))

    def opening(self, now: datetime) -> Opening:
        """Raise ValueError for a ``now`` without a time zone; any zone will do."""
        if now.tzinfo is None:
            raise ValueError("now has no time zone")
        here = now.astimezone(COPENHAGEN)
        holiday = _HOLIDAYS.is_open(here)
        if self._hours is None:
            state = State.BY_PHONE if self.text == BY_PHONE else State.UNKNOWN
            return Opening(state, holiday_today=holiday)
        state = _STATES[self._hours.state(here)[0]]
        until = self._hours.next_change(here)
        return Opening(state, until, _next_opening(self._hours, here), _today(self._hours, here), holiday)


def _next_opening(hours: OpeningHours, here: datetime) -> datetime | None:
    upcoming = islice(hours.intervals(here), 1, _LOOKED_AHEAD)
    return next((start for start, _, state, _ in upcoming if state == Evaluated.OPEN), None)


def _today(hours: OpeningHours, here: datetime) -> tuple[Interval, ...]:
    midnight = datetime.combine(here.date(), time.min, COPENHAGEN)
    next_midnight = midnight + timedelta(days=1)
    return tuple(
        Interval(start, end)
        for start, end, state, _ in hours.intervals(midnight, next_midnight)
        if state == Evaluated.OPEN
    )
