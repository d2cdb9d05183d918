"""The gates on the whole tree, and each gate on a planted sample, so that it is known to fail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath

import pytest

from tests.gates.addresses import addressed, misplaced
from tests.gates.naming import nameless
from tests.gates.size import FUNCTION_LINES, MODULE_LINES, oversized
from tests.gates.tree import ROOT, files, modules

PICTURES = {".png", ".jpg", ".ico", ".age", ".svg"}


def _found(path: Path, problems: Iterable[str]) -> list[str]:
    return [f"{path.relative_to(ROOT)}: {problem}" for problem in problems]


def _texts() -> Iterator[tuple[Path, str]]:
    for path in files():
        if path.suffix not in PICTURES:
            yield path, path.read_text(encoding="utf-8", errors="replace")


def test_functions_and_modules_keep_their_size() -> None:
    """The limits hold for tests and benches too."""
    assert not [line for path in modules() for line in _found(path, oversized(path.read_text(encoding="utf-8")))]


def test_modules_and_classes_are_called_by_their_nouns() -> None:
    """No drawer for what nobody named."""
    assert not [
        line
        for path in modules()
        for line in _found(path, nameless(path.relative_to(ROOT), path.read_text(encoding="utf-8")))
    ]


def test_no_registry_and_no_machine_is_named() -> None:
    """A mirror's address or a home folder tells where somebody works."""
    assert not [line for path, text in _texts() for line in _found(path, misplaced(text))]


def test_locks_hold_hashes_and_no_address() -> None:
    """They install from whatever index a machine has."""
    locks = list((ROOT / "requirements").glob("*.lock"))
    assert {lock.name for lock in locks} >= {"run.lock", "dev.lock"}
    for lock in locks:
        text = lock.read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert not _found(lock, addressed(text))


@pytest.mark.parametrize("lines", [FUNCTION_LINES, FUNCTION_LINES + 1])
def test_the_function_gate_can_fail(lines: int) -> None:
    """At the limit it passes, one line above it does not."""
    planted = "async def planted():\n" + "    pass\n" * (lines - 1)
    assert bool(list(oversized(planted))) is (lines > FUNCTION_LINES)


@pytest.mark.parametrize("lines", [MODULE_LINES, MODULE_LINES + 1])
def test_the_module_gate_can_fail(lines: int) -> None:
    """The same for a module."""
    assert bool(list(oversized("pass\n" * lines))) is (lines > MODULE_LINES)


@pytest.mark.parametrize(
    ("path", "source"), [("bot/utils.py", ""), ("common/one.py", ""), ("bot/one.py", "class TurnManager: ...")]
)
def test_the_naming_gate_can_fail(path: str, source: str) -> None:
    """A module, a folder, a class."""
    assert list(nameless(PurePath(path), source))


@pytest.mark.parametrize(
    "text", ["see /" + "home/anna/notes", "pip install --" + "index-url x", '"resolved"' + ': "https://x"']
)
def test_the_address_gate_can_fail(text: str) -> None:
    """A home folder, an index option, a front-end lock with addresses."""
    assert list(misplaced(text))


def test_the_lock_gate_can_fail() -> None:
    """An index line as pip-tools would write it."""
    assert list(addressed("--" + "extra-index-url elsewhere\nage==1"))
