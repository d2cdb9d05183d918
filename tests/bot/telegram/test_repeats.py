"""Repeated updates, repeated taps, old buttons, and both queues of Telegram at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.bot.telegram.conftest import NOON
from tests.bot.telegram.talking import STORY, TO_REVIEW, Bot, Talk
from tests.botapi import BotApi, Clock
from tests.conversations.world import installed, running

OLD_BUTTON = "That button was an old one. This is where you are."


@pytest_asyncio.fixture(params=[False, True], ids=["webhook", "polling"])
async def twice(request: pytest.FixtureRequest, tmp_path: Path, template: Path) -> AsyncIterator[Bot]:
    """A bot to which each update is delivered twice."""
    clock = Clock(NOON)
    async with (
        installed(tmp_path, template, desk=True) as installation,
        running(installation, clock, desk=True) as runner,
        BotApi(clock=clock, deliver_twice=True) as api,
    ):
        bot = Bot(api, runner, installation)
        async with bot.serving(polls=request.param):
            yield bot


async def test_every_update_twice_gives_one_report_and_one_receipt(twice: Bot) -> None:
    """The second delivery shows what the first one showed."""
    mia = twice.talk()
    await mia.at_story()
    await mia.types("They sleep in the shop.", "He takes the money.")
    assert "2 notes: not sent yet" in mia.text
    await mia.taps(*TO_REVIEW, "Send")
    receipts = {
        line
        for version in mia.person.chat.messages[mia.person.screen().latest.message_id].versions
        for line in version.splitlines()
        if line.replace(" ", "").isdigit()
    }
    assert receipts == {mia.receipt}
    assert mia.own == []
    assert twice.api.calls.count("sendMessage") == 1
    assert await twice.stories() == [["They sleep in the shop.", "He takes the money."]]


async def test_a_word_that_presses_a_button_presses_it_once(twice: Bot) -> None:
    """The repeated update does not answer the next question."""
    mia = await twice.talk().starts()
    await mia.taps(STORY[0])
    await mia.types("No")
    assert "Who are you in this?" in mia.text
    assert mia.own == []


async def test_a_double_tap_answers_one_question(mia: Talk) -> None:
    """Two taps on one button before anything has changed: the second is an old button's."""
    await mia.starts()
    await mia.taps(STORY[0])
    tap = await mia.person.taps(mia.place("Not sure"))
    again = await mia.person.taps_again(tap)
    await mia.done()
    assert "Who are you in this?" in mia.text
    assert OLD_BUTTON in mia.text
    assert tap.answered
    assert again.answered


async def test_a_double_tap_on_send_is_one_report(bot: Bot, mia: Talk) -> None:
    """The receipt stays."""
    await mia.at_review("They sleep in the shop.")
    tap = await mia.person.taps(mia.place("Send"))
    await mia.person.taps_again(tap)
    await mia.done()
    assert len(mia.receipt.replace(" ", "")) == 20
    assert await bot.stories() == [["They sleep in the shop."]]


async def test_a_tap_sent_again_much_later_changes_nothing(mia: Talk) -> None:
    """The client repeats it under a new update id after the conversation went on."""
    await mia.starts()
    tap = await mia.person.taps(mia.place(STORY[0]))
    await mia.done()
    await mia.taps(*STORY[1:])
    await mia.person.taps_again(tap)
    await mia.done()
    assert "In your own words" in mia.text
    assert OLD_BUTTON in mia.text


async def test_help_on_an_old_screen_helps(mia: Talk) -> None:
    """Safety does not wait for the right token."""
    await mia.starts()
    old = mia.person.screen().latest
    await mia.taps(*STORY)
    await mia.person.taps_old(old, mia.old_place(old, "Help now"))
    await mia.done()
    assert "112" in mia.text
    await mia.taps("Back")
    assert "In your own words" in mia.text


async def test_a_button_of_an_older_message_removes_that_message(bot: Bot, mia: Talk) -> None:
    """It was left from a conversation two hours ago; the living message shows where the person is now."""
    await mia.at_story()
    old = mia.person.screen().latest
    bot.api.clock.advance(7300)
    await mia.types("/start")
    assert len(mia.person.screen().from_bot) == 2
    await mia.taps("English", STORY[0])
    await mia.person.taps_old(old, mia.old_place(old, "Rather not say"))
    await mia.done()
    assert "Is someone in danger right now?" in mia.text
    assert OLD_BUTTON in mia.text
    assert mia.person.screen().latest.message_id != old.message_id


async def test_a_tap_and_a_text_at_once_lose_nothing(bot: Bot, mia: Talk) -> None:
    """They travel in two queues, and whichever is taken first, the words are kept and one question is answered."""
    await mia.at_story()
    await mia.types("They sleep in the shop.")
    bot.api.faults.delay(0.1, method="editMessageText", times=1)
    bot.api.deliverer.hold()
    await mia.person.taps(mia.place("Continue"))
    await mia.person.types("He takes the money.")
    bot.api.deliverer.release()
    await mia.done()
    assert mia.text
    assert mia.own == []
    assert await mia.notes() == ["They sleep in the shop.", "He takes the money."]
    assert {attempt.status for attempt in bot.api.deliverer.attempts} == {200}
    assert mia.token == (await mia.draft()).session.token


@pytest.mark.parametrize("polls", [False, True], ids=["webhook", "polling"])
async def test_many_taps_and_texts_at_once_lose_no_word(idle: Bot, *, polls: bool) -> None:
    """Ten texts and as many taps on whatever was on the screen."""
    words = [f"word number {number}" for number in range(10)]
    async with idle.serving(polls=polls):
        mia = await idle.talk().at_story()
        idle.api.deliverer.hold()
        for word in words:
            await mia.person.types(word)
            await mia.person.taps(mia.place("Help now" if word.endswith("4") else "Rather not say"))
        idle.api.deliverer.release()
        await mia.done()
        assert mia.text
        assert mia.own == []
        assert (await mia.draft()).words.keys() == (await mia.draft()).session.refs
        assert list((await mia.draft()).words.values()) == words


async def test_an_update_id_lower_than_those_before_is_new(bot: Bot, mia: Talk) -> None:
    """After a week of silence Telegram begins at a random number."""
    await mia.at_story()
    bot.api.updates._next_id = 5
    await mia.types("They sleep in the shop.")
    assert await mia.notes() == ["They sleep in the shop."]
