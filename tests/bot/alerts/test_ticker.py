"""Rounds are made by the one process that leads, whatever becomes of clocks and of the other processes."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

from telegram.ext import ApplicationBuilder

from bot.alerts.pulse import LEADS, STANDS_BY, STARTS, last_beat
from bot.alerts.ticker import Ticker
from tests.bot.alerts.office import MINUTE, TICK_SECONDS, URGENT, Office, sent_to


async def test_a_scheduler_that_waits_for_a_clock_set_back_is_woken(office: Office) -> None:
    """To the JobQueue's scheduler a clock set back by an hour looks like a job that is due in an hour."""
    rounds: list[float] = []

    async def go(wall: float, _steady: float) -> None:
        rounds.append(wall)

    application = ApplicationBuilder().token("1:x").updater(None).build()
    ticker = Ticker(application, TICK_SECONDS, go, office.parts())
    await ticker.start()
    assert application.job_queue is not None
    (job,) = application.job_queue.scheduler.get_jobs()
    job.modify(next_run_time=datetime.now(UTC) + timedelta(hours=1))
    made = len(rounds)
    await asyncio.sleep(20 * TICK_SECONDS)
    assert len(rounds) > made + 1
    await ticker.stop()


async def test_of_two_processes_one_stands_by_until_the_other_is_gone(any_office: Office) -> None:
    """Nobody is told twice, and the second goes on where the first was."""
    office = any_office
    async with AsyncExitStack() as both, AsyncExitStack() as one:
        first = await one.enter_async_context(office.open())
        mette, lars = await office.colleague("Mette", on_call=True), await office.colleague("Lars", on_call=True)
        second = await both.enter_async_context(office.open())
        await office.raises()
        await mette.sees(URGENT)
        await office.until_rows("alert_delivery", 1)
        await office.rounds()
        assert (first.pulse.state(), second.pulse.state()) == (LEADS, STANDS_BY)
        await one.aclose()
        await office.rounds()
        assert second.pulse.state() == LEADS
        office.clock.advance(15 * MINUTE)
        await lars.sees(URGENT)
        await lars.taps("I take it")
        await mette.sees("A colleague took")
        assert [sent_to(office.api, person, URGENT) for person in (mette, lars)] == [1, 1]


async def test_a_bot_that_makes_no_round_is_dead_after_a_minute(office: Office) -> None:
    """In memory for the health page; the file's time is for the doctor."""
    pulse = office.parts().pulse
    assert (pulse.state(), last_beat(office.folder / "alerts.pulse")) == (STARTS, None)
    pulse.beat(leads=True)
    assert pulse.state() == LEADS
    assert last_beat(office.folder / "alerts.pulse") is not None
    office.clock.advance(61)
    assert pulse.state() is None


async def test_a_store_that_is_away_is_no_sign_of_life(office: Office) -> None:
    """Rounds that can't read what waits are none; when it is back they go on."""
    parts = office.parts()
    async with office.open(parts=parts):
        mette = await office.colleague("Mette")
        database = office.database()
        async with database.transaction() as connection:
            await connection.exec_driver_sql("ALTER TABLE alert RENAME TO away")
        await office.rounds(1)
        office.clock.advance(61)
        await office.rounds(1)
        assert parts.pulse.state() is None
        async with database.transaction() as connection:
            await connection.exec_driver_sql("ALTER TABLE away RENAME TO alert")
        await office.raises()
        await mette.sees(URGENT)
        assert parts.pulse.state() == LEADS
