"""When the digest of what waits is due: at fixed hours in Danish time, each once, whatever the clocks do. Pure."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Final, NewType
from zoneinfo import ZoneInfo

Slot = NewType("Slot", str)
"""A day and an hour of it as people name them, `2026-11-21T08:30`; which hour that is in UTC is Denmark's business."""

DENMARK: Final = ZoneInfo("Europe/Copenhagen")
_HOUR: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_ASTRAY: Final = timedelta(days=1)


def read_hours(text: str) -> tuple[time, ...]:
    """`08:30,13:00` in order; ValueError with a sentence where it is not that."""
    hours = []
    for part in text.split(","):
        found = _HOUR.fullmatch(part.strip())
        if found is None:
            raise ValueError("expected hours of the day, for example 08:30,13:00")
        hours.append(time(int(found[1]), int(found[2])))
    return tuple(sorted(set(hours)))


def newest_slot(now: datetime, hours: tuple[time, ...]) -> Slot:
    """The last one that has begun; `now` is aware."""
    today = now.astimezone(DENMARK).date()
    begun = [
        slot
        for day in (today - timedelta(days=1), today)
        for slot in (datetime.combine(day, hour, DENMARK) for hour in hours)
        if slot.timestamp() <= now.timestamp()
    ]
    return Slot(begun[-1].replace(tzinfo=None).isoformat(timespec="minutes"))


def is_due(slot: Slot, last: str) -> bool:
    """Whether `slot` comes after the `last` a member had. One far ahead was noted by a clock that was wrong."""
    newest, before = datetime.fromisoformat(slot), datetime.fromisoformat(last)
    return newest > before or before > newest + _ASTRAY
