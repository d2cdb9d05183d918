"""``tillid desk``: who can open reports."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tillid.failures import failing_plainly

if TYPE_CHECKING:
    from tillid.settings import Settings

app = typer.Typer(
    no_args_is_help=True,
    short_help="Who can open reports: make the desk's key, show it, pin it.",
    help="Who can open reports. The desk is whoever reads them; they are sealed to its key, and this machine keeps "
    "only the public half (the recipient, age1…). The private half (the identity) must be kept elsewhere.",
)


@app.command(short_help="Make the desk's key, once.")
def create(
    identity_out: Annotated[
        Path | None,
        typer.Option(help="New file for the identity, as `age -i` takes it. Left out: shown once on this terminal."),
    ] = None,
) -> None:
    """Make the desk's key, once. Its identity (the private half) opens every report and is never kept by Tillid.

    Without the identity nobody can open a report: keep it safe, and away from this machine.
    """
    with failing_plainly():
        import sys

        from tillid.desk_creation import create as create_desk
        from tillid.desk_creation import create_on_terminal
        from tillid.errors import UsageError

        if identity_out is not None:
            identity = create_desk(_settings(), identity_out)
            print(f"Reports are sealed to {identity.recipient}")
            print(f"The identity is in {identity_out}. Move it away from this machine.")
        elif sys.stdout.isatty() and sys.stdin.isatty():
            create_on_terminal(_settings())
        else:
            raise UsageError("This is no terminal to show a key on: name a file with --identity-out FILE.")


@app.command(short_help="Show who reports are sealed to now.")
def show() -> None:
    """Show who reports are sealed to now: the recipient, the epoch (how often it changed), the pinned fingerprint."""
    with failing_plainly():
        asyncio.run(_show(_settings()))


@app.command(short_help="Seal to a key that was made elsewhere.")
def use(
    recipient: Annotated[str, typer.Argument(help="The public half, age1…, as `age-keygen -y` prints it.")],
) -> None:
    """Seal to a key that was made elsewhere, so that this machine never sees its identity.

    Reporters can't be answered until that identity has signed a desk document.
    """
    with failing_plainly():
        from storage.desk_pin import DeskPin, write_pin
        from storage.sealing import read_recipient
        from tillid.composition import DESK
        from tillid.desk_creation import refuse_second

        settings = _settings()
        refuse_second(settings)
        write_pin(settings.config_dir, DeskPin(DESK, None, read_recipient(recipient.strip())))
        print("Reports are sealed to this recipient from now on. Restart a bot that is running.")


@app.command(short_help="Believe one desk, by the fingerprint of its first document.")
def pin(
    fingerprint: Annotated[str, typer.Argument(help="64 hexadecimal digits, as `tillid desk show` prints them.")],
) -> None:
    """Believe the desk whose first document has this fingerprint, and no other, whatever the database says.

    Compare it with the person who made the key, not over the same machine.
    """
    with failing_plainly():
        asyncio.run(_pin(_settings(), fingerprint.strip().lower()))


def _settings() -> Settings:
    from tillid.settings import read

    return read()


async def _show(settings: Settings) -> None:
    from tillid.composition import agreed_pin, desk_documents, stored

    async with stored(settings) as (database, _):
        current = await desk_documents(settings, database).current()
    pinned = agreed_pin(settings)
    print(f"recipient    {current.recipient}")
    print(f"epoch        {current.epoch}")
    print(f"fingerprint  {pinned.root if pinned and pinned.root else 'none: a recipient alone is used'}")


async def _pin(settings: Settings, fingerprint: str) -> None:
    from storage.desk import Fingerprint
    from storage.desk_log import verify_log
    from storage.desk_pin import DeskPin, write_pin
    from tillid.composition import DESK, desk_documents, stored
    from tillid.errors import UsageError

    if not re.fullmatch(r"[0-9a-f]{64}", fingerprint):
        raise UsageError("A fingerprint is 64 hexadecimal digits (0-9, a-f).")
    async with stored(settings) as (database, _):
        documents = await desk_documents(settings, database).read(DESK)
    root = Fingerprint(fingerprint)
    verify_log(DESK, root, documents)
    write_pin(settings.config_dir, DeskPin(DESK, root, None))
    print("Pinned.")
