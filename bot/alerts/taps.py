"""Buttons: taking an alert, the rota, hours of digests, the language. A tap that comes again, or late, does no harm."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import structlog
from telegram import CallbackQuery, Message, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.alerts import texts
from bot.alerts.claims import Claims
from bot.alerts.hours import HoursScreen
from bot.alerts.menu import Menu
from bot.alerts.oncall import Move
from bot.alerts.rota import RotaScreen
from bot.alerts.screens import DIGEST, LANGUAGE, ONCALL, TAKE, Screens
from bot.alerts.teller import Teller
from storage.alerting import AlertId, Alerts, Delivery, OpenAlert
from storage.alerting_members import AlertMembers, Member, Team

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Taps:
    """Of members; a stranger's tap on a button they once had is answered as a stranger is."""

    alerts: Alerts
    members: AlertMembers
    screens: Screens
    menu: Menu
    rota: RotaScreen
    hours: HoursScreen
    teller: Teller
    claims: Claims

    async def tap(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """One button."""
        query = update.callback_query
        if query is None or query.message is None:
            return
        team = await self.members.team()
        member = team.of_chat(query.message.chat.id)
        kind, _colon, value = (query.data or "").partition(":")
        if member is None:
            await self._answer(query, self.screens.everywhere(texts.STRANGER))
            return
        if kind == TAKE:
            await self._take(query, member, team, AlertId(value))
            return
        await self._answer(query)
        if kind == ONCALL and value in set(Move):
            await self.rota.move(query.message.message_id, member, Move(value))
        elif kind == DIGEST:
            await self.hours.choose(query.message.message_id, member, value)
        elif kind == LANGUAGE and value in self.screens.languages:
            await self.members.speak(member.id, value)
            await self._confirm(query, value)
            await self.menu.show(member.chat, value)

    async def failed(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """What could not be done is said at the button, in every language; of the error only its type is kept."""
        log.warning("alert bot could not answer", error_type=type(context.error).__name__)
        if isinstance(update, Update) and update.callback_query is not None:
            await self._answer(update.callback_query, self.screens.everywhere(texts.NOT_NOW))

    async def _confirm(self, query: CallbackQuery, language: str) -> None:
        shown = f"{self.screens.text(language, texts.LANGUAGE_SET)}\n\n{self.screens.help(language)}"
        if isinstance(query.message, Message):
            await query.message.reply_text(shown)

    async def _take(self, query: CallbackQuery, member: Member, team: Team, alert: AlertId) -> None:
        """Who is first deletes the alert; everybody's message then says so."""
        taken = await self.alerts.take(alert)
        if taken is None:
            await self._answer(query, self.screens.text(member.language, texts.ALREADY_TAKEN))
            if isinstance(query.message, Message) and query.message.reply_markup is not None:
                await self.teller.replace(member, query.message.message_id, texts.ALREADY_TAKEN)
            return
        self.claims.note(alert, member.id)
        await self._answer(query)
        tapped = query.message.message_id if query.message else 0
        await self.teller.replace(member, tapped, texts.you_took(taken.number))
        others = [delivery for delivery in taken.deliveries if delivery.member != member.id]
        await asyncio.gather(*(self._tell(delivery, team, taken) for delivery in others))

    async def _tell(self, delivery: Delivery, team: Team, taken: OpenAlert) -> None:
        member = team.member(delivery.member)
        if member is not None and delivery.message is not None:
            await self.teller.replace(member, delivery.message, texts.colleague_took(taken.number))

    async def _answer(self, query: CallbackQuery, text: str | None = None) -> None:
        """Stops the button's spinner; one that is too old is past answering."""
        try:
            await query.answer(text)
        except TelegramError as error:
            log.info("tap not answered", error_type=type(error).__name__)
