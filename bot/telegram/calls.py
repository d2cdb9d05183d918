"""Calls to the Bot API, each with the outcomes that matter; aiogram's errors end here.

A flood answer is waited out; a message that is gone is an outcome, not an error; all else is a ChannelError. Call and
error texts are never logged: addresses carry the token, parameters what a person reads.
"""

from __future__ import annotations

import asyncio
from typing import Final, TypeVar

from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    EditMessageText,
    LeaveChat,
    SendMessage,
    TelegramMethod,
)
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

from bot.errors import Blocked, ChannelError, Unreachable
from bot.rendering import Label, Screen

MESSAGE_LIMIT: Final = 4096
"""UTF-16 units after entity parsing; we send no entities."""
FLOOD_PATIENCE_SECONDS: Final = 40
"""How long one update may wait in all for floods to pass; Telegram gives a webhook about a minute."""

T = TypeVar("T")
_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)


class Calls:
    """The Bot API as this bot uses it."""

    def __init__(self, bot: Bot) -> None:
        """``bot`` is closed by whoever made it."""
        self._bot = bot

    async def send(self, chat: int, screen: Screen) -> int:
        """A new message; its id. Raises ChannelError."""
        message = await self._call(
            SendMessage(chat_id=chat, text=screen.text, reply_markup=keyboard(screen), link_preview_options=_NO_PREVIEW)
        )
        return message.message_id

    async def edit(self, chat: int, message: int, screen: Screen) -> bool:
        """Put the screen in place of a message; whether it still stood there. Raises ChannelError."""
        call = EditMessageText(
            chat_id=chat,
            message_id=message,
            text=screen.text,
            reply_markup=keyboard(screen),
            link_preview_options=_NO_PREVIEW,
        )
        try:
            await self._call(call)
        except _RefusedError as refused:
            return refused.unmodified
        return True

    async def delete(self, chat: int, message: int) -> bool:
        """Whether the message is gone now. Raises ChannelError only when Telegram can't be reached."""
        try:
            await self._call(DeleteMessage(chat_id=chat, message_id=message))
        except _RefusedError as refused:
            return refused.missing
        return True

    async def answer(self, callback: str) -> None:
        """Stop the spinner on a button; one that is too old needs none."""
        try:
            await self._call(AnswerCallbackQuery(callback_query_id=callback))
        except _RefusedError:
            return

    async def leave(self, chat: int) -> None:
        """Leave a group or channel; one that is gone is left."""
        try:
            await self._call(LeaveChat(chat_id=chat))
        except (_RefusedError, Blocked):
            return

    async def _call(self, method: TelegramMethod[T]) -> T:
        patience = FLOOD_PATIENCE_SECONDS
        while True:
            try:
                return await self._bot(method)
            except TelegramRetryAfter as flood:
                patience -= max(1, flood.retry_after)
                if patience < 0:
                    raise Unreachable from None
                await asyncio.sleep(flood.retry_after)
            except TelegramForbiddenError:
                raise Blocked from None
            except TelegramBadRequest as error:
                raise _RefusedError(error.message) from None
            except (TelegramNetworkError, TelegramServerError):
                raise Unreachable from None
            except TelegramAPIError:
                raise ChannelError from None


class _RefusedError(ChannelError):
    """A 400, kept to two questions so that Telegram's text goes no further."""

    def __init__(self, answer: str) -> None:
        super().__init__()
        text = answer.lower()
        self.unmodified = "message is not modified" in text
        self.missing = "not found" in text


def keyboard(screen: Screen) -> InlineKeyboardMarkup:
    """The rows of a screen, each button with the screen's token; the row that is always the same comes last."""
    rows = [*screen.rows, screen.navigation] if screen.navigation else [*screen.rows]
    return InlineKeyboardMarkup(inline_keyboard=[[_button(label, screen.token) for label in row] for row in rows])


def _button(label: Label, token: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=label.text, callback_data=f"{token}:{label.key}")
