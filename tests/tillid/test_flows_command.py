"""`tillid flows`: the conversation checked and exported."""

from __future__ import annotations

import json

from tests.tillid.machine import Machine


def test_the_conversation_checks(machine: Machine) -> None:
    """And says what was looked at."""
    done = machine.tillid("flows", "check")
    assert done.returncode == 0
    assert "languages" in done.stdout


def test_every_code_of_the_export_has_a_word_in_every_language(machine: Machine) -> None:
    """Whoever reads reports elsewhere needs them."""
    exported = json.loads(machine.tillid("flows", "export", "--json").stdout)
    assert any(step["step"] == "report.danger" for step in exported["steps"])
    named = {step["codes"] for step in exported["steps"]} - {None}
    assert named <= exported["codes"].keys()
    for labels in exported["codes"].values():
        for words in labels.values():
            assert {"en", "da"} <= words.keys()
            assert all(words.values())
