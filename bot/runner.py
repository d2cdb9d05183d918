"""The session runner: lock, load, understand, advance, execute, store; the same for every channel (ADR 0003, 0004)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

import structlog

from bot.draft import REMEMBERED, Chat, Draft, pack_draft, unpack_draft
from bot.errors import DraftFormatError
from bot.incoming import Incoming, Pressed, SharedPlace, Typed
from bot.locks import Locks
from bot.submission import submission_of
from bot.understanding import MASK, Understanding
from bot.unkept import Unkept
from flows.effects import Ask, Erase
from flows.engine import Draw, advance, present
from flows.flowset import FlowSet
from flows.inputs import Attached, Erased, Input, Located, NotSubmitted, Said, Submitted, Tap
from flows.report import report_of
from flows.session import Session, Stage
from locales.languages import SOURCE
from storage.errors import DeskNotReady, StorageError
from storage.receipt import without_receipts
from storage.report_document import Submission
from storage.vault import DraftVault, Person

log = structlog.get_logger()


class ReportStore(Protocol):
    """What the runner needs of storage.reports.Reports."""

    async def submit(self, submission: Submission) -> None:
        """Durable on return; the same receipt twice is one report. Raises StorageError."""


class DrawWithRefs(Draw, Protocol):
    """The engine's draw, and references for words."""

    def ref(self) -> str:
        """A fresh reference."""


@dataclass(frozen=True, slots=True)
class SessionRunner:
    """Everything a turn needs, put together once by the composition.

    ``clock`` gives aware times; ``desk_pinned`` is asked only where there was no desk at the start.
    """

    flows: FlowSet
    understanding: Understanding
    vault: DraftVault
    reports: ReportStore
    draw: DrawWithRefs
    clock: Callable[[], datetime]
    locks: Locks
    unkept: Unkept
    desk_pinned: Callable[[], bool] = lambda: False

    def flows_now(self) -> FlowSet:
        """The flows, no longer saying that nothing can be sent once there is a desk."""
        setting = self.flows.setting
        if not setting.lacking or not self.desk_pinned():
            return self.flows
        return replace(self.flows, setting=replace(setting, lacking=frozenset()))

    @asynccontextmanager
    async def conversation(self, person: Person, channel: str, language: str = "") -> AsyncIterator[Conversation]:
        """One person's conversation, alone for as long as the context lasts.

        ``language`` is the client's, for a person who has no draft.
        """
        async with self.locks.holding((person.channel, person.id)):
            talk = Conversation(self, person, Draft(Session(channel=channel)), hint=self.offered(language))
            await talk.load()
            await talk.finish_sending()
            yield talk

    def seconds(self) -> int:
        """The time in seconds since the epoch."""
        return int(self.clock().timestamp())

    def offered(self, language: str) -> str:
        """The language on offer that comes nearest to a client's tag."""
        tags = [offered.tag for offered in self.flows.setting.languages]
        wanted = language.split("-", 1)[0]
        return next((tag for tag in tags if tag in {language, wanted}), SOURCE)


