"""Stopping and being killed: what was taken in hand is finished, what was not comes again, the offset moves last."""

from __future__ import annotations

import asyncio

import pytest

from tests.bot.telegram.talking import Bot, Talk

BOTH = pytest.mark.parametrize("polls", [False, True], ids=["webhook", "polling"])


async def test_the_offset_moves_only_after_the_turn_is_stored_and_shown(idle: Bot) -> None:
    """While the living message is being edited, the update still waits at Telegram."""
    waiting: list[int] = []

    async def look(_: object) -> None:
        waiting.append(len(idle.api.updates.pending))

    async with idle.serving(polls=True):
        mia = await idle.talk().at_story()
        idle.api.on_call("editMessageText", before=look)
        idle.api.on_call("deleteMessage", after=look)
        await mia.types("They sleep in the shop.")
    assert waiting == [1, 1]
    assert idle.api.updates.pending == {}


@BOTH
async def test_a_stop_finishes_the_turn_in_hand(idle: Bot, *, polls: bool) -> None:
    """What SIGTERM does: the words are stored, shown and gone from the chat when the service has ended."""
    async with idle.serving(polls=polls) as served:
        mia = await idle.talk().at_story()
        _stop_at(idle, served.stop)
        await mia.person.types("They sleep in the shop.")
        await served.task
    assert "1 note: not sent yet" in mia.text
    assert mia.own == []
    assert await mia.notes() == ["They sleep in the shop."]


async def test_an_update_handled_before_a_stop_comes_again_and_changes_nothing(idle: Bot) -> None:
    """In long polling Telegram learns of the offset with the next poll only."""
    async with idle.serving(polls=True) as served:
        mia = await idle.talk().at_story()
        _stop_at(idle, served.stop)
        await mia.person.types("They sleep in the shop.")
        await served.task
    assert len(idle.api.updates.pending) == 1
    shown = mia.text
    async with idle.serving(polls=True):
        await mia.done()
    assert mia.text == shown
    assert await mia.notes() == ["They sleep in the shop."]


@BOTH
async def test_a_service_cut_off_in_a_turn_gets_the_update_again(idle: Bot, *, polls: bool) -> None:
    """Cancelled between storing and showing; the next one shows it, and there is one note."""
    async with idle.serving(polls=polls) as served:
        mia = await idle.talk().at_story()

        async def cut(_: object) -> bool:
            served.task.cancel()
            return False

        idle.api.on_call("editMessageText", before=cut)
        await mia.person.types("They sleep in the shop.")
        await asyncio.wait({served.task})
    assert mia.own == ["They sleep in the shop."]
    assert await mia.notes() == ["They sleep in the shop."]
    assert len(idle.api.updates.pending) == 1
    async with idle.serving(polls=polls):
        await mia.done()
    assert "1 note: not sent yet" in mia.text
    assert mia.own == []
    assert await mia.notes() == ["They sleep in the shop."]


async def test_a_failed_update_holds_back_the_later_ones_of_its_person_only(idle: Bot) -> None:
    """In one batch of a long poll: Mia's words stay in order, Ole does not wait."""
    async with idle.serving(polls=True):
        mia, ole = await idle.talk().at_story(), await idle.talk("Ole").at_story()
        idle.api.faults.cut(method="editMessageText", chat_id=mia.person.chat_id)
        idle.api.deliverer.hold()
        for talk in (mia, ole):
            for word in ("one", "two", "three"):
                await talk.person.types(f"{word} {talk.person.account.first_name}")
        idle.api.deliverer.release()
        await ole.person.sees("3 notes", timeout=1.5)
        assert "note" not in mia.text
        await mia.done()
        assert await mia.notes() == ["one Mia", "two Mia", "three Mia"]
        assert await ole.notes() == ["one Ole", "two Ole", "three Ole"]
        assert (mia.own, ole.own) == ([], [])


@BOTH
async def test_an_idle_service_stops_at_once(idle: Bot, *, polls: bool) -> None:
    """A long poll of half a minute holds nothing up."""
    async with idle.serving(polls=polls) as served:
        await idle.talk().starts()
        served.stop.set()
        async with asyncio.timeout(3):
            await served.task


async def test_what_was_typed_while_nobody_served_is_taken_in_order(idle: Bot) -> None:
    """Telegram keeps it."""
    async with idle.serving():
        mia = await idle.talk().at_story()
    for word in ("one", "two", "three"):
        await mia.person.types(word)
    async with idle.serving():
        await mia.done()
    assert await mia.notes() == ["one", "two", "three"]
    assert mia.own == []


def _stop_at(bot: Bot, stop: asyncio.Event) -> None:
    async def set_stop(_: object) -> None:
        stop.set()

    bot.api.on_call("editMessageText", before=set_stop)


async def test_a_stop_drains_the_turns_of_many(idle: Bot) -> None:
    """Ten people's turns are in hand, each call takes a while."""
    async with idle.serving() as served:
        people: list[Talk] = [await idle.talk(f"P{number}").at_story() for number in range(10)]
        idle.api.faults.delay(0.2, method="editMessageText")
        for talk in people:
            await talk.person.types(f"words of {talk.person.chat_id}")
        await idle.api.calls.until("deleteMessage", 11)
        served.stop.set()
        await served.task
    for talk in people:
        assert await talk.notes() == [f"words of {talk.person.chat_id}"]
        assert talk.own == []
