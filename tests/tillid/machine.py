"""A newcomer's machine: a folder of its own, the `tillid` command, and a terminal with somebody at the keyboard."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

TILLID = Path(sys.executable).with_name("tillid")
PATIENCE_SECONDS = 180
CTRL_C = "\x03"
ON_A_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
)
REPORT = (
    "I am worried",
    "No",
    "Neighbour",
    *["Rather not say"] * 4,
    "Go on",
    "Yes, by a number",
    "Ask me first",
    "Send",
)
"""The shortest report, by its buttons from the menu on."""


@dataclass(slots=True)
class Keyboard:
    """Somebody at a terminal in which a program runs. ``shown`` is all it ever wrote, control sequences included."""

    process: subprocess.Popen[bytes]
    terminal: int
    shown: str = ""
    _seen: int = 0
    _pending: bytes = field(default=b"", repr=False)

    def sees(self, text: str) -> str:
        """What came since the last time, up to ``text`` and as far as it came with it."""
        end = time.monotonic() + PATIENCE_SECONDS
        while text not in self.shown[self._seen :]:
            if not self._reads(end - time.monotonic()):
                raise AssertionError(f"no {text!r} in:\n{self.shown[self._seen :]}")
        found, self._seen = self.shown[self._seen :], self.shown.index(text, self._seen) + len(text)
        return found

    def types(self, text: str) -> None:
        """Into the terminal, as keys."""
        os.write(self.terminal, text.encode())

    def presses(self, label: str) -> None:
        """The number of a button on the newest screen, once the screen is whole, and Enter."""
        screen = self.sees("🗑️")
        self.types(f"{number_of(label, screen)}\n")

    def leaves(self) -> int:
        """The exit code, once the program has ended by itself."""
        end = time.monotonic() + PATIENCE_SECONDS
        while self._reads(end - time.monotonic()):
            pass
        return self.process.wait(PATIENCE_SECONDS)

    def _reads(self, patience: float) -> bool:
        if patience <= 0 or not select.select([self.terminal], [], [], patience)[0]:
            return False
        try:
            more = os.read(self.terminal, 65536)
        except OSError:  # Linux: the last one at the other end has gone
            return False
        self._pending += more
        whole = self._pending.decode(errors="ignore")
        self._pending = self._pending[len(whole.encode()) :]
        self.shown += whole
        return bool(more)


@dataclass(frozen=True, slots=True)
class Machine:
    """``settings`` are TILLID_* variables by their names without the prefix."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def identity(self) -> Path:
        """Where ``make_desk`` put the identity."""
        return self.folder / "identity.txt"

    def environment(self, **settings: str) -> dict[str, str]:
        """This one's, without any TILLID_* it may have."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TILLID_")}
        given = {**self.settings, **settings}
        return {**kept, "COLUMNS": "100", **{f"TILLID_{name}": value for name, value in given.items()}}

    def tillid(self, *arguments: str, typed: str | bytes = "", **settings: str) -> subprocess.CompletedProcess[str]:
        """The command to its end, away from any terminal."""
        done = subprocess.run(
            [TILLID, *arguments],
            cwd=self.folder,
            env=self.environment(**settings),
            input=typed.encode() if isinstance(typed, str) else typed,
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    def make_desk(self) -> None:
        """A desk whose identity is in a file."""
        done = self.tillid("desk", "create", "--identity-out", str(self.identity))
        assert done.returncode == 0, done.stderr

    @contextmanager
    def terminal(self, *arguments: str | Path, **settings: str) -> Iterator[Keyboard]:
        """A program at a terminal of 40 lines by 100; killed in the end if it still runs."""
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
        command = [sys.executable, "-c", ON_A_TERMINAL, *map(str, arguments)]
        process = subprocess.Popen(
            command,
            cwd=self.folder,
            env={**self.environment(**settings), "TERM": "xterm"},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        try:
            yield Keyboard(process, ours)
        finally:
            process.kill()
            process.wait()
            os.close(ours)

    def send_report(self, labels: Sequence[str] = REPORT) -> str:
        """A report from the piped chat; everything that was shown."""
        command = [str(TILLID), "chat", "--lang", "en"]
        with subprocess.Popen(
            command, cwd=self.folder, env=self.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as chat:
            assert chat.stdin is not None
            assert chat.stdout is not None
            shown = screen = _screen(chat.stdout)
            for label in labels:
                chat.stdin.write(f"{number_of(label, screen)}\n".encode())
                chat.stdin.flush()
                screen = _screen(chat.stdout)
                shown += screen
            chat.stdin.close()
            assert chat.wait(PATIENCE_SECONDS) == 0
        return shown


def number_of(label: str, screen: str) -> str:
    """The number of the button that begins so, pictograms aside."""
    for number, text in re.findall(r"^\s*(\d+)\. (.*?)\s*$", screen, flags=re.MULTILINE):
        if re.sub(r"^[^\w]+", "", text).startswith(label):
            return str(number)
    raise AssertionError(f"no button {label!r} on:\n{screen}")


def _screen(output: Iterator[bytes]) -> str:
    """Up to its last button."""
    shown = ""
    for line in output:
        shown += line.decode()
        if "🗑️" in shown:
            return shown
    raise AssertionError(f"the chat ended after:\n{shown}")
