"""`tillid run telegram` under a supervisor: killed whenever a test likes, started again at once."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.botapi import BotApi
from tests.faults.processes import LOOK_SECONDS, Process, Starter

SECRET = "webhook-secret-of-the-faults"


def free_port() -> int:
    """A port nobody has just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@dataclass(frozen=True, slots=True)
class Place:
    """An installation on this machine: its folders, its memory-backed folder, its database, its desk's identity."""

    folder: Path
    runtime: Path
    database_url: str | None = None

    @property
    def url(self) -> str:
        """The database, as `storage` takes it."""
        return self.database_url or f"sqlite:///{self.folder}/data/tillid.sqlite"

    @property
    def identity(self) -> Path:
        """Where the desk's identity was written: outside of what is searched or copied."""
        return self.folder / "identity.txt"

    @property
    def output(self) -> Path:
        """What the processes printed."""
        return self.folder / "output.txt"

    def environment(self) -> dict[str, str]:
        """The settings every command of it has."""
        settings = {
            "TILLID_CONFIG_DIR": str(self.folder / "config"),
            "TILLID_DATA_DIR": str(self.folder / "data"),
            "TILLID_RUNTIME_DIR": str(self.runtime),
            "TILLID_HEALTH_LISTEN": "127.0.0.1:0",
            "TILLID_LOG_LEVEL": "DEBUG",
            "TMPDIR": str(self.folder / "tmp"),
        }
        return settings if self.database_url is None else {**settings, "TILLID_DATABASE_URL": self.database_url}


@dataclass(slots=True)
class Service:
    """The bot of an installation; `deaths` counts how often it was found dead and started again.

    `absence_seconds` pass in Telegram's world before it is: more than 150, and Telegram has dropped its taps.
    """

    api: BotApi
    place: Place
    starter: Starter
    by_webhook: bool
    absence_seconds: float = 0.0
    port: int = field(default_factory=free_port)
    deaths: int = 0
    process: Process = field(init=False)

    async def start(self) -> None:
        """Until it serves, or has died again."""
        set_before = self.api.calls.count("setMyCommands")
        environment = self.place.environment() | {
            "TILLID_TELEGRAM_TOKEN": self.api.token,
            "TILLID_TELEGRAM_API_URL": self.api.url,
        }
        if self.by_webhook:
            environment |= {
                "TILLID_TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{self.port}/telegram",
                "TILLID_TELEGRAM_WEBHOOK_LISTEN": f"127.0.0.1:{self.port}",
                "TILLID_TELEGRAM_WEBHOOK_SECRET": SECRET,
            }
        self.process = self.starter.run(
            "run", "telegram", environment=environment, folder=self.place.folder, output=self.place.output
        )
        async with asyncio.timeout(20):
            while self.process.runs() and self.api.calls.count("setMyCommands") == set_before:  # noqa: ASYNC110
                await asyncio.sleep(LOOK_SECONDS)

    async def kill(self, *_: object) -> None:
        """SIGKILL, and nothing of it runs when this returns."""
        victim = self.process
        victim.kill()
        await victim.ended()

    async def supervise(self) -> None:
        """Start it again whenever it is dead."""
        while True:
            await self.process.ended()
            self.deaths += 1
            self.api.clock.advance(self.absence_seconds)
            await self.start()

    async def alive(self) -> None:
        """Until one that was killed has been started again."""
        while not self.process.runs():  # noqa: ASYNC110 - another process's child gives no event
            await asyncio.sleep(LOOK_SECONDS)


@asynccontextmanager
async def served(service: Service) -> AsyncIterator[Service]:
    """The service under its supervisor while the context lasts."""
    await service.start()
    supervisor = asyncio.create_task(service.supervise())
    try:
        yield service
        if supervisor.done():
            supervisor.result()
    finally:
        supervisor.cancel()
        with suppress(asyncio.CancelledError):
            await supervisor
        await service.kill()
