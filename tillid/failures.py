"""How a command fails: one sentence on standard error and an exit code; never a traceback with somebody's words."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import typer

FAILED: Final = 1
USAGE: Final = 2


@contextmanager
def failing_plainly() -> Iterator[None]:
    """Turn what is raised on purpose into a sentence and an exit code."""
    from flows.errors import FlowError
    from locales.errors import LocaleError
    from storage.errors import StorageError
    from tillid.errors import CommandError, SettingsError

    try:
        yield
    except SettingsError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(USAGE) from None
    except (CommandError, StorageError, FlowError, LocaleError) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(FAILED) from None
