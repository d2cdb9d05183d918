"""What the composition raises; nothing a person wrote and no secret's value is ever in a message.

TillidError
├── CommandError   a command cannot do what it was asked: exit code 1
├── UsageError     a command was not told what it needs: exit code 2
├── SettingsError  a variable is unknown, missing or ill-formed: nothing starts, exit code 2
└── Unanswered     Telegram did not tell what `tillid doctor` asked
"""

from __future__ import annotations


class TillidError(Exception):
    """Root of everything this package raises on purpose."""


class CommandError(TillidError):
    """One sentence that says what to do instead."""


class UsageError(TillidError):
    """One sentence that says what to give."""


class SettingsError(TillidError):
    """One sentence a line; each names its variable and what to do, never the value that was found."""


class Unanswered(TillidError):  # noqa: N818 (what Telegram did)
    """One sentence that says where to look."""
