"""What a turn wants done; adapters execute effects in order (design.md, decision 1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from flows.phrases import Phrase, Verbatim, Words
from flows.session import Pin, Session


class Takes(StrEnum):
    """What a screen can take besides its buttons."""

    WORDS = "words"
    TOWN = "town"
    PIN = "pin"
    DIGITS = "digits"


@dataclass(frozen=True, slots=True)
class Button:
    """``key`` with the screen's token makes a Tap; ``marked`` shows it as chosen."""

    key: str
    label: Phrase | Verbatim
    pictogram: str = ""
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """A paragraph of several lines."""

    lines: tuple[Phrase | Verbatim, ...]


Paragraph: TypeAlias = Phrase | Words | Verbatim | Lines


@dataclass(frozen=True, slots=True)
class Ask:
    """One screen: paragraphs, the answers (a row each), the pages, and the row that is always the same.

    The first paragraph is the neutral line (conversation.md, rule 6). ``digits`` is what a step waits for, if it does.
    """

    step: str
    token: str
    paragraphs: tuple[Paragraph, ...]
    answers: tuple[Button, ...]
    pages: tuple[Button, ...]
    navigation: tuple[Button, ...]
    takes: frozenset[Takes] = frozenset()
    digits: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """One answer of a report: codes and references, as answered at ``step``."""

    step: str
    codes: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    pin: Pin | None = None


@dataclass(frozen=True, slots=True)
class Submit:
    """Store this report under this receipt; answered by Submitted or NotSubmitted.

    ``summary`` maps the fields of a queue row to codes; ``spoken`` are two everyday words the reporter may say on the
    telephone, which open and prove nothing.
    """

    receipt: str
    body: tuple[Given, ...]
    contact: tuple[Given, ...]
    summary: dict[str, tuple[str, ...]] = field(default_factory=dict)
    consents: dict[str, str] = field(default_factory=dict)
    spoken: tuple[str, ...] = ()
    urgent: bool = False
    self_referral: bool = False


@dataclass(frozen=True, slots=True)
class Erase:
    """Forget the draft and delete from the chat what can be deleted; answered by Erased."""


Effect: TypeAlias = Ask | Submit | Erase


@dataclass(frozen=True, slots=True)
class Turn:
    """The session after one input, and its effects. ``session`` is ``None`` when nothing of it may be kept."""

    session: Session | None
    effects: tuple[Effect, ...]
