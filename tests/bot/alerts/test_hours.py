"""Each member has digests at the hours they chose, and at no others; who chose none has them as the team."""

from __future__ import annotations

from datetime import datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.digest import AS_THE_TEAM, DENMARK, USUAL_HOURS, chosen, hours_of, offered, written
from tests.bot.alerts.office import Office, sent_to
from tests.botapi import Person

TEAM = (time(8, 30), time(13, 0))
ALL_OF_TEAM = (
    "At 08:30, 13:00 you are told how many wait, if any do.\nTap an hour to add it or to take it off. Danish time."
)
hours = st.lists(st.times().map(lambda at: at.replace(second=0, microsecond=0)), unique=True).map(sorted).map(tuple)


async def passes(office: Office, day: int, hour: str) -> None:
    """Time, to an hour of November 2026."""
    at = datetime.fromisoformat(f"2026-11-{day:02}T{hour}").replace(tzinfo=DENMARK)
    office.clock.advance(at.timestamp() - office.clock.now())
    await office.rounds()


async def chooses(person: Person, *choices: str) -> None:
    """By /digest and its buttons."""
    await person.types("/digest")
    assert "Danish time" in (await person.sees_reply()).text
    for choice in choices:
        await person.taps(f"digest:{choice}")
        await person.sees_reply()


async def test_a_member_has_digests_at_their_hours_and_a_colleague_at_the_teams(any_office: Office) -> None:
    """From noon on the 17th, and across a restart."""
    office = any_office
    async with office.open():
        mette, lars = await office.colleague("Mette"), await office.colleague("Lars")
        await office.receives(urgent=False)
        await chooses(mette, "-08:30", "-13:00", "+16:00")
        assert (await mette.sees("At 16:00 you")).labels[2] == "✓ 16:00"
        await passes(office, 17, "13:00")
        assert [sent_to(office.api, one, "Waiting") for one in (mette, lars)] == [0, 1]
        await passes(office, 17, "16:00")
        await passes(office, 17, "16:05")
        assert [sent_to(office.api, one, "Waiting") for one in (mette, lars)] == [1, 1]
    async with office.open():
        await passes(office, 18, "08:30")
        await passes(office, 18, "15:59")
        assert [sent_to(office.api, one, "Waiting") for one in (mette, lars)] == [1, 3]
        await passes(office, 18, "16:00")
        assert [sent_to(office.api, one, "Waiting") for one in (mette, lars)] == [2, 3]


async def test_hours_are_shown_as_they_are_chosen(office: Office) -> None:
    """In the member's language; the same message each time."""
    async with office.open():
        mette = await office.colleague("Mette", language="da")
        await mette.types("/digest")
        shown = await mette.sees("Kl. 08:30, 13:00 får du")
        assert shown.labels == ("✓ 08:30", "✓ 13:00", "16:00", "20:00", "✓ Som holdet: 08:30, 13:00")
        await mette.taps("digest:+20:00")
        after = await mette.sees("Kl. 08:30, 13:00, 20:00 får du")
        assert after.message_id == shown.message_id
        assert after.labels == ("✓ 08:30", "✓ 13:00", "16:00", "✓ 20:00", "Som holdet: 08:30, 13:00")
        assert [row["hours"] for row in await office.rows("alert_member")] == ["08:30,13:00,20:00"]
        await mette.taps("Som holdet")
        assert (await mette.sees("Kl. 08:30, 13:00 får du")).labels == shown.labels
        assert [row["hours"] for row in await office.rows("alert_member")] == [None]


async def test_who_takes_off_every_hour_has_no_digest(office: Office) -> None:
    """Until they take an hour again; what is urgent they are told all the same."""
    async with office.open():
        mette = await office.colleague("Mette")
        await office.receives(urgent=False)
        await chooses(mette, "-08:30", "-13:00")
        await mette.sees("You are told of urgent things only.")
        for day, hour in ((17, "13:00"), (18, "08:30"), (18, "13:00"), (18, "20:00")):
            await passes(office, day, hour)
        assert sent_to(office.api, mette, "Waiting") == 0
        await office.raises()
        await mette.sees("Something urgent waits")
        await chooses(mette, "+20:00")
        await office.rounds()
        assert sent_to(office.api, mette, "Waiting") == 0
        await passes(office, 19, "20:00")
        assert sent_to(office.api, mette, "Waiting") == 1


async def test_an_hour_that_has_begun_is_told_of_from_the_next_day_on(office: Office) -> None:
    """Else the choice would bring a digest at an hour nobody chose, and another each time it is taken back."""
    async with office.open():
        mette = await office.colleague("Mette")
        await office.receives(urgent=False)
        await passes(office, 17, "16:10")
        await chooses(mette, "+16:00", "-16:00", "-13:00", "+13:00", "+16:00", AS_THE_TEAM, "+16:00")
        await office.rounds()
        assert sent_to(office.api, mette, "Waiting") == 1  # of 13:00
        await passes(office, 18, "16:00")
        assert sent_to(office.api, mette, "Waiting") == 2


async def test_a_digest_that_could_not_be_sent_yet_outlives_a_choice_of_other_hours(office: Office) -> None:
    """What is due stays due where its hour stays chosen."""
    async with office.open():
        mette = await office.colleague("Mette")
        await office.receives(urgent=False)
        await chooses(mette)
        office.api.faults.error(502, method="sendMessage", times=1)
        await passes(office, 17, "13:00")
        await mette.taps("digest:+20:00")
        await mette.sees("13:00, 20:00 you")
        assert sent_to(office.api, mette, "Waiting") == 0
        await passes(office, 17, "13:01")
        await mette.sees("Waiting: 1.")
        assert sent_to(office.api, mette, "Waiting") == 1


async def test_a_tap_that_comes_again_undoes_nothing_and_one_that_was_made_up_does_nothing(office: Office) -> None:
    """The button says what it sets."""
    async with office.open():
        mette = await office.colleague("Mette")
        await chooses(mette, "+16:00")
        again = await mette.taps_again()
        await mette.until(lambda _: again.answered)
        await office.rounds(1)
        assert (await mette.sees("At 08:30, 13:00, 16:00 you")).labels[2] == "✓ 16:00"


@pytest.mark.parametrize("choice", ["", "+", "16:00", "+16:01", "+canary", "-20:00", "team:"])
def test_a_choice_that_is_not_offered_changes_nothing(choice: str) -> None:
    """Neither the team's hours nor one's own."""
    assert chosen(None, choice, TEAM) is None
    assert chosen("", choice.replace("-", ""), TEAM) == ""
    assert chosen("16:00", choice, TEAM) == "16:00"


@given(hours, st.lists(st.tuples(st.sampled_from("+-"), st.sampled_from(USUAL_HOURS))))
def test_after_any_choices_the_last_about_each_hour_holds(team: tuple[time, ...], taps: list[tuple[str, time]]) -> None:
    """And of the hours nobody touched, those of the team."""
    kept = None
    for sign, hour in taps:
        kept = chosen(kept, f"{sign}{written(hour)}", team)
    wanted = {hour: sign == "+" for sign, hour in taps}
    expected = {hour for hour in {*team, *wanted} if wanted.get(hour, hour in team)}
    assert hours_of(kept, team) == tuple(sorted(expected))
    assert expected <= set(offered(kept, team))
    assert chosen(kept, AS_THE_TEAM, team) is None
