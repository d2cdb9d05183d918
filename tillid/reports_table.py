"""The list of reports as a table or as JSON: only what stands in the clear beside a report."""

from __future__ import annotations

import json
from collections.abc import Sequence

from storage.reports import ReportRow
from tillid.tables import written


def as_json(rows: Sequence[ReportRow]) -> str:
    """A list of objects; days as ISO 8601."""
    return json.dumps([_fields(row) for row in rows], indent=2)


def as_table(rows: Sequence[ReportRow]) -> str:
    """For reading; says so when there is none."""
    if not rows:
        return "No reports yet."
    return written(("id", "received", "status", "urgent", "parts"), map(_cells, rows))


def _cells(row: ReportRow) -> tuple[str, ...]:
    urgent = "urgent" if row.urgent else ""
    return row.id, row.received_on.isoformat(), row.status, urgent, " ".join(sorted(row.padded_bytes))


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
