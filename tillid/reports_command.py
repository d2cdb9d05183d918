"""``tillid reports``: what was received, and the offline way to open it."""

from __future__ import annotations

import asyncio
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tillid.failures import failing_plainly
from tillid.progress import progress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.opened_report import OpenedReport
    from storage.report_document import PartName, ReportId
    from storage.reports import ReportRow

app = typer.Typer(
    no_args_is_help=True,
    short_help="Read reports: list them, open or export one.",
    help="Reports that came in. They are stored sealed; reading one needs the desk's identity (`tillid desk --help`).",
)


class Form(StrEnum):
    """How an opened report is written."""

    JSON = "json"
    HTCDS = "htcds"


Id = Annotated[
    str,
    typer.Argument(metavar="ID", help="The report's id, as `tillid reports list` shows it; its beginning is enough."),
]
IdentityFile = Annotated[
    Path, typer.Option("--identity", metavar="FILE", help="File with the desk's identity (AGE-SECRET-KEY-1…).")
]


@app.command("list", short_help="List the reports. Needs no key.")
def list_reports(*, json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False) -> None:
    """List the reports by what is not sealed: id, day, status, whether urgent, parts. Needs no key."""
    with failing_plainly():
        from tillid.reports_table import as_json, as_table

        with progress("Reading the list…"):
            rows = asyncio.run(_rows())
        print(as_json(rows) if json else as_table(rows))


@app.command("open", short_help="Open one report and print it as JSON.")
def open_one(report: Id, identity: IdentityFile) -> None:
    """Open one report and print it as JSON (docs/report.schema.json describes it).

    The identity is read, used and forgotten. What is printed is no longer sealed: mind where it goes.
    """
    with failing_plainly():
        print(_written(*_opened(report, identity), Form.JSON))


@app.command(short_help="Export one report: its sealed files, or opened as JSON or HTCDS.")
def export(
    report: Id,
    out: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Folder for the sealed files; made where there is none.")
    ] = None,
    form: Annotated[
        Form | None, typer.Option("--format", help="Print it opened instead: json, or htcds (IOM's case standard).")
    ] = None,
    identity: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The desk's identity (AGE-SECRET-KEY-1…), for --format.")
    ] = None,
) -> None:
    """Copy one report's sealed files into a folder, one .age file a part. Needs no key, and nothing is opened.

    The plain `age` program opens each, without Tillid: age -d -i FILE FOLDER/summary.age

    With --format the report is opened with the desk's identity and printed, no longer sealed.
    """
    with failing_plainly():
        from tillid.errors import UsageError

        if form is not None and identity is not None:
            print(_written(*_opened(report, identity), form))
        elif out is not None and form is None:
            _copy(report, out)
        else:
            raise UsageError("Give --out FOLDER for the sealed files, or --format and --identity FILE to open it.")


def _copy(report: str, out: Path) -> None:
    from storage.export import export_parts

    with progress("Copying the report…"):
        _, parts = asyncio.run(_parts(report))
        written = export_parts(parts, out)
    for path in written:
        print(path)


def _opened(report: str, identity: Path) -> tuple[ReportId, OpenedReport]:
    from storage.identity_file import read_identity
    from storage.opened_report import open_report

    key = read_identity(_read(identity))
    with progress("Opening the report…"):
        found, parts = asyncio.run(_parts(report))
        return found, open_report(key, parts, expected=found)


def _written(report: ReportId, opened: OpenedReport, form: Form) -> str:
    import json

    from tillid.htcds import record_of

    document: dict[str, object] = {"id": report, "manifest": opened.manifest, "expired": opened.expired}
    document.update({str(name): part for name, part in opened.parts.items()})
    return json.dumps(record_of(opened) if form is Form.HTCDS else document, ensure_ascii=False, indent=2)


def _read(path: Path) -> str:
    from tillid.errors import CommandError

    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise CommandError(f"{path} cannot be read as an identity file.") from None


async def _rows() -> list[ReportRow]:
    from tillid.composition import stored
    from tillid.settings import read

    async with stored(read()) as (_, reports):
        return await reports.rows()


async def _parts(beginning: str) -> tuple[ReportId, Mapping[PartName, bytes]]:
    from tillid.composition import stored
    from tillid.errors import CommandError
    from tillid.settings import read

    async with stored(read()) as (_, reports):
        found = [row.id for row in await reports.rows() if row.id.startswith(beginning)]
        if len(found) != 1:
            raise CommandError(
                "There is no such report." if not found else "Several reports begin so: give more of the id."
            )
        return found[0], await reports.parts(found[0])
