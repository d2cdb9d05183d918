"""``tillid flows``: the conversation as data."""

from __future__ import annotations

from typing import Annotated

import typer

from tillid.failures import failing_plainly

app = typer.Typer(no_args_is_help=True, help="The conversation: check it, export it.")


@app.command()
def check() -> None:
    """Load every flow, code list and service, and say what does not fit, with file and line."""
    with failing_plainly():
        from tillid.flows_export import checked

        print(checked())


@app.command()
def export(*, json: Annotated[bool, typer.Option("--json", help="As JSON (the only form there is).")] = False) -> None:
    """Print steps, codes and labels by language, for whoever reads reports elsewhere."""
    with failing_plainly():
        from tillid.flows_export import exported

        del json
        print(exported())
