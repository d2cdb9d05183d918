"""The load: people who walk a form again and again, all at once, and how long each reply took."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

from bench.telegram.walk import Form
from tests.botapi import BotApi, Person

REPLY_SECONDS = 60.0


@dataclass(slots=True)
class Load:
    """What was done: each reply's seconds, updates sent, dialogues ended, wall seconds of it all, calls received."""

    replies: list[float] = field(default_factory=list)
    updates: int = 0
    dialogues: int = 0
    seconds: float = 0.0
    calls: int = 0

    async def walk(self, person: Person, form: Form) -> None:
        """One dialogue from start to end marker."""
        asked = time.perf_counter()
        await form.begin(person)
        number = 0
        while True:
            message = await person.sees_reply(REPLY_SECONDS)
            self.replies.append(time.perf_counter() - asked)
            self.updates += 1
            number += 1
            if form.is_over(message):
                break
            asked = time.perf_counter()
            await form.answer(person, message, number)
        self.dialogues += 1


async def put_on(api: BotApi, people: list[Person], form: Form, dialogues: int) -> Load:
    """Everyone walks that many dialogues, one after another; ends when the last update is taken in."""
    load = Load()
    calls_before, began = api.calls.made, time.perf_counter()

    async def live(person: Person) -> None:
        for _ in range(dialogues):
            await load.walk(person, form)

    async with asyncio.TaskGroup() as group:
        for person in people:
            group.create_task(live(person))
    await api.settled(REPLY_SECONDS)
    load.seconds = time.perf_counter() - began
    load.calls = api.calls.made - calls_before
    return load
