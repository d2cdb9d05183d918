"""Opening hours: Danish time, Danish public holidays, both changes of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.schedule import BY_PHONE, COPENHAGEN, Interval, Opening, Schedule, State

HOTLINE = Schedule.parse("Mo-Fr 08:30-16:00; Sa-Su,PH 09:00-15:00")
ALWAYS = Schedule.parse("24/7")
CLINIC = Schedule.parse("Mo 19:30-20:30; PH unknown")

HOLIDAYS_2027 = [
    date(2027, 1, 1),
    date(2027, 3, 25),
    date(2027, 3, 26),
    date(2027, 3, 28),
    date(2027, 3, 29),
    date(2027, 5, 6),
    date(2027, 5, 16),
    date(2027, 5, 17),
    date(2027, 12, 25),
    date(2027, 12, 26),
]


def danish(text: str) -> datetime:
    """An ISO time as the clock on the wall in Copenhagen shows it."""
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN)


def wall(moment: datetime | None) -> str:
    """What the wall shows, without the zone."""
    assert moment is not None
    assert moment.tzinfo is COPENHAGEN
    return moment.strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("time", "state", "until"),
    [
        ("2027-01-04T08:29:59", "closed", "2027-01-04 08:30"),
        ("2027-01-04T08:30", "open", "2027-01-04 16:00"),
        ("2027-01-04T15:59:59", "open", "2027-01-04 16:00"),
        ("2027-01-04T16:00", "closed", "2027-01-05 08:30"),
        ("2027-01-09T08:45", "closed", "2027-01-09 09:00"),
        ("2027-01-10T14:59", "open", "2027-01-10 15:00"),
        ("2027-01-10T15:00", "closed", "2027-01-11 08:30"),
        ("2027-01-08T23:59:59.999999", "closed", "2027-01-09 09:00"),
    ],
)
def test_the_hotline_is_open_half_past_eight_to_four_and_nine_to_three_at_weekends(
    time: str, state: str, until: str
) -> None:
    """Both edges of a weekday, a Saturday and a Sunday, to the last moment of a day."""
    found = HOTLINE.opening(danish(time))
    assert (found.state, wall(found.until)) == (state, until)


@pytest.mark.parametrize("day", HOLIDAYS_2027)
def test_the_hotline_keeps_weekend_hours_on_each_public_holiday(day: date) -> None:
    """Nine to three, and the day is known as a holiday."""
    found = HOTLINE.opening(danish(f"{day}T08:45"))
    assert found.holiday_today
    assert found.state is State.CLOSED
    assert found.hours_today == (Interval(danish(f"{day}T09:00"), danish(f"{day}T15:00")),)


def test_2027_has_these_public_holidays_and_no_other() -> None:
    """So store bededag (23 April), 5 June, 24 and 31 December are none."""
    days = [date(2027, 1, 1) + timedelta(days=passed) for passed in range(365)]
    assert [day for day in days if HOTLINE.opening(danish(f"{day}T12:00")).holiday_today] == HOLIDAYS_2027


@pytest.mark.parametrize("day", ["2024-04-26", "2025-05-16", "2026-05-01", "2027-04-23"])
def test_store_bededag_is_a_working_day_since_2024(day: str) -> None:
    """The hotline opens at half past eight."""
    found = HOTLINE.opening(danish(f"{day}T08:30"))
    assert (found.state, found.holiday_today) == (State.OPEN, False)


def test_store_bededag_was_a_holiday_in_2023() -> None:
    """The last one; shows that the test above could fail."""
    assert HOTLINE.opening(danish("2023-05-05T12:00")).holiday_today


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25", "2027-03-28", "2027-10-31"])
def test_hours_follow_the_wall_when_the_clocks_change(day: str) -> None:
    """On the four Sundays nearest to now the hotline opens at nine on the wall, an hour off in UTC."""
    found = HOTLINE.opening(danish(f"{day}T00:30"))
    assert wall(found.next_opening) == f"{day} 09:00"
    assert found.next_opening is not None
    assert found.next_opening.utcoffset() == timedelta(hours=2 if day[5:7] == "03" else 1)


@given(
    passed=st.integers(0, 365 * 24 * 60),
    offset=st.integers(-12, 14),
)
def test_any_time_zone_in_gives_danish_time_out(passed: int, offset: int) -> None:
    """The same moment said in another zone has the same opening."""
    now = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=passed)
    elsewhere = now.astimezone(timezone(timedelta(hours=offset)))
    found = HOTLINE.opening(elsewhere)
    assert found == HOTLINE.opening(now.astimezone(ZoneInfo("Asia/Kathmandu")))
    moments = [found.until, found.next_opening, *(hour.start for hour in found.hours_today)]
    assert all(moment is not None and moment.tzinfo is COPENHAGEN for moment in moments)


@given(minutes=st.integers(0, 365 * 24 * 60))
def test_day_and_night_never_closes(minutes: int) -> None:
    """Holidays and clock changes included."""
    found = ALWAYS.opening(datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))
    assert (found.state, found.until, found.next_opening, found.always) == (State.OPEN, None, None, True)


@given(minutes=st.integers(0, 2 * 365 * 24 * 60))
def test_the_next_opening_is_open_and_the_moment_before_is_not(minutes: int) -> None:
    """And nothing opens between now and then."""
    now = datetime(2026, 6, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    following = HOTLINE.opening(now).next_opening
    assert following is not None
    assert following > now
    assert HOTLINE.opening(following).state is State.OPEN
    assert HOTLINE.opening(following - timedelta(seconds=1)).state is State.CLOSED


def test_today_is_the_danish_day() -> None:
    """Late on Sunday in UTC it is Monday here."""
    found = CLINIC.opening(datetime(2027, 1, 10, 23, 30, tzinfo=UTC))
    assert found.hours_today == (Interval(danish("2027-01-11T19:30"), danish("2027-01-11T20:30")),)


def test_a_clinic_on_a_public_holiday_is_neither_open_nor_closed() -> None:
    """Easter Monday: call before you go; the next certain hour is a week later."""
    found = CLINIC.opening(danish("2027-03-29T19:45"))
    assert (found.state, found.holiday_today, found.hours_today) == (State.UNKNOWN, True, ())
    assert (wall(found.until), wall(found.next_opening)) == ("2027-03-30 00:00", "2027-04-05 19:30")


def test_by_phone_and_unknown_hours_promise_nothing() -> None:
    """Neither has a time to show."""
    now = danish("2027-01-04T12:00")
    assert Schedule.parse(BY_PHONE).opening(now) == Opening(State.BY_PHONE)
    assert Schedule.parse(None).opening(now) == Opening(State.UNKNOWN)


def test_hours_that_are_none_are_refused() -> None:
    """A slip in the file is found when it is loaded."""
    with pytest.raises(ValueError, match="Mo 19:30-"):
        Schedule.parse("Mo 19:30-")


def test_a_time_without_zone_is_refused() -> None:
    """It would be read in the zone of the machine."""
    with pytest.raises(ValueError, match="no time zone"):
        ALWAYS.opening(datetime(2027, 1, 4, 12))  # noqa: DTZ001 (the fault under test)
