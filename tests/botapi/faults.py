"""Injected misfortune: errors, floods, delays and cut connections, before or after a call takes effect."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field

from tests.botapi.calls import Call
from tests.botapi.clock import Clock
from tests.botapi.errors import Refused, Severed, too_many

_WRITES = frozenset({"sendmessage", "editmessagetext"})


@dataclass(slots=True, eq=False)
class Fault:
    """A rule for `method` and `chat_id` (None: any); `hits` counts its strikes.

    It skips the first `skip` calls that match, then strikes `times` of them (None: for ever).
    """

    method: str | None = None
    chat_id: int | None = None
    times: int | None = 1
    skip: int = 0
    after_effect: bool = False
    error: Refused | None = None
    delay_seconds: float = 0.0
    cuts: bool = False
    hits: int = 0

    def strikes(self, call: Call) -> bool:
        """Count the call against `skip` and `times`."""
        if self.method is not None and self.method.lower() != call.method.lower():
            return False
        if self.method is None and call.method == "getUpdates":
            return False
        if self.chat_id is not None and self.chat_id != call.parameters.integer("chat_id", 0):
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        if self.times is not None and self.hits >= self.times:
            return False
        self.hits += 1
        return True

    async def strike(self) -> None:
        """Wait, cut or refuse."""
        if self.delay_seconds:
            await asyncio.sleep(self.delay_seconds)
        if self.cuts:
            raise Severed
        if self.error is not None:
            raise self.error


class Faults:
    """The rules in force. A call meets each rule that matches; several may strike at once."""

    def __init__(self) -> None:
        self._rules: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        """Put any rule in force."""
        self._rules.append(fault)
        return fault

    def error(
        self,
        code: int,
        description: str = "Internal Server Error",
        *,
        method: str | None = None,
        chat_id: int | None = None,
        times: int | None = 1,
        skip: int = 0,
        after_effect: bool = False,
    ) -> Fault:
        """Answer with an error; `after_effect` means the message was sent all the same."""
        return self.add(Fault(method, chat_id, times, skip, after_effect, error=Refused(code, description)))

    def flood(
        self,
        retry_after: int = 1,
        *,
        method: str | None = None,
        chat_id: int | None = None,
        times: int | None = 1,
        skip: int = 0,
    ) -> Fault:
        """Answer 429 with parameters.retry_after."""
        return self.add(Fault(method, chat_id, times, skip, error=too_many(retry_after)))

    def delay(
        self,
        seconds: float,
        *,
        method: str | None = None,
        chat_id: int | None = None,
        times: int | None = None,
        after_effect: bool = False,
    ) -> Fault:
        """Let calls take that many real seconds longer."""
        return self.add(Fault(method, chat_id, times, after_effect=after_effect, delay_seconds=seconds))

    def cut(
        self,
        *,
        method: str | None = None,
        chat_id: int | None = None,
        times: int | None = 1,
        skip: int = 0,
        after_effect: bool = False,
    ) -> Fault:
        """Close the connection without an answer."""
        return self.add(Fault(method, chat_id, times, skip, after_effect, cuts=True))

    def remove(self, fault: Fault) -> None:
        """Lift one rule."""
        self._rules.remove(fault)

    def clear(self) -> None:
        """Lift all rules."""
        self._rules.clear()

    def for_call(self, call: Call) -> list[Fault]:
        """The rules that strike this call."""
        return [fault for fault in self._rules if fault.strikes(call)]


@dataclass(slots=True)
class RateLimit:
    """Telegram's limits on sends and edits, off unless `enforced`; times are of the world's clock.

    A message a second a chat, 20 a minute a group, 30 a second in all.
    """

    clock: Clock
    enforced: bool = False
    chat_seconds: float = 1.0
    group_per_minute: int = 20
    overall_per_second: int = 30
    _by_chat: dict[int, deque[float]] = field(default_factory=dict)
    _overall: deque[float] = field(default_factory=deque)

    def take(self, call: Call) -> None:
        """Count a send or edit; 429 when it is one too many."""
        if not self.enforced or call.method.lower() not in _WRITES:
            return
        now = self.clock.now()
        chat_id = call.parameters.integer("chat_id", 0)
        of_chat = self._by_chat.setdefault(chat_id, deque())
        per_chat = (self.group_per_minute, 60.0) if chat_id < 0 else (1, self.chat_seconds)
        waits = [_wait(of_chat, *per_chat, now), _wait(self._overall, self.overall_per_second, 1.0, now)]
        if max(waits) > 0:
            raise too_many(max(1, -int(-max(waits) // 1)))
        of_chat.append(now)
        self._overall.append(now)


def _wait(taken: deque[float], allowed: int, window_seconds: float, now: float) -> float:
    while taken and taken[0] <= now - window_seconds:
        taken.popleft()
    return taken[0] + window_seconds - now if len(taken) >= allowed else 0.0
