"""What a person sees: snapshots of the visible messages, which do not change when the chat does."""

from __future__ import annotations

from dataclasses import dataclass

from tests.botapi.errors import Impossible
from tests.botapi.world import Chat, Message


@dataclass(frozen=True, slots=True)
class Button:
    """One button; `data` is empty on buttons that open a link or copy."""

    label: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as it stood when looked at."""

    message_id: int
    chat_id: int
    text: str
    rows: tuple[tuple[Button, ...], ...]
    from_bot: bool

    @property
    def buttons(self) -> tuple[Button, ...]:
        """All buttons, row by row."""
        return tuple(button for row in self.rows for button in row)

    @property
    def labels(self) -> tuple[str, ...]:
        """What the buttons say."""
        return tuple(button.label for button in self.buttons)

    def button(self, which: str | int) -> Button:
        """By position, by exact label, by data, or by part of the label; Impossible when there is none."""
        if isinstance(which, int):
            if -len(self.buttons) <= which < len(self.buttons):
                return self.buttons[which]
            raise Impossible(f"no button {which} among {self.labels}")
        exact = [button for button in self.buttons if which in (button.label, button.data)]
        part = [button for button in self.buttons if which.casefold() in button.label.casefold()]
        for button in exact + part:
            return button
        raise Impossible(f"no button {which!r} among {self.labels}")


@dataclass(frozen=True, slots=True)
class Screen:
    """The visible messages, oldest first; `keyboard` is the reply keyboard below them, if any."""

    messages: tuple[Seen, ...]
    keyboard: tuple[tuple[str, ...], ...] = ()

    @property
    def from_bot(self) -> tuple[Seen, ...]:
        """What the bot wrote."""
        return tuple(message for message in self.messages if message.from_bot)

    @property
    def from_people(self) -> tuple[Seen, ...]:
        """What people wrote and nobody deleted."""
        return tuple(message for message in self.messages if not message.from_bot)

    @property
    def latest(self) -> Seen:
        """The bot's newest message (by place in the chat, not by edit); Impossible when there is none."""
        if not self.from_bot:
            raise Impossible("the bot has no message on the screen")
        return self.from_bot[-1]

    @property
    def tappable(self) -> Seen:
        """The bot's newest message with buttons; Impossible when there is none."""
        for message in reversed(self.from_bot):
            if message.buttons:
                return message
        raise Impossible("no message with buttons on the screen")

    def __str__(self) -> str:
        """Readable in a failed assertion."""
        lines = []
        for message in self.messages:
            lines.append(f"{'bot' if message.from_bot else '   '} #{message.message_id}: {message.text}")
            lines += [f"      {' '.join(f'[{button.label}]' for button in row)}" for row in message.rows]
        return "\n".join(lines) or "(an empty chat)"


def look(chat: Chat) -> Screen:
    """The chat as it stands now."""
    messages = tuple(seen(chat, message) for message in sorted(chat.messages.values(), key=lambda m: m.message_id))
    return Screen(messages, tuple(tuple(row) for row in chat.reply_keyboard))


def seen(chat: Chat, message: Message) -> Seen:
    """One message as it stands now."""
    rows = tuple(
        tuple(Button(str(b["text"]), str(b.get("callback_data") or ""), str(b.get("url") or "")) for b in row)
        for row in message.rows
    )
    shown = message.text or str(message.extra.get("caption", ""))
    return Seen(message.message_id, chat.chat_id, shown, rows, message.sender.is_bot)
