"""The ``tillid`` command. What a command needs is imported when it runs, so that ``--help`` answers at once."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tillid import desk_command, flows_command, reports_command
from tillid.failures import failing_plainly

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
app.add_typer(desk_command.app, name="desk")
app.add_typer(reports_command.app, name="reports")
app.add_typer(flows_command.app, name="flows")


@app.callback()
def tillid() -> None:
    """Tillid, an anonymous reporting chatbot: sealed reports, and the right help at once."""


@app.command()
def run(
    service: Annotated[
        str | None, typer.Argument(help="Only this one: telegram. Default: all that is configured.")
    ] = None,
) -> None:
    """Serve: Telegram when TILLID_TELEGRAM_TOKEN is set, else the chat in this terminal."""
    with failing_plainly():
        from tillid.serving import run_services

        run_services(service)


@app.command()
def chat(
    lang: Annotated[str | None, typer.Option(help="Language to begin with, for example en or da.")] = None,
) -> None:
    """Talk to the bot here. One input a line; a number presses that button."""
    with failing_plainly():
        from tillid.serving import run_chat

        run_chat(lang)


def main() -> None:
    """The entry point. Exit codes: 0 done, 1 failed, 2 usage or configuration."""
    from tillid.process import harden

    harden()
    sys.exit(app())
