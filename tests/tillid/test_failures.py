"""A fault of ours ends a command with the place and the kind of it, and not with its text."""

from __future__ import annotations

import pytest
import typer

from storage.errors import StorageError
from tillid.errors import CommandError, SettingsError, UsageError
from tillid.failures import failing_plainly

CANARY = "canary-9d2e"


@pytest.mark.parametrize(
    ("error", "code", "shown"),
    [
        (CommandError("no.txt is absent."), 1, "no.txt is absent.\n"),
        (UsageError("Name a file."), 2, "Name a file.\n"),
        (SettingsError("TILLID_X is wrong."), 2, "TILLID_X is wrong.\n"),
        (StorageError("the store is away"), 1, "The store is away.\n"),
    ],
)
def test_what_is_raised_on_purpose_is_a_sentence(
    capsys: pytest.CaptureFixture[str], error: Exception, code: int, shown: str
) -> None:
    """A capital and a full stop, except where a name begins it."""
    with pytest.raises(typer.Exit) as ended, failing_plainly():
        raise error
    assert ended.value.exit_code == code
    assert capsys.readouterr() == ("", shown)


def test_a_fault_shows_its_kind_and_places_and_not_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    """Its words may be somebody's."""
    with pytest.raises(typer.Exit) as ended, failing_plainly():
        raise ValueError(CANARY)
    told = capsys.readouterr().err
    assert ended.value.exit_code == 1
    assert "ValueError at " in told
    assert "test_failures.py:" in told
    assert CANARY not in told


@pytest.mark.parametrize("passed", [BrokenPipeError, typer.Abort])
def test_an_end_that_is_no_fault_is_passed_on(passed: type[Exception]) -> None:
    """Typer knows what to do with it."""
    with pytest.raises(passed), failing_plainly():
        raise passed
