"""Where a process is killed: around a Bot API call, or at a system call on a store's files. All from outside."""

from __future__ import annotations

import asyncio
import os
import signal
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from tests.botapi import Call
from tests.faults.service import Service
from tests.requirements import strace

_TRACED = b"attached"


class KillPoint(Protocol):
    """One place of a submission."""

    def armed(self, service: Service) -> AbstractAsyncContextManager[None]:
        """It strikes at most once, inside the context."""


class Moment(StrEnum):
    """Around one call."""

    UNHEARD = "unheard"
    """Before: Telegram never hears of it."""
    HEARD = "heard"
    """Before it takes effect, which it does all the same, for a dead process."""
    AFTER = "after"
    """It has taken effect, and the answer reaches nobody."""


@dataclass(frozen=True, slots=True)
class AtCall:
    """The `n`th Bot API call from now."""

    moment: Moment
    n: int

    @asynccontextmanager
    async def armed(self, service: Service) -> AsyncIterator[None]:
        """It strikes once, inside the context."""

        async def strike(_: Call) -> bool:
            await service.kill()
            return self.moment is not Moment.UNHEARD

        is_after = self.moment is Moment.AFTER
        hook = service.api.on_call(n=self.n, before=None if is_after else strike, after=strike if is_after else None)
        try:
            yield
        finally:
            hook.remove()


@dataclass(frozen=True, slots=True)
class AtSystemCall:
    """The `n`th `name` from now, on the entry of which the process is killed: it is never done.

    `files` narrows it to these; without any it counts on whatever is written to.
    """

    name: str
    n: int
    files: tuple[Path, ...] = ()

    @asynccontextmanager
    async def armed(self, service: Service) -> AsyncIterator[None]:
        """It strikes once, inside the context; a process that outlives it is let go."""
        paths = [argument for file in self.files for argument in ("-P", str(file))]
        kill = f"inject={self.name}:signal=SIGKILL:when={self.n}"
        async with tracing(service.process.pid, "-e", f"trace={self.name}", *paths, "-e", kill):
            yield


@asynccontextmanager
async def tracing(pid: int, *arguments: str, output: Path = Path(os.devnull)) -> AsyncIterator[None]:
    """The process and all its threads and children under strace, and let go in the end."""
    command = [str(strace()), "-f", "-o", str(output), *arguments, "-p", str(pid)]
    tracer = await asyncio.create_subprocess_exec(*command, stderr=PIPE)
    try:
        await _attached(tracer)
        yield
    finally:
        with suppress(ProcessLookupError):
            tracer.send_signal(signal.SIGINT)
        await tracer.wait()


async def _attached(tracer: Process) -> None:
    assert tracer.stderr is not None
    said = await asyncio.wait_for(tracer.stderr.readline(), 10)
    assert _TRACED in said, said.decode()
