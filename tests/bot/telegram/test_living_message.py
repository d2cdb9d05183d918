"""The conversation is one message that changes in place (conversation.md, rule 17)."""

from __future__ import annotations

import pytest

from tests.bot.telegram.talking import STORY, TO_REVIEW, Bot, Talk, methods


@pytest.mark.parametrize("polls", [False, True], ids=["webhook", "polling"])
async def test_a_report_from_start_to_receipt_is_one_message(idle: Bot, *, polls: bool) -> None:
    """One send in all, everything else an edit; the staff have the words, the chat has none of them."""
    async with idle.serving(polls=polls):
        mia = await idle.talk().starts()
        for label in STORY:
            await mia.taps(label)
            assert mia.text
        await mia.types("They sleep in the shop.", "He takes the money.")
        assert "2 notes: not sent yet" in mia.text
        await mia.taps(*TO_REVIEW, "Send")
        assert "Sent. This number opens the answer." in mia.text
        assert mia.own == []
        assert idle.api.calls.count("sendMessage") == 1
        await mia.types(mia.receipt[-4:])
        assert "What happens now" in mia.text
    assert await idle.stories() == [["They sleep in the shop.", "He takes the money."]]


async def test_typed_words_leave_the_chat_last(bot: Bot, mia: Talk) -> None:
    """First they are stored, then the living message says so, then they are deleted."""
    await mia.at_story()
    stored: list[list[str]] = []

    async def look(_: object) -> None:
        stored.append(await mia.notes())

    bot.api.on_call("editMessageText", before=look)
    bot.api.calls.clear()
    await mia.types("They sleep in the shop.")
    assert stored == [["They sleep in the shop."]]
    assert methods(bot, mia.person) == ["editMessageText", "deleteMessage"]


async def test_a_cleared_chat_gets_one_new_message_with_the_same_question(bot: Bot, mia: Talk) -> None:
    """The words told before are still counted."""
    await mia.at_story()
    await mia.types("They sleep in the shop.")
    await mia.person.clears_chat()
    await mia.types("He takes the money.")
    assert "2 notes: not sent yet" in mia.text
    await mia.taps("Continue")
    assert "Where is it?" in mia.text
    assert bot.api.calls.count("sendMessage") == 2


async def test_a_button_of_a_cleared_chat_brings_one_new_message(bot: Bot, mia: Talk) -> None:
    """The tap was made just before the chat was cleared."""
    await mia.at_story()
    before = mia.person.screen().latest
    await mia.person.clears_chat()
    await mia.person.taps_old(before, mia.old_place(before, "Rather not say"))
    await mia.done()
    assert "Where is it?" in mia.text
    assert bot.api.calls.count("sendMessage") == 2


async def test_an_old_text_makes_no_new_message(bot: Bot, mia: Talk) -> None:
    """It waited at Telegram for more than ten minutes: the living message takes it in, the text goes."""
    await mia.at_story()
    bot.api.calls.clear()
    await mia.person.types("They sleep in the shop.", ago=660)
    await mia.done()
    assert "1 note: not sent yet" in mia.text
    assert methods(bot, mia.person) == ["editMessageText", "deleteMessage"]


async def test_an_old_text_in_a_chat_without_us_brings_nothing_up(bot: Bot, mia: Talk) -> None:
    """Nobody who picks the phone up later finds a message that came by itself."""
    await mia.person.types("/start", ago=660)
    await mia.done()
    assert mia.person.screen().from_bot == ()
    assert bot.api.calls.count("sendMessage") == 0


async def test_an_old_text_after_the_chat_was_cleared_is_kept_in_silence(bot: Bot, mia: Talk) -> None:
    """No new message for it; the next fresh word shows what was kept."""
    await mia.at_story()
    await mia.person.clears_chat()
    await mia.person.types("They sleep in the shop.", ago=660)
    await mia.done()
    assert mia.person.screen().messages == ()
    await mia.types("He takes the money.")
    assert "2 notes: not sent yet" in mia.text
    assert bot.api.calls.count("sendMessage") == 2


async def test_commands_in_the_middle_lose_nothing(mia: Talk) -> None:
    """Help and what is stored are shown, and the way back leads to the question."""
    await mia.at_story()
    await mia.types("They sleep in the shop.")
    await mia.types("/help")
    assert "112" in mia.text
    await mia.types("/privacy")
    await mia.taps("Back", "Back")
    assert "In your own words" in mia.text
    assert await mia.notes() == ["They sleep in the shop."]
    assert mia.own == []


async def test_a_language_change_in_the_middle_keeps_the_answers(bot: Bot, mia: Talk) -> None:
    """The question comes back in the new language, and the report is sent with the old words."""
    await mia.at_story()
    await mia.types("They sleep in the shop.")
    await mia.types("/language")
    await mia.taps("Dansk")
    assert "Hverdag i Danmark." in mia.text
    assert (await mia.draft()).session.language == "da"
    assert await mia.notes() == ["They sleep in the shop."]
    await mia.types("/language")
    await mia.taps("English", *TO_REVIEW, "Send")
    assert await bot.stories() == [["They sleep in the shop."]]


async def test_what_is_asked_first_is_in_the_language_of_the_telephone(bot: Bot) -> None:
    """Before anything is chosen."""
    ole = bot.talk("Ole", "da-DK")
    await ole.person.starts()
    await ole.done()
    assert ole.text.startswith("Hverdag i Danmark.")


async def test_two_hours_later_the_draft_is_gone_and_the_menu_is_neutral(bot: Bot, mia: Talk) -> None:
    """Nothing resumes by itself."""
    await mia.at_story()
    await mia.types("They sleep in the shop.")
    bot.api.clock.advance(7201)
    await mia.taps("Continue")
    assert "Which language shall we use?" in mia.text
    assert await mia.notes() == []
