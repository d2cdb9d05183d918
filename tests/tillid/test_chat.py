"""The chat with piped input: scripts, odd bytes, a reader that goes away."""

from __future__ import annotations

import sqlite3
import subprocess

from tests.tillid.machine import TILLID, Machine


def test_one_input_a_line_and_a_number_presses_that_button(machine: Machine) -> None:
    """Each line is answered with a screen; after the last the chat ends."""
    machine.make_desk()
    done = machine.tillid("chat", "--lang", "en", typed="1\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("─" * 60) == 2
    assert "Is someone in danger right now?" in done.stdout
    assert "Ctrl-C" not in done.stdout


def test_the_language_may_be_a_wider_tag_and_an_unknown_one_is_refused(machine: Machine) -> None:
    """The refusal names the languages there are."""
    assert "Hvad vil du" in machine.tillid("chat", "--lang", "da-DK").stdout
    refused = machine.tillid("chat", "--lang", "xx")
    assert refused.returncode == 2
    assert "Languages:" in refused.stderr
    assert "da" in refused.stderr


def test_bytes_that_are_no_text_are_taken_as_well_as_they_can(machine: Machine) -> None:
    """Nobody's words end in a traceback."""
    done = machine.tillid("chat", "--lang", "en", typed=b"\xff\xfe\n")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_terminal_of_an_old_encoding_shows_what_it_can(machine: Machine) -> None:
    """Pictograms are not in Latin-1."""
    done = subprocess.run(
        [TILLID, "chat", "--lang", "en"],
        cwd=machine.folder,
        env={**machine.environment(), "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Help now" in done.stdout


def test_a_reader_that_goes_away_ends_the_command_quietly(machine: Machine) -> None:
    """As with `tillid chat | head`."""
    command = f"{TILLID} flows export | head -n 1; {TILLID} chat --lang en < /dev/zero | head -n 1"
    done = subprocess.run(
        ["sh", "-c", command], cwd=machine.folder, env=machine.environment(), capture_output=True, text=True, check=True
    )
    assert done.stderr == ""


def test_a_chat_leaves_no_draft_behind(machine: Machine) -> None:
    """Nobody could come back to it."""
    machine.make_desk()
    machine.tillid("chat", "--lang", "en", typed="1\n")
    with sqlite3.connect(machine.folder / "data" / "drafts.db") as drafts:
        tables = [name for (name,) in drafts.execute("select name from sqlite_master where type = 'table'")]
        assert tables
        for table in tables:
            assert drafts.execute(f"select count(*) from {table}").fetchone() == (0,)  # noqa: S608 (its own names)
    drafts.close()
