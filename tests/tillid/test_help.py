"""What a stranger reads first, and what it costs to show it."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from tests.tillid.machine import Machine

COMMANDS = [
    [],
    ["run"],
    ["chat"],
    ["desk"],
    ["desk", "create"],
    ["desk", "show"],
    ["desk", "use"],
    ["desk", "pin"],
    ["reports"],
    ["reports", "list"],
    ["reports", "open"],
    ["reports", "export"],
    ["staff"],
    ["staff", "alert-code"],
    ["staff", "alert-reset"],
    ["doctor"],
    ["flows"],
    ["flows", "check"],
    ["flows", "export"],
]
LOADED = """
import json, sys
from tillid.command import main
sys.argv = ["tillid", *sys.argv[1:]]
try:
    main()
finally:
    print(json.dumps(sorted(sys.modules)))
"""


def loaded(machine: Machine, *arguments: str) -> set[str]:
    """The packages a command has loaded when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments],
        cwd=machine.folder,
        env=machine.environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    modules: list[str] = json.loads(done.stdout.splitlines()[-1])
    return {module.partition(".")[0] for module in modules}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_help_text_is_whole(machine: Machine, command: list[str]) -> None:
    """No line of it is cut off, and every argument, option and command is explained."""
    done = machine.tillid(*command, "--help")
    assert done.returncode == 0
    assert "..." not in done.stdout.replace("[ARGS]...", "")
    listed = re.split(r"^(?:Arguments|Options|Commands):$", done.stdout, flags=re.MULTILINE)[1:]
    for line in "".join(listed).splitlines():
        if re.match(r"  \S", line):
            assert re.search(r"  \S.*  +\S", line), f"not explained: {line}"


def test_a_command_without_arguments_shows_its_help(machine: Machine) -> None:
    """And says by its exit code that it was not told what to do."""
    done = machine.tillid()
    assert done.returncode == 2
    assert "tillid run" in done.stdout + done.stderr


@pytest.mark.parametrize("command", [["--help"], ["reports", "--help"]], ids=" ".join)
def test_help_loads_nothing_heavy(machine: Machine, command: list[str]) -> None:
    """So that it answers in a fraction of a second; this is asserted by what is loaded, not by the clock."""
    heavy = {
        "aiogram",
        "aiohttp",
        "sqlalchemy",
        "alembic",
        "babel",
        "cryptography",
        "rich",
        "opening_hours",
    }
    assert not heavy & loaded(machine, *command)


@pytest.mark.parametrize(
    "command",
    [["chat", "--lang", "en"], ["desk", "show"], ["reports", "list"], ["flows", "export"], ["run"]],
    ids=" ".join,
)
def test_nothing_but_telegram_loads_a_messenger_library(machine: Machine, command: list[str]) -> None:
    """It takes seconds to load."""
    machine.make_desk()
    assert not {"aiogram", "aiohttp"} & loaded(machine, *command)


def test_nothing_heavy_is_loaded_by_chance(machine: Machine) -> None:
    """The way of looking finds what is there."""
    assert {"sqlalchemy", "rich"} & loaded(machine, "reports", "list")
