"""Rows as a plain table, for reading on a terminal or in a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table

WIDTH = 120


def written(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The table without frames; long cells are folded."""
    table = Table(box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*row)
    console = Console(width=WIDTH)
    with console.capture() as captured:
        console.print(table)
    return captured.get().rstrip()
