"""A person with a client: what they type, tap and send, and what they see.

Acts return as soon as Telegram has them; the bot gets them by its webhook or long poll afterwards.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.botapi import media
from tests.botapi.errors import Impossible
from tests.botapi.markup import TEXT_UNITS, commands_in, units
from tests.botapi.membership import member_update
from tests.botapi.parameters import Json
from tests.botapi.screen import Button, Screen, Seen, look
from tests.botapi.sending import Tap
from tests.botapi.world import Account, Chat, ChatKind, Message

if TYPE_CHECKING:
    from tests.botapi.server import BotApi
    from tests.botapi.shared import SharedChat

BLOCKED = "bot was blocked by the user"
_query_ids = itertools.count(4_000_000_000_000_001)
_albums = itertools.count(13_000_000_000_000_001)


class Person:
    """One account in one chat: its private chat with the bot, or a group through `in_group`."""

    def __init__(self, api: BotApi, account: Account, chat: Chat) -> None:
        self.api = api
        self.account = account
        self.chat = chat
        self.taps_made: list[Tap] = []
        self._writes_before = chat.bot_writes

    @property
    def chat_id(self) -> int:
        """The chat's id; in private the user's too."""
        return self.chat.chat_id

    def in_group(self, shared: SharedChat) -> Person:
        """The same account, acting in a group."""
        return Person(self.api, self.account, shared.chat)

    async def starts(self, payload: str = "") -> Message:
        """Presses Start (with a deep link's payload)."""
        return await self.types(f"/start {payload}".rstrip())

    async def types(self, text: str, *, ago: float = 0.0, **extra: object) -> Message:
        """Sends a text, dated `ago` seconds back (as when it waited at Telegram); one message's worth at most."""
        if units(text) > TEXT_UNITS:
            raise Impossible("a client sends so long a text in several messages: types_long")
        entities = commands_in(text)
        return self._sends(Message(self.chat.ids(), self._date(ago), self.account, text, entities, extra=extra))

    async def types_long(self, text: str) -> list[Message]:
        """Sends a text of any length, cut into messages as clients do."""
        parts = [text[start : start + TEXT_UNITS // 2] for start in range(0, len(text), TEXT_UNITS // 2)]
        return [await self.types(part) for part in parts]

    async def sends(self, body: Json, *, ago: float = 0.0) -> Message:
        """Sends any other message; `body` from `tests.botapi.media`."""
        return self._sends(Message(self.chat.ids(), self._date(ago), self.account, extra=body))

    async def sends_sticker(self) -> Message:
        """A sticker."""
        return await self.sends(media.sticker())

    async def sends_photo(self, caption: str = "", *, album: str = "") -> Message:
        """A photo; `album` is a media_group_id, for a part that comes late."""
        return await self.sends(media.photo(caption) | ({"media_group_id": album} if album else {}))

    async def sends_document(self, name: str = "contract.pdf", caption: str = "") -> Message:
        """A file."""
        return await self.sends(media.document(name, caption))

    async def sends_voice(self) -> Message:
        """A voice note."""
        return await self.sends(media.voice())

    async def sends_video_note(self) -> Message:
        """A round video."""
        return await self.sends(media.video_note())

    async def sends_location(self, latitude: float = 55.6761, longitude: float = 12.5683) -> Message:
        """A location pin."""
        return await self.sends(media.location(latitude, longitude))

    async def sends_contact(self, phone: str = "+4500000000") -> Message:
        """A contact card."""
        return await self.sends(media.contact(phone))

    async def sends_album(self, parts: int = 3, caption: str = "") -> str:
        """Photos as separate updates of one media_group_id, the caption on the first; returns that id."""
        album = str(next(_albums))
        for part in range(parts):
            await self.sends_photo("" if part else caption, album=album)
        return album

    async def forwards(self, text: str, from_name: str = "Somebody") -> Message:
        """Forwards a text of someone whose account is hidden."""
        origin = {"type": "hidden_user", "sender_user_name": from_name, "date": self._date(3600)}
        return await self.types(text, forward_origin=origin)

    async def edits(self, message: Message, text: str) -> None:
        """Edits what they typed."""
        self._own(message)
        message.text, message.entities = text, commands_in(text)
        message.versions.append(text)
        message.edit_date = self._date(0)
        self._push("edited_message", message.as_json(self.chat), message.edit_date)

    async def taps(self, which: str | int) -> Tap:
        """Presses a button of the bot's newest message that has any: by label, position or data."""
        message = self.screen().tappable
        return self._tap(message, message.button(which))

    async def taps_old(self, message: Seen, which: str | int) -> Tap:
        """Presses a button of a message as it once looked (`screen()`, `sees`), whatever became of it."""
        return self._tap(message, message.button(which))

    async def taps_again(self, tap: Tap | None = None) -> Tap:
        """The client repeats a tap, the last one if none is named: new query, new update id."""
        if tap is None and not self.taps_made:
            raise Impossible("nothing was tapped yet")
        again = tap or self.taps_made[-1]
        return self._query(again.message_id, again.data)

    async def deletes(self, message: Message | Seen) -> None:
        """Deletes one message for both sides."""
        self.chat.messages.pop(message.message_id, None)
        self.chat.touched()

    async def clears_chat(self) -> None:
        """Deletes the whole chat: the bot's messages are "not found" from now on."""
        self.chat.messages.clear()
        self.chat.reply_keyboard = []
        self.chat.touched()

    async def blocks(self) -> None:
        """Blocks the bot."""
        self.chat.refusal = BLOCKED
        self._push("my_chat_member", self._membership("member", "kicked"), self._date(0))

    async def unblocks(self) -> None:
        """Lets the bot write again."""
        self.chat.refusal = None
        self._push("my_chat_member", self._membership("kicked", "member"), self._date(0))

    def screen(self) -> Screen:
        """What they see now."""
        return look(self.chat)

    async def sees(self, part: str, timeout: float = 5.0) -> Seen:  # noqa: ASYNC109 - reads well in tests
        """The bot's newest visible message with `part` in its text or on a button, at the latest after `timeout`."""
        await self.until(lambda screen: _with(screen, part) is not None, timeout, f"to see {part!r}")
        found = _with(self.screen(), part)
        assert found is not None
        return found

    async def sees_no(self, part: str, timeout: float = 5.0) -> None:  # noqa: ASYNC109 - reads well in tests
        """Until no visible message of anyone holds `part`."""
        await self.until(lambda screen: part not in str(screen), timeout, f"no longer to see {part!r}")

    async def sees_reply(self, timeout: float = 5.0) -> Seen:  # noqa: ASYNC109 - reads well in tests
        """The bot's newest message, once it has sent or edited one since this person's last act."""
        await self.until(lambda _: self.chat.bot_writes > self._writes_before, timeout, "a reply")
        return self.screen().latest

    async def until(
        self,
        holds: Callable[[Screen], bool],
        timeout: float = 5.0,  # noqa: ASYNC109 - reads well in tests
        what: str = "it",
    ) -> Screen:
        """Until the screen is so; AssertionError with the screen otherwise."""
        try:
            async with asyncio.timeout(timeout):
                while not holds(screen := self.screen()):
                    await self.chat.change()
        except TimeoutError:
            raise AssertionError(f"waited {timeout} s for {what}; the screen shows:\n{self.screen()}") from None
        return screen

    def _sends(self, message: Message) -> Message:
        if self.chat.refusal == BLOCKED:
            raise Impossible("a blocked bot can't be written to")
        if self.chat.kind is ChatKind.PRIVATE:
            self.chat.refusal = None
        self._writes_before = self.chat.bot_writes
        self.chat.messages[message.message_id] = message
        self._push("message", message.as_json(self.chat), message.date)
        self.chat.touched()
        return message

    def _tap(self, message: Seen, button: Button) -> Tap:
        if not button.data:
            raise Impossible(f"{button.label!r} is no callback button")
        return self._query(message.message_id, button.data)

    def _query(self, message_id: int, data: str) -> Tap:
        api = self.api
        tap = Tap(str(next(_query_ids)), self.account.user_id, self.chat_id, message_id, data, api.clock.now())
        api.sending.taps[tap.query_id] = tap
        self.taps_made.append(tap)
        self._writes_before = self.chat.bot_writes
        message = self.chat.messages.get(message_id)
        inaccessible: Json = {"chat": self.chat.as_json(), "message_id": message_id, "date": 0}
        body: Json = {
            "id": tap.query_id,
            "from": self.account.as_json(),
            "message": message.as_json(self.chat) if message else inaccessible,
            "chat_instance": str(-self.chat_id * 7919),
            "data": data,
        }
        update = api.updates.push("callback_query", body, f"user:{self.account.user_id}", tap.at)
        tap.update_id = update.update_id if update else None
        return tap

    def _own(self, message: Message) -> None:
        if self.chat.messages.get(message.message_id) is not message or message.sender is not self.account:
            raise Impossible("that message is not there to be edited")

    def _push(self, kind: str, body: Json, dated: float) -> None:
        self.api.updates.push(kind, body, f"chat:{self.chat_id}", dated)

    def _membership(self, before: str, after: str) -> Json:
        return member_update(self.api.world, self.chat, self.account, before, after)

    def _date(self, ago: float) -> int:
        return int(self.api.clock.now() - ago)


def _with(screen: Screen, part: str) -> Seen | None:
    for message in reversed(screen.from_bot):
        if part in message.text or any(part in label for label in message.labels):
            return message
    return None
