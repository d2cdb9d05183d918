"""When rounds are made, and by which of several processes: every few seconds, by the one that leads."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Final, TypeAlias

import structlog
from telegram.ext import Application, Job, JobQueue

from bot.alerts.parts import AlertParts
from storage.errors import StorageError

AnyApplication: TypeAlias = Application[Any, Any, Any, Any, Any, Any]

Go: TypeAlias = Callable[[float, float], Awaitable[None]]
"""One round, at a time of the wall clock and of the steady one."""

_MISSED_TICKS: Final = 5

log = structlog.get_logger()


class Ticker:
    """The rounds, by the JobQueue. Its scheduler follows the wall clock: when that is set back, the job is renewed."""

    def __init__(self, application: AnyApplication, tick_seconds: float, go: Go, parts: AlertParts) -> None:
        self.leads = False
        self.begun = asyncio.Event()
        self._said: bool | None = None
        self._application = application
        self.tick_seconds = tick_seconds
        self._parts = parts
        self._go = go
        self._ticked = 0.0
        self._busy = asyncio.Lock()
        self._job: Job[Any] | None = None
        self._watching: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """The first round is at once."""
        await self._queue.start()
        self._ticked = asyncio.get_running_loop().time()
        self._schedule()
        self._watching = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """Waits for the round under way."""
        if self._watching is not None:
            self._watching.cancel()
            with suppress(asyncio.CancelledError):
                await self._watching
        await self._queue.stop()

    @property
    def _queue(self) -> JobQueue[Any]:
        queue = self._application.job_queue
        if queue is None:
            raise AssertionError("internal error: the alert bot has a JobQueue")
        return queue

    def _schedule(self) -> None:
        job = {"misfire_grace_time": None, "coalesce": True, "max_instances": 2}
        self._job = self._queue.run_repeating(self._tick, interval=self.tick_seconds, first=0, job_kwargs=job)

    async def _tick(self, _: object) -> None:
        self._ticked = asyncio.get_running_loop().time()
        if self._busy.locked():
            return
        async with self._busy:
            await self._round()
        self.begun.set()

    async def _round(self) -> None:
        try:
            leads = await self._parts.lead.held()
            if leads:
                await self._go(self._parts.wall(), self._parts.steady())
        except StorageError as error:
            self.leads = False
            log.warning("no round of alerts", error_type=type(error).__name__)
            return
        if leads != self._said:
            log.info("this alert bot leads" if leads else "this alert bot stands by")
        self.leads = self._said = leads
        self._parts.pulse.beat(leads=leads)

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(self.tick_seconds)
            missed = loop.time() - self._ticked > _MISSED_TICKS * self.tick_seconds
            if missed and not self._busy.locked() and self._job is not None:
                log.warning("the rounds stood still, and begin again")
                self._job.schedule_removal()
                self._ticked = loop.time()
                self._schedule()
