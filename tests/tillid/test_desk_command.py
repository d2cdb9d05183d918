"""`tillid desk`: one desk, its identity handed over and not kept; another is never put in its place."""

from __future__ import annotations

import re

import pytest

from tests.tillid.machine import Machine

ELSEWHERE = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"


def shown(machine: Machine) -> dict[str, str]:
    """What `tillid desk show` says, by its first word."""
    done = machine.tillid("desk", "show")
    assert done.returncode == 0, done.stderr
    return dict(re.findall(r"^(\w+)\s+(.+)$", done.stdout, flags=re.MULTILINE))


def test_the_identity_goes_into_the_named_file_only(machine: Machine) -> None:
    """As `age-keygen` would write it."""
    machine.make_desk()
    text = machine.identity.read_text(encoding="utf-8")
    secret = text.splitlines()[-1]
    assert shown(machine)["recipient"] in text
    kept = [path for path in machine.folder.rglob("*") if path.is_file() and path != machine.identity]
    assert kept
    assert not [path for path in kept if secret.encode() in path.read_bytes()]


def test_a_second_desk_is_refused(machine: Machine) -> None:
    """It would lock out whoever has the first key, and its file is not written."""
    machine.make_desk()
    second = machine.folder / "second.txt"
    done = machine.tillid("desk", "create", "--identity-out", str(second))
    assert done.returncode == 1
    assert "already" in done.stderr
    assert not second.exists()
    assert machine.tillid("desk", "use", ELSEWHERE).returncode == 1


def test_a_file_that_is_there_is_left_as_it_was(machine: Machine) -> None:
    """It may be somebody's key."""
    machine.identity.write_text("mine", encoding="utf-8")
    done = machine.tillid("desk", "create", "--identity-out", str(machine.identity))
    assert done.returncode == 1
    assert machine.identity.read_text(encoding="utf-8") == "mine"
    assert not (machine.folder / "config" / "desk.json").exists()


def test_no_key_is_made_where_the_store_does_not_take_its_document(machine: Machine) -> None:
    """The sentence holds no password."""
    url = "postgresql+asyncpg://someone:canary-word@127.0.0.1:1/none"
    done = machine.tillid("desk", "create", "--identity-out", str(machine.identity), DATABASE_URL=url)
    assert done.returncode == 1
    assert not machine.identity.exists()
    assert "canary-word" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_a_recipient_from_elsewhere_is_used(machine: Machine) -> None:
    """Reports are sealed to it; it has no document, so no fingerprint and epoch 0."""
    assert machine.tillid("desk", "use", ELSEWHERE).returncode == 0
    desk = shown(machine)
    assert (desk["recipient"], desk["epoch"]) == (ELSEWHERE, "0")
    assert "none" in desk["fingerprint"]


@pytest.mark.long
def test_a_pinned_fingerprint_is_believed_and_no_other(machine: Machine) -> None:
    """After the pin was lost, the right one brings the desk back."""
    machine.make_desk()
    before = shown(machine)
    pin = machine.folder / "config" / "desk.json"
    pin.unlink()
    assert machine.tillid("desk", "pin", "0" * 64).returncode == 1
    assert not pin.exists()
    assert machine.tillid("desk", "pin", before["fingerprint"]).returncode == 0
    assert shown(machine) == before


@pytest.mark.parametrize(("command", "code"), [("pin", 2), ("use", 1)])
def test_nonsense_is_answered_with_a_sentence(machine: Machine, command: str, code: int) -> None:
    """And nothing is pinned."""
    done = machine.tillid("desk", command, "banana")
    assert done.returncode == code
    assert done.stderr.count("\n") == 1
    assert not (machine.folder / "config" / "desk.json").exists()


@pytest.mark.parametrize(
    "command", [["chat", "--lang", "en"], pytest.param(["run"], marks=pytest.mark.long)], ids=" ".join
)
def test_a_recipient_that_contradicts_the_pin_starts_nothing(machine: Machine, command: list[str]) -> None:
    """Whoever set it believes reports go somewhere else than they would."""
    machine.make_desk()
    done = machine.tillid(*command, DESK_RECIPIENT=ELSEWHERE, TELEGRAM_TOKEN="1:none")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("TILLID_DESK_RECIPIENT is not")


def test_a_recipient_in_the_settings_is_a_desk(machine: Machine) -> None:
    """Sending is not said to be missing; and a second desk is not made beside it."""
    done = machine.tillid("chat", "--lang", "en", DESK_RECIPIENT=ELSEWHERE)
    assert done.returncode == 0
    assert "Nothing can be sent" not in done.stdout
    refused = machine.tillid("desk", "create", "--identity-out", str(machine.identity), DESK_RECIPIENT=ELSEWHERE)
    assert refused.returncode == 1
    assert not machine.identity.exists()
    wrong = machine.tillid("chat", "--lang", "en", DESK_RECIPIENT="age1banana")
    assert wrong.returncode == 2
    assert wrong.stderr.startswith("TILLID_DESK_RECIPIENT")
