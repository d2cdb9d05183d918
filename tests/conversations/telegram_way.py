"""The Telegram service by webhook, against a Bot API with a person in it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.rendering import Label, Screen
from bot.runner import SessionRunner
from bot.telegram.service import TelegramSettings, serve
from locales.rendering import Renderer
from tests.botapi import BotApi, Person, Seen
from tests.conversations import screens
from tests.conversations.conversation import Act

SECRET = "webhook-secret-of-a-test"


@dataclass(slots=True)
class TelegramWay:
    """A person with a telephone."""

    api: BotApi
    person: Person
    shown: list[Seen] = field(default_factory=list)
    things: int = 0

    async def act(self, act: Act) -> Screen:
        """One message or tap, until the bot has answered; nothing but the one living message may be left."""
        await self._do(act)
        await self.api.settled()
        chat = self.person.screen()
        assert len(chat.from_bot) == 1, str(chat)
        assert len(chat.from_people) == self.things, str(chat)
        self.shown.append(chat.latest)
        return screen_of(chat.latest)

    async def _do(self, act: Act) -> None:
        if act.tap is not None:
            await self.person.taps(screens.place(screen_of(self.shown[-1]), act.tap))
        elif act.old is not None:
            await self.person.taps_old(self.shown[-2], screens.place(screen_of(self.shown[-2]), act.old))
        elif act.pin is not None:
            await self.person.sends_location(*act.pin)
        elif act.file is not None:
            await self.person.sends_document(act.file)
            self.things += 1
        else:
            await self.person.types(f"/{act.command}" if act.command is not None else act.type or "")
            if act.command == "erase":
                self.things = 0


def screen_of(seen: Seen) -> Screen:
    """A message as the screen it shows."""
    token = seen.buttons[0].data.partition(":")[0]
    rows = tuple(tuple(Label(b.label, b.data.partition(":")[2]) for b in row) for row in seen.rows)
    return Screen(seen.text, token, rows[:-1], rows[-1])


@asynccontextmanager
async def served(api: BotApi, runner: SessionRunner, renderer: Renderer) -> AsyncIterator[None]:
    """The service, reachable by its webhook while this lasts."""
    port = _free_port()
    settings = TelegramSettings(api.token, api.url, f"http://127.0.0.1:{port}/telegram", SECRET, "127.0.0.1", port)
    stop = asyncio.Event()
    service = asyncio.create_task(serve(settings, runner, renderer, stop))
    try:
        yield
    finally:
        stop.set()
        await service


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
    return port
