"""Digests at their hours in Danish time, each once, and none that would tell when a report came."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.digest import DENMARK, is_due, newest_slot, read_hours
from tests.bot.alerts.office import MINUTE, Office, sent_to

HOURS = (time(8, 30), time(13, 0))
DAY = 24 * 60 * MINUTE


def until(office: Office, day: int, hour: str) -> float:
    """Seconds to an hour of November 2026."""
    at = datetime.fromisoformat(f"2026-11-{day:02}T{hour}").replace(tzinfo=DENMARK)
    return at.timestamp() - office.clock.now()


async def test_a_digest_comes_once_an_hour_of_the_day_also_across_restarts(any_office: Office) -> None:
    """From noon on the 17th: at 13:00, not at 13:05 to a bot that starts then, and at 08:30 the next day."""
    office = any_office
    async with office.open():
        mette = await office.colleague("Mette")
        await office.receives(urgent=False)
        await office.rounds()
        assert sent_to(office.api, mette, "Waiting") == 0
        office.clock.advance(until(office, 17, "13:00"))
        assert (await mette.sees("Waiting")).text == "Waiting: 1.\nThe oldest came today."
        await office.rounds()
    office.clock.advance(5 * MINUTE)
    async with office.open():
        await office.rounds()
        assert sent_to(office.api, mette, "Waiting") == 1
        office.clock.advance(until(office, 18, "08:30"))
        await mette.sees("has waited for 1 day.")
        await office.rounds()
        assert sent_to(office.api, mette, "Waiting") == 2


async def test_a_report_after_an_empty_digest_waits_for_the_next(office: Office) -> None:
    """Else the digest would tell when it came."""
    async with office.open():
        mette = await office.colleague("Mette")
        office.clock.advance(until(office, 17, "13:00"))
        await office.rounds()
        await office.receives(urgent=False)
        office.clock.advance(30 * MINUTE)
        await office.rounds()
        assert sent_to(office.api, mette, "Waiting") == 0
        office.clock.advance(until(office, 18, "08:30"))
        await mette.sees("Waiting: 1.")


async def test_a_digest_telegram_did_not_take_is_sent_again(office: Office) -> None:
    """Once."""
    async with office.open():
        mette = await office.colleague("Mette")
        await office.receives(urgent=False)
        office.api.faults.error(502, method="sendMessage", times=2)
        office.clock.advance(until(office, 17, "13:00"))
        for _ in range(4):
            await office.rounds(1)
            office.clock.advance(2)
        await mette.sees("Waiting: 1.")
        await office.rounds()
        assert sent_to(office.api, mette, "Waiting") == 1


@pytest.mark.parametrize(
    ("day", "utc"), [("2026-03-29", (6, 11)), ("2026-10-25", (7, 12)), ("2026-03-28", (7, 12)), ("2026-10-24", (6, 11))]
)
def test_hours_are_danish_on_days_when_clocks_change(day: str, utc: tuple[int, int]) -> None:
    """08:30 and 13:00 are that in Denmark, the day before and the day of the change."""
    for hour, local in zip(utc, HOURS, strict=True):
        begins = datetime.fromisoformat(f"{day}T{hour:02}:{local.minute:02}").replace(tzinfo=UTC)
        assert newest_slot(begins, HOURS) == f"{day}T{local:%H:%M}"
        assert newest_slot(begins - timedelta(seconds=1), HOURS) < f"{day}T{local:%H:%M}"


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
@pytest.mark.parametrize("hour", ["02:30", "02:00", "03:00"])
def test_an_hour_that_is_missing_or_comes_twice_is_one_digest(day: str, hour: str) -> None:
    """Minute by minute through the night."""
    start = datetime.fromisoformat(f"{day}T00:00").replace(tzinfo=DENMARK).astimezone(UTC)
    had, last = 0, str(newest_slot(start, read_hours(hour)))
    for minute in range(8 * 60):
        slot = newest_slot(start + timedelta(minutes=minute), read_hours(hour))
        if is_due(slot, last):
            had, last = had + 1, slot
    assert had == 1


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 - made aware
    st.integers(0, 7 * DAY),
)
def test_as_time_passes_no_slot_comes_back(start: datetime, seconds: int) -> None:
    """Whatever the moment, a later one has the same slot or a later one."""
    assert newest_slot(start, HOURS) <= newest_slot(start + timedelta(seconds=seconds), HOURS)


def test_a_clock_set_back_over_an_hour_sends_nothing_twice() -> None:
    """But a clock that was a year ahead does not silence the digests for a year."""
    assert not is_due(newest_slot(datetime(2026, 11, 17, 9, tzinfo=UTC), HOURS), "2026-11-17T13:00")
    assert is_due(newest_slot(datetime(2026, 11, 17, 9, tzinfo=UTC), HOURS), "2027-11-17T13:00")


@pytest.mark.parametrize("text", ["", "8:30", "24:00", "08:30;13:00", "canary"])
def test_what_is_no_hour_is_refused(text: str) -> None:
    """Without repeating it."""
    with pytest.raises(ValueError, match=r"for example 08:30,13:00") as refusal:
        read_hours(text)
    assert "canary" not in str(refusal.value)
