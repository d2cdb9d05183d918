"""The hours of a member's digest, chosen by buttons. Each says what it sets, so a second tap undoes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time

from telegram import Bot, Message
from telegram.error import BadRequest

from bot.alerts.digest import chosen, hours_of, newest_slot
from bot.alerts.screens import Screens
from storage.alerting_members import AlertMembers, Member


@dataclass(frozen=True, slots=True)
class HoursScreen:
    """Shown by /digest, and again in its place after each button under it. `team`: for who chose no hours."""

    bot: Bot
    members: AlertMembers
    screens: Screens
    wall: Callable[[], float]
    team: tuple[time, ...]

    async def show(self, message: Message, member: Member) -> None:
        """In a message of its own."""
        text = self.screens.hours(member.hours, self.team, member.language)
        buttons = self.screens.hours_buttons(member.hours, self.team, member.language)
        await message.reply_text(text, reply_markup=buttons)

    async def choose(self, message: int, member: Member, choice: str) -> None:
        """Do it, and show what came of it where the button was."""
        hours = chosen(member.hours, choice, self.team)
        if hours != member.hours:
            await self.members.choose_hours(member.id, hours, self._spared(member, hours))
        text = self.screens.hours(hours, self.team, member.language)
        buttons = self.screens.hours_buttons(hours, self.team, member.language)
        try:
            await self.bot.edit_message_text(text, chat_id=member.chat, message_id=message, reply_markup=buttons)
        except BadRequest:
            return  # shown already, or deleted

    def _spared(self, member: Member, hours: str | None) -> str:
        """The digest that counts as had: an hour that has begun today is told of from tomorrow on."""
        before, after = hours_of(member.hours, self.team), hours_of(hours, self.team)
        if not after:
            return member.digest
        now = datetime.fromtimestamp(self.wall(), UTC)
        slot = newest_slot(now, after)
        return member.digest if before and newest_slot(now, before) == slot else slot
