"""The first start at a terminal: the desk key once, on the terminal and nowhere else, then the conversation."""

from __future__ import annotations

import os
import re
import signal
import stat
import time
from pathlib import Path

import pytest

from tests.tillid.machine import CTRL_C, REPORT, TILLID, Keyboard, Machine

IDENTITY = re.compile(r"AGE-SECRET-KEY-1[0-9A-Z]{58}")
A_PERSONS_SECOND = 1.0
"""A Ctrl-C between the prompt and the reading of it is lost to Python's ``input``; a person is slower than that."""
ALTERNATE, NORMAL = "\x1b[?1049h", "\x1b[?1049l"


def key_on(keyboard: Keyboard) -> str:
    """The identity that is shown."""
    found = IDENTITY.findall(keyboard.sees("Press Enter when you have it"))
    assert len(found) == 1
    return str(found[0])


def files(folder: Path) -> list[Path]:
    """Every file in it, however deep."""
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_first_start_shows_the_key_once_then_talks_and_a_report_can_be_opened(machine: Machine) -> None:
    """The key that was written down opens what was sent; it is on no disk, and in no scrollback."""
    with machine.terminal(TILLID, "run") as keyboard:
        keyboard.sees(ALTERNATE)
        key = key_on(keyboard)
        assert not (machine.folder / "config" / "desk.json").exists()
        keyboard.types("\n")
        assert "The desk is made" in keyboard.sees("reports open ID") + keyboard.sees("Which language")
        keyboard.presses("English")
        for label in REPORT:
            keyboard.presses(label)
        receipt = keyboard.sees("Do you have it?")
        assert re.search(r"\b\d{4}( \d{4}){4}\b", receipt)
        keyboard.types(CTRL_C)
        assert keyboard.leaves() == 0
        assert keyboard.shown.count(key) == 1
        assert keyboard.shown.index(key) < keyboard.shown.index(NORMAL)
        assert "Send…" in keyboard.shown
    assert not [path for path in files(machine.folder) if key.encode() in path.read_bytes()]
    machine.identity.write_text(key, encoding="utf-8")
    report = machine.tillid("reports", "list", "--json").stdout
    identifier = str(re.findall(r'"id": "([^"]+)"', report)[0])
    opened = machine.tillid("reports", "open", identifier, "--identity", str(machine.identity))
    assert opened.returncode == 0
    assert '"manifest"' in opened.stdout


def test_what_is_kept_is_for_its_owner_alone(machine: Machine) -> None:
    """Folders and files of `data/` and `config/`, whatever the umask was."""
    before = os.umask(0)
    try:
        machine.make_desk()
        machine.tillid("chat", "--lang", "en", typed="1\n")
    finally:
        os.umask(before)
    kept = [machine.identity, *(machine.folder / "data").rglob("*"), *(machine.folder / "config").rglob("*")]
    kept += [machine.folder / "data", machine.folder / "config"]
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in kept}
    assert {"data", "config", "desk.json", "pepper", "tillid.sqlite", "drafts.db", "identity.txt"} <= modes.keys()
    assert all(mode & 0o077 == 0 for mode in modes.values()), modes


@pytest.mark.parametrize("key", [CTRL_C, "\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_who_leaves_before_keeping_the_key_has_no_desk(machine: Machine, key: str) -> None:
    """Else reports would be sealed to a key that nobody has."""
    with machine.terminal(TILLID, "run") as keyboard:
        key_on(keyboard)
        time.sleep(A_PERSONS_SECOND)
        keyboard.types(key)
        assert "No desk was made" in keyboard.sees("No desk was made")
        assert keyboard.leaves() == 1
    assert not (machine.folder / "config" / "desk.json").exists()


@pytest.mark.parametrize("leave", [CTRL_C, "\x04", signal.SIGTERM], ids=["Ctrl-C", "Ctrl-D", "SIGTERM"])
def test_a_chat_is_left_at_once_and_without_fault(machine: Machine, leave: str | signal.Signals) -> None:
    """No Enter is needed, no trace is shown."""
    machine.make_desk()
    with machine.terminal(TILLID, "chat", "--lang", "en") as keyboard:
        keyboard.sees("🗑️")
        if isinstance(leave, signal.Signals):
            keyboard.process.send_signal(leave)
        else:
            keyboard.types(leave)
        assert keyboard.leaves() == 0
        assert "Traceback" not in keyboard.shown


def test_without_a_terminal_a_key_is_never_shown(machine: Machine) -> None:
    """It would end up in a log; `tillid desk create` is asked for instead."""
    done = machine.tillid("run")
    assert done.returncode == 2
    assert "tillid desk create --identity-out FILE" in done.stderr
    assert "TILLID_TELEGRAM_TOKEN" in done.stderr
    assert not IDENTITY.search(done.stdout + done.stderr)
    assert machine.tillid("desk", "create").returncode == 2
    assert not (machine.folder / "config" / "desk.json").exists()


def test_without_a_desk_everything_but_sending_works_and_says_so(machine: Machine) -> None:
    """A person is told before they write, not after."""
    done = machine.tillid("chat", "--lang", "en")
    assert done.returncode == 0
    assert "Nothing can be sent right now" in done.stdout
