"""Calls to the Bot API, each with the outcomes that matter.

A flood answer is waited out; a message that is gone is an outcome, not an error; all else is a ChannelError. Call and
error texts are never logged: addresses carry the token, parameters what a person reads.
"""

from __future__ import annotations

import asyncio
from typing import Final, TypeAlias

from aiogram import Bot

from bot.errors import Blocked, ChannelError, Unreachable
from bot.rendering import Label, Screen
from bot.telegram.client import Client, Flooded, Refused

MESSAGE_LIMIT: Final = 4096
"""UTF-16 units after entity parsing; we send no entities."""
FLOOD_PATIENCE_SECONDS: Final = 40
"""How long one update may wait in all for floods to pass; Telegram gives a webhook about a minute."""

Button: TypeAlias = dict[str, str]
_NO_PREVIEW: Final = {"is_disabled": True}


class Calls:
    """The Bot API as this bot uses it."""

    def __init__(self, bot: Bot) -> None:
        """``bot`` is closed by whoever made it."""
        self._client = Client(bot)

    async def send(self, chat: int, screen: Screen) -> int:
        """A new message; its id. Raises ChannelError; Blocked where the chat takes none: no repeat would mend it."""
        try:
            sent = await self._call("sendMessage", chat_id=chat, **_shown(screen))
        except Refused:
            raise Blocked from None
        match sent:
            case {"message_id": int(message)}:
                return message
            case _:
                raise ChannelError

    async def edit(self, chat: int, message: int, screen: Screen) -> bool:
        """Put the screen in place of a message; whether it still stood there. Raises ChannelError."""
        try:
            await self._call("editMessageText", chat_id=chat, message_id=message, **_shown(screen))
        except Refused as refused:
            return refused.unmodified
        return True

    async def delete(self, chat: int, message: int) -> bool:
        """Whether the message is gone now. Raises ChannelError only when Telegram can't be reached."""
        try:
            await self._call("deleteMessage", chat_id=chat, message_id=message)
        except Refused as refused:
            return refused.missing
        return True

    async def answer(self, callback: str) -> None:
        """Stop the spinner on a button; one that is too old needs none."""
        try:
            await self._call("answerCallbackQuery", callback_query_id=callback)
        except Refused:
            return

    async def leave(self, chat: int) -> None:
        """Leave a group or channel; one that is gone is left."""
        try:
            await self._call("leaveChat", chat_id=chat)
        except (Refused, Blocked):
            return

    async def _call(self, method: str, **parameters: object) -> object:
        patience = FLOOD_PATIENCE_SECONDS
        while True:
            try:
                return await self._client.call(method, parameters)
            except Flooded as flood:
                patience -= max(1, flood.seconds)
                if patience < 0:
                    raise Unreachable from None
                await asyncio.sleep(flood.seconds)


def _shown(screen: Screen) -> dict[str, object]:
    return {
        "text": screen.text,
        "reply_markup": {"inline_keyboard": keyboard(screen)},
        "link_preview_options": _NO_PREVIEW,
    }


def keyboard(screen: Screen) -> list[list[Button]]:
    """The rows of a screen, each button with the screen's token; the row that is always the same comes last."""
    rows = [*screen.rows, screen.navigation] if screen.navigation else [*screen.rows]
    return [[_button(label, screen.token) for label in row] for row in rows]


def _button(label: Label, token: str) -> Button:
    return {"text": label.text, "callback_data": f"{token}:{label.key}"}
