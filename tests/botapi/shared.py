"""Groups and channels, as far as a bot that leaves them has to do with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.botapi.membership import member_update
from tests.botapi.world import Account, Chat, ChatKind, Message

if TYPE_CHECKING:
    from tests.botapi.server import BotApi


class SharedChat:
    """One group or channel; people act in it through `person.in_group(shared)`."""

    def __init__(self, api: BotApi, chat: Chat) -> None:
        self.api = api
        self.chat = chat

    @property
    def chat_id(self) -> int:
        """Negative, as Telegram has it."""
        return self.chat.chat_id

    @property
    def has_bot(self) -> bool:
        """Whether the bot is still in."""
        return self.chat.refusal is None

    async def adds_bot(self, by: Account) -> None:
        """Someone brings the bot in: a my_chat_member update, and in groups the service message too."""
        self.chat.refusal = None
        world = self.api.world
        self.api.updates.push(
            "my_chat_member", member_update(world, self.chat, by, "left", "member"), self._queue, world.now()
        )
        if self.chat.kind is not ChatKind.CHANNEL:
            joined = {"new_chat_members": [world.bot.as_json()]}
            self._post(Message(self.chat.ids(), world.now(), by, extra=dict(joined)), "message")

    async def posts(self, text: str, by: Account) -> Message:
        """A channel post."""
        message = Message(self.chat.ids(), self.api.world.now(), by, text)
        self._post(message, "channel_post")
        return message

    @property
    def _queue(self) -> str:
        return f"chat:{self.chat.chat_id}"

    def _post(self, message: Message, kind: str) -> None:
        self.chat.messages[message.message_id] = message
        self.api.updates.push(kind, message.as_json(self.chat), self._queue, message.date)
