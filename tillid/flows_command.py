"""``tillid flows``: the conversation as data."""

from __future__ import annotations

from typing import Annotated

import typer

from tillid.failures import FAILED, failing_plainly

app = typer.Typer(
    no_args_is_help=True,
    short_help="The conversation itself: check it, draw it, export it.",
    help="The conversation itself: the questions, answers and services in flows/, which can be changed without code.",
)


@app.command(short_help="Check the whole conversation, in every language.")
def check() -> None:
    """Walk every way through the conversation, in every language, and check that its rules hold everywhere.

    What does not hold is said with the shortest way to it, or with its file and line. Takes half a minute.
    """
    with failing_plainly():
        from tillid.flows_checking import checked

        found = checked()
    print(found)
    if found.broken:
        raise typer.Exit(FAILED)


@app.command(short_help="Draw the pictures of all flows.")
def draw() -> None:
    """Draw a picture of each flow, as Mermaid in Markdown, in docs/flows/. Replaces those that are there."""
    with failing_plainly():
        from tillid.flows_checking import PICTURES, draw

        print(f"{draw()} files in {PICTURES}")


@app.command(short_help="Print every question and answer code with its words.")
def export(*, json: Annotated[bool, typer.Option("--json", help="As JSON (the only form there is).")] = False) -> None:
    """Print the questions, the codes of their answers and the codes' words in every language.

    For programs that read reports, which hold codes. Changes nothing.
    """
    with failing_plainly():
        from tillid.flows_export import exported

        del json
        print(exported())
