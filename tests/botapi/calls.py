"""The record of what the bot called, and hooks around single calls (to kill the bot just before or after one)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.botapi.errors import Severed
from tests.botapi.parameters import Parameters

Before = Callable[["Call"], Awaitable[object]]
After = Callable[["Call"], Awaitable[object]]


@dataclass(slots=True, eq=False)
class Call:
    """One call. `result` is set when it took effect, `refusal` ("400 Bad Request: ...") when it was refused.

    `through` is "http" or "answer" (a method in the webhook's own answer). `answered` tells that the reply was
    handed to the connection; a call with a result that was never answered is one whose fate the bot can't know.
    """

    number: int
    method: str
    parameters: Parameters
    at: float
    through: str
    result: object = None
    refusal: str | None = None
    effective: bool = False
    answered: bool = False


@dataclass(slots=True)
class Hook:
    """Callbacks around the `n`th call of `method` from now on; n 0 means each, method None any."""

    method: str | None
    n: int
    before: Before | None
    after: After | None
    seen: int = 0

    def meets(self, call: Call) -> bool:
        """Count the call, and tell whether it is the one."""
        if call.method == "getUpdates" and self.method is None:
            return False
        if self.method is not None and self.method.lower() != call.method.lower():
            return False
        self.seen += 1
        return self.n in (0, self.seen)

    def remove(self) -> None:
        """No more callbacks."""
        self.before = self.after = None


class Calls:
    """Every call in order of arrival, long polls left out."""

    def __init__(self) -> None:
        self.all: list[Call] = []
        self.open = 0
        self.recording = True
        self._hooks: list[Hook] = []
        self._number = 0
        self._arrived = asyncio.Event()

    @property
    def made(self) -> int:
        """How many calls have arrived, long polls and unrecorded ones included."""
        return self._number

    def of(self, method: str, chat_id: int | None = None) -> list[Call]:
        """Calls of one method, all chats or one."""
        return [
            call
            for call in self.all
            if call.method.lower() == method.lower() and chat_id in (None, call.parameters.integer("chat_id", 0))
        ]

    def count(self, method: str, chat_id: int | None = None) -> int:
        """How many `of` finds."""
        return len(self.of(method, chat_id))

    def clear(self) -> None:
        """Forget the record; hooks stay."""
        self.all.clear()

    def hook(self, method: str | None, n: int, before: Before | None, after: After | None) -> Hook:
        """Register callbacks; they count from now."""
        hook = Hook(method, n, before, after)
        self._hooks.append(hook)
        return hook

    def begin(self, method: str, parameters: Parameters, at: float, through: str) -> Call:
        """A call has arrived."""
        self._number += 1
        call = Call(self._number, method, parameters, at, through)
        if self.recording and method != "getUpdates":
            self.all.append(call)
        self._arrived.set()
        return call

    async def around(self, call: Call, effect: Callable[[], Awaitable[None]]) -> None:
        """Run `effect` between the hooks' callbacks; a `before` that returns False cuts the call off unheard."""
        hooks = [hook for hook in self._hooks if hook.meets(call)]
        for hook in hooks:
            if hook.before is not None and await hook.before(call) is False:
                raise Severed
        try:
            await effect()
        finally:
            for hook in hooks:
                if hook.after is not None:
                    await hook.after(call)

    async def until(self, method: str, n: int = 1, timeout: float = 10.0) -> Call:  # noqa: ASYNC109 - reads well in tests
        """The `n`th recorded call of a method, as soon as it took effect or was refused."""
        async with asyncio.timeout(timeout):
            while True:
                done = [call for call in self.of(method) if call.effective or call.refusal]
                if len(done) >= n:
                    return done[n - 1]
                self._arrived.clear()
                await self._arrived.wait()

    def ended(self) -> None:
        """A call has taken effect or failed: let waiters look again."""
        self._arrived.set()
