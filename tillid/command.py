"""The ``tillid`` command. What a command needs is imported when it runs, so that ``--help`` answers at once."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tillid import (
    desk_command,
    doctor_command,
    flows_command,
    locales_command,
    reports_command,
    services_command,
    staff_command,
)
from tillid.failures import failing_plainly

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
app.add_typer(desk_command.app, name="desk")
app.add_typer(reports_command.app, name="reports")
app.add_typer(flows_command.app, name="flows")
app.add_typer(locales_command.app, name="locales")
app.add_typer(services_command.app, name="services")
app.add_typer(staff_command.app, name="staff")


@app.callback()
def tillid() -> None:
    """Tillid: an anonymous reporting chatbot. Reports are sealed; help is found at once.

    Settings are environment variables, explained in .env.example. Begin with `tillid run` in a terminal.
    """


@app.command(short_help="Start the bot: on Telegram, or in this terminal.")
def run(
    service: Annotated[
        str | None, typer.Argument(help="Start only this service: telegram or alerts. Left out: all set up.")
    ] = None,
) -> None:
    """Start the bot. On Telegram when TILLID_TELEGRAM_TOKEN is set; without it, as a chat in this terminal.

    The first start in a terminal makes the desk key and shows it once. Stop with Ctrl-C.
    """
    with failing_plainly():
        from tillid.serving import run_services

        run_services(service)


@app.command(short_help="Talk to the bot in this terminal.")
def chat(
    lang: Annotated[
        str | None, typer.Option(help="Language to begin in, for example en or da. Left out: the bot asks.")
    ] = None,
) -> None:
    """Talk to the bot in this terminal, as a person would on Telegram. What you send is a real report.

    Type the number of a button, or words. Piped input works the same: one input a line.
    """
    with failing_plainly():
        from tillid.chatting import run_chat

        run_chat(lang)


app.command(short_help="Look whether this installation is as it should be.")(doctor_command.doctor)


def main() -> None:
    """The entry point. Exit codes: 0 done, 1 failed, 2 usage or configuration."""
    from tillid.process import harden

    harden()
    sys.exit(app())
