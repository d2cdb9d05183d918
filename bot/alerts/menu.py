"""The menu of commands in a member's chat; in a stranger's there is none, as it would say what the bot is for."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from telegram import Bot, BotCommandScopeChat
from telegram.error import TelegramError

from bot.alerts.screens import Screens

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu that Telegram does not take now is no reason not to go on: the commands work without it."""

    bot: Bot
    screens: Screens

    async def show(self, chat: int, language: str) -> None:
        """In the language given."""
        try:
            await self.bot.set_my_commands(self.screens.commands(language), scope=BotCommandScopeChat(chat))
        except TelegramError as error:
            log.warning("commands not named", error_type=type(error).__name__)

    async def hide(self, chat: int) -> None:
        """As if there had never been one."""
        try:
            await self.bot.delete_my_commands(scope=BotCommandScopeChat(chat))
        except TelegramError as error:
            log.warning("commands not named", error_type=type(error).__name__)
