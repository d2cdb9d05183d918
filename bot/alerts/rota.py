"""The rota as members see it: names are asked of Telegram when they are shown, and kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from telegram import Bot, Message
from telegram.error import BadRequest, TelegramError

from bot.alerts import texts
from bot.alerts.oncall import Move, moved, possible
from bot.alerts.screens import Screens
from storage.alerting import MemberId
from storage.alerting_members import AlertMembers, Member, Rota, Team


@dataclass(frozen=True, slots=True)
class RotaScreen:
    """Shown by /oncall, and again in its place after each button under it."""

    bot: Bot
    members: AlertMembers
    screens: Screens

    async def show(self, message: Message, member: Member) -> None:
        """In a message of its own."""
        team = await self.members.team()
        buttons = self.screens.rota_buttons(possible(team.rota, member.id), member.language)
        await message.reply_text(await self._text(team, member), reply_markup=buttons)

    async def move(self, message: int, member: Member, move: Move) -> None:
        """Do it, and show what came of it where the button was."""
        team = await self.members.arrange(partial(_moved, member=member.id, move=move))
        text = await self._text(team, member)
        buttons = self.screens.rota_buttons(possible(team.rota, member.id), member.language)
        try:
            await self.bot.edit_message_text(text, chat_id=member.chat, message_id=message, reply_markup=buttons)
        except BadRequest:
            return  # shown already, or deleted

    async def _text(self, team: Team, reader: Member) -> str:
        names = [await self._name(team.member(one), reader) for one in team.rota]
        return self.screens.rota(names, reader.language)

    async def _name(self, member: Member | None, reader: Member) -> str:
        if member is not None and member.id == reader.id:
            return self.screens.text(reader.language, texts.YOU)
        try:
            name = (await self.bot.get_chat(member.chat)).first_name if member is not None else None
        except (TelegramError, TypeError):  # TypeError: a chat as a later Bot API describes it
            name = None
        return name or self.screens.text(reader.language, texts.COLLEAGUE)


def _moved(rota: Rota, *, member: MemberId, move: Move) -> Rota:
    return moved(rota, member, move)
