"""``tillid reports``: what was received, and the offline way to open it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tillid.failures import failing_plainly

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.report_document import PartName, ReportId
    from storage.reports import ReportRow

app = typer.Typer(
    no_args_is_help=True, help="Reports received: list them, open one with the desk's identity, export it."
)

Id = Annotated[str, typer.Argument(help="The report's id, as `tillid reports list` shows it; its beginning is enough.")]
IdentityFile = Annotated[Path, typer.Option("--identity", help="File with the desk's identity, as `age -i` takes it.")]


@app.command("list")
def list_reports(*, json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """List reports by what stands in the clear beside them: id, day, status, whether urgent."""
    with failing_plainly():
        from tillid.reports_table import as_json, as_table

        rows = asyncio.run(_rows())
        print(as_json(rows) if json else as_table(rows))


@app.command("open")
def open_one(report: Id, identity: IdentityFile) -> None:
    """Open a report here and print it as JSON. The identity is read, used and forgotten."""
    with failing_plainly():
        import json

        from storage.identity_file import read_identity
        from storage.opened_report import open_report

        key = read_identity(_read(identity))
        found, parts = asyncio.run(_parts(report))
        opened = open_report(key, parts, expected=found)
        document: dict[str, object] = {"id": found, "manifest": opened.manifest, "expired": opened.expired}
        document.update({str(name): part for name, part in opened.parts.items()})
        print(json.dumps(document, ensure_ascii=False, indent=2))


@app.command()
def export(report: Id, out: Annotated[Path, typer.Option(help="Folder for the parts.")]) -> None:
    """Write a report's sealed parts into a folder, one .age file a part; `age -d -i FILE` opens each."""
    with failing_plainly():
        from storage.export import export_parts

        _, parts = asyncio.run(_parts(report))
        for path in export_parts(parts, out):
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
