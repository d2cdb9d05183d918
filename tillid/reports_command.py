"""``tillid reports``: what was received, and the offline way to open it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tillid.failures import failing_plainly
from tillid.progress import progress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.report_document import PartName, ReportId
    from storage.reports import ReportRow

app = typer.Typer(
    no_args_is_help=True,
    short_help="Read reports: list them, open or export one.",
    help="Reports that came in. They are stored sealed; reading one needs the desk's identity (`tillid desk --help`).",
)

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
        import json

        from storage.identity_file import read_identity
        from storage.opened_report import open_report

        key = read_identity(_read(identity))
        with progress("Opening the report…"):
            found, parts = asyncio.run(_parts(report))
            opened = open_report(key, parts, expected=found)
        document: dict[str, object] = {"id": found, "manifest": opened.manifest, "expired": opened.expired}
        document.update({str(name): part for name, part in opened.parts.items()})
        print(json.dumps(document, ensure_ascii=False, indent=2))


@app.command(short_help="Copy one report's sealed files into a folder.")
def export(
    report: Id,
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Folder for the files; made where there is none.")],
) -> None:
    """Copy one report's sealed files into a folder, one .age file a part. Needs no key, and nothing is opened.

    The plain `age` program opens each, without Tillid: age -d -i FILE FOLDER/summary.age
    """
    with failing_plainly():
        from storage.export import export_parts

        with progress("Copying the report…"):
            _, parts = asyncio.run(_parts(report))
            paths = export_parts(parts, out)
        for path in paths:
            print(path)


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
