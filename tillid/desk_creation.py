"""A new desk: its identity goes to whoever asked and is kept nowhere else; its document is pinned."""

from __future__ import annotations

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
from tillid.settings import Settings


async def create(settings: Settings, identity_out: Path) -> Identity:
    """Make a desk whose identity is written to a file only. Raises CommandError where there is a desk or a file."""
    refuse_second(settings)
    identity = Identity.generate()
    text = write_identity(identity, created=datetime.now(UTC))
    if not create_private(identity_out, text.encode()):
        raise CommandError(f"{identity_out} is there already, and was left as it is.")
    await _keep(settings, identity)
    return identity


async def create_on_terminal(settings: Settings) -> None:
    """Make a desk whose identity is shown once, on this terminal, and kept nowhere."""
    refuse_second(settings)
    identity = Identity.generate()
    screen = Console()
    screen.print("\nThis is the desk key. It opens every report, and it is shown only now.", style="bold")
    screen.print("Write it down or keep it in a password safe; it is not kept on this computer.\n")
    screen.print(identity.reveal(), soft_wrap=True, highlight=False)
    screen.input("\nPress Enter when you have it: ")
    screen.clear()
    await _keep(settings, identity)
    screen.print("The desk is made and pinned. To open a report later, put the key into a file and run:")
    screen.print("  tillid reports list\n  tillid reports open ID --identity FILE\n", highlight=False)


def refuse_second(settings: Settings) -> None:
    """Raises CommandError where a desk is pinned: a second one would lock out whoever has the first."""
    if read_pin(settings.config_dir) is not None:
        raise CommandError("There is a desk already (tillid desk show). Its reports open only with its own key.")


async def _keep(settings: Settings, identity: Identity) -> None:
    signed = first_document(identity, DESK, today=today())
    async with stored(settings) as (database, _):
        await desk_documents(settings, database).add(signed)
    write_pin(settings.config_dir, DeskPin(DESK, signed.fingerprint, None))
