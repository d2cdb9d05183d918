"""``tillid staff``: who of the team is told, by one-time codes."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Annotated

import typer

from tillid.failures import failing_plainly

if TYPE_CHECKING:
    from tillid.settings import Settings

app = typer.Typer(
    no_args_is_help=True,
    short_help="The team: codes for the alert bot.",
    help="The team that works on reports. The alert bot tells its members that something waits, and never what.",
)


@app.callback()
def staff() -> None:
    """Keep `alert-code` a command of its own while there are few."""


@app.command("alert-code", short_help="Make a code that enrols one colleague in the alert bot.")
def alert_code() -> None:
    """Make a one-time code, good for an hour. Whoever sends it to the alert bot is enrolled; it is shown here only."""
    with failing_plainly():
        print(asyncio.run(_code(_settings())))


@app.command("alert-reset", short_help="Forget everybody who is enrolled in the alert bot.")
def alert_reset(
    *, yes: Annotated[bool, typer.Option("--yes", help="Do it; without this nothing is changed.")] = False
) -> None:
    """Forget everybody who is enrolled, and all unused codes: when a colleague has left and may be told no more.

    The bot keeps no names, so nobody can be picked out here; each of the others needs a new code.
    """
    with failing_plainly():
        from tillid.errors import UsageError

        if not yes:
            raise UsageError(
                "Everybody in the alert bot would be forgotten. To do that: tillid staff alert-reset --yes"
            )
        print(f"Forgotten: {asyncio.run(_reset(_settings()))}. Give each colleague a new code.")


def _settings() -> Settings:
    from tillid.settings import read

    return read()


async def _code(settings: Settings) -> str:
    from storage.alerting_members import AlertMembers
    from tillid.alerts_composition import alert_database

    async with alert_database(settings) as database:
        return await AlertMembers(database).new_code(now=int(time.time()))


async def _reset(settings: Settings) -> int:
    from storage.alerting_members import AlertMembers
    from tillid.alerts_composition import alert_database

    async with alert_database(settings) as database:
        return await AlertMembers(database).forget_all()
