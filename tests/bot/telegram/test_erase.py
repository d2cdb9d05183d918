"""Erase and leave: both sides' messages, the draft, and the plain truth about what is left (rule 2)."""

from __future__ import annotations

from tests.bot.telegram.talking import Bot, Talk

REMOVED = "Removed: "
OLD_MESSAGES = "messages that are too old to remove"
KEPT_ALIVE_SECONDS = 7000


async def test_erase_leaves_one_neutral_message_and_no_draft(bot: Bot, mia: Talk) -> None:
    """Words, files and answers are gone from the chat and from the store."""
    await mia.at_story()
    await mia.types("They sleep in the shop.")
    await mia.person.sends_photo()
    await mia.person.sends_voice()
    await mia.done()
    await mia.taps("Erase and leave")
    assert mia.own == []
    assert REMOVED in mia.text
    assert "hold this chat and press Delete" in mia.text
    assert await bot.draft_of(mia.person) is None


async def test_erase_as_a_command_goes_too(bot: Bot, mia: Talk) -> None:
    """The typed /erase leaves the chat with the rest."""
    await mia.at_story()
    await mia.types("They sleep in the shop.", "/erase")
    assert mia.own == []
    assert REMOVED in mia.text
    assert await bot.draft_of(mia.person) is None


async def test_erase_says_what_is_too_old_to_remove(bot: Bot, mia: Talk) -> None:
    """A photo from 49 hours ago stays, one from today goes, and the last message says so."""
    await mia.at_story()
    await mia.person.sends_photo("old")
    await mia.done()
    for _ in range(26):
        bot.api.clock.advance(KEPT_ALIVE_SECONDS)
        await mia.types("/help")
    await mia.person.sends_photo("new")
    await mia.done()
    await mia.taps("Erase and leave")
    assert mia.own == ["old"]
    assert OLD_MESSAGES in mia.text
    assert await bot.draft_of(mia.person) is None


async def test_erase_of_young_messages_speaks_of_no_old_ones(mia: Talk) -> None:
    """Only what is left is listed."""
    await mia.at_story()
    await mia.person.sends_photo()
    await mia.done()
    await mia.taps("Erase and leave")
    assert OLD_MESSAGES not in mia.text


async def test_erase_twice_is_erased(bot: Bot, mia: Talk) -> None:
    """The button of the last message does it again, in place."""
    await mia.at_story()
    await mia.taps("Erase and leave", "Erase and leave")
    assert REMOVED in mia.text
    assert bot.api.calls.count("sendMessage") == 1
    assert await bot.draft_of(mia.person) is None


async def test_a_double_tap_on_erase_is_one_erase(bot: Bot, mia: Talk) -> None:
    """Both taps were made on the same screen."""
    await mia.at_story()
    await mia.types("They sleep in the shop.")
    tap = await mia.person.taps(mia.place("Erase and leave"))
    await mia.person.taps_again(tap)
    await mia.done()
    assert REMOVED in mia.text
    assert bot.api.calls.count("sendMessage") == 1
    assert await bot.draft_of(mia.person) is None


async def test_an_old_button_after_erase_begins_anew(mia: Talk) -> None:
    """Nothing said before comes back."""
    await mia.at_story()
    await mia.types("They sleep in the shop.")
    old = mia.person.screen().latest
    await mia.taps("Erase and leave")
    await mia.person.taps_old(old, mia.old_place(old, "Continue"))
    await mia.done()
    assert "Which language shall we use?" in mia.text
    assert await mia.notes() == []


async def test_start_again_after_erase_is_in_place(bot: Bot, mia: Talk) -> None:
    """The same message becomes the beginning."""
    await mia.at_story()
    await mia.taps("Erase and leave", "Start again")
    assert "Which language shall we use?" in mia.text
    await mia.taps("English")
    assert "What do you want to do?" in mia.text
    assert bot.api.calls.count("sendMessage") == 1


async def test_help_after_erase_helps(mia: Talk) -> None:
    """The last message's row is the same as everywhere."""
    await mia.at_story()
    await mia.taps("Erase and leave", "Help now")
    assert "112" in mia.text


async def test_erase_after_sending_removes_the_receipt_and_keeps_the_report(bot: Bot, mia: Talk) -> None:
    """Erase forgets the chat; what was sent, staff have."""
    await mia.at_review("They sleep in the shop.")
    await mia.taps("Send")
    number = mia.receipt
    await mia.taps("Erase and leave")
    assert number not in mia.text
    assert await bot.draft_of(mia.person) is None
    assert await bot.stories() == [["They sleep in the shop."]]


async def test_erase_before_anything_was_said(bot: Bot, mia: Talk) -> None:
    """A person whose first word is /erase."""
    await mia.types("/erase")
    assert REMOVED in mia.text
    assert mia.own == []
    assert await bot.draft_of(mia.person) is None


async def test_erase_reaches_the_message_even_when_telegram_fails_in_between(bot: Bot, mia: Talk) -> None:
    """What the person sees last is that it is erased, not what they were writing."""
    await mia.at_review("They sleep in the shop.")
    bot.api.faults.error(500, method="editMessageText", times=3)
    await mia.types("/erase")
    assert REMOVED in mia.text
    assert mia.own == []
    assert await bot.draft_of(mia.person) is None


async def test_the_words_are_gone_from_the_store_before_telegram_is_asked(bot: Bot, mia: Talk) -> None:
    """Telegram may be away for long; forgetting does not wait for it."""
    await mia.at_story()
    await mia.types("They sleep in the shop.")
    await mia.person.sends_photo()
    await mia.done()
    words: list[list[str]] = []

    async def look(_: object) -> None:
        draft = await bot.draft_of(mia.person)
        words.append([] if draft is None else list(draft.words.values()))

    bot.api.on_call("deleteMessage", before=look)
    await mia.taps("Erase and leave")
    assert words == [[]]
    assert await bot.draft_of(mia.person) is None
