"""Floods, errors and cut connections: waited out or repeated by Telegram, nothing lost, nothing doubled that can be."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession, web

from tests.bot.telegram.talking import Bot, Talk

WRITES = ["editMessageText", "deleteMessage"]


@pytest.mark.parametrize("method", WRITES)
async def test_a_flood_answer_is_waited_out(bot: Bot, mia: Talk, method: str) -> None:
    """The update is not given back meanwhile, and the words are one note."""
    await mia.at_story()
    flood = bot.api.faults.flood(1, method=method)
    attempts = len(bot.api.deliverer.attempts)
    await mia.types("They sleep in the shop.")
    assert flood.hits == 1
    assert len(bot.api.deliverer.attempts) == attempts + 1
    assert "1 note: not sent yet" in mia.text
    assert mia.own == []


async def test_a_flood_answer_to_the_first_message_is_waited_out(bot: Bot, mia: Talk) -> None:
    """One message comes of it."""
    bot.api.faults.flood(1, method="sendMessage")
    await mia.starts()
    assert "What do you want to do?" in mia.text
    assert bot.api.calls.count("sendMessage") == 2


async def test_a_chat_that_takes_no_message_is_not_tried_again(bot: Bot, mia: Talk) -> None:
    """Telegram would send the update again for a day, to no end; the person may come back all the same."""
    bot.api.faults.error(400, "Bad Request: chat not found", method="sendMessage")
    await mia.person.starts()
    await bot.api.settled()
    assert [attempt.status for attempt in bot.api.deliverer.attempts] == [200]
    await mia.starts()
    assert "What do you want to do?" in mia.text


async def test_a_flood_of_one_person_does_not_hold_up_another(bot: Bot, mia: Talk) -> None:
    """Ole is answered while Mia's call waits."""
    await mia.at_story()
    ole = await bot.talk("Ole").starts()
    bot.api.faults.flood(2, chat_id=mia.person.chat_id)
    await mia.person.types("They sleep in the shop.")
    await ole.person.taps(ole.place("I am worried about someone"))
    await ole.person.sees("Is someone in danger right now?", timeout=1.5)
    assert "1 note" not in mia.text
    await mia.done()
    assert "1 note: not sent yet" in mia.text


async def test_a_flood_longer_than_a_webhook_may_wait_is_left_to_telegram(bot: Bot, mia: Talk) -> None:
    """The update comes again later, and is one note."""
    await mia.at_story()
    bot.api.faults.flood(3600, method="editMessageText")
    await mia.types("They sleep in the shop.")
    assert [attempt.status for attempt in bot.api.deliverer.attempts[-2:]] == [503, 200]
    assert await mia.notes() == ["They sleep in the shop."]
    assert mia.own == []


@pytest.mark.parametrize("polls", [False, True], ids=["webhook", "polling"])
async def test_limits_as_telegram_has_them_lose_nothing(idle: Bot, *, polls: bool) -> None:
    """A message a second in a chat: the second of two rapid words waits."""
    async with idle.serving(polls=polls):
        mia = await idle.talk().at_story()
        idle.api.faults.flood(1, method="editMessageText", times=2)
        await mia.person.types("They sleep in the shop.")
        await mia.person.types("He takes the money.")
        await mia.done()
        assert await mia.notes() == ["They sleep in the shop.", "He takes the money."]
        assert mia.own == []
        assert mia.text


@pytest.mark.parametrize("after", [False, True], ids=["before its effect", "after its effect"])
@pytest.mark.parametrize("method", WRITES)
@pytest.mark.parametrize("cut", [False, True], ids=["error", "cut"])
async def test_a_failed_call_is_repeated_with_the_update(
    bot: Bot, mia: Talk, *, method: str, cut: bool, after: bool
) -> None:
    """Whether or not Telegram had done it: the same screen, one note, the words gone from the chat."""
    await mia.at_story()
    if cut:
        bot.api.faults.cut(method=method, after_effect=after)
    else:
        bot.api.faults.error(502, "Bad Gateway", method=method, after_effect=after)
    await mia.types("They sleep in the shop.")
    assert [attempt.status for attempt in bot.api.deliverer.attempts[-2:]] == [503, 200]
    assert "1 note: not sent yet" in mia.text
    assert await mia.notes() == ["They sleep in the shop."]
    assert mia.own == []


