"""What the channels raise; nothing a person wrote, and no address with a token, is ever in a message.

BotError
├── DraftFormatError  a stored draft is of another version
├── TelegramRefused   the token or the webhook is not accepted: nothing can be served
└── ChannelError      a messenger could not be reached, or refused; ``TooLong`` and others are told apart by it
    ├── Blocked       the person has blocked the bot, or is gone
    ├── MailRefused   the mail server did not take it
    └── Unreachable   it may work later: the update must not be acknowledged
"""

from __future__ import annotations


class BotError(Exception):
    """Root of everything this package raises on purpose."""


class DraftFormatError(BotError):
    """Raised by ``unpack_draft``."""


class TelegramRefused(BotError):  # noqa: N818 (Telegram's word, not a fault of ours)
    """One sentence that names the variable and what to do, never its value."""


class ChannelError(BotError):
    """A call to a messenger failed for good."""


class Blocked(ChannelError):  # noqa: N818 (a state of the world, not a fault)
    """Nothing can be shown to this person any more."""


class Unreachable(ChannelError):  # noqa: N818
    """The messenger did not take the call this time."""


class MailRefused(ChannelError):  # noqa: N818 (what the server did)
    """Whatever the reason, it is tried again; the message is the type of what was raised."""
