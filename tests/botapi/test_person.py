"""People send what clients send, as aiogram reads it, and groups let bots in and out."""

from __future__ import annotations

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import InaccessibleMessage

from tests.botapi import BotApi, ChatKind, Impossible
from tests.botapi.parameters import Parameters


async def test_everything_a_person_sends_is_an_update_aiogram_can_read() -> None:
    """Each kind arrives with its content type, in order."""
    async with BotApi() as api:
        mia = api.person("Mia", username="mia_1")
        await mia.starts("deep")
        for send in (mia.sends_sticker, mia.sends_voice, mia.sends_video_note, mia.sends_location, mia.sends_contact):
            await send()
        await mia.sends_photo("look")
        await mia.sends_document()
        await mia.forwards("heard this")
        album = await mia.sends_album(2, "both")
        await mia.sends_photo(album=album)
        await mia.blocks()
        session = AiohttpSession(api=TelegramAPIServer.from_base(api.url))
        async with Bot(api.token, session=session) as bot:
            updates = await bot.get_updates()
    kinds = [update.message.content_type for update in updates if update.message]
    assert kinds == [
        "text",
        "sticker",
        "voice",
        "video_note",
        "location",
        "contact",
        "photo",
        "document",
        "text",
        *["photo"] * 3,
    ]
    assert [update.message.media_group_id for update in updates if update.message][-3:] == [album] * 3
    assert updates[-1].my_chat_member is not None
    assert updates[-1].my_chat_member.new_chat_member.status == "kicked"


async def test_a_tap_on_an_old_message_carries_its_old_data() -> None:
    """What was on the screen then is what is sent now, even when the message is gone."""
    async with BotApi() as api:
        mia = api.person()
        await mia.starts()
        session = AiohttpSession(api=TelegramAPIServer.from_base(api.url))
        async with Bot(api.token, session=session) as bot:
            markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a1"}]]}
            parameters = Parameters({"chat_id": mia.chat_id, "text": "?", "reply_markup": markup})
            await api.execute("sendMessage", parameters, "http")
            before = mia.screen().latest
            await mia.clears_chat()
            await mia.taps_old(before, "A")
            tap = (await bot.get_updates())[-1].callback_query
    assert tap is not None
    assert tap.data == "a1"
    assert isinstance(tap.message, InaccessibleMessage)


async def test_a_bot_leaves_a_group_once() -> None:
    """After leaveChat it can neither write there nor leave again."""
    async with BotApi() as api:
        group = api.shared_chat("Neighbours", ChatKind.GROUP)
        mia = api.person()
        await group.adds_bot(mia.account)
        await mia.in_group(group).types("hello all")
        session = AiohttpSession(api=TelegramAPIServer.from_base(api.url))
        async with Bot(api.token, session=session) as bot:
            assert [update.event_type for update in await bot.get_updates()] == ["my_chat_member", "message", "message"]
            await bot.leave_chat(group.chat_id)
            assert not group.has_bot
            with pytest.raises(Exception, match="Forbidden: bot is not a member of the group chat"):
                await bot.send_message(group.chat_id, "x")


async def test_waiting_for_what_never_comes_shows_the_screen() -> None:
    """The failure says what was on the screen instead."""
    async with BotApi() as api:
        mia = api.person()
        await mia.types("is anybody there")
        with pytest.raises(AssertionError, match="is anybody there"):
            await mia.sees("Hello", timeout=0.05)


async def test_a_long_text_arrives_in_pieces_that_fit() -> None:
    """Nothing is lost, whatever the characters; one message takes no more than 4096 units."""
    text = "😀a" * 5000
    async with BotApi() as api:
        mia = api.person()
        with pytest.raises(Impossible):
            await mia.types(text)
        pieces = await mia.types_long(text)
        assert "".join(piece.text for piece in pieces) == text
        assert len(api.updates.pending) == len(pieces)
