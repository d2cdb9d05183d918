"""From a Telegram update to what the session runner takes; whatever a person can send has an answer here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from aiogram.types import CallbackQuery, Message, Update

from bot.incoming import Content, Incoming, Pressed, SentThing, SharedPlace, Typed

WHICH_MESSAGE: Final = ("message_id", "date", "chat")


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update of a private chat. ``screen`` is the message whose button was pressed; ``sent`` when words came."""

    chat: int
    incoming: Incoming
    callback: str | None = None
    screen: int | None = None
    sent: datetime | None = None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An update from a group or channel, which the bot leaves."""

    chat: int


def update_of(body: bytes) -> Update:
    """What Telegram posted. Raises ValueError (pydantic's too) for anything else.

    Of the message under a pressed button only which one it is: the rest is our own screen, and dear to check.
    """
    update = json.loads(body)
    match update:
        case {"callback_query": {"message": dict(message)}}:
            which = {name: message[name] for name in WHICH_MESSAGE if name in message}
            update["callback_query"]["message"] = which
        case _:
            pass
    return Update.model_validate(update)


def arrival_of(update: Update) -> Arrival | Elsewhere | None:
    """``None`` for what needs no answer (a block, an unblock, a kind of update we did not ask for)."""
    if update.callback_query is not None:
        return _tap(update.update_id, update.callback_query)
    if update.message is not None:
        return _message(update.update_id, update.message, edited=False)
    if update.edited_message is not None:
        return _message(update.update_id, update.edited_message, edited=True)
    member = update.my_chat_member
    joined = member is not None and member.new_chat_member.status not in {"left", "kicked"}
    if update.channel_post is not None:
        return Elsewhere(update.channel_post.chat.id)
    if member is not None and joined and member.chat.type != "private":
        return Elsewhere(member.chat.id)
    return None


def _tap(update: int, query: CallbackQuery) -> Arrival | Elsewhere | None:
    if query.message is not None and query.message.chat.type != "private":
        return Elsewhere(query.message.chat.id)
    token, _, key = (query.data or "").partition(":")
    incoming = Incoming(Pressed(token, key), update, None, query.from_user.language_code or "")
    screen = None if query.message is None else query.message.message_id
    return Arrival(query.from_user.id, incoming, callback=query.id, screen=screen)


def _message(update: int, message: Message, *, edited: bool) -> Arrival | Elsewhere:
    if message.chat.type != "private":
        return Elsewhere(message.chat.id)
    language = (message.from_user.language_code if message.from_user else None) or ""
    content = _content(message, edited=edited)
    incoming = Incoming(content, update, message.message_id, language)
    return Arrival(message.chat.id, incoming, sent=message.date)


def _content(message: Message, *, edited: bool) -> Content:
    if message.text is not None:
        return Typed(message.text, edits=message.message_id if edited else None)
    if message.location is not None:
        return SharedPlace(message.location.latitude, message.location.longitude)
    return SentThing()
