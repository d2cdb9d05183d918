"""What can go wrong in the emulator, as the bot and as the test see it.

EmulatorError
├── Refused      the Bot API answers `{"ok": false, ...}`
├── Severed      the connection is cut and nothing is answered
└── Impossible   a test asked a person to do what their client could not do
"""

from __future__ import annotations


class EmulatorError(Exception):
    """Anything the emulator raises by itself."""


class Refused(EmulatorError):  # noqa: N818 - an answer of the server, not a failure of ours
    """An answer with `ok` false: code and description in Telegram's own words."""

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(code, description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def body(self) -> dict[str, object]:
        """The JSON body Telegram sends with it."""
        body: dict[str, object] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


class Severed(EmulatorError):  # noqa: N818 - what happens to the connection
    """The connection goes away before an answer is written."""


class Impossible(EmulatorError):  # noqa: N818 - reads as a claim about the person
    """The person has no such button, message or chat."""


def bad_request(reason: str) -> Refused:
    """400 with the usual prefix."""
    return Refused(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refused:
    """403 with the usual prefix."""
    return Refused(403, f"Forbidden: {reason}")


def too_many(retry_after: int) -> Refused:
    """429 with the seconds to wait, whole and at least one."""
    return Refused(429, f"Too Many Requests: retry after {retry_after}", retry_after)
