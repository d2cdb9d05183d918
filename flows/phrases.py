"""Words on their way to a person: an English source text and the values that go into it.

The engine never translates. It hands phrases to an adapter, which looks the source up in a catalog by
``context`` and ``source`` (gettext's msgctxt and msgid) and formats each value for the language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Words:
    """What the person wrote, by reference; the words themselves are in the draft, outside the engine."""

    ref: str


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A proper name, an address, a receipt: shown as it stands in every language."""

    text: str


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number to tap, in digits 0-9, isolated where the language runs right to left."""

    number: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in Danish time; ``now`` decides between "16:00", "tomorrow 08:30" and "Monday 08:30"."""

    at: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day, written as the language writes one."""

    day: date


@dataclass(frozen=True, slots=True)
class Listing:
    """Several values joined as the language joins a list ("a, b and c")."""

    items: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """One translatable text. ``plural`` and ``count`` are given together or not at all."""

    context: str
    source: str
    values: Mapping[str, Value] = field(default_factory=dict)
    plural: str | None = None
    count: int | None = None


Value: TypeAlias = str | int | Words | Verbatim | PhoneNumber | Moment | Day | Listing | Phrase
