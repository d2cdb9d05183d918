"""The state behind the Bot API: accounts, chats and messages, as the server holds them.

No method of the API and no delivery lives here.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from tests.botapi.clock import Clock
from tests.botapi.errors import bad_request, forbidden
from tests.botapi.parameters import Json

BOT_ID = 7_000_000_001
BOT_USERNAME = "emulated_bot"


class ChatKind(StrEnum):
    """Telegram's `chat.type`."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Account:
    """A person as Telegram knows them. None of it may ever be found where we store."""

    user_id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "en"
    is_bot: bool = False

    def as_json(self) -> Json:
        """Telegram's `User`."""
        user: Json = {"id": self.user_id, "is_bot": self.is_bot, "first_name": self.first_name}
        optional = {"last_name": self.last_name, "username": self.username, "language_code": self.language_code}
        return user | {
            name: value for name, value in optional.items() if (value and not self.is_bot) or name == "username"
        }


@dataclass(slots=True)
class Message:
    """A message as it stands now; `versions` keeps each text it has shown, oldest first."""

    message_id: int
    date: int
    sender: Account
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    rows: list[list[Json]] = field(default_factory=list)
    extra: Json = field(default_factory=dict)
    edit_date: int | None = None
    versions: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """The first version is what it was sent as."""
        self.versions.append(self.text)

    def as_json(self, chat: Chat) -> Json:
        """Telegram's `Message`."""
        body: Json = {"message_id": self.message_id, "date": self.date, "chat": chat.as_json()}
        if chat.kind is not ChatKind.CHANNEL:
            body["from"] = self.sender.as_json()
        if self.text:
            body["text"] = self.text
        if self.entities:
            body["entities"] = self.entities
        if self.rows:
            body["reply_markup"] = {"inline_keyboard": self.rows}
        if self.edit_date is not None:
            body["edit_date"] = self.edit_date
        return body | self.extra


@dataclass(slots=True)
class Chat:
    """One chat; `refusal` is why the bot can't write there (Telegram's words), None when it can."""

    chat_id: int
    kind: ChatKind
    owner: Account | None
    title: str
    ids: Callable[[], int]
    refusal: str | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    reply_keyboard: list[list[str]] = field(default_factory=list)
    bot_writes: int = 0
    waiters: set[asyncio.Future[None]] = field(default_factory=set)

    def as_json(self) -> Json:
        """Telegram's `Chat`."""
        if self.owner is None:
            return {"id": self.chat_id, "type": self.kind.value, "title": self.title}
        return {"id": self.chat_id, "type": self.kind.value, **_names(self.owner)}

    def touched(self) -> None:
        """Wake whoever looks at the chat."""
        for waiter in self.waiters:
            if not waiter.done():
                waiter.set_result(None)
        self.waiters.clear()

    async def change(self) -> None:
        """Until anything in the chat changes."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiters.add(waiter)
        try:
            await waiter
        finally:
            self.waiters.discard(waiter)

    def written(self) -> None:
        """The bot sent or edited a message here."""
        self.bot_writes += 1
        self.touched()


def _names(owner: Account) -> Json:
    user = owner.as_json()
    return {name: user[name] for name in ("first_name", "last_name", "username") if name in user}


class World:
    """All chats by id, and the bot's own account."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.bot = Account(BOT_ID, "Bot", username=BOT_USERNAME, is_bot=True)
        self.chats: dict[int, Chat] = {}
        self._private_ids = itertools.count(11)
        self._group_ids = itertools.count(1_001_000_000_001)

    def private_chat(self, owner: Account) -> Chat:
        """The chat of a person with the bot; the bot can't write before the person has."""
        refusal = "bot can't initiate conversation with a user"
        private_ids = self._private_ids
        chat = Chat(owner.user_id, ChatKind.PRIVATE, owner, "", lambda: next(private_ids), refusal)
        self.chats[chat.chat_id] = chat
        return chat

    def shared_chat(self, title: str, kind: ChatKind) -> Chat:
        """A group or channel the bot is in."""
        own_ids = itertools.count(1)
        chat = Chat(-next(self._group_ids), kind, None, title, lambda: next(own_ids))
        self.chats[chat.chat_id] = chat
        return chat

    def chat(self, chat_id: int) -> Chat:
        """The chat; refused with "chat not found"."""
        try:
            return self.chats[chat_id]
        except KeyError:
            raise bad_request("chat not found") from None

    def writable_chat(self, chat_id: int) -> Chat:
        """The chat, when the bot may write there; 403 with the reason otherwise."""
        chat = self.chat(chat_id)
        if chat.refusal is not None:
            raise forbidden(chat.refusal)
        return chat

    def now(self) -> int:
        """Whole Unix seconds, as messages carry them."""
        return int(self.clock.now())
