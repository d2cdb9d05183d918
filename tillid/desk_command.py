"""``tillid desk``: who can open reports."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tillid.failures import failing_plainly

if TYPE_CHECKING:
    from tillid.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Who can open reports: make a desk key, show it, pin it.")


@app.command()
def create(
    identity_out: Annotated[
        Path | None, typer.Option(help="File for the identity (private key), as `age -i` takes it.")
    ] = None,
) -> None:
    """Make a desk key. The identity goes to a file of yours, or is shown once on this terminal; never kept here."""
    with failing_plainly():
        import sys

        from tillid.desk_creation import create as create_desk
        from tillid.desk_creation import create_on_terminal
        from tillid.errors import CommandError

        if identity_out is not None:
            identity = asyncio.run(create_desk(_settings(), identity_out))
            print(f"Reports are sealed to {identity.recipient}")
            print(f"The identity is in {identity_out}. Move it away from this machine.")
        elif sys.stdout.isatty() and sys.stdin.isatty():
            asyncio.run(create_on_terminal(_settings()))
        else:
            raise CommandError("This is no terminal to show a key on: name a file with --identity-out FILE.")


@app.command()
def show() -> None:
    """Show the desk reports are sealed to now: recipient, epoch, fingerprint of its first document."""
    with failing_plainly():
        asyncio.run(_show(_settings()))


@app.command()
def use(recipient: Annotated[str, typer.Argument(help="An age recipient, age1…")]) -> None:
    """Seal to a recipient whose identity is elsewhere. Reporters can't be answered until it has signed a document."""
    with failing_plainly():
        from storage.desk_pin import DeskPin, write_pin
        from storage.sealing import read_recipient
        from tillid.composition import DESK
        from tillid.desk_creation import refuse_second

        settings = _settings()
        refuse_second(settings)
        write_pin(settings.config_dir, DeskPin(DESK, None, read_recipient(recipient)))
        print("Reports are sealed to this recipient from now on.")


@app.command()
def pin(
    fingerprint: Annotated[str, typer.Argument(help="The 64 digits that `tillid desk show` or the console prints.")],
) -> None:
    """Believe the desk log that begins with this document, and nothing else."""
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

    async with stored(settings) as (database, _):
        documents = await desk_documents(settings, database).read(DESK)
    root = Fingerprint(fingerprint)
    verify_log(DESK, root, documents)
    write_pin(settings.config_dir, DeskPin(DESK, root, None))
    print("Pinned.")
