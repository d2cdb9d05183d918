"""One report for each receipt while Telegram answers with errors, late or not at all, and with kills on top."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from itertools import count

import pytest

from tests.botapi import BotApi, Fault, Refused
from tests.botapi.errors import too_many
from tests.faults.evidence import Evidence, evidence_of
from tests.faults.kill_points import AtCall, Moment
from tests.faults.processes import Forks
from tests.faults.reporter import Reporter
from tests.faults.service import Place, Service, served

FAULTS: dict[str, Callable[[], Fault]] = {
    "an error": partial(Fault, error=Refused(500, "Internal Server Error")),
    "an error though it took effect": partial(Fault, error=Refused(502, "Bad Gateway"), after_effect=True),
    "a flood": partial(Fault, error=too_many(1)),
    "a cut": partial(Fault, cuts=True),
    "a cut though it took effect": partial(Fault, cuts=True, after_effect=True),
    "a delay": partial(Fault, delay_seconds=0.3),
    "errors all along": partial(Fault, error=Refused(500, "Internal Server Error"), times=4),
}
FEW = ("an error though it took effect", "a cut")
HARMLESS = -1
"""A call that never comes."""


@asynccontextmanager
async def serving(place: Place, forks: Forks, *, by_webhook: bool) -> AsyncIterator[tuple[Service, Evidence]]:
    """The product in a process of its own."""
    async with (
        BotApi() as api,
        evidence_of(place) as evidence,
        served(Service(api, place, forks, by_webhook)) as service,
    ):
        yield service, evidence


async def survives(service: Service, evidence: Evidence, fault: Fault, kill: AtCall) -> bool:
    """One person reports through it; whether the process was killed meanwhile."""
    before = service.deaths
    reporter = Reporter(service.api, service.api.person())
    await reporter.writes()
    service.api.faults.add(fault)
    async with kill.armed(service):
        await reporter.sends()
    await service.alive()
    assert fault.hits
    service.api.faults.clear()
    await evidence.check(reporter)
    return service.deaths > before


@pytest.mark.parametrize("kind", FAULTS)
async def test_a_faulty_answer_to_the_receipt_loses_and_doubles_nothing(place: Place, forks: Forks, kind: str) -> None:
    """Told once, told again, the same number."""
    async with serving(place, forks, by_webhook=True) as (service, evidence):
        await survives(service, evidence, FAULTS[kind](), AtCall(Moment.AFTER, HARMLESS))


@pytest.mark.parametrize("kind", FEW)
async def test_a_faulty_answer_in_long_polling_loses_and_doubles_nothing(place: Place, forks: Forks, kind: str) -> None:
    """The update is fetched again."""
    async with serving(place, forks, by_webhook=False) as (service, evidence):
        await survives(service, evidence, FAULTS[kind](), AtCall(Moment.AFTER, HARMLESS))


@pytest.mark.long
@pytest.mark.parametrize("kind", FAULTS)
@pytest.mark.parametrize("moment", [Moment.UNHEARD, Moment.AFTER])
async def test_no_kill_amid_faulty_answers_loses_or_doubles_a_report(
    place: Place, forks: Forks, kind: str, moment: Moment
) -> None:
    """Every call from Send to the receipt confirmed, the repeated ones among them, the first one failing."""
    async with serving(place, forks, by_webhook=True) as (service, evidence):
        for n in count(1):
            if not await survives(service, evidence, FAULTS[kind](), AtCall(moment, n)):
                assert n > 4
                break
