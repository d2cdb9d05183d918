"""The emulator refuses what Telegram refuses, in Telegram's words; driven by aiogram's Bot and raw requests."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup

from tests.botapi import BotApi, Impossible, Person


@pytest_asyncio.fixture
async def api() -> AsyncIterator[BotApi]:
    """A running emulator."""
    async with BotApi() as running:
        yield running


@pytest_asyncio.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    """An aiogram Bot that talks to it."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(api.url))
    async with Bot(api.token, session=session) as client:
        yield client


@pytest_asyncio.fixture
async def mia(api: BotApi) -> Person:
    """Someone who has written to the bot."""
    person = api.person("Mia", language="da")
    await person.starts()
    return person


def keyboard(*rows: tuple[str, ...]) -> InlineKeyboardMarkup:
    """Buttons whose data is their label."""
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=label[:20], callback_data=label) for label in row] for row in rows]
    )


async def test_a_person_sees_sent_edited_and_deleted_messages_with_their_buttons(bot: Bot, mia: Person) -> None:
    """The screen follows each call, and a message keeps the texts it has shown."""
    sent = await bot.send_message(
        mia.chat_id, "<b>One</b> &lt;", parse_mode="HTML", reply_markup=keyboard(("Yes", "No"))
    )
    assert sent.text == "One <"
    assert [entity.type for entity in sent.entities or []] == ["bold"]
    assert mia.screen().latest.labels == ("Yes", "No")
    await bot.edit_message_text("Two", chat_id=mia.chat_id, message_id=sent.message_id)
    assert mia.screen().latest.labels == ()
    assert mia.chat.messages[sent.message_id].versions == ["One <", "Two"]
    await bot.delete_message(mia.chat_id, sent.message_id)
    assert mia.screen().from_bot == ()


@pytest.mark.parametrize("html", ["<b>open", "<b><i>x</b></i>", "<h1>x</h1>", "a < b", "x</b>"])
async def test_html_that_does_not_parse_is_refused(bot: Bot, mia: Person, html: str) -> None:
    """Unclosed, crossed, unknown and stray tags are errors."""
    with pytest.raises(TelegramBadRequest, match="can't parse entities"):
        await bot.send_message(mia.chat_id, html, parse_mode="HTML")


async def test_length_is_counted_in_utf16_units(bot: Bot, mia: Person) -> None:
    """2048 emoji fit, one more unit does not."""
    await bot.send_message(mia.chat_id, "😀" * 2048)
    with pytest.raises(TelegramBadRequest, match="message is too long"):
        await bot.send_message(mia.chat_id, "😀" * 2048 + "a")


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        (keyboard(("x" * 65,)), "BUTTON_DATA_INVALID"),
        (keyboard(("å" * 33,)), "BUTTON_DATA_INVALID"),
        (keyboard(tuple("abcdefghi")), "REPLY_MARKUP_TOO_LONG"),
        (keyboard(*((str(n),) for n in range(101))), "REPLY_MARKUP_TOO_LONG"),
    ],
)
async def test_a_keyboard_over_its_limits_is_refused(
    bot: Bot, mia: Person, markup: InlineKeyboardMarkup, reason: str
) -> None:
    """64 bytes of data, 8 buttons a row, 100 in all."""
    with pytest.raises(TelegramBadRequest, match=reason):
        await bot.send_message(mia.chat_id, "x", reply_markup=markup)


async def test_an_edit_must_change_something_and_find_its_message(bot: Bot, mia: Person) -> None:
    """Unmodified, cleared away and foreign messages are three refusals."""
    sent = await bot.send_message(mia.chat_id, "same")
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_text("same", chat_id=mia.chat_id, message_id=sent.message_id)
    typed = await mia.types("mine")
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await bot.edit_message_text("theirs", chat_id=mia.chat_id, message_id=typed.message_id)
    await mia.clears_chat()
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("other", chat_id=mia.chat_id, message_id=sent.message_id)


async def test_after_48_hours_nothing_can_be_deleted(api: BotApi, bot: Bot, mia: Person) -> None:
    """deleteMessage refuses, deleteMessages skips and says True."""
    old = await bot.send_message(mia.chat_id, "old")
    api.clock.advance(48 * 3600 + 1)
    new = await bot.send_message(mia.chat_id, "new")
    with pytest.raises(TelegramBadRequest, match="message can't be deleted"):
        await bot.delete_message(mia.chat_id, old.message_id)
    assert await bot.delete_messages(mia.chat_id, [old.message_id, new.message_id, 999]) is True
    assert [message.text for message in mia.screen().from_bot] == ["old"]


