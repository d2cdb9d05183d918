"""The session runner: one turn at a time, the same update once, nothing lost when a store is down."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace

import pytest

from bot.draft import Draft, unpack_draft
from bot.incoming import Content, Incoming, Pressed, SharedPlace, Typed
from bot.locks import Locks
from bot.rendering import Rendering
from bot.runner import SessionRunner
from bot.unkept import Unkept
from flows.effects import Ask, Erase
from flows.session import Stage
from storage.runtime_secret import SecretRing
from storage.vault import DraftVault, Person
from tests.bot.failing import FailingDrafts, FailingReports
from tests.botapi import Clock
from tests.conversations.draw import RepeatedDraw
from tests.conversations.world import TTL_SECONDS, flowset, renderer, time_of, understanding

MIA = Person("terminal", "mia")
TO_THE_STORY = ("en", "report", "no", "citizen")
TO_THE_REVIEW = ("!skip", "!skip", "!skip", "!skip", "send", "!skip", "!skip")


@dataclass(slots=True)
class Talk:
    """A runner with stores that can fail, and somebody who talks to it."""

    clock: Clock = field(default_factory=lambda: Clock(1_763_370_000.0))
    drafts: FailingDrafts = field(default_factory=FailingDrafts)
    reports: FailingReports = field(default_factory=FailingReports)
    ring: SecretRing = field(default_factory=lambda: SecretRing(None, ttl_seconds=TTL_SECONDS))
    draw: RepeatedDraw = field(default_factory=RepeatedDraw)
    runner: SessionRunner = field(init=False)
    updates: int = 0

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Another process on the same stores."""
        self.runner = SessionRunner(
            flows=flowset(),
            understanding=understanding(),
            vault=DraftVault(self.drafts, self.ring, ttl_seconds=TTL_SECONDS),
            reports=self.reports,
            draw=self.draw,
            clock=lambda: time_of(self.clock),
            locks=Locks(),
            unkept=Unkept(),
        )

    async def take(self, content: Content, *, update: int | None = None, person: Person = MIA) -> Ask:
        """One input."""
        self.updates += 1
        async with self.runner.conversation(person, "terminal", "en") as talk:
            outcome = await talk.take(Incoming(content, update or self.updates))
            return await talk.erase(("draft",), ()) if isinstance(outcome, Erase) else outcome

    async def presses(self, *keys: str, person: Person = MIA) -> Ask:
        """Buttons of the screens one after another."""
        ask = await self.seen(person)
        for key in keys:
            ask = await self.take(Pressed(ask.token, key), person=person)
        return ask

    async def seen(self, person: Person = MIA) -> Ask:
        """The present screen, with nothing done."""
        async with self.runner.conversation(person, "terminal", "en") as talk:
            return talk.present()

    async def draft(self) -> Draft:
        """What the store has."""
        stored = await self.runner.vault.load(MIA, now=self.runner.seconds())
        assert stored is not None
        return unpack_draft(stored)


@pytest.fixture
async def talk() -> Talk:
    """Somebody who has just come."""
    begun = Talk()
    await begun.take(Typed("/start"))
    return begun


def text(ask: Ask, words: dict[str, str] | None = None) -> str:
    """The paragraphs in English."""
    return "\n".join(str(getattr(paragraph, "source", paragraph)) for paragraph in ask.paragraphs) + str(words or "")


async def test_the_same_update_twice_is_taken_once(talk: Talk) -> None:
    """Telegram sends again what was not acknowledged in time."""
    await talk.presses(*TO_THE_STORY)
    first = await talk.take(Typed("They never go out."), update=900)
    again = await talk.take(Typed("They never go out."), update=900)
    assert again == first
    assert list((await talk.draft()).words.values()) == ["They never go out."]


async def test_words_nobody_needs_any_more_leave_the_draft(talk: Talk) -> None:
    """What was taken out is gone, not merely unlinked."""
    await talk.presses(*TO_THE_STORY)
    await talk.take(Typed("canary-story"))
    assert (await talk.draft()).words
    await talk.presses("!done", "!back")
    await talk.presses("!done", *TO_THE_REVIEW[1:], "report.story", "!skip")
    assert not (await talk.draft()).words


async def test_a_pin_that_was_only_for_the_search_is_not_in_the_draft(talk: Talk) -> None:
    """Neither as a pin nor as words."""
    await talk.presses("en", "services", "doctor")
    ask = await talk.take(SharedPlace(57.0488, 9.9217))
    assert ask.step == "services.cards"
    assert b"57.0" not in repr(await talk.draft()).encode()


async def test_with_the_store_down_the_conversation_goes_on_and_says_so() -> None:
    """Rule 9: help and services still work, and nothing is acknowledged as kept."""
    talk = Talk()
    talk.drafts.down = True
    await talk.take(Typed("/start"))
    ask = await talk.presses("en", "services", "doctor")
    assert ask.step == "services.town"
    assert "Nothing can be kept now" in text(ask)
    ask = await talk.take(Typed("Odense"))
    assert ask.step == "services.cards"
    assert "Nothing can be kept now" in text(ask)
    assert (await talk.presses("!help")).step == "help.now"


