"""One report for each receipt and one receipt for each report, whenever the process is killed during a submission."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from itertools import count

import pytest

from tests.botapi import BotApi
from tests.faults.evidence import Evidence, evidence_of
from tests.faults.kill_points import AtCall, AtSystemCall, KillPoint, Moment
from tests.faults.processes import Command, Forks, Starter
from tests.faults.reporter import Reporter
from tests.faults.service import Place, Service, served

TAPS_KEPT_SECONDS = 150
TWICE, DROPPED = "each update twice", "the tap dropped meanwhile"
TELEGRAM = ("each update once", TWICE, DROPPED)
WAYS = ("webhook", "polling")
PLAIN, ADVERSE = ("webhook", TELEGRAM[0]), ("polling", TWICE)
REPORT_FILES = ("tillid.sqlite", "tillid.sqlite-wal", "tillid.sqlite-shm")
DRAFT_FILES = ("drafts.db", "drafts.db-wal", "drafts.db-shm")


@asynccontextmanager
async def serving(
    place: Place, starter: Starter, way: str, telegram: str = "each update once"
) -> AsyncIterator[tuple[Service, Evidence]]:
    """The product in a process of its own, before a Bot API of this mood."""
    async with BotApi(deliver_twice=telegram == TWICE) as api, evidence_of(place) as evidence:
        absence = TAPS_KEPT_SECONDS + 1 if telegram == DROPPED else 0
        async with served(Service(api, place, starter, way == "webhook", absence)) as service:
            yield service, evidence


async def survives(service: Service, evidence: Evidence, point: KillPoint) -> bool:
    """One person reports; whether the process was killed over it. AssertionError where anything was lost or doubled."""
    before = service.deaths
    reporter = Reporter(service.api, service.api.person())
    await reporter.writes()
    assert service.deaths == before
    async with point.armed(service):
        await reporter.sends()
    await service.alive()
    await evidence.check(reporter)
    return service.deaths > before


async def survives_all(service: Service, evidence: Evidence, point: Callable[[int], KillPoint]) -> int:
    """The same for n = 1, 2, … until a submission has no nth; how many it had."""
    for n in count(1):
        if not await survives(service, evidence, point(n)):
            return n - 1
    raise AssertionError


@pytest.mark.parametrize("moment", Moment)
async def test_a_kill_around_the_call_that_shows_the_receipt_loses_and_doubles_nothing(
    place: Place, forks: Forks, moment: Moment
) -> None:
    """The receipt is shown by the first call after Send."""
    async with serving(place, forks, "webhook") as (service, evidence):
        assert await survives(service, evidence, AtCall(moment, 1))


@pytest.mark.long
async def test_the_installed_command_itself_loses_and_doubles_nothing_when_killed(place: Place) -> None:
    """Not forked but started as a service manager starts it, and started again."""
    async with serving(place, Command(), "webhook", TWICE) as (service, evidence):
        assert await survives(service, evidence, AtCall(Moment.AFTER, 1))


@pytest.mark.parametrize("telegram", [TWICE, DROPPED])
async def test_a_kill_in_long_polling_loses_and_doubles_nothing(place: Place, forks: Forks, telegram: str) -> None:
    """The offset had not moved."""
    async with serving(place, forks, "polling", telegram) as (service, evidence):
        assert await survives(service, evidence, AtCall(Moment.UNHEARD, 1))


@pytest.mark.parametrize(
    ("name", "n", "files"),
    [
        ("pwrite64", 1, DRAFT_FILES),
        ("pwrite64", 4, DRAFT_FILES),
        ("pwrite64", 9, REPORT_FILES),
        ("fdatasync", 1, REPORT_FILES),
    ],
    ids=["intent", "done", "report", "commit"],
)
async def test_a_kill_at_a_write_to_a_store_loses_and_doubles_nothing(
    place: Place, forks: Forks, name: str, n: int, files: tuple[str, ...]
) -> None:
    """Before the intent, in the middle of the report, before it is durable, and before it is known to be sent."""
    async with serving(place, forks, "webhook") as (service, evidence):
        assert await survives(service, evidence, at_file(place, name, n, files))


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
@pytest.mark.parametrize("n", [3, 8])
async def test_a_kill_before_something_is_sent_to_postgresql_loses_and_doubles_nothing(
    place: Place, forks: Forks, n: int
) -> None:
    """Statements go through a socket: the process is killed before it sends one."""
    async with serving(place, forks, "webhook") as (service, evidence):
        assert await survives(service, evidence, AtSystemCall("sendto", n))


@pytest.mark.long
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("telegram", TELEGRAM)
async def test_no_kill_around_any_call_loses_or_doubles_a_report(
    place: Place, forks: Forks, way: str, telegram: str
) -> None:
    """Every Bot API call from Send to the receipt confirmed: unheard, heard without an answer, and after."""
    async with serving(place, forks, way, telegram) as (service, evidence):
        for moment in Moment:
            assert await survives_all(service, evidence, partial(AtCall, moment)) >= 4


@pytest.mark.long
@pytest.mark.parametrize(
    ("way", "telegram", "name", "files", "least"),
    [
        (*PLAIN, "pwrite64", REPORT_FILES, 10),
        (*PLAIN, "fdatasync", REPORT_FILES, 1),
        (*PLAIN, "fcntl", REPORT_FILES, 4),
        (*PLAIN, "pwrite64", DRAFT_FILES, 6),
        (*PLAIN, "fcntl", DRAFT_FILES, 10),
        (*ADVERSE, "pwrite64", REPORT_FILES, 10),
        (*ADVERSE, "fdatasync", REPORT_FILES, 1),
        (*ADVERSE, "pwrite64", DRAFT_FILES, 6),
    ],
)
async def test_no_kill_at_any_write_or_commit_loses_or_doubles_a_report(
    place: Place, forks: Forks, way: str, telegram: str, name: str, files: tuple[str, ...], least: int
) -> None:
    """Before every write and sync of both stores; the locks that are let go after a commit stand for "after" it."""
    async with serving(place, forks, way, telegram) as (service, evidence):
        assert await survives_all(service, evidence, lambda n: at_file(place, name, n, files)) >= least


@pytest.mark.long
@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
@pytest.mark.parametrize(("way", "telegram"), [PLAIN, ADVERSE])
async def test_no_kill_after_any_call_loses_or_doubles_a_report_on_postgresql(
    place: Place, forks: Forks, way: str, telegram: str
) -> None:
    """Every Bot API call, as on SQLite."""
    async with serving(place, forks, way, telegram) as (service, evidence):
        assert await survives_all(service, evidence, partial(AtCall, Moment.AFTER)) >= 4


@pytest.mark.long
@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
async def test_no_kill_before_anything_is_sent_loses_or_doubles_a_report_on_postgresql(
    place: Place, forks: Forks
) -> None:
    """Every message on any socket, to PostgreSQL and to Telegram."""
    async with serving(place, forks, *PLAIN) as (service, evidence):
        assert await survives_all(service, evidence, partial(AtSystemCall, "sendto")) >= 10


def at_file(place: Place, name: str, n: int, files: tuple[str, ...]) -> AtSystemCall:
    """A system call on these files of the data folder."""
    return AtSystemCall(name, n, tuple(place.folder / "data" / file for file in files))