async def test_a_bot_can_neither_open_a_chat_nor_write_to_who_blocked_it(api: BotApi, bot: Bot, mia: Person) -> None:
    """403 in both cases, 400 for a chat that does not exist."""
    with pytest.raises(TelegramForbiddenError, match="can't initiate conversation"):
        await bot.send_message(api.person("Ole").chat_id, "x")
    await mia.blocks()
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(mia.chat_id, "x")
    await mia.unblocks()
    await bot.send_message(mia.chat_id, "x")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(1, "x")


async def test_a_tap_can_be_answered_only_for_a_while(api: BotApi, bot: Bot, mia: Person) -> None:
    """In time the person sees the toast; later the query is too old."""
    await bot.send_message(mia.chat_id, "x", reply_markup=keyboard(("Yes", "No")))
    tap = await mia.taps("Yes")
    await bot.answer_callback_query(tap.query_id, text="Noted")
    assert (tap.answered, tap.toast) == (True, "Noted")
    late = await mia.taps(1)
    api.clock.advance(300)
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.answer_callback_query(late.query_id)
    with pytest.raises(Impossible):
        await mia.taps("Perhaps")


async def test_faults_strike_before_or_after_the_effect(api: BotApi, bot: Bot, mia: Person) -> None:
    """An error or a cut before leaves nothing, after it leaves a message the bot does not know of."""
    api.faults.flood(3, method="sendMessage", chat_id=mia.chat_id)
    with pytest.raises(TelegramRetryAfter) as flood:
        await bot.send_message(mia.chat_id, "flood")
    assert flood.value.retry_after == 3
    api.faults.error(500, method="sendMessage", after_effect=True)
    with pytest.raises(TelegramServerError):
        await bot.send_message(mia.chat_id, "error after")
    api.faults.cut(method="sendMessage")
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(mia.chat_id, "cut before")
    api.faults.cut(method="sendMessage", after_effect=True)
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(mia.chat_id, "cut after")
    assert [message.text for message in mia.screen().from_bot] == ["error after", "cut after"]
    assert [call.effective for call in api.calls.of("sendMessage")] == [False, True, False, True]


async def test_the_rate_limit_lets_one_message_a_second_through(api: BotApi, bot: Bot, mia: Person) -> None:
    """When enforced: the second within a second is told to wait, a second later it passes."""
    api.rate_limit.enforced = True
    await bot.send_message(mia.chat_id, "1")
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(mia.chat_id, "2")
    api.clock.advance(1)
    await bot.send_message(mia.chat_id, "2")


async def test_hooks_run_before_and_after_the_nth_call(api: BotApi, bot: Bot, mia: Person) -> None:
    """`before` sees the chat without the message, `after` with it; a `before` of False cuts the call off."""
    seen: list[int] = []

    async def count(_: object) -> bool:
        seen.append(len(mia.screen().from_bot))
        return len(seen) < 3

    api.on_call("sendMessage", 2, before=count, after=count)
    await bot.send_message(mia.chat_id, "1")
    await bot.send_message(mia.chat_id, "2")
    assert seen == [1, 2]
    api.on_call("sendMessage", before=count)
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(mia.chat_id, "3")
    assert len(mia.screen().from_bot) == 2


async def test_json_forms_and_queries_are_read_alike(api: BotApi, mia: Person) -> None:
    """Three ways of sending the same call have the same effect; a wrong token or method has none."""
    nested = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    form = {"chat_id": str(mia.chat_id), "text": "x", "reply_markup": json.dumps(nested)}
    base = f"{api.url}/bot{api.token}"
    async with aiohttp.ClientSession() as http:
        await http.post(f"{base}/sendMessage", json={"chat_id": mia.chat_id, "text": "x", "reply_markup": nested})
        await http.post(f"{base}/sendmessage", data=form)
        with aiohttp.MultipartWriter("form-data") as parts:
            for name, value in form.items():
                parts.append(value).set_content_disposition("form-data", name=name)
        await http.post(f"{base}/sendMessage", data=parts)
        await http.get(f"{base}/sendMessage", params=form)
        assert [message.labels for message in mia.screen().from_bot] == [("A",)] * 4
        assert (await http.get(f"{api.url}/bot1:x/getMe")).status == 401
        assert (await http.get(f"{base}/getTea")).status == 404


async def test_the_profile_is_kept_by_language_and_within_limits(bot: Bot) -> None:
    """Commands and names come back as set; too long ones are refused."""
    await bot.set_my_commands([BotCommand(command="start", description="Begynd")], language_code="da")
    assert [c.description for c in await bot.get_my_commands(language_code="da")] == ["Begynd"]
    assert await bot.get_my_commands() == []
    with pytest.raises(TelegramBadRequest, match="BOT_COMMAND_INVALID"):
        await bot.set_my_commands([BotCommand(command="Start!", description="x")])
    await bot.set_my_description("d" * 512)
    with pytest.raises(TelegramBadRequest):
        await bot.set_my_short_description("d" * 121)
    assert (await bot.get_me()).is_bot
