"""Whatever is typed is kept as it was meant, in order, in any script, and shown within Telegram's limits."""

from __future__ import annotations

import asyncio

import pytest

from bot.rendering import utf16_units
from bot.telegram.calls import MESSAGE_LIMIT
from tests.bot.telegram.talking import STORY, TO_REVIEW, Bot, Talk
from tests.botapi import Message

ARABIC = "رأيت رجلاً يأخذ النقود 💶 من العاملة كل مساء"
PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
DEVANAGARI_DIGITS = str.maketrans("0123456789", "०१२३४५६७८९")
FULLWIDTH_DIGITS = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}


async def test_an_edit_of_words_taken_in_counts(mia: Talk) -> None:
    """The message left the chat already, but the edit was on its way: the corrected words stay where they were."""
    await mia.at_story()
    first = await mia.person.types("They sleep in the ship.")
    await mia.person.types("He takes the money.")
    await mia.done()
    mia.person.chat.messages[first.message_id] = first
    await mia.person.edits(first, "They sleep in the shop.")
    await mia.done()
    assert await mia.notes() == ["They sleep in the shop.", "He takes the money."]
    assert mia.own == []
    assert "In your own words" in mia.text


async def test_an_edit_made_before_the_words_left_counts(bot: Bot, mia: Talk) -> None:
    """The person is quicker than the deletion: text and edit are both delivered, one note comes of it."""
    await mia.at_story()
    sent: list[Message] = []

    async def edit(_: object) -> None:
        await mia.person.edits(sent[0], "They sleep in the shop.")

    bot.api.on_call("editMessageText", before=edit)
    sent.append(await mia.person.types("They sleep in the ship."))
    await mia.done()
    assert await mia.notes() == ["They sleep in the shop."]
    assert "1 note: not sent yet" in mia.text
    assert mia.own == []


async def test_an_edit_made_before_the_bot_has_read_anything_is_one_note(bot: Bot, mia: Talk) -> None:
    """Telegram brings the first text and then the edit."""
    await mia.at_story()
    bot.api.deliverer.hold()
    message = await mia.person.types("They sleep in the ship.")
    await mia.person.edits(message, "They sleep in the shop.")
    bot.api.deliverer.release()
    await mia.done()
    assert await mia.notes() == ["They sleep in the shop."]
    assert mia.own == []


async def test_an_edit_after_sending_changes_nothing(bot: Bot, mia: Talk) -> None:
    """What was sent is sent; the receipt stays on the screen and no words come back into the draft."""
    await mia.at_story()
    message = await mia.person.types("They sleep in the shop.")
    await mia.done()
    await mia.taps(*TO_REVIEW, "Send")
    shown = mia.receipt
    mia.person.chat.messages[message.message_id] = message
    await mia.person.edits(message, "They sleep in the ship.")
    await mia.done()
    assert mia.receipt == shown
    assert (await mia.draft()).words == {}
    assert await bot.stories() == [["They sleep in the shop."]]


async def test_an_edited_answer_to_a_closed_question_counts(mia: Talk) -> None:
    """The conversation has gone on; it stays where it is, and the review shows the corrected words."""
    await mia.at_story()
    message = await mia.person.types("They sleep in the ship.")
    await mia.done()
    await mia.taps("Continue")
    mia.person.chat.messages[message.message_id] = message
    await mia.person.edits(message, "They sleep in the shop.")
    await mia.done()
    assert "Where is it?" in mia.text
    await mia.taps(*TO_REVIEW[1:])
    assert "What happened: They sleep in the shop." in mia.text


async def test_a_text_longer_than_a_message_is_kept_whole_and_in_order(bot: Bot, mia: Talk) -> None:
    """Clients cut it; each part is a note, and staff read them one after the other."""
    await mia.at_story()
    text = " ".join(f"line{number:05}" for number in range(700))
    parts = [message.text for message in await mia.person.types_long(text)]
    await mia.done()
    assert len(parts) > 1
    assert mia.own == []
    await mia.taps(*TO_REVIEW, "Send")
    assert await bot.stories() == [parts]
    assert "".join(parts) == text


