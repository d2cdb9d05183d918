"""Nobody's report is lost because others report at the same moment."""

from __future__ import annotations

import asyncio

import pytest

from tests.botapi import BotApi
from tests.faults.evidence import evidence_of
from tests.faults.kill_points import AtCall, Moment
from tests.faults.processes import Forks
from tests.faults.reporter import Reporter
from tests.faults.service import Place, Service, served

PEOPLE = 8


@pytest.mark.parametrize(
    ("place", "killed_at"),
    [
        ("sqlite", None),
        ("postgresql", None),
        pytest.param("sqlite", 5, marks=pytest.mark.long),
        pytest.param("postgresql", 5, marks=pytest.mark.long),
    ],
    indirect=["place"],
)
async def test_reports_that_are_sent_at_the_same_moment_all_arrive(
    place: Place, forks: Forks, killed_at: int | None
) -> None:
    """Each under the number that its own reporter was shown."""
    async with (
        BotApi() as api,
        evidence_of(place) as evidence,
        served(Service(api, place, forks, by_webhook=True)) as service,
    ):
        reporters = [Reporter(api, api.person()) for _ in range(PEOPLE)]
        await asyncio.gather(*(reporter.writes() for reporter in reporters))
        async with AtCall(Moment.HEARD, killed_at or -1).armed(service):
            await asyncio.gather(*(reporter.sends() for reporter in reporters))
        await service.alive()
        await evidence.check(*reporters)
        assert service.deaths == (killed_at is not None)
