"""When the store is down: help goes on, nothing is pretended, nothing typed is deleted (rule 9; decision 14)."""

from __future__ import annotations

from tests.bot.telegram.talking import STORY, TO_REVIEW, Bot, Talk

NOTHING_KEPT = "Nothing can be kept now"
NOT_SENT = "Not sent. Staff have received nothing."


async def test_the_person_is_told_at_once_and_their_words_stay(bot: Bot, mia: Talk) -> None:
    """The update is acknowledged: Telegram's queue is no place to keep words in."""
    await mia.at_story()
    with bot.no_drafts():
        await mia.types("They sleep in the shop.")
        assert NOTHING_KEPT in mia.person.screen().latest.text
        assert mia.own == ["They sleep in the shop."]
        assert {attempt.status for attempt in bot.api.deliverer.attempts} == {200}


async def test_help_and_services_go_on(bot: Bot, mia: Talk) -> None:
    """Also for somebody who comes only now."""
    with bot.no_drafts():
        await mia.starts()
        assert NOTHING_KEPT in mia.text
        await mia.taps("Help now")
        assert "112" in mia.text
        assert NOTHING_KEPT in mia.text
        await mia.taps("Continue", "Find help near you")
        await mia.person.taps(0)
        await mia.done()
        await mia.types("Odense")
        assert "☎" in mia.text
        assert len(mia.person.screen().from_bot) == 1


async def test_once_the_store_is_back_the_draft_is_kept(bot: Bot, mia: Talk) -> None:
    """What was told before and during, in order; the telling stops."""
    await mia.at_story()
    await mia.types("They sleep in the shop.")
    with bot.no_drafts():
        await mia.types("He takes the money.")
        assert NOTHING_KEPT in mia.person.screen().latest.text
    await mia.types("Every night.")
    assert "3 notes: not sent yet" in mia.person.screen().latest.text
    assert NOTHING_KEPT not in str(mia.person.screen())
    assert await mia.notes() == ["They sleep in the shop.", "He takes the money.", "Every night."]
    await mia.taps(*TO_REVIEW, "Send")
    assert await bot.stories() == [["They sleep in the shop.", "He takes the money.", "Every night."]]


async def test_an_outage_in_which_nothing_was_told_leaves_the_draft_as_it_was(bot: Bot, mia: Talk) -> None:
    """A button was pressed meanwhile; the person is where they were before."""
    await mia.at_story()
    await mia.types("They sleep in the shop.")
    with bot.no_drafts():
        await mia.taps("Continue")
        assert NOTHING_KEPT in mia.text
    await mia.taps("Back")
    assert "In your own words" in mia.text
    assert await mia.notes() == ["They sleep in the shop."]


async def test_words_told_in_an_outage_where_none_were_asked_wait_for_a_decision(bot: Bot, mia: Talk) -> None:
    """The draft from before stands; the words are offered as words always are."""
    await mia.at_story()
    await mia.types("They sleep in the shop.")
    await mia.taps("Continue", "Rather not say")
    with bot.no_drafts():
        await mia.types("He takes the money.")
    await mia.taps("Keep it for my report")
    assert "Nobody has read this." in mia.person.screen().latest.text
    await mia.taps("Keep it for my report")
    assert await mia.notes() == ["They sleep in the shop.", "He takes the money."]


async def test_words_that_stayed_go_at_erase(bot: Bot, mia: Talk) -> None:
    """The bot remembers which messages it left."""
    await mia.at_story()
    with bot.no_drafts():
        await mia.types("They sleep in the shop.")
    await mia.types("He takes the money.")
    await mia.taps("Erase and leave")
    assert mia.own == []
    assert await bot.draft_of(mia.person) is None


async def test_erase_says_that_the_draft_is_still_there(bot: Bot, mia: Talk) -> None:
    """And nothing of it comes back once the store does."""
    await mia.at_story()
    await mia.types("They sleep in the shop.")
    with bot.no_drafts():
        await mia.taps("Erase and leave")
        assert "Still here: " in mia.text
        assert "Removed: messages in this chat." in mia.text
    await mia.taps("Start again")
    assert await mia.notes() == []
    assert (await mia.draft()).words == {}


async def test_a_report_the_store_does_not_take_is_not_sent(bot: Bot, mia: Talk) -> None:
    """It says so, keeps everything, and is sent once when the store is back."""
    await mia.at_review("They sleep in the shop.")
    with bot.no_reports():
        await mia.taps("Send")
        assert NOT_SENT in mia.text
        assert "Send" in mia.labels
        await mia.taps("Send")
        assert NOT_SENT in mia.text
    assert await mia.notes() == ["They sleep in the shop."]
    await mia.taps("Send")
    assert len(mia.receipt.replace(" ", "")) == 20
    assert await bot.stories() == [["They sleep in the shop."]]


async def test_nothing_is_sent_while_drafts_can_not_be_kept(bot: Bot, mia: Talk) -> None:
    """A report whose receipt could be lost is not sent; later the review stands there as before."""
    await mia.at_review("They sleep in the shop.")
    with bot.no_drafts():
        await mia.taps("Send")
        assert NOTHING_KEPT in mia.text
        assert await bot.stories() == []
    await mia.taps("Back")
    assert "Nothing has been sent yet." in mia.text
    await mia.taps("Send")
    assert len(mia.receipt.replace(" ", "")) == 20
    assert await bot.stories() == [["They sleep in the shop."]]


async def test_two_people_in_an_outage_are_not_mixed_up(bot: Bot, mia: Talk) -> None:
    """What the process remembers is each one's own."""
    ole = bot.talk("Ole")
    with bot.no_drafts():
        await mia.starts()
        await ole.starts()
        await mia.taps(*STORY)
        await ole.taps(*STORY)
        await mia.types("They sleep in the shop.")
        await ole.types("He takes the money.")
    await mia.taps("Continue")
    await ole.taps("Continue")
    assert (await mia.notes(), await ole.notes()) == (["They sleep in the shop."], ["He takes the money."])
