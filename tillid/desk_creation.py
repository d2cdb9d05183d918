"""A new desk: its identity goes to whoever asked and is kept nowhere else; its document is pinned."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from storage.desk import first_document
from storage.desk_pin import DeskPin, read_pin, write_pin
from storage.identity_file import write_identity
from storage.private_files import create_private
from storage.sealing import Identity
from tillid.composition import DESK, desk_documents, stored, today
from tillid.errors import CommandError
from tillid.progress import progress
from tillid.settings import Settings


def create(settings: Settings, identity_out: Path) -> Identity:
    """Make a desk whose identity is written to a file only.

    Raises CommandError where there is a desk or a file, or when the recipient of the settings is another's.
    """
    _begin(settings)
    identity = Identity.generate()
    text = write_identity(identity, created=datetime.now(UTC))
    if not create_private(identity_out, text.encode()):
        raise CommandError(f"{identity_out} is there already, and was left as it is.")
    asyncio.run(_keep(settings, identity))
    return identity


def create_on_terminal(settings: Settings) -> None:
    """Make a desk whose identity is shown once, on this terminal, and kept nowhere: its scrollback has it neither.

    Not a coroutine: in one, Ctrl-C would not end the wait for Enter. Raises CommandError as ``create``, and where the
    person leaves before they have confirmed: then there is no desk.
    """
    _begin(settings)
    identity = Identity.generate()
    screen = Console()
    try:
        with screen.screen():
            _show(screen, identity)
    except (KeyboardInterrupt, EOFError):
        raise CommandError("No desk was made. Start again when you can keep its key.") from None
    asyncio.run(_keep(settings, identity))
    screen.print("The desk is made and pinned. To open a report later, put the key into a file and run:")
    screen.print("  tillid reports list\n  tillid reports open ID --identity FILE\n", highlight=False)


def _show(screen: Console, identity: Identity) -> None:
    screen.print("\nThis is the desk key. It opens every report, and it is shown only now.", style="bold")
    screen.print("Write it down or keep it in a password safe: it is not kept on this computer,")
    screen.print("and without it nobody can open a report.\n")
    screen.print(identity.reveal(), soft_wrap=True, highlight=False)
    screen.input("\nPress Enter when you have it: ")


def refuse_second(settings: Settings) -> None:
    """Raises CommandError where a desk is pinned: a second one would lock out whoever has the first."""
    if read_pin(settings.config_dir) is not None:
        raise CommandError("There is a desk already (tillid desk show). Its reports open only with its own key.")


def _begin(settings: Settings) -> None:
    """Whatever would refuse the desk does so before there is a key to lose."""
    refuse_second(settings)
    if settings.desk_recipient is not None:
        raise CommandError("TILLID_DESK_RECIPIENT names a desk already. Take it out to make a new one here.")
    with progress("Preparing the store…"):
        asyncio.run(_prepared(settings))


async def _prepared(settings: Settings) -> None:
    async with stored(settings):
        return


async def _keep(settings: Settings, identity: Identity) -> None:
    signed = first_document(identity, DESK, today=today())
    async with stored(settings) as (database, _):
        await desk_documents(settings, database).add(signed)
    write_pin(settings.config_dir, DeskPin(DESK, signed.fingerprint, None))
