"""``tillid services``: who can help, and which facts about them are getting old."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tillid.failures import failing_plainly

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.directory import Service

app = typer.Typer(
    no_args_is_help=True,
    short_help="Hotlines and clinics: list them, find old facts, export.",
    help=(
        "The hotlines and clinics the bot shows. To correct a fact, edit flows/services.yaml (it says how at its top): "
        "change the value, its source, the date it was checked and its state."
    ),
)


@app.command("list", short_help="List all services.")
def list_services(*, json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False) -> None:
    """List every service with its phone, hours, state, and when the fact was last checked."""
    with failing_plainly():
        from tillid.composition import load_directory

        _print(load_directory().services, json=json)


@app.command(short_help="List facts that were not checked for half a year.")
def stale(
    *,
    days: Annotated[int, typer.Option(min=1, help="How many days old a fact may be.")] = 180,
    json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """List the services whose facts were not checked for that many days, or nobody knows when."""
    with failing_plainly():
        from tillid.composition import load_directory, today

        _print(load_directory().stale(today(), days), json=json)


@app.command(short_help="Print the directory in an open format.")
def export(*, hsds: Annotated[bool, typer.Option("--hsds", help="As HSDS 3 JSON (Open Referral).")] = False) -> None:
    """Print the whole directory for other programs. HSDS 3 is the only format there is."""
    with failing_plainly():
        import json

        from tillid.composition import load_directory
        from tillid.errors import UsageError
        from tillid.hsds import exported

        if not hsds:
            raise UsageError("Say in which format: tillid services export --hsds")
        print(json.dumps(exported(load_directory()), ensure_ascii=False, indent=2))


def _print(services: Sequence[Service], *, json: bool) -> None:
    from tillid.services_table import as_json, as_table

    print(as_json(services) if json else as_table(services))
