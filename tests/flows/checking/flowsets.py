"""A small sound flow set with the engine's own notices and directory, and ways to break one file of it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import flows
from flows.checking.exploration import Exploration
from flows.directory import Directory
from flows.flowset import FlowSet, Language, Setting
from flows.loading import load
from flows.places import Places
from flows.schedule import Schedule

PRODUCT = Path(flows.__file__).parent
SOUND = Path(__file__).parent / "sound"
BROKEN = Path(__file__).parent / "broken"
NIGHT = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
SETTING = Setting(
    languages=(Language("en", "English", reviewed=True), Language("da", "Dansk", reviewed=True)),
    operator="A town",
    reading=Schedule.parse("Mo-Fr 08:00-16:00"),
)


def flow_set(*broken: str) -> FlowSet:
    """The sound set, with the files of ``broken/<name>/`` in place of its own or beside them."""
    texts = {"notices.yaml": (PRODUCT / "conversation" / "notices.yaml").read_text(encoding="utf-8")}
    for folder in (SOUND, *(BROKEN / name for name in broken)):
        texts |= {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))}
    return load(texts, directory=_directory(), places=_places(), setting=SETTING)


def explored(*broken: str) -> Exploration:
    """Explored as the command does it, on one channel."""
    return Exploration(flow_set(*broken), NIGHT, full=("telegram",)).explore()


@cache
def _directory() -> Directory:
    return Directory.from_text((PRODUCT / "services.yaml").read_text(encoding="utf-8"), path="services.yaml")


@cache
def _places() -> Places:
    return Places.from_text((PRODUCT / "places.yaml").read_text(encoding="utf-8"), path="places.yaml")
