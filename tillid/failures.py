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
    """Turn what is raised into a sentence and an exit code. Of a fault of ours the type and places are told."""
    from bot.errors import BotError
    from flows.errors import FlowError
    from locales.errors import LocaleError
    from storage.errors import StorageError
    from tillid.errors import CommandError, SettingsError, UsageError

    try:
        yield
    except (SettingsError, UsageError) as error:
        _end(str(error), USAGE)
    except CommandError as error:
        _end(str(error), FAILED)
    except (BotError, StorageError, FlowError, LocaleError) as error:
        _end(_sentence(str(error)), FAILED)
    except (typer.Exit, typer.Abort, BrokenPipeError):
        raise
    except Exception as error:  # noqa: BLE001 - its text may hold what a person wrote, and must not be printed
        from tillid.logs import frames

        _end(
            f"Tillid has a fault: {type(error).__name__} at {', '.join(frames(error)[-3:])}. Please report it.", FAILED
        )


def _end(message: str, code: int) -> None:
    print(message, file=sys.stderr)
    raise typer.Exit(code) from None


def _sentence(message: str) -> str:
    message = message[:1].upper() + message[1:]
    return message if message.endswith((".", "?", "!")) else f"{message}."
