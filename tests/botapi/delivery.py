"""Webhook delivery: each queue strictly one in flight, repeated until the bot answers 2xx or the update is too old.

The first retry is immediate, then the delay doubles from one second up to a random 60-120; `Retry-After` is
honoured up to an hour. All of these are multiplied by `Pace.scale`, so that a test need not wait.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, TCPConnector

from tests.botapi.clock import Clock
from tests.botapi.parameters import Parameters, of_answer
from tests.botapi.updates import Pending, Updates

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
GONE_BEFORE_CLOSING_SECONDS = 23 * 3600
_GONE = 410


@dataclass(slots=True)
class Pace:
    """`scale` of retry delays; real seconds the bot has to answer an update."""

    scale: float = 0.01
    timeout_seconds: float = 60.0


@dataclass(slots=True)
class Webhook:
    """What setWebhook set."""

    url: str
    secret: str = ""
    max_connections: int = 40
    last_error_at: int | None = None
    last_error: str | None = None
    gone_since: float | None = None


@dataclass(slots=True, eq=False)
class Attempt:
    """One try to deliver; `status` is None when no answer came, `method` what the answer called."""

    update_id: int
    kind: str
    queue: str
    number: int
    status: int | None = None
    method: str | None = None


@dataclass(slots=True)
class Deliverer:
    """Carries updates to the webhook while there is one."""

    updates: Updates
    clock: Clock
    execute: Callable[[str, Parameters], Awaitable[None]]
    pace: Pace = field(default_factory=Pace)
    webhook: Webhook | None = None
    attempts: list[Attempt] = field(default_factory=list)
    recording: bool = True
    after_delivery: Callable[[Attempt], Awaitable[object]] | None = None
    _session: ClientSession | None = None
    _carriers: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _open_gate: asyncio.Event = field(default_factory=asyncio.Event)
    _random: random.Random = field(default_factory=lambda: random.Random(11))

    def __post_init__(self) -> None:
        """Updates wake their queue's carrier."""
        self.updates.on_arrival = self._wake
        self._open_gate.set()

    def hold(self) -> None:
        """Deliver nothing more until `release`; what is in flight goes on."""
        self._open_gate.clear()

    def release(self) -> None:
        """Go on delivering."""
        self._open_gate.set()

    @property
    def is_held(self) -> bool:
        """Between `hold` and `release`."""
        return not self._open_gate.is_set()

    async def open(self, webhook: Webhook) -> None:
        """Point at a webhook, and bring it what waits."""
        await self.close()
        self.webhook = webhook
        connector = TCPConnector(limit=webhook.max_connections)
        self._session = ClientSession(connector=connector, timeout=ClientTimeout(total=self.pace.timeout_seconds))
        for queue in list(self.updates.queues):
            self._wake(queue)

    async def close(self) -> None:
        """Deliver to nobody; what is in flight is abandoned and stays queued."""
        self.webhook = None
        carriers, self._carriers = list(self._carriers.values()), {}
        others = [carrier for carrier in carriers if carrier is not asyncio.current_task()]
        for carrier in others:
            carrier.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    def _wake(self, queue: str) -> None:
        if self.webhook is not None and queue not in self._carriers:
            self._carriers[queue] = asyncio.create_task(self._carry(queue))

    async def _carry(self, queue: str) -> None:
        failures = 0
        try:
            while (update := self.updates.head(queue)) is not None and self.webhook is not None:
                await self._open_gate.wait()
                retry_after = await self._attempt(update)
                if retry_after is None:
                    self.updates.confirm(update)
                    failures = 0
                    continue
                failures += 1
                await asyncio.sleep(self._pause(failures, retry_after))
        finally:
            if self._carriers.get(queue) is asyncio.current_task():
                del self._carriers[queue]

    def _pause(self, failures: int, retry_after: float) -> float:
        if retry_after > 0:
            return min(retry_after, 3600.0) * self.pace.scale
        if failures == 1:
            return 0.0
        return min(2.0 ** min(failures - 2, 10), self._random.uniform(60, 120)) * self.pace.scale

    async def _attempt(self, update: Pending) -> float | None:
        """None when the bot took it, else the seconds it asked to wait (0: no wish)."""
        update.attempts += 1
        attempt = Attempt(update.update_id, update.kind, update.queue, update.attempts)
        if self.recording:
            self.attempts.append(attempt)
        webhook, session = self.webhook, self._session
        if webhook is None or session is None:
            return 0.0
        headers = {SECRET_HEADER: webhook.secret} if webhook.secret else {}
        try:
            async with session.post(webhook.url, json=update.as_json(), headers=headers) as response:
                return await self._take(response, attempt, webhook)
        except (ClientError, TimeoutError, ConnectionError) as error:
            self._fail(webhook, type(error).__name__)
            return 0.0

    async def _take(self, response: ClientResponse, attempt: Attempt, webhook: Webhook) -> float | None:
        attempt.status = response.status
        if not response.ok:
            self._fail(webhook, f"Wrong response from the webhook: {response.status} {response.reason}")
            await self._note_gone(response.status, webhook)
            with contextlib.suppress(ValueError):
                return float(response.headers.get("Retry-After", "0"))
            return 0.0
        webhook.gone_since = None
        parameters = await of_answer(response)
        if self.after_delivery is not None:
            await self.after_delivery(attempt)
        if method := parameters.text("method"):
            attempt.method = method
            await self.execute(method, parameters)
        return None

    def _fail(self, webhook: Webhook, reason: str) -> None:
        webhook.last_error_at = int(self.clock.now())
        webhook.last_error = reason

    async def _note_gone(self, status: int, webhook: Webhook) -> None:
        now = self.clock.now()
        webhook.gone_since = (webhook.gone_since or now) if status == _GONE else None
        if webhook.gone_since is not None and now - webhook.gone_since >= GONE_BEFORE_CLOSING_SECONDS:
            await self.close()
