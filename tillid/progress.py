"""What takes longer than a moment says so, on a terminal only: nothing of it is in a pipe, a file or a log."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def progress(doing: str) -> Iterator[None]:
    """Show ``doing`` on standard error while the context lasts, and take it away again."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(doing):
        yield
