"""Real processes of the product: started, killed from outside, seen to end. Children of `tests.faults.forks`."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

REPOSITORY = Path(__file__).parents[2]
LOOK_SECONDS = 0.003


@dataclass(frozen=True, slots=True)
class Process:
    """One run of `tillid`."""

    pid: int

    def kill(self) -> None:
        """SIGKILL; it may have ended before."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def terminate(self) -> None:
        """SIGTERM, as a service manager sends it."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)

    def runs(self) -> bool:
        """Whether there is such a process."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True

    async def ended(self) -> None:
        """Until nothing of it runs."""
        while self.runs():  # noqa: ASYNC110 - another process's child gives no event
            await asyncio.sleep(LOOK_SECONDS)


class Starter(Protocol):
    """How a process of the product comes to be."""

    def run(self, *arguments: str, environment: Mapping[str, str], folder: Path, output: Path) -> Process:
        """`tillid` with these arguments and settings, in `folder`; what it prints is added to `output`."""


class Command:
    """The installed command itself, as a person or a service manager starts it."""

    def run(self, *arguments: str, environment: Mapping[str, str], folder: Path, output: Path) -> Process:
        """As `Starter.run`."""
        command = [str(Path(sys.executable).with_name("tillid")), *arguments]
        with output.open("ab") as printed:
            started = subprocess.Popen(
                command,
                cwd=folder,
                env={"PATH": os.environ["PATH"], **environment},
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=subprocess.STDOUT,
            )
        threading.Thread(target=started.wait, daemon=True).start()
        return Process(started.pid)


class Forks:
    """`with Forks() as forks`: what starts processes in a moment (see `tests.faults.forks`)."""

    def __init__(self) -> None:
        environment = {"PATH": os.environ["PATH"]}
        command = [sys.executable, "-m", "tests.faults.forks"]
        self._program = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=REPOSITORY, env=environment, text=True
        )

    @property
    def pid(self) -> int:
        """The parent of every process it starts."""
        return self._program.pid

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._program.communicate()

    def run(self, *arguments: str, environment: Mapping[str, str], folder: Path, output: Path) -> Process:
        """As `Starter.run`."""
        wish = {
            "arguments": arguments,
            "environment": {"PATH": os.environ["PATH"], **environment},
            "folder": str(folder),
            "output": str(output),
        }
        stdin, stdout = self._program.stdin, self._program.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(json.dumps(wish) + "\n")
        stdin.flush()
        return Process(int(stdout.readline()))
