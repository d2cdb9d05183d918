"""A store that is away for a while loses nothing that it had."""

from __future__ import annotations

import pytest

from storage.receipt import find_receipt
from tests.botapi import BotApi
from tests.faults.evidence import evidence_of
from tests.faults.outages import without_drafts, without_table
from tests.faults.processes import Forks
from tests.faults.reporter import SEND, Reporter
from tests.faults.service import Place, Service, served

STORES = ["sqlite", "postgresql"]


@pytest.mark.parametrize("place", STORES, indirect=True)
async def test_a_draft_outlives_a_store_that_could_not_be_read_meanwhile(place: Place, forks: Forks) -> None:
    """Whoever writes during the outage is told, and afterwards stands where they stood."""
    async with BotApi() as api, evidence_of(place) as evidence, served(Service(api, place, forks, by_webhook=True)):
        mia = Reporter(api, api.person())
        await mia.writes()
        async with without_drafts(place):
            await mia.types("is anybody there")
            assert not mia.may_press(SEND)
        await mia.types("hello again")
        await mia.presses("drop")
        await mia.sends()
        await evidence.check(mia)


@pytest.mark.parametrize("place", STORES, indirect=True)
async def test_a_receipt_is_on_the_screen_again_after_an_outage(place: Place, forks: Forks) -> None:
    """It was not confirmed yet, and it is the only way to the report."""
    async with BotApi() as api, evidence_of(place) as evidence, served(Service(api, place, forks, by_webhook=True)):
        mia = Reporter(api, api.person())
        await mia.writes()
        await mia.presses(SEND)
        receipt = find_receipt(mia.screen().text)
        assert receipt is not None
        async with without_drafts(place):
            await mia.types(receipt[-4:])
        await mia.types("hello again")
        await mia.presses("drop")
        assert find_receipt(mia.screen().text) == receipt
        await mia.sends()
        await evidence.check(mia)


@pytest.mark.parametrize("place", STORES, indirect=True)
async def test_a_report_that_the_store_refused_is_sent_by_pressing_again(place: Place, forks: Forks) -> None:
    """The person is told, and still has the review."""
    async with BotApi() as api, evidence_of(place) as evidence, served(Service(api, place, forks, by_webhook=True)):
        mia = Reporter(api, api.person())
        await mia.writes()
        async with without_table(place, "part"):
            await mia.presses(SEND)
            assert mia.receipts() == []
        await mia.sends()
        await evidence.check(mia)