class Conversation:
    """A draft being worked on, under the person's lock. ``kept``: the store has it as it is."""

    def __init__(self, runner: SessionRunner, person: Person, draft: Draft, *, hint: str) -> None:
        """``hint`` is the language of the first screen."""
        self.runner = runner
        self.flows = runner.flows_now()
        self.person = person
        self.draft = draft
        self.hint = hint
        self.kept = True

    async def load(self) -> None:
        """What the store has of the person, or this process where the store failed before.

        A draft begun while the store could not be read gives way to the one that was there all along; its words are
        heard there.
        """
        now = self.runner.seconds()
        unkept = self.runner.unkept.find(self.person, now)
        if unkept is not None:
            self.draft, self.kept = unkept, unkept.session.practice
            if not unkept.blind:
                return
        try:
            stored = _unpacked(await self.runner.vault.load(self.person, now=now))
        except StorageError as error:
            log.error("draft not read", error_type=type(error).__name__)
            self.kept = self.draft.session.practice
            self.draft = replace(self.draft, blind=True)
            return
        self.draft = replace(self.draft, blind=False)
        if stored is not None:
            self.draft = stored if unkept is None else self._rejoined(stored, unkept)

    @property
    def language(self) -> str:
        """The language of the present screen."""
        return self.draft.session.language or self.hint

    def repeats(self, incoming: Incoming) -> bool:
        """Whether this update was taken before."""
        return incoming.update is not None and incoming.update in self.draft.chat.handled

    def present(self) -> Ask:
        """The screen the person stands at."""
        session = self.draft.session
        if not self.kept:
            session = replace(session, notices=("nothing_kept", *session.notices))
        return present(self.flows, session, self.runner.clock())

    async def take(self, incoming: Incoming) -> Ask | Erase:
        """One input. The draft is stored when this returns, or not ``kept``; a report that was sent is durable."""
        if self.repeats(incoming):
            return self.present()
        if await self._corrects(incoming):
            return self.present()
        received, words = self._understood(incoming)
        turn = advance(self.flows, self.draft.session, received, now=self.runner.clock(), draw=self.runner.draw)
        if turn.session is None:
            return Erase()
        chat = self.draft.chat.having(incoming.update)
        if words:
            chat = self._writing(chat, incoming, words)
        draft = replace(self.draft, session=turn.session, words={**self.draft.words, **words}, chat=chat)
        await self.keep(draft.tidied())
        await self.finish_sending()
        shown = turn.effects[0]
        return shown if self.kept and isinstance(shown, Ask) else self.present()

    async def finish_sending(self) -> None:
        """If a report is on its way, store it now: first the intent, then the report, then that it is sent."""
        session = self.draft.session
        if session.stage is not Stage.SENDING:
            return
        outcome = await self._submit() if self.kept else NotSubmitted("not_sent")
        turn = advance(self.flows, session, outcome, now=self.runner.clock(), draw=self.runner.draw)
        if turn.session is not None:
            await self.keep(replace(self.draft, session=turn.session).tidied())

    async def keep(self, draft: Draft) -> None:
        """Store the draft; where the store does not take it, or it is practice, this process remembers it."""
        now = self.runner.seconds()
        if draft.session.practice or draft.blind:
            self.draft, self.kept = draft, draft.session.practice
            self.runner.unkept.put(self.person, draft, now)
            return
        if self.draft.session.practice:
            draft = await self._after_practice(draft)
        self.draft = draft
        try:
            await self.runner.vault.save(self.person, pack_draft(draft), now=now)
        except StorageError as error:
            log.error("draft not kept", error_type=type(error).__name__)
            self.runner.unkept.put(self.person, draft, now)
            self.kept = False
        else:
            self.runner.unkept.forget(self.person)
            self.kept = True

    async def _after_practice(self, practised: Draft) -> Draft:
        """The draft that practice had set aside, standing where practice ended; else the one practice ended with."""
        self.runner.unkept.forget(self.person)
        await self.load()
        session, here = self.draft.session, practised.session
        session = replace(session, language=here.language, frames=here.frames, token=here.token, seen=here.seen)
        return replace(self.draft, session=session, chat=practised.chat)

    async def remember(self, chat: Chat) -> None:
        """Store what stands in the chat now, if that is news."""
        if chat != self.draft.chat:
            await self.keep(replace(self.draft, chat=chat))

    async def erase(self, removed: tuple[str, ...], left: tuple[str, ...]) -> Ask:
        """Forget the draft; the last screen says what was removed and what is left."""
        await self.forget()
        ask = self.erased(removed, left)
        await self.leave()
        return ask

    async def forget(self) -> None:
        """What was said goes at once; what stands in the chat stays known until it is gone from there too."""
        said = self.draft
        session = Session(language=said.session.language, channel=said.session.channel)
        self.draft = Draft(session, chat=replace(said.chat, written={}))
        await self.keep(self.draft)

    def erased(self, removed: tuple[str, ...], left: tuple[str, ...]) -> Ask:
        """The last screen, after ``forget``: what was removed, what is left, the draft too where the store kept it."""
        if not self.kept:
            removed, left = tuple(code for code in removed if code != "draft"), (*left, "draft")
        session = replace(self.draft.session, language=self.language)
        turn = advance(self.flows, session, Erased(removed, left), now=self.runner.clock(), draw=self.runner.draw)
        self.draft = replace(self.draft, session=turn.session or session)
        return self.present()

    async def leave(self) -> None:
        """Forget that there was anybody; where the store can't, only a draft without a word is remembered."""
        try:
            await self.runner.vault.erase(self.person, now=self.runner.seconds())
        except StorageError as error:
            log.error("draft not erased", error_type=type(error).__name__)
        else:
            self.runner.unkept.forget(self.person)

    def _rejoined(self, stored: Draft, meanwhile: Draft) -> Draft:
        """What the store has again, with the words of the outage heard where the person stood in it."""
        session = stored.session
        for ref in meanwhile.words:
            turn = advance(self.flows, session, Said(ref), now=self.runner.clock(), draw=self.runner.draw)
            session = turn.session or session
        return Draft(session, {**stored.words, **meanwhile.words}, stored.chat.followed_by(meanwhile.chat))

    async def _corrects(self, incoming: Incoming) -> bool:
        """Whether a message was edited after it was taken in: the edit counts, the conversation stays where it is."""
        content = incoming.content
        if not isinstance(content, Typed) or content.edits is None:
            return False
        ref = self.draft.chat.written.get(content.edits)
        if ref is None:
            return False
        words = {**self.draft.words, ref: without_receipts(content.text.strip(), MASK)}
        await self.keep(replace(self.draft, words=words, chat=self.draft.chat.having(incoming.update)).tidied())
        return True

    async def _submit(self) -> Submitted | NotSubmitted:
        submit = report_of(self.flows, self.draft.session)
        submission = submission_of(submit, self.draft, self.flows.revision)
        try:
            await self.runner.reports.submit(submission)
        except DeskNotReady:
            return NotSubmitted("no_desk")
        except StorageError as error:
            log.error("report not stored", error_type=type(error).__name__)
            return NotSubmitted("not_sent")
        return Submitted()

    def _understood(self, incoming: Incoming) -> tuple[Input, dict[str, str]]:
        match incoming.content:
            case Pressed(token=token, key=key):
                return Tap(token, key), {}
            case SharedPlace(latitude=latitude, longitude=longitude):
                return Located(latitude, longitude), {}
            case Typed(text=text):
                ref = self.runner.draw.ref()
                understood = self.runner.understanding.of(text, self.present(), ref)
                return understood.received, {} if understood.words is None else {ref: understood.words}
            case _:
                return Attached(), {}

    def _writing(self, chat: Chat, incoming: Incoming, words: dict[str, str]) -> Chat:
        if incoming.message is None:
            return chat
        written = {**chat.written, incoming.message: next(iter(words))}
        return replace(chat, written=dict([*written.items()][-REMEMBERED:]))


def _unpacked(stored: bytes | None) -> Draft | None:
    if stored is None:
        return None
    try:
        return unpack_draft(stored)
    except DraftFormatError:
        return None