@pytest.mark.parametrize("cut", [False, True], ids=["error", "cut"])
async def test_a_first_message_that_failed_is_sent_with_the_update(bot: Bot, mia: Talk, *, cut: bool) -> None:
    """Nothing had been shown, so one message stands there."""
    if cut:
        bot.api.faults.cut(method="sendMessage")
    else:
        bot.api.faults.error(500, method="sendMessage")
    await mia.starts()
    assert "What do you want to do?" in mia.text


async def test_a_first_message_whose_answer_was_lost_is_rather_doubled_than_lost(bot: Bot, mia: Talk) -> None:
    """Telegram has no key against it; the stray one goes as soon as it is touched."""
    bot.api.faults.cut(method="sendMessage", after_effect=True)
    await mia.person.starts()
    await mia.done()
    stray, living = mia.person.screen().from_bot
    assert stray.text == living.text
    await mia.person.taps_old(stray, mia.old_place(stray, "English"))
    await mia.done()
    assert "What do you want to do?" in mia.text
    assert mia.person.screen().latest.message_id == living.message_id


@pytest.mark.parametrize("after", [False, True], ids=["before its effect", "after its effect"])
async def test_a_receipt_whose_showing_failed_is_shown_again(bot: Bot, mia: Talk, *, after: bool) -> None:
    """The same number, and one report."""
    await mia.at_review("They sleep in the shop.")
    bot.api.faults.cut(method="editMessageText", after_effect=after, times=2)
    await mia.taps("Send")
    assert len(mia.receipt.replace(" ", "")) == 20
    versions = mia.person.chat.messages[mia.person.screen().latest.message_id].versions
    assert len({line for version in versions for line in version.splitlines() if line.replace(" ", "").isdigit()}) == 1
    assert await bot.stories() == [["They sleep in the shop."]]


async def test_a_message_telegram_does_not_delete_stays_until_erase(bot: Bot, mia: Talk) -> None:
    """It is no reason to stop, and it is tried again at Erase."""
    await mia.at_story()
    bot.api.faults.error(400, "Bad Request: message can't be deleted", method="deleteMessage")
    await mia.types("They sleep in the shop.")
    assert mia.own == ["They sleep in the shop."]
    assert "1 note: not sent yet" in mia.text
    await mia.taps("Erase and leave")
    assert mia.own == []


async def test_a_failed_answer_to_a_tap_fails_nothing(bot: Bot, mia: Talk) -> None:
    """A query that is too old needs no answer."""
    await mia.starts()
    bot.api.faults.error(400, "Bad Request: query is too old", method="answerCallbackQuery")
    await mia.taps("I am worried about someone")
    assert "Is someone in danger right now?" in mia.text


@asynccontextmanager
async def gateway(bot: Bot, page: str) -> AsyncIterator[tuple[str, list[str]]]:
    """A proxy before the Bot API that answers with a web page in place of each method it is given; its address."""
    spoiled: list[str] = []

    async def forward(request: web.Request) -> web.Response:
        method = request.path.rpartition("/")[2]
        if method in spoiled:
            spoiled.remove(method)
            return web.Response(status=502, text=page, content_type="text/html")
        async with (
            ClientSession() as http,
            http.post(bot.api.url + request.path, data=await request.read(), headers=request.headers) as answer,
        ):
            return web.Response(status=answer.status, body=await answer.read(), content_type="application/json")

    application = web.Application()
    application.router.add_post("/{path:.*}", forward)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", spoiled
    finally:
        await runner.cleanup()


@pytest.mark.parametrize("polls", [False, True], ids=["webhook", "polling"])
async def test_a_web_page_in_place_of_an_answer_is_an_answer_that_failed(idle: Bot, *, polls: bool) -> None:
    """As Telegram's own front answers in trouble: the bot neither stops nor loses anything."""
    async with gateway(idle, "<h1>502 Bad Gateway</h1>") as (address, spoiled):
        spoiled += ["setMyCommands", "deleteWebhook" if polls else "setWebhook"]
        async with idle.serving(polls=polls, through=address) as served:
            mia = await idle.talk().at_story()
            spoiled.append("getUpdates" if polls else "editMessageText")
            await mia.types("They sleep in the shop.")
            assert "1 note: not sent yet" in mia.text
            await mia.taps("Continue")
            assert "Where is it?" in mia.text
            assert mia.own == []
            assert not served.task.done()
            assert spoiled == []
