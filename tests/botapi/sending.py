"""Methods that write into chats: send, edit, delete, answer a tap, leave."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.botapi.errors import Refused, bad_request, forbidden
from tests.botapi.markup import TEXT_UNITS, checked_keyboard, read_html, units
from tests.botapi.parameters import Json, Parameters
from tests.botapi.world import Chat, ChatKind, Message, World

DELETABLE_SECONDS = 48 * 3600
CALLBACK_ANSWER_SECONDS = 60
CALLBACK_ANSWER_UNITS = 200
DELETE_AT_ONCE = 100
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
FULL_INFO: Json = {
    "accent_color_id": 0,
    "max_reaction_count": 11,
    "accepted_gift_types": dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), True
    ),
}
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(slots=True, eq=False)
class Tap:
    """A press on a button, and what the person has seen of the answer to it."""

    query_id: str
    user_id: int
    chat_id: int
    message_id: int
    data: str
    at: float
    update_id: int | None = None
    answered: bool = False
    toast: str = ""
    alert: bool = False


@dataclass(slots=True)
class Sending:
    """The methods over one world. `taps` holds each callback query by its id."""

    world: World
    taps: dict[str, Tap] = field(default_factory=dict)
    answer_seconds: float = CALLBACK_ANSWER_SECONDS

    async def send_message(self, parameters: Parameters) -> object:
        """sendMessage."""
        chat = self.world.writable_chat(parameters.integer("chat_id"))
        text, entities = _text(parameters)
        markup = parameters.structure("reply_markup")
        rows = checked_keyboard(markup)
        message = Message(chat.ids(), self.world.now(), self.world.bot, text, entities, rows)
        chat.messages[message.message_id] = message
        _show_reply_keyboard(chat, markup)
        chat.written()
        return message.as_json(chat)

    async def edit_message_text(self, parameters: Parameters) -> object:
        """editMessageText; a missing reply_markup takes the buttons away."""
        chat, message = self._to_edit(parameters)
        text, entities = _text(parameters)
        rows = checked_keyboard(parameters.structure("reply_markup"))
        if (text, entities, rows) == (message.text, message.entities, message.rows):
            raise bad_request(NOT_MODIFIED)
        message.text, message.entities, message.rows = text, entities, rows
        message.versions.append(text)
        return self._edited(chat, message)

    async def edit_message_reply_markup(self, parameters: Parameters) -> object:
        """editMessageReplyMarkup."""
        chat, message = self._to_edit(parameters)
        rows = checked_keyboard(parameters.structure("reply_markup"))
        if rows == message.rows:
            raise bad_request(NOT_MODIFIED)
        message.rows = rows
        return self._edited(chat, message)

    async def delete_message(self, parameters: Parameters) -> object:
        """deleteMessage; refused after 48 hours."""
        chat = self.world.chat(parameters.integer("chat_id"))
        message = chat.messages.get(parameters.integer("message_id"))
        if message is None:
            raise bad_request("message to delete not found")
        if not self._deletable(chat, message):
            raise bad_request("message can't be deleted")
        del chat.messages[message.message_id]
        chat.touched()
        return True

    async def delete_messages(self, parameters: Parameters) -> object:
        """deleteMessages: skips what it can't delete and says True."""
        chat = self.world.chat(parameters.integer("chat_id"))
        wanted = parameters.array("message_ids")
        if not wanted:
            raise bad_request("message identifiers are not specified")
        if len(wanted) > DELETE_AT_ONCE:
            raise bad_request("too many message identifiers specified")
        for message_id in wanted:
            message = chat.messages.get(int(str(message_id)))
            if message is not None and self._deletable(chat, message):
                del chat.messages[message.message_id]
        chat.touched()
        return True

    async def answer_callback_query(self, parameters: Parameters) -> object:
        """answerCallbackQuery; the spinner stops, and the text is shown as a toast or alert."""
        tap = self.taps.get(parameters.text("callback_query_id"))
        if tap is None or self.world.clock.now() - tap.at > self.answer_seconds:
            raise bad_request(TOO_OLD)
        text = parameters.text("text")
        if units(text) > CALLBACK_ANSWER_UNITS:
            raise bad_request("MESSAGE_TOO_LONG")
        tap.answered, tap.toast, tap.alert = True, text, parameters.flag("show_alert")
        self.world.chats[tap.chat_id].touched()
        return True

    async def leave_chat(self, parameters: Parameters) -> object:
        """leaveChat."""
        chat = self.world.chat(parameters.integer("chat_id"))
        if chat.kind is ChatKind.PRIVATE:
            raise bad_request("chat member status can't be changed in private chats")
        if chat.refusal is not None:
            raise forbidden(chat.refusal)
        chat.refusal = f"bot is not a member of the {chat.kind} chat"
        chat.touched()
        return True

    async def send_chat_action(self, parameters: Parameters) -> object:
        """sendChatAction."""
        self.world.writable_chat(parameters.integer("chat_id"))
        if not parameters.text("action"):
            raise bad_request("wrong parameter action in request")
        return True

    async def get_chat(self, parameters: Parameters) -> object:
        """getChat, with the names the person has and what Telegram always adds (its ChatFullInfo)."""
        return FULL_INFO | self.world.chat(parameters.integer("chat_id")).as_json()

    def _to_edit(self, parameters: Parameters) -> tuple[Chat, Message]:
        chat = self.world.writable_chat(parameters.integer("chat_id"))
        message = chat.messages.get(parameters.integer("message_id"))
        if message is None:
            raise bad_request("message to edit not found")
        if message.sender is not self.world.bot:
            raise bad_request("message can't be edited")
        return chat, message

    def _edited(self, chat: Chat, message: Message) -> Json:
        message.edit_date = self.world.now()
        chat.written()
        return message.as_json(chat)

    def _deletable(self, chat: Chat, message: Message) -> bool:
        ours = message.sender is self.world.bot or chat.kind is ChatKind.PRIVATE
        return ours and self.world.clock.now() - message.date < DELETABLE_SECONDS


def _text(parameters: Parameters) -> tuple[str, list[Json]]:
    source = parameters.text("text")
    mode = parameters.text("parse_mode").lower()
    if mode == "html":
        text, entities = read_html(source)
    elif mode:
        raise Refused(400, f"Bad Request: unsupported parse_mode (the emulator reads HTML only, not {mode})")
    else:
        text, entities = source, [dict(entity) for entity in _given(parameters)]
    text = text.rstrip()
    if not text.strip():
        raise bad_request("message text is empty")
    if units(text) > TEXT_UNITS:
        raise bad_request("message is too long")
    return text, entities


def _given(parameters: Parameters) -> list[Json]:
    return [entity for entity in parameters.array("entities") or [] if isinstance(entity, dict)]


def _show_reply_keyboard(chat: Chat, markup: Json | None) -> None:
    if markup is None:
        return
    keyboard = markup.get("keyboard")
    if isinstance(keyboard, list):
        chat.reply_keyboard = [[str(b.get("text") if isinstance(b, dict) else b) for b in row] for row in keyboard]
    elif markup.get("remove_keyboard"):
        chat.reply_keyboard = []
