"""The webhook takes what Telegram sends and nothing else; the bot introduces itself in neutral words."""

from __future__ import annotations

import json

from aiohttp import ClientSession

from tests.bot.telegram.talking import SECRET, Bot
from tests.conversations.world import catalogs

HEADER = "X-Telegram-Bot-Api-Secret-Token"
TELLING = ("traffick", "police", "victim", "report", "handel", "politi", "offer", "anmeld")
"""What no command may speak of, in the languages there are (rule 6)."""
WRONG = ("", "wrong", SECRET[:-1], SECRET + "x", "hemmelighed-æøå", "секрет", "\udcff")
NO_UPDATES = (
    *(b"", b"{", b"\xff\xfe", b"[]", b"null", b"7", b'"text"', b"{}", b'{"update_id": "x"}', b'{"update_id": 1}'),
    b'{"update_id": 1, "message": {"message_id": 1}}',
    b'{"update_id": 1, "poll_answer": {"poll_id": "1"}}',
)


def start(bot: Bot, chat: int) -> str:
    """An update as Telegram sends it."""
    person = {"id": chat, "is_bot": False, "first_name": "Mia"}
    message = {"message_id": 5, "date": int(bot.api.clock.now()), "chat": {"id": chat, "type": "private"}}
    return json.dumps({"update_id": 77, "message": {**message, "from": person, "text": "/start"}})


async def introduced(bot: Bot) -> None:
    """Until the commands are named; what is called from now on is about people."""
    await bot.api.calls.until("setMyCommands", len(catalogs().languages()))
    bot.api.calls.clear()


async def test_a_stranger_is_turned_away_and_nothing_happens(idle: Bot) -> None:
    """Whatever stands in the header, or nothing."""
    mia = idle.api.person()
    mia.chat.refusal = None
    body = start(idle, mia.chat_id)
    async with idle.serving() as served, ClientSession() as http:
        await introduced(idle)
        for headers in ({}, *({HEADER: secret} for secret in WRONG)):
            async with http.post(served.address, data=body, headers=headers) as answer:
                assert answer.status == 401, headers
    assert idle.api.calls.all == []
    assert await idle.draft_of(mia) is None


async def test_a_body_that_is_no_update_is_taken_and_forgotten(idle: Bot) -> None:
    """Else Telegram would bring it again and again, before everything else in its queue."""
    async with idle.serving() as served, ClientSession() as http:
        await introduced(idle)
        for body in NO_UPDATES:
            async with http.post(served.address, data=body, headers={HEADER: SECRET}) as answer:
                assert answer.status == 200, body
    assert idle.api.calls.all == []


async def test_the_right_secret_opens(idle: Bot) -> None:
    """The counterpart of the strangers above."""
    mia = idle.api.person()
    mia.chat.refusal = None
    async with idle.serving() as served, ClientSession() as http:
        body = start(idle, mia.chat_id)
        async with http.post(served.address, data=body, headers={HEADER: SECRET}) as answer:
            assert answer.status == 200
    assert "Which language shall we use?" in mia.screen().latest.text


async def test_there_is_nothing_else_to_be_found(idle: Bot) -> None:
    """One path, one method."""
    async with idle.serving() as served, ClientSession() as http:
        async with http.get(served.address) as answer:
            assert answer.status == 405
        async with http.post(served.address + "/x", headers={HEADER: SECRET}) as answer:
            assert answer.status == 404


async def test_a_tap_is_answered_in_the_acknowledgement(bot: Bot) -> None:
    """The spinner stops without a call of its own."""
    mia = await bot.talk().starts()
    tap = await mia.person.taps(mia.place("I am worried about someone"))
    await mia.done()
    assert tap.answered
    assert {call.through for call in bot.api.calls.of("answerCallbackQuery")} == {"answer"}


async def test_commands_are_named_in_each_language_in_neutral_words(bot: Bot) -> None:
    """Who looks over a shoulder learns nothing from the menu of commands."""
    languages = {"" if one.tag == "en" else one.tag.split("-")[0] for one in catalogs().languages()}
    await bot.api.calls.until("setMyCommands", len(languages))
    named = bot.api.profile.commands
    assert {language for _, language in named} == languages
    assert len(languages) > 1
    for commands in named.values():
        assert [one["command"] for one in commands] == ["start", "help", "erase", "language", "privacy"]
        words = " ".join(str(one["description"]).lower() for one in commands)
        assert not [telling for telling in TELLING if telling in words]
    described = {tuple(str(one["description"]) for one in commands) for commands in named.values()}
    assert len(described) == len(languages)
