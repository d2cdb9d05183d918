"""What can reach the engine: a tap, words, a pin, a thing it can't take, a command, and what became of an effect."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Alarm(StrEnum):
    """Whether emergency words were seen (conversation.md, rule 14)."""

    NONE = "none"
    ALONE = "alone"
    """The message is an emergency word, or up to three words with one."""
    INSIDE = "inside"
    """One stands inside a longer text."""


@dataclass(frozen=True, slots=True)
class Tap:
    """A button. ``token`` is the screen's it belonged to; a used or unknown one changes nothing."""

    token: str
    key: str


@dataclass(frozen=True, slots=True)
class Said:
    """Words, by reference; an empty one when ``found`` says all of it.

    The adapter has classified them before (design.md, decision 9). ``button`` is the key of the present button whose
    label, in any language, they are. ``found`` are the codes the present step looked for (towns), or the digits it
    waits for. ``receipt``: they are a receipt; ``masked``: one stood in them and was taken out.
    """

    ref: str
    button: str | None = None
    found: tuple[str, ...] = ()
    alarm: Alarm = Alarm.NONE
    receipt: bool = False
    masked: bool = False


@dataclass(frozen=True, slots=True)
class Located:
    """A location pin, degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Attached:
    """A photo, file, voice or sticker; it can't be taken yet and stays where it is."""


@dataclass(frozen=True, slots=True)
class Command:
    """``start``, ``help``, ``erase``, ``language``, ``privacy``; any other name counts as ``start``."""

    name: str


@dataclass(frozen=True, slots=True)
class Submitted:
    """The report is durable."""


@dataclass(frozen=True, slots=True)
class NotSubmitted:
    """Nothing was stored; ``notice`` names why (``not_sent``, ``no_desk``)."""

    notice: str


@dataclass(frozen=True, slots=True)
class Erased:
    """What the adapter removed, and what it could not; codes of ``traces``."""

    removed: tuple[str, ...]
    left: tuple[str, ...]


Input: TypeAlias = Tap | Said | Located | Attached | Command | Submitted | NotSubmitted | Erased
