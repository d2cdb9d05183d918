"""``tillid flows``: the conversation as data."""

from __future__ import annotations

from typing import Annotated

import typer

from tillid.failures import failing_plainly

app = typer.Typer(
    no_args_is_help=True,
    short_help="The conversation itself: check it, export it.",
    help="The conversation itself: the questions, answers and services in flows/, which can be changed without code.",
)


@app.command(short_help="Check the questions, answers and services.")
def check() -> None:
    """Check every question, answer and service. What does not fit is said with its file and line."""
    with failing_plainly():
        from tillid.flows_export import checked

        print(checked())


@app.command(short_help="Print every question and answer code with its words.")
def export(*, json: Annotated[bool, typer.Option("--json", help="As JSON (the only form there is).")] = False) -> None:
    """Print the questions, the codes of their answers and the codes' words in every language.

    For programs that read reports, which hold codes. Changes nothing.
    """
    with failing_plainly():
        from tillid.flows_export import exported

        del json
        print(exported())
