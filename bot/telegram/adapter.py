"""One Telegram update: the turn, the living message, and last of all what the person typed leaves the chat."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import structlog
from aiogram.types import Update

from bot.errors import Blocked
from bot.incoming import SentThing
from bot.rendering import Rendering, Screen
from bot.runner import Conversation, SessionRunner
from bot.telegram.calls import Calls
from bot.telegram.updates import Arrival, Elsewhere, arrival_of
from flows.effects import Ask, Erase
from storage.vault import Person

CHANNEL: Final = "telegram"
STALE: Final = timedelta(minutes=10)
"""A message older than this makes no new message, only edits and deletions (conversation.md, rule 19)."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Adapter:
    """Executes turns in Telegram's private chats. Holds nothing of anybody between updates."""

    runner: SessionRunner
    rendering: Rendering
    calls: Calls

    async def handle(self, update: Update) -> str | None:
        """Returns when the turn is stored and shown: the update may be acknowledged.

        Gives the id of the button press to answer in the acknowledgement, if it was one. Raises ChannelError when
        Telegram could not be told, so that the update comes again.
        """
        arrival = arrival_of(update)
        if isinstance(arrival, Elsewhere):
            await self.calls.leave(arrival.chat)
            return None
        if arrival is None:
            return None
        try:
            await self._turn(arrival)
        except Blocked:
            log.info("person unreachable")
        return arrival.callback

    async def _turn(self, arrival: Arrival) -> None:
        person = Person(CHANNEL, str(arrival.chat))
        async with self.runner.conversation(person, CHANNEL, arrival.incoming.language) as talk:
            outcome = await talk.take(arrival.incoming)
            if isinstance(outcome, Erase):
                await self._erase(talk, arrival)
                return
            await self._show(talk, arrival, outcome)
            await self._clear(talk, arrival)

    async def _show(self, talk: Conversation, arrival: Arrival, ask: Ask) -> None:
        """Edit the living message; where it is gone, a new one becomes it."""
        screen = self._screen(talk, ask)
        living = talk.draft.chat.living or arrival.screen
        scrolling = talk.draft.session.scrolling and not self._stale(arrival)
        if living is None or scrolling or not await self.calls.edit(arrival.chat, living, screen):
            if self._stale(arrival):
                return
            chat = talk.draft.chat if living is None else talk.draft.chat.with_standing(living)
            await talk.remember(replace(chat, living=await self.calls.send(arrival.chat, screen)))
        else:
            await talk.remember(replace(talk.draft.chat, living=living))

    async def _clear(self, talk: Conversation, arrival: Arrival) -> None:
        """Words that were taken in leave the chat, and so do old screens; what stays is remembered for *Erase*."""
        message = arrival.incoming.message
        if message is not None:
            leaves = talk.kept and not talk.draft.session.scrolling
            taken = leaves and not isinstance(arrival.incoming.content, SentThing)
            if not taken or not await self.calls.delete(arrival.chat, message):
                await talk.remember(talk.draft.chat.with_standing(message))
        if arrival.screen not in {None, talk.draft.chat.living} and not talk.draft.session.scrolling:
            await self.calls.delete(arrival.chat, arrival.screen)

    async def _erase(self, talk: Conversation, arrival: Arrival) -> None:
        """What was said goes first, then both sides' messages as far as Telegram allows, last what we know of the chat.

        In this order an Erase that was cut off still knows what to remove when the update comes again.
        """
        await talk.forget()
        chat = talk.draft.chat
        living = chat.living or arrival.screen
        messages = {*chat.standing, *filter(None, (arrival.incoming.message, arrival.screen))} - {living}
        gone = [await self.calls.delete(arrival.chat, message) for message in sorted(messages)]
        left = ("this_message",) if all(gone) else ("this_message", "old_messages")
        screen = self._screen(talk, talk.erased(("draft", "messages"), left))
        if living is None or not await self.calls.edit(arrival.chat, living, screen):
            await self.calls.send(arrival.chat, screen)
        await talk.leave()

    def _screen(self, talk: Conversation, ask: Ask) -> Screen:
        return self.rendering.screen(ask, talk.language, talk.draft.words)

    def _stale(self, arrival: Arrival) -> bool:
        now: datetime = self.runner.clock()
        return arrival.sent is not None and now - arrival.sent > STALE
