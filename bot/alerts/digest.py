"""When the digest of what waits is due: at a member's hours in Danish time, each once, whatever the clocks do. Pure."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Final, NewType
from zoneinfo import ZoneInfo

Slot = NewType("Slot", str)
"""A day and an hour of it as people name them, `2026-11-21T08:30`; which hour that is in UTC is Denmark's business."""

DENMARK: Final = ZoneInfo("Europe/Copenhagen")
USUAL_HOURS: Final = (time(8, 30), time(13, 0), time(16, 0), time(20, 0))
AS_THE_TEAM: Final = "team"
"""The choice that takes back every other."""

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


def hours_of(kept: str | None, team: tuple[time, ...]) -> tuple[time, ...]:
    """A member's hours from what their row keeps: None for the team's, empty for no digest."""
    if kept is None:
        return team
    return read_hours(kept) if kept else ()


def offered(kept: str | None, team: tuple[time, ...]) -> tuple[time, ...]:
    """The hours that have a button, in order."""
    return tuple(sorted({*USUAL_HOURS, *team, *hours_of(kept, team)}))


def chosen(kept: str | None, choice: str, team: tuple[time, ...]) -> str | None:
    """What the row keeps after `+16:00`, `-16:00` or AS_THE_TEAM; any other choice changes nothing."""
    if choice == AS_THE_TEAM:
        return None
    found = [hour for hour in offered(kept, team) if choice[1:] == written(hour)]
    hours = set(hours_of(kept, team))
    after = hours.union(found) if choice.startswith("+") else hours.difference(found)
    return kept if after == hours else ",".join(map(written, sorted(after)))


def written(hour: time) -> str:
    """As `read_hours` reads it."""
    return f"{hour:%H:%M}"


def newest_slot(now: datetime, hours: tuple[time, ...]) -> Slot:
    """The last one that has begun; `now` is aware, and there is an hour."""
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
