"""What a channel hands to the session runner, the same for every channel; words are still words here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button, by the screen's token and its key."""

    token: str
    key: str


@dataclass(frozen=True, slots=True)
class Typed:
    """Words, or a command. ``edits`` is the message whose words these replace."""

    text: str = field(repr=False)
    edits: int | None = None


@dataclass(frozen=True, slots=True)
class SharedPlace:
    """A location pin, degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class SentThing:
    """A photo, file, sticker, voice: anything that can't be taken yet."""


Content: TypeAlias = Pressed | Typed | SharedPlace | SentThing


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message or tap. ``update`` and ``message`` are the messenger's ids, ``None`` where it has none.

    ``language`` is what the client says it speaks, used for the first screen only.
    """

    content: Content
    update: int | None = None
    message: int | None = None
    language: str = ""
