"""What the alert bot answers: to members their commands and buttons, to strangers one line that is always the same."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, TypeAlias

from telegram import Chat, Message, Update
from telegram.ext import ContextTypes

from bot.alerts import texts
from bot.alerts.digest import DENMARK, newest_slot
from bot.alerts.hours import HoursScreen
from bot.alerts.menu import Menu
from bot.alerts.rota import RotaScreen
from bot.alerts.screens import Screens
from storage.alerting import Alerts
from storage.alerting_members import AlertMembers, Member

Context: TypeAlias = ContextTypes.DEFAULT_TYPE

_CODE: Final = re.compile(r"(?:[0-9A-Z]{4}[- ]*){4}", re.IGNORECASE)
_STRANGERS_A_MINUTE: Final = 20
_MINUTE_SECONDS: Final = 60


@dataclass(slots=True)
class Patience:
    """How often strangers are answered at all: nobody from outside may use up what Telegram lets us send."""

    steady: Callable[[], float]
    _answered: deque[float] = field(default_factory=deque)

    def allows(self) -> bool:
        """Counts the answer that may then be given."""
        now = self.steady()
        while self._answered and self._answered[0] <= now - _MINUTE_SECONDS:
            self._answered.popleft()
        if len(self._answered) >= _STRANGERS_A_MINUTE:
            return False
        self._answered.append(now)
        return True


@dataclass(frozen=True, slots=True)
class Answers:
    """To messages in private chats; every other kind of update is left alone. `wall` in Unix seconds."""

    alerts: Alerts
    members: AlertMembers
    screens: Screens
    menu: Menu
    rota: RotaScreen
    hours: HoursScreen
    patience: Patience
    wall: Callable[[], float]

    async def message(self, update: Update, _: Context) -> None:
        """A command, a code, or anything else."""
        chat, message = update.effective_chat, update.effective_message
        if chat is None or message is None:
            return
        command, words = _read(message)
        member = (await self.members.team()).of_chat(chat.id)
        if member is None:
            await self._stranger(message, chat, words)
            return
        match command:
            case "queue":
                await self._queue(message, member)
            case "oncall":
                await self.rota.show(message, member)
            case "digest":
                await self.hours.show(message, member)
            case "language":
                ask = self.screens.text(member.language, texts.ASK_LANGUAGE)
                await message.reply_text(ask, reply_markup=self.screens.language_buttons())
            case "stop":
                await self.members.forget(member.id)
                await self.menu.hide(chat.id)
                await message.reply_text(self.screens.text(member.language, texts.STOPPED))
            case _:
                await message.reply_text(self.screens.help(member.language))

    async def _queue(self, message: Message, member: Member) -> None:
        found = await self.alerts.waiting()
        today = datetime.fromtimestamp(self.wall(), DENMARK).date()
        lines = (texts.NOTHING_WAITS,) if found is None else (texts.waiting(found), texts.oldest(found, today))
        await message.reply_text(self.screens.text(member.language, *lines))

    async def _stranger(self, message: Message, chat: Chat, words: str) -> None:
        member = await self._enrolled(message, chat, words) if _CODE.fullmatch(words) else None
        if member is None:
            if self.patience.allows():
                await message.reply_text(self.screens.everywhere(texts.STRANGER))
            return
        welcome = self.screens.text(member.language, texts.WELCOME)
        shown = f"{welcome}\n\n{self.screens.help(member.language)}"
        await message.reply_text(shown, reply_markup=self.screens.language_buttons())
        await self.menu.show(chat.id, member.language)

    async def _enrolled(self, message: Message, chat: Chat, words: str) -> Member | None:
        """The digests begin with the next one."""
        spoken = message.from_user.language_code if message.from_user else None
        language = spoken if spoken in self.screens.languages else self.screens.languages[0]
        now = self.wall()
        slot = newest_slot(datetime.fromtimestamp(now, UTC), self.hours.team)
        return await self.members.enrol(words, chat=chat.id, language=language, digest=slot, now=int(now))


def _read(message: Message) -> tuple[str, str]:
    """The command, empty where there is none, and the words without it."""
    text = (message.text or "").strip()
    if not text.startswith("/"):
        return "", text
    command, _, words = text[1:].partition(" ")
    return command.partition("@")[0].lower(), words.strip()
