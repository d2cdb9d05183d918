"""The list of reports as a table or as JSON: only what stands in the clear beside a report."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from storage.reports import ReportRow


def as_json(rows: Sequence[ReportRow]) -> str:
    """A list of objects; days as ISO 8601."""
    return json.dumps([_fields(row) for row in rows], indent=2)


def as_table(rows: Sequence[ReportRow]) -> str:
    """For reading; says so when there is none."""
    if not rows:
        return "No reports yet."
    table = Table(box=None, pad_edge=False)
    for heading in ("id", "received", "status", "urgent", "parts"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        urgent = "urgent" if row.urgent else ""
        table.add_row(row.id, row.received_on.isoformat(), row.status, urgent, " ".join(sorted(row.padded_bytes)))
    console = Console(width=120)
    with console.capture() as captured:
        console.print(table)
    return captured.get().rstrip()


def _fields(row: ReportRow) -> dict[str, object]:
    return {
        "id": row.id,
        "desk": row.desk_id,
        "epoch": row.epoch,
        "kind": row.kind,
        "received_on": row.received_on.isoformat(),
        "delete_on": row.delete_on.isoformat(),
        "status": row.status,
        "assignee": row.assignee,
        "urgent": row.urgent,
        "version": row.version,
        "padded_bytes": dict(row.padded_bytes),
    }
