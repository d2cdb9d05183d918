"""The Telegram service under test on real storage, and people who talk with it through the emulated Bot API."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field

from bot.draft import Draft, unpack_draft
from bot.runner import SessionRunner
from bot.telegram.service import TelegramSettings, serve
from storage.opened_report import open_report
from storage.report_document import BODY
from storage.vault import Person as Known
from tests.botapi import BotApi, Person, Seen
from tests.botapi.parameters import Json
from tests.conversations import screens
from tests.conversations.telegram_way import screen_of
from tests.conversations.world import renderer
from tests.storage.samples import Installation

SECRET = "webhook-secret-of-a-test"
STORY = ("I am worried about someone", "No", "Neighbour or passer-by")
"""From the menu to the question that takes words."""
TO_REVIEW = ("Continue", "Rather not say", "Rather not say", "Rather not say", "Go on", "Rather not say", "No")
"""From a told story to the review."""
NEUTRAL = "Daily life in Denmark."


@dataclass(slots=True)
class Served:
    """The service while it runs; `stop` is what SIGTERM sets."""

    stop: asyncio.Event
    task: asyncio.Task[None]
    address: str = ""


@dataclass(frozen=True, slots=True)
class Bot:
    """One installation and the Telegram it is connected to, whether it is being served or not."""

    api: BotApi
    runner: SessionRunner
    installation: Installation

    @asynccontextmanager
    async def serving(self, *, polls: bool = False, through: str = "") -> AsyncIterator[Served]:
        """By webhook or long polling, until left; `through` is another address of the Bot API."""
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            port: int = listening.getsockname()[1]
        address = f"http://127.0.0.1:{port}/telegram"
        settings = TelegramSettings(
            self.api.token, through or self.api.url, None if polls else address, SECRET, "127.0.0.1", port
        )
        stop, started = asyncio.Event(), asyncio.Event()
        task = asyncio.create_task(serve(settings, self.runner, renderer(), stop, started.set))
        await asyncio.wait({task, asyncio.create_task(started.wait())}, return_when=asyncio.FIRST_COMPLETED)
        try:
            yield Served(stop, task, address)
        finally:
            stop.set()
            await asyncio.gather(task, return_exceptions=task.cancelled())

    def talk(self, name: str = "Mia", language: str = "en") -> Talk:
        """Somebody new."""
        return Talk(self, self.api.person(name, language=language))

    async def draft_of(self, person: Person) -> Draft | None:
        """What the store has of them, or None."""
        now = int(self.api.clock.now())
        stored = await self.runner.vault.load(Known("telegram", str(person.chat_id)), now=now)
        return None if stored is None else unpack_draft(stored)

    async def stories(self) -> list[list[str]]:
        """The words of each report's story, as staff open them."""
        told = []
        for row in await self.installation.reports.rows():
            sealed = await self.installation.reports.parts(row.id)
            body = open_report(self.installation.identity, sealed, expected=row.id).parts[BODY]
            assert isinstance(body, dict)
            told.append(_story(body["answers"]))
        return told

    @contextmanager
    def no_drafts(self) -> Iterator[None]:
        """The drafts' table is not there meanwhile; all that was in it comes back."""
        with _away(str(self.installation.data_dir / "drafts.db"), "draft"):
            yield

    @contextmanager
    def no_reports(self) -> Iterator[None]:
        """The same for the reports."""
        with _away(self.installation.url.removeprefix("sqlite:///"), "report"):
            yield


@dataclass(slots=True)
class Talk:
    """A person who waits after each act until the bot is done with it. `staying` are their messages that may stay."""

    bot: Bot
    person: Person
    seen: list[Seen] = field(default_factory=list)

    async def starts(self, own_name: str = "English") -> Talk:
        """To the menu."""
        await self.person.starts()
        await self.done()
        return await self.taps(own_name)

    async def at_story(self) -> Talk:
        """To the question that takes words."""
        await self.starts()
        return await self.taps(*STORY)

    async def at_review(self, *words: str) -> Talk:
        """Told, and ready to be sent."""
        await self.at_story()
        await self.types(*words)
        return await self.taps(*TO_REVIEW)

    async def taps(self, *labels: str) -> Talk:
        """One button after the other, by labels without pictograms."""
        for label in labels:
            await self.person.taps(self.place(label))
            await self.done()
        return self

    async def types(self, *texts: str) -> Talk:
        """One message after the other."""
        for text in texts:
            await self.person.types(text)
            await self.done()
        return self

    async def done(self) -> Talk:
        """Until nothing waits and nothing is called any more."""
        await self.bot.api.settled()
        self.seen += self.person.screen().from_bot[-1:]
        return self

    def place(self, label: str) -> int:
        """Where the button stands on the newest message with buttons."""
        return screens.place(screen_of(self.person.screen().tappable), label)

    def old_place(self, seen: Seen, label: str) -> int:
        """Where the button stood."""
        return screens.place(screen_of(seen), label)

    @property
    def text(self) -> str:
        """The one living message; AssertionError with the chat when there is none, or more than one."""
        chat = self.person.screen()
        assert len(chat.from_bot) == 1, str(chat)
        assert chat.latest.text.startswith((NEUTRAL, "Hverdag i Danmark.")), str(chat)
        return chat.latest.text

    @property
    def labels(self) -> list[str]:
        """The buttons of the newest message with any, without pictograms."""
        return [screens.plain(label) for label in screens.labels(screen_of(self.person.screen().tappable))]

    @property
    def own(self) -> list[str]:
        """What the person wrote that still stands in the chat."""
        return [message.text for message in self.person.screen().from_people]

    @property
    def token(self) -> str:
        """The mark of the present screen's buttons."""
        return self.person.screen().tappable.buttons[0].data.partition(":")[0]

    @property
    def receipt(self) -> str:
        """The number on the screen."""
        return next(line for line in self.text.splitlines() if line.replace(" ", "").isdigit())

    async def draft(self) -> Draft:
        """What the store has of them."""
        draft = await self.bot.draft_of(self.person)
        assert draft is not None
        return draft

    async def notes(self) -> list[str]:
        """Their words in the draft, in the order of the answers they belong to."""
        draft = await self.draft()
        refs = [ref for answer in draft.session.answers.values() for ref in answer.refs]
        return [draft.words[ref] for ref in (*refs, *draft.session.stray)]


def _story(answers: object) -> list[str]:
    assert isinstance(answers, list)
    texts = [answer["texts"] for answer in answers if answer["step"] == "report.story" and "texts" in answer]
    return [text["text"] for several in texts for text in several]


@contextmanager
def _away(database: str, table: str) -> Iterator[None]:
    _run(database, f"ALTER TABLE {table} RENAME TO {table}_away")
    try:
        yield
    finally:
        _run(database, f"ALTER TABLE {table}_away RENAME TO {table}")


def _run(database: str, statement: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(statement)


def methods(bot: Bot, person: Person) -> list[str]:
    """What was called about the person's chat, in order."""
    return [call.method for call in bot.api.calls.all if call.parameters.integer("chat_id", 0) == person.chat_id]


def parameters(bot: Bot, method: str) -> list[Json]:
    """The parameters of each call of a method."""
    return [dict(call.parameters) for call in bot.api.calls.of(method)]
