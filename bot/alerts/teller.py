"""Says things to a member in Telegram; what Telegram answers becomes one of three: told, can't be told, not now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import structlog
from telegram import Bot, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.alerts.screens import Screens
from bot.errors import Blocked, ChannelError, Unreachable
from flows.phrases import Phrase
from storage.alerting import AlertId
from storage.alerting_members import Member

log = structlog.get_logger()


class NotTaken(ChannelError):  # noqa: N818 (what Telegram did)
    """A request Telegram will not take, however often it is made."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Every call raises Blocked where the account is gone for us, Unreachable where a later try may succeed."""

    bot: Bot
    screens: Screens

    async def alert(self, member: Member, alert: AlertId, phrase: Phrase) -> int:
        """The id of the message. An address Telegram does not take costs the button, never the alert."""
        text, language = self.screens.text(member.language, phrase), member.language
        try:
            return await self._send(member.chat, text, self.screens.alert_buttons(alert, language))
        except NotTaken:
            log.warning("alert sent without the console button: is TILLID_STAFF_URL a public address?")
        return await self._send(member.chat, text, self.screens.alert_buttons(alert, language, console=False))

    async def say(self, member: Member, *phrases: Phrase) -> None:
        """A message without buttons."""
        await self._send(member.chat, self.screens.text(member.language, *phrases), None)

    async def replace(self, member: Member, message: int, phrase: Phrase) -> None:
        """Put something else in place of an alert, without buttons; one that is gone already is no error."""
        text = self.screens.text(member.language, phrase)
        try:
            with _translated():
                await self.bot.edit_message_text(text, chat_id=member.chat, message_id=message)
        except NotTaken:
            return  # it says so already, or is deleted
        except ChannelError as error:
            log.warning("alert not edited", error_type=type(error).__name__)

    async def _send(self, chat: int, text: str, buttons: InlineKeyboardMarkup | None) -> int:
        with _translated():
            return (await self.bot.send_message(chat, text, reply_markup=buttons)).message_id


@contextmanager
def _translated() -> Iterator[None]:
    """BadRequest is a NetworkError to this library, so it comes first."""
    try:
        yield
    except Forbidden:
        raise Blocked from None
    except BadRequest as error:
        reason = error.message.lower()
        if "chat not found" in reason or "deactivated" in reason:
            raise Blocked from None
        raise NotTaken from None
    except TelegramError:
        raise Unreachable from None
