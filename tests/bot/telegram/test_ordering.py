"""Many people write rapidly and tap in between: no session is mixed up, every note stays where it was told."""

from __future__ import annotations

import asyncio
import random

import pytest

from tests.bot.telegram.talking import TO_REVIEW, Bot, Talk

CROWD = pytest.mark.parametrize("people", [25, pytest.param(200, marks=pytest.mark.long)])
SENDING = 8
"""How many of them send: a receipt's Argon2id is the dearest part of all."""


def words(talk: Talk) -> list[str]:
    """Three messages nobody else writes."""
    return [f"{number} of {talk.person.chat_id}" for number in ("one", "two", "three")]


async def rapidly(talk: Talk, chance: random.Random) -> None:
    """Three messages and as many taps on what is on the screen at that moment, without waiting for an answer."""
    for word in words(talk):
        await talk.person.types(word)
        for _ in range(chance.randrange(3)):
            which = chance.choice(["Rather not say", "Help now", "Show what I wrote", "Back", "again"])
            if which == "again":
                await talk.person.taps_again()
            elif which in talk.labels:
                await talk.person.taps(talk.place(which))
            await asyncio.sleep(0)


def dawdling(bot: Bot) -> None:
    """Telegram takes an uneven time from now on: turns that were not kept apart would overtake each other."""
    chance = random.Random(3)

    async def dawdle(_: object) -> None:
        await asyncio.sleep(chance.random() / 100)

    bot.api.on_call("editMessageText", 0, before=dawdle)


@CROWD
@pytest.mark.parametrize("polls", [False, True], ids=["webhook", "polling"])
async def test_rapid_messages_of_many_people_are_each_ones_own_and_in_order(
    idle: Bot, people: int, *, polls: bool
) -> None:
    """Taps only beside them that keep the place: the story has the three notes, one after the other."""
    async with idle.serving(polls=polls):
        crowd = await _gathered(idle, people)
        dawdling(idle)
        for talk in crowd:
            for word in words(talk):
                await talk.person.types(word)
                await talk.person.taps_again()
        await idle.api.settled(timeout=120)
        for talk in crowd:
            assert talk.text
            assert talk.own == []
            assert talk.token == (await talk.draft()).session.token
            assert (await talk.draft()).session.answers["report.story"].refs == tuple((await talk.draft()).words)
            assert await talk.notes() == words(talk)
        for talk in crowd[:SENDING]:
            await talk.taps("Continue", *TO_REVIEW[1:], "Send")
    assert sorted(await idle.stories()) == sorted(words(talk) for talk in crowd[:SENDING])


async def test_rapid_messages_of_200_people_among_taps_that_lead_elsewhere_lose_no_word(bot: Bot) -> None:
    """Back, help, pass over, show: wherever the words fell, they are the person's own, all three, and in order."""
    chance = random.Random(7)
    crowd = await _gathered(bot, 200)
    dawdling(bot)
    await asyncio.gather(*(rapidly(talk, chance) for talk in crowd))
    await bot.api.settled(timeout=120)
    for talk in crowd:
        assert talk.text
        assert talk.own == []
        draft = await talk.draft()
        assert talk.token == draft.session.token
        assert list(draft.words.values()) == words(talk)
        assert draft.words.keys() == draft.session.refs
    assert {attempt.status for attempt in bot.api.deliverer.attempts} == {200}


async def _gathered(bot: Bot, people: int) -> list[Talk]:
    """Everybody at the question that takes words, having come there at the same time."""
    crowd = [bot.talk(f"P{number}") for number in range(people)]
    for talk in crowd:
        await talk.person.starts()
    await bot.api.settled(timeout=60)
    for label in ("English", "I am worried about someone", "No", "Neighbour or passer-by"):
        for talk in crowd:
            await talk.person.taps(talk.place(label))
        await bot.api.settled(timeout=60)
    return crowd
