"""Updates waiting for the bot: ids, queues, how long each is kept, and which kinds are asked for.

Messages and edits queue by chat, callback queries by user, as the Bot API server does it: a tap and a text of
one person therefore travel side by side. Nothing is sent from here.
"""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from tests.botapi.clock import Clock
from tests.botapi.parameters import Json

MESSAGE_KEPT_SECONDS = 24 * 3600
CALLBACK_KEPT_SECONDS = 150
IDLE_BEFORE_RANDOM_ID_SECONDS = 7 * 24 * 3600
_ASKED_FOR_EXPLICITLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(slots=True, eq=False)
class Pending:
    """One update on its way; `deliveries` counts how often the bot has taken it in."""

    update_id: int
    kind: str
    queue: str
    body: Json
    expires_at: float
    deliveries: int = 0
    attempts: int = 0
    gone: bool = False

    def as_json(self) -> Json:
        """Telegram's `Update`."""
        return {"update_id": self.update_id, self.kind: self.body}


class Updates:
    """The store of undelivered updates, in the order of their making, and by queue."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._random = random.Random(7)
        self._next_id = 100_000_001
        self._last_at = clock.now()
        self.deliver_twice = False
        self.allowed: frozenset[str] | None = None
        self.pending: dict[int, Pending] = {}
        self.queues: dict[str, deque[Pending]] = {}
        self.dropped: list[Pending] = []
        self.arrived = asyncio.Event()
        self.on_arrival: Callable[[str], None] | None = None

    def push(self, kind: str, body: Json, queue: str, dated: float) -> Pending | None:
        """Queue an update about something of that time; None when the bot did not ask for its kind."""
        if not self._is_wanted(kind):
            return None
        kept = CALLBACK_KEPT_SECONDS if kind == "callback_query" else MESSAGE_KEPT_SECONDS
        update = Pending(self._take_id(), kind, queue, body, dated + kept)
        self.pending[update.update_id] = update
        self.queues.setdefault(queue, deque()).append(update)
        self.arrived.set()
        if self.on_arrival is not None:
            self.on_arrival(queue)
        return update

    def head(self, queue: str) -> Pending | None:
        """The next update of a queue that is still worth delivering; what is too old is dropped."""
        waiting = self.queues.get(queue)
        while waiting:
            if not waiting[0].gone and waiting[0].expires_at > self._clock.now():
                return waiting[0]
            self._drop(waiting.popleft())
        self.queues.pop(queue, None)
        return None

    def confirm(self, update: Pending) -> None:
        """The bot has taken it in: gone, or (when delivering twice) due once more."""
        update.deliveries += 1
        if update.deliveries < (2 if self.deliver_twice else 1):
            return
        update.gone = True
        self.pending.pop(update.update_id, None)

    def unconfirmed(self, limit: int) -> list[Pending]:
        """The oldest updates, for a long poll."""
        now = self._clock.now()
        for update in [old for old in self.pending.values() if old.expires_at <= now]:
            self._drop(update)
        return list(self.pending.values())[:limit]

    def forget(self) -> None:
        """drop_pending_updates."""
        for update in list(self.pending.values()):
            self._drop(update)

    def jump(self) -> None:
        """The next id is random, as after a week of silence: maybe lower than those before."""
        self._next_id = self._random.randrange(1, 2**31 - 2**20)

    def _drop(self, update: Pending) -> None:
        if not update.gone:
            update.gone = True
            self.dropped.append(update)
        self.pending.pop(update.update_id, None)

    def _is_wanted(self, kind: str) -> bool:
        if not self.allowed:
            return kind not in _ASKED_FOR_EXPLICITLY
        return kind in self.allowed

    def _take_id(self) -> int:
        now = self._clock.now()
        if now - self._last_at >= IDLE_BEFORE_RANDOM_ID_SECONDS:
            self.jump()
        self._last_at = now
        self._next_id += 1
        return self._next_id - 1