@pytest.mark.parametrize("character", ["a", "💶", "ب", "ê\u0301", "<", "\u202e"])
async def test_a_review_too_long_for_telegram_is_shortened(bot: Bot, mia: Talk, character: str) -> None:
    """Six messages of full length: what was said is cut on the screen, what the bot says is not, staff have it all."""
    await mia.at_story()
    word = character * (MESSAGE_LIMIT // utf16_units(character))
    for _ in range(6):
        await mia.person.types(word)
    await mia.done()
    await mia.taps("Show what I wrote")
    assert utf16_units(mia.text) <= MESSAGE_LIMIT
    await mia.taps(*TO_REVIEW)
    assert utf16_units(mia.text) <= MESSAGE_LIMIT
    assert "This is what you want to send" in mia.text
    assert "Nothing has been sent yet." in mia.text
    assert "Danger now: No" in mia.text
    assert "Send" in mia.labels
    await mia.taps("Send")
    assert await bot.stories() == [[word] * 6]
    assert [call.refusal for call in bot.api.calls.all if call.refusal] == []


async def test_a_review_of_many_notes_is_shortened(bot: Bot, mia: Talk) -> None:
    """Even when each note alone is short."""
    await mia.at_story()
    notes = [f"{number:03} " + "ø💶" * 40 for number in range(60)]
    for note in notes:
        await mia.person.types(note)
    await mia.done()
    await mia.taps(*TO_REVIEW)
    assert utf16_units(mia.text) <= MESSAGE_LIMIT
    await mia.taps("Send")
    assert await bot.stories() == [notes]


async def test_right_to_left_text_with_emoji_is_kept_and_isolated(bot: Bot, mia: Talk) -> None:
    """The line of the review stays readable around it."""
    await mia.at_review(ARABIC)
    assert f"What happened: \u2068{ARABIC}\u2069" in mia.text
    await mia.taps("Send")
    assert await bot.stories() == [[ARABIC]]


@pytest.mark.parametrize("script", [PERSIAN_DIGITS, DEVANAGARI_DIGITS, FULLWIDTH_DIGITS])
async def test_the_receipt_is_confirmed_in_digits_of_any_script(mia: Talk, script: dict[int, int]) -> None:
    """As the person's keyboard has them; the number then leaves the screen."""
    await mia.at_review("They sleep in the shop.")
    await mia.taps("Send")
    number = mia.receipt
    await mia.types(number[-4:].translate(script))
    assert "What happens now" in mia.text
    assert number not in mia.text
    assert mia.own == []


async def test_a_label_typed_in_another_language_presses_the_button(mia: Talk) -> None:
    """Danish for No, while the conversation is in English."""
    await mia.starts()
    await mia.taps(STORY[0])
    await mia.types("nej")
    assert "Who are you in this?" in mia.text
    assert mia.own == []


async def test_words_where_none_were_asked_wait_for_a_decision(mia: Talk) -> None:
    """They leave the chat like all words, and stand in the living message."""
    await mia.starts()
    await mia.types("They sleep in the shop.")
    assert "Nobody has read this." in mia.text
    assert "They sleep in the shop." in mia.text
    assert mia.own == []
    await mia.taps("Keep it for my report")
    assert await mia.notes() == ["They sleep in the shop."]


async def test_odd_characters_are_words_like_others(bot: Bot) -> None:
    """They disturb neither the words around them nor the screen, and Telegram refuses nothing."""
    for text in ("\u200b", "💶", "🆘🆘🆘🆘", "\u202e\u202e", "a\u0000b", "\ud7ff\U0010ffff"):
        ole = await bot.talk("Ole").at_story()
        await ole.types("Before.", text, "After.")
        assert [note for note in await ole.notes() if note != text] == ["Before.", "After."]
        await ole.taps("Continue")
        assert "Where is it?" in ole.text
    assert [call.refusal for call in bot.api.calls.all if call.refusal] == []


async def test_forwarded_words_are_words(bot: Bot, mia: Talk) -> None:
    """Whoever wrote them first."""
    await mia.at_story()
    await mia.person.forwards("Come to work in Denmark, papers later.")
    await mia.done()
    assert mia.own == []
    await mia.taps(*TO_REVIEW, "Send")
    assert await bot.stories() == [["Come to work in Denmark, papers later."]]


async def test_three_rapid_messages_are_three_notes_in_order(mia: Talk) -> None:
    """Nobody waits for the answer between them."""
    await mia.at_story()
    await asyncio.gather(*(mia.person.types(word) for word in ("one", "two", "three")))
    await mia.done()
    assert await mia.notes() == ["one", "two", "three"]
    assert "3 notes: not sent yet" in mia.text
