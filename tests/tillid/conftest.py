from __future__ import annotations

from pathlib import Path

import pytest

from tests.tillid.machine import Machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine that has never seen Tillid."""
    return Machine(tmp_path)


@pytest.fixture(scope="session")
def used_machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A machine with a desk and one report; tests only read it."""
    machine = Machine(tmp_path_factory.mktemp("used"))
    machine.make_desk()
    shown = machine.send_report()
    assert "receipt" in shown.lower()
    return machine
