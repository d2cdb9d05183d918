"""A whole conversation as a data file: what a person does, what they then see, what staff have in the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from flows.documents import parse

FOLDER = Path(__file__).parent
DENMARK = ZoneInfo("Europe/Copenhagen")


def _several(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Texts = Annotated[tuple[str, ...], BeforeValidator(_several)]
"""One text, or a list of them."""


class Shape(BaseModel):
    """Frozen, and closed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Act(Shape):
    """One thing that happens, and what the screen then is.

    ``tap`` and ``old`` are labels without their pictogram, on this screen and on the one before it. ``edit`` is what
    the last typed words become; ``desk: opens`` pins the desk that was not there.
    """

    tap: str | None = None
    old: str | None = None
    type: str | None = None
    pin: tuple[float, float] | None = None
    file: str | None = None
    command: str | None = None
    wait_minutes: int | None = None
    desk: str | None = None
    at: str | None = None
    sees: Texts = ()
    sees_not: Texts = ()
    buttons: Texts | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> Act:
        doing = (self.tap, self.old, self.type, self.pin, self.file, self.command, self.wait_minutes, self.desk)
        if sum(one is not None for one in doing) != 1:
            raise ValueError("a step does exactly one thing")
        return self

    @property
    def silent(self) -> bool:
        """Whether the person does nothing, so that no screen comes."""
        return self.wait_minutes is not None or self.desk is not None


class Told(Shape):
    """What one question of the report was answered."""

    codes: Texts = ()
    texts: Texts = ()
    pin: tuple[float, float] | None = None


def _codes(value: object) -> object:
    return {"codes": value} if isinstance(value, str | Sequence) else value


Answers = Mapping[str, Annotated[Told, BeforeValidator(_codes)]]


class Expected(Shape):
    """The report staff have. ``answers`` and ``contact`` are all there is; of ``summary`` only what is named."""

    answers: Answers
    contact: Answers = Field(default_factory=dict)
    summary: Mapping[str, Texts] = Field(default_factory=dict)
    consents: Mapping[str, str]
    urgent: bool = False
    self_referral: bool = False
    reachable: bool = False


class Conversation(Shape):
    """A file. ``language`` is chosen before the first step; ``report`` absent: nothing was sent."""

    description: str
    language: str = "en"
    now: str = "2026-11-17 10:00"
    desk: bool = True
    steps: tuple[Act, ...] = Field(min_length=1)
    report: Expected | None = None

    @property
    def began(self) -> datetime:
        """Danish time."""
        return datetime.fromisoformat(self.now).replace(tzinfo=DENMARK)


def files() -> list[Path]:
    """Every conversation there is."""
    return sorted(FOLDER.glob("*.yaml"))


def read(path: Path) -> Conversation:
    """Raises DefinitionError with file and line."""
    return parse(path.read_text(encoding="utf-8"), path=path.name, model=Conversation)
