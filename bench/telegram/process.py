"""A bot in a process of its own, and what the kernel says it has used. Linux only: /proc."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.botapi import BotApi

SECRET = "bench-secret"  # noqa: S105 - nothing is behind it
START_SECONDS = 60.0
_TICKS = os.sysconf("SC_CLK_TCK")


class BotProcess:
    """`async with BotProcess("bench.telegram.bare_bot", api) as bot`: runs from READY until left."""

    def __init__(self, module: str, api: BotApi) -> None:
        self._module = module
        self._api = api
        self._process: asyncio.subprocess.Process | None = None
        self._drain: asyncio.Task[bytes] | None = None

    async def __aenter__(self) -> Self:
        port = _free_port()
        contract = {
            "TILLID_TELEGRAM_API_URL": self._api.url,
            "TILLID_TELEGRAM_TOKEN": self._api.token,
            "TILLID_TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
            "TILLID_TELEGRAM_WEBHOOK_LISTEN": f"127.0.0.1:{port}",
            "TILLID_TELEGRAM_WEBHOOK_SECRET": SECRET,
        }
        clean = {name: value for name, value in os.environ.items() if not name.startswith("TILLID_")}
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", self._module, env=clean | contract, stdout=asyncio.subprocess.PIPE
        )
        async with asyncio.timeout(START_SECONDS):
            while (line := await self._output.readline()).strip() != b"READY":
                if not line:
                    raise RuntimeError(f"{self._module} ended before it was ready")
        self._drain = asyncio.create_task(self._output.read())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        process = self._running
        if process.returncode is None:
            process.terminate()
        try:
            async with asyncio.timeout(10):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
        if self._drain is not None:
            await self._drain

    @property
    def cpu_seconds(self) -> float:
        """User and system time of all threads so far."""
        fields = (self._folder / "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    @property
    def resident_mb(self) -> float:
        """Resident memory now, in MB of 1024 kB."""
        for line in (self._folder / "status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise RuntimeError("the process has no memory: it has ended")

    @property
    def _running(self) -> asyncio.subprocess.Process:
        if self._process is None:
            raise RuntimeError("not started")
        return self._process

    @property
    def _output(self) -> asyncio.StreamReader:
        if self._running.stdout is None:
            raise RuntimeError("no standard output")
        return self._running.stdout

    @property
    def _folder(self) -> Path:
        return Path(f"/proc/{self._running.pid}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
