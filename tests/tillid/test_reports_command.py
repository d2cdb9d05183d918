"""`tillid reports` and plain `age` on one real report that was sent through the piped chat."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.requirements import age
from tests.tillid.machine import TILLID, Machine

PARTS = ["body.age", "manifest.age", "summary.age"]


def rows(machine: Machine) -> list[dict[str, object]]:
    """The list as JSON."""
    listed: list[dict[str, object]] = json.loads(machine.tillid("reports", "list", "--json").stdout)
    return listed


def test_a_report_is_listed_for_people_and_for_programs(used_machine: Machine) -> None:
    """Nothing sealed is in the list."""
    (row,) = rows(used_machine)
    table = used_machine.tillid("reports", "list")
    assert table.returncode == 0
    assert str(row["id"]) in table.stdout
    assert row["status"] == "new"
    assert row["urgent"] is False


def test_an_empty_list_says_so(machine: Machine) -> None:
    """For programs it is an empty list."""
    assert machine.tillid("reports", "list").stdout == "No reports yet.\n"
    assert rows(machine) == []


def test_a_report_is_opened_by_the_beginning_of_its_id(used_machine: Machine) -> None:
    """One JSON document on standard output, and nothing on standard error."""
    (row,) = rows(used_machine)
    done = used_machine.tillid("reports", "open", str(row["id"])[:8], "--identity", str(used_machine.identity))
    assert (done.returncode, done.stderr) == (0, "")
    opened = json.loads(done.stdout)
    assert opened["id"] == row["id"]
    assert opened["summary"]["who"] == "citizen"
    assert opened["manifest"]["channel"] == "terminal"


def test_plain_age_opens_every_exported_part(used_machine: Machine, tmp_path: Path) -> None:
    """And the same words are in it that `tillid reports open` prints."""
    (row,) = rows(used_machine)
    folder = tmp_path / "out"
    done = used_machine.tillid("reports", "export", str(row["id"]), "--out", str(folder))
    assert done.returncode == 0
    assert done.stdout.splitlines() == [str(folder / part) for part in PARTS]
    assert [path.name for path in sorted(folder.iterdir())] == PARTS
    opened = json.loads(
        used_machine.tillid("reports", "open", str(row["id"]), "--identity", str(used_machine.identity)).stdout
    )
    for part in PARTS:
        plain = subprocess.run(
            [age(), "-d", "-i", used_machine.identity, folder / part], capture_output=True, check=True
        ).stdout
        assert json.loads(plain)["json"] == opened[part.removesuffix(".age")]


@pytest.mark.parametrize("content", [None, b"", b"nothing\n", b"\xff\xfe", b"AGE-SECRET-KEY-1QQQQ\n"])
def test_an_identity_that_is_none_is_a_sentence(used_machine: Machine, tmp_path: Path, content: bytes | None) -> None:
    """Absent, empty, another file, bytes, cut off."""
    identity = tmp_path / "identity.txt"
    if content is not None:
        identity.write_bytes(content)
    done = used_machine.tillid("reports", "open", "any", "--identity", str(identity))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "identity" in done.stderr
    assert "Traceback" not in done.stderr
    assert "QQQQ" not in done.stderr


def test_anothers_identity_opens_nothing(used_machine: Machine, tmp_path: Path) -> None:
    """A sentence, and not a word of the report."""
    stranger = Machine(tmp_path)
    stranger.make_desk()
    (row,) = rows(used_machine)
    done = used_machine.tillid("reports", "open", str(row["id"]), "--identity", str(stranger.identity))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_a_report_that_is_not_there_is_a_sentence(used_machine: Machine, tmp_path: Path) -> None:
    """For opening and for exporting."""
    opened = used_machine.tillid("reports", "open", "x", "--identity", str(used_machine.identity))
    exported = used_machine.tillid("reports", "export", "x", "--out", str(tmp_path))
    assert (opened.returncode, opened.stderr) == (1, "There is no such report.\n")
    assert (exported.returncode, exported.stderr) == (1, "There is no such report.\n")


def test_a_progress_display_is_for_terminals_only(used_machine: Machine) -> None:
    """What takes its time says what it does; a pipe never gets it."""
    with used_machine.terminal(TILLID, "reports", "list") as keyboard:
        keyboard.sees("Reading the list…")
        assert keyboard.leaves() == 0
    done = used_machine.tillid("reports", "list")
    assert "Reading" not in done.stdout + done.stderr
