"""Blocked bots, groups and channels."""

from __future__ import annotations

import pytest

from tests.bot.telegram.talking import STORY, Bot, Talk
from tests.botapi import ChatKind


async def test_a_bot_blocked_in_the_middle_stops_trying(bot: Bot, mia: Talk) -> None:
    """The update is acknowledged, what was told is kept, nothing waits in the queue."""
    await mia.at_story()
    await mia.person.types("They sleep in the shop.")
    bot.api.deliverer.hold()
    await mia.person.types("He takes the money.")
    await mia.person.blocks()
    bot.api.deliverer.release()
    await mia.done()
    assert {attempt.status for attempt in bot.api.deliverer.attempts} == {200}
    assert await mia.notes() == ["They sleep in the shop.", "He takes the money."]


async def test_after_unblocking_the_conversation_goes_on_in_its_message(bot: Bot, mia: Talk) -> None:
    """Unblocking says nothing by itself; the next word is taken where the person was."""
    await mia.at_story()
    await mia.types("They sleep in the shop.")
    await mia.person.blocks()
    await mia.done()
    bot.api.calls.clear()
    await mia.person.unblocks()
    await mia.done()
    assert bot.api.calls.all == []
    await mia.types("He takes the money.")
    assert "2 notes: not sent yet" in mia.text
    assert bot.api.calls.count("sendMessage") == 0


async def test_a_tap_of_somebody_who_then_blocked_is_answered(bot: Bot, mia: Talk) -> None:
    """And does not come again."""
    await mia.at_story()
    bot.api.deliverer.hold()
    tap = await mia.person.taps(mia.place("Rather not say"))
    await mia.person.blocks()
    bot.api.deliverer.release()
    await mia.done()
    assert tap.answered
    assert len([attempt for attempt in bot.api.deliverer.attempts if attempt.update_id == tap.update_id]) == 1


async def test_a_deactivated_account_stops_nothing(bot: Bot, mia: Talk) -> None:
    """Telegram answers 403 in other words."""
    bot.api.faults.error(403, "Forbidden: user is deactivated", method="sendMessage")
    await mia.person.starts()
    await mia.done()
    assert {attempt.status for attempt in bot.api.deliverer.attempts} == {200}


@pytest.mark.parametrize("kind", [ChatKind.GROUP, ChatKind.SUPERGROUP, ChatKind.CHANNEL])
async def test_a_group_or_channel_is_left_without_a_word(bot: Bot, mia: Talk, kind: ChatKind) -> None:
    """As soon as somebody brings the bot in."""
    shared = bot.api.shared_chat(kind=kind)
    await shared.adds_bot(mia.person.account)
    await mia.bot.api.settled()
    assert not shared.has_bot
    assert bot.api.calls.count("sendMessage") == 0


@pytest.mark.parametrize("kind", [ChatKind.GROUP, ChatKind.SUPERGROUP])
async def test_words_in_a_group_are_not_read(bot: Bot, mia: Talk, kind: ChatKind) -> None:
    """A bot that was in the group before is gone at the first word, and keeps nothing of it."""
    shared = bot.api.shared_chat(kind=kind)
    await mia.person.in_group(shared).types("/start They sleep in the shop.")
    await bot.api.settled()
    assert not shared.has_bot
    assert bot.api.calls.count("sendMessage") == 0
    assert await bot.draft_of(mia.person) is None


async def test_a_channel_post_makes_the_bot_leave(bot: Bot, mia: Talk) -> None:
    """Channels know no joining message."""
    channel = bot.api.shared_chat(kind=ChatKind.CHANNEL)
    await channel.posts("News", mia.person.account)
    await bot.api.settled()
    assert not channel.has_bot


async def test_a_group_does_not_touch_the_private_conversation(bot: Bot, mia: Talk) -> None:
    """The same person writes in both."""
    await mia.starts()
    shared = bot.api.shared_chat()
    await mia.person.in_group(shared).types("Hello all")
    await mia.taps(*STORY)
    await mia.types("They sleep in the shop.")
    assert await mia.notes() == ["They sleep in the shop."]
