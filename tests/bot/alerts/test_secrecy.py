"""What an alert gives away: that something came within the window, and nothing else, anywhere."""

from __future__ import annotations

import json
import random
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import event, text

from storage.alerting import Alerts
from tests.bot.alerts.office import MINUTE, URGENT, Office
from tests.botapi import Person

REPORTS = 1500
WINDOW_SECONDS = 300
UNIFORM_AT_MOST = 1.95 / REPORTS**0.5  # Kolmogorov-Smirnov: a fair draw is farther off once in a thousand runs
READ = {"id", "received_on", "status", "assignee", "urgent"}
KEPT = ("alert_member", "alert_code", "alert", "alert_delivery")
FORBIDDEN = ("desk_id", "epoch", "kind", "delete_on", "version", "lookup")


async def test_nothing_of_a_report_and_of_nobody_is_said_logged_or_kept(
    any_office: Office, capfd: pytest.CaptureFixture[str]
) -> None:
    """Everything that was sent, every log line, every row: no id of a report but in `alerted`, no name at all."""
    office = any_office
    async with office.open():
        mette = await office.colleague("Canary-Mette", on_call=True)
        lars = await office.colleague("Canary-Lars", on_call=True)
        await mette.blocks()
        office.api.faults.error(500, method="sendMessage", times=2)
        await office.raises()
        for _ in range(4):
            await office.rounds(1)
            office.clock.advance(2)
        await lars.sees(URGENT)
        await lars.types("/queue")
        await lars.sees("Waiting")
        await lars.types("/oncall")
        await lars.sees("Canary-Mette")
        await office.until_rows("alert_delivery", 2)
        kept = json.dumps([await office.rows(table) for table in KEPT], default=str)
        alerted = await office.rows("alerted")
        assert [set(row) for row in alerted] == [{"report_id"}]
    check(office, (mette, lars), kept, "".join(capfd.readouterr()), str(alerted[0]["report_id"]))


def check(office: Office, people: tuple[Person, ...], kept: str, logged: str, report_id: str) -> None:
    """Nothing of the report anywhere, no name in what is kept or logged, nothing of an account in a log."""
    assert "sent" in logged
    sent = [call for call in office.api.calls.all if call.method in {"sendMessage", "editMessageText"}]
    said = " ".join(str(dict(call.parameters)) for call in sent)
    for canary in (report_id, "canary-desk"):
        assert canary not in said + logged + kept
    assert "Canary" not in kept + logged
    for secret in (office.api.token, *(str(person.chat_id) for person in people)):
        assert secret not in logged
    assert office.api.token not in kept


async def test_only_five_columns_of_a_report_are_read(any_office: Office) -> None:
    """By every statement that names the table, through a day of the bot."""
    office, seen = any_office, list[str]()
    parts = office.parts()
    engine = office._databases[-1]._engine.sync_engine

    @event.listens_for(engine, "before_cursor_execute")
    def _listen(_c: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    async with office.open(parts=parts):
        mette = await office.colleague("Mette")
        await office.receives(urgent=False, on=date(2026, 11, 10))
        await office.raises()
        await mette.sees(URGENT)
        await mette.types("/queue")
        await mette.sees("Waiting")
        await mette.taps("I take it")
        await mette.sees("You took")
        office.clock.advance(24 * 60 * MINUTE)
        await office.rounds()
    of_reports = {statement for statement in seen if "report." in statement}
    assert of_reports
    for statement in of_reports:
        chosen = statement[: statement.index("FROM")].replace("SELECT", "")
        assert {column.strip().removeprefix("report.") for column in chosen.split(",")} == READ
        assert not [column for column in FORBIDDEN if column in statement]


async def raise_many(office: Office, chance: random.Random) -> list[tuple[int, int]]:
    """When reports came and when their alerts are due, a thousand seconds apart on average, with a clock passed in."""
    alerts, pairs, now = Alerts(office.database()), [], 1_800_000_000
    database = office._databases[-1]
    for batch in range(REPORTS // 50):
        for number in range(50):
            now += chance.randrange(1, 2000)
            await office.receives(on=date(2026, 11, 17))
            assert await alerts.raise_new(now=now, window_seconds=WINDOW_SECONDS) == 1, (batch, number)
            (alert,) = await alerts.open()
            assert alert.due_at is not None
            pairs.append((now, alert.due_at))
            await alerts.take(alert.id)
        async with database.transaction() as connection:
            await connection.execute(text("DELETE FROM report"))
    return pairs


@pytest.mark.long
async def test_the_time_of_an_alert_tells_no_more_than_its_window(office: Office) -> None:
    """Kolmogorov-Smirnov against uniform; no correlation with the report's second, nor of one delay with the next."""
    pairs = await raise_many(office, random.Random(7))
    delays = sorted(due - came for came, due in pairs)
    assert delays[0] >= 0
    assert delays[-1] <= WINDOW_SECONDS
    steps = WINDOW_SECONDS + 1
    farthest = max(abs((place + 1) / REPORTS - (delay + 1) / steps) for place, delay in _last_of_each(delays))
    assert farthest < UNIFORM_AT_MOST
    drawn = [due - came for came, due in pairs]
    for others in ([came % WINDOW_SECONDS for came, _ in pairs], [*drawn[1:], drawn[0]]):
        assert abs(_correlation(drawn, others)) < 3.3 / REPORTS**0.5


def test_the_statistics_can_fail() -> None:
    """Delays of a die that prefers the beginning of the window are found."""
    chance = random.Random(7)
    delays = sorted(min(chance.randrange(301), chance.randrange(301) + 20) for _ in range(REPORTS))
    steps = WINDOW_SECONDS + 1
    assert max(abs((p + 1) / REPORTS - (d + 1) / steps) for p, d in _last_of_each(delays)) > UNIFORM_AT_MOST
    assert _correlation([1, 2, 3, 4], [2, 4, 6, 8]) == pytest.approx(1)


async def test_numbers_are_in_no_order(office: Office) -> None:
    """Of two open alerts the numbers do not tell which came first."""
    alerts = Alerts(office.database())
    numbers = []
    for _ in range(40):
        await office.receives()
        await alerts.raise_new(now=1, window_seconds=0)
        (alert,) = await alerts.open()
        numbers.append(alert.number)
        await alerts.take(alert.id)
    rising = sum(a < b for a, b in pairwise(numbers))
    assert 5 < rising < 35
    assert len(set(numbers)) > 30


def _last_of_each(delays: list[int]) -> list[tuple[int, int]]:
    """The place of the last of each value, in sorted values."""
    return list({delay: (place, delay) for place, delay in enumerate(delays)}.values())


def _correlation(one: list[int], other: list[int]) -> float:
    mean_one, mean_other = sum(one) / len(one), sum(other) / len(other)
    together = sum((a - mean_one) * (b - mean_other) for a, b in zip(one, other, strict=True))
    spread = [sum((a - mean) ** 2 for a in values) for values, mean in ((one, mean_one), (other, mean_other))]
    return float(together / (spread[0] * spread[1]) ** 0.5)


def test_the_catalogs_hold_no_place_for_anything_of_a_report() -> None:
    """The texts' placeholders are numbers of alerts, counts, and hours that members chose."""
    template = (Path(__file__).parents[3] / "locales" / "staff.pot").read_text(encoding="utf-8")
    found = {part.partition("}")[0] for part in template.split("{")[1:]}
    assert found == {"number", "count", "hours"}
