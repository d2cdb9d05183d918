"""``tillid locales``: the languages, how far each is translated, and whether a native speaker has checked it."""

from __future__ import annotations

from typing import Annotated

import typer

from tillid.failures import failing_plainly

app = typer.Typer(
    no_args_is_help=True,
    short_help="Languages: coverage and review.",
    help="The languages the bot speaks. `make locales` brings the catalogs up to date with the flows.",
)


@app.command(short_help="Show coverage and review of each language.")
def status(*, json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False) -> None:
    """Show each language: how many texts are translated, and whether a native speaker has checked them."""
    with failing_plainly():
        from locales.__main__ import status as print_status

        print_status(as_json=json)


@app.callback()
def locales() -> None:
    """Keep ``status`` a command of its own."""