async def test_what_the_store_did_not_take_is_kept_once_it_does() -> None:
    """Nothing said meanwhile is lost in this process."""
    talk = Talk()
    talk.drafts.down = True
    await talk.take(Typed("/start"))
    await talk.presses(*TO_THE_STORY)
    await talk.take(Typed("They never go out."))
    talk.drafts.down = False
    ask = await talk.presses("!done")
    assert ask.step == "report.place"
    assert "Nothing can be kept now" not in text(ask)
    assert list((await talk.draft()).words.values()) == ["They never go out."]


async def test_a_report_is_not_sent_while_its_intent_cannot_be_kept() -> None:
    """Else a killed process could send it twice under two receipts."""
    talk = Talk()
    talk.drafts.down = True
    await talk.take(Typed("/start"))
    ask = await talk.presses(*TO_THE_STORY, *TO_THE_REVIEW, "!send")
    assert ask.step == "closing.review"
    assert "Not sent." in text(ask)
    assert not talk.reports.kept
    talk.drafts.down = False
    ask = await talk.presses("!send")
    assert ask.step == "sent.receipt"
    assert len(talk.reports.kept) == 1


async def test_a_report_the_store_refused_is_sent_again_under_the_same_receipt(talk: Talk) -> None:
    """The person is told, and presses Send once more."""
    await talk.presses(*TO_THE_STORY, *TO_THE_REVIEW)
    receipt = (await talk.draft()).session.receipt
    talk.reports.down = True
    ask = await talk.presses("!send")
    assert "Not sent. Staff have received nothing." in text(ask)
    talk.reports.down = False
    ask = await talk.presses("!send")
    assert ask.step == "sent.receipt"
    assert list(talk.reports.kept) == [receipt]


async def test_a_submission_cut_off_is_finished_before_anything_new(talk: Talk) -> None:
    """The process died between the intent and the report."""
    await talk.presses(*TO_THE_STORY, *TO_THE_REVIEW)
    draft = await talk.draft()
    async with talk.runner.conversation(MIA, "terminal") as conversation:
        await conversation.keep(replace(draft, session=replace(draft.session, stage=Stage.SENDING)))
    talk.restart()
    ask = await talk.seen()
    assert ask.step == "sent.receipt"
    assert list(talk.reports.kept) == [draft.session.receipt]


async def test_two_hours_after_the_last_message_one_starts_afresh(talk: Talk) -> None:
    """Nothing resumes by itself."""
    await talk.presses(*TO_THE_STORY)
    talk.clock.advance(TTL_SECONDS + 1)
    ask = await talk.take(Pressed("old-token", "!done"))
    assert ask.step == "menu.language"


async def test_erase_forgets_the_draft_and_keeps_the_language_of_the_screen(talk: Talk) -> None:
    """And the next message starts afresh."""
    await talk.presses(*TO_THE_STORY)
    ask = await talk.presses("!erase")
    assert ask.step == "erased.erased"
    assert not talk.drafts.rows
    assert (await talk.take(Typed("/start"))).step == "menu.language"


async def test_erase_says_so_when_the_store_did_not_forget(talk: Talk) -> None:
    """Honest: what is left is named."""
    await talk.presses("en", "report")
    talk.drafts.down = True
    ask = await talk.presses("!erase")
    said = Rendering(renderer()).screen(ask, "en", {}).text
    assert "what you wrote here" in said.partition("Still here:")[2]


async def test_practice_is_in_no_store_and_gives_back_what_was_set_aside(talk: Talk) -> None:
    """Rule 16."""
    await talk.presses(*TO_THE_STORY)
    await talk.take(Typed("the real story"))
    await talk.take(Typed("/start"))
    before = await talk.draft()
    await talk.presses("settings", "practice", "report", "no", "citizen")
    await talk.take(Typed("canary-practice"))
    assert "canary-practice" not in repr(await talk.draft())
    assert (await talk.draft()).words == before.words
    await talk.presses("!done")
    await talk.take(Typed("/start"))
    await talk.presses("settings", "practice")
    ask = await talk.presses("report")
    assert ask.step == "report.story"
    assert (await talk.draft()).words == before.words
    assert not talk.reports.kept


async def test_many_people_at_once_are_not_mixed_up() -> None:
    """Each says something of their own, three messages in parallel."""
    talk = Talk()
    people = [Person("terminal", str(number)) for number in range(12)]
    for person in people:
        await talk.take(Typed("/start"), person=person)
        await talk.presses(*TO_THE_STORY, person=person)
    said = [(person, f"{person.id}-{part}") for part in range(3) for person in people]
    await asyncio.gather(*(talk.take(Typed(words), person=person) for person, words in said))
    for person in people:
        async with talk.runner.conversation(person, "terminal") as conversation:
            assert sorted(conversation.draft.words.values()) == [f"{person.id}-{part}" for part in range(3)]
