"""Languages: their tags, their names in themselves, the way they run. Knows nothing of catalogs.

Outside, a language is a BCP 47 tag (``zh-Hans``); a folder of a catalog spells it with an underscore (``zh_Hans``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from babel import Locale

SOURCE: Final = "en"
"""The language the flows are written in; it needs no catalog."""

# By the number of people identified in Denmark who speak it; domain.md §5.
ORDER: Final = (
    "da en th ar ro vi zh-Hans uk pt-BR hu es fr ru bg pl fa hi tr sr-Latn fil".split()  # noqa: SIM905 - one line reads
)

_TAG: Final = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
# CLDR's "en" is American ("8:30 AM", "November 23"); people in Denmark read European English.
_FORMATS: Final = {"en": "en_150"}


@dataclass(frozen=True, slots=True)
class Language:
    """A language as the language step shows it. ``reviewed`` is false until a native speaker has signed the catalog."""

    tag: str
    autonym: str
    right_to_left: bool
    reviewed: bool
    translated_by: str


def folder(tag: str) -> str:
    """Name the folder of a language's catalog."""
    return tag.replace("-", "_")


def tag_of(folder_name: str) -> str | None:
    """Give the BCP 47 tag of a folder; None when the folder is not named as a language."""
    tag = folder_name.replace("_", "-")
    return tag if _TAG.fullmatch(tag) else None


def in_order(tags: set[str]) -> tuple[str, ...]:
    """Sort tags as ``ORDER`` has them; those it does not know come last, by the alphabet."""
    return tuple(sorted(tags, key=lambda tag: (ORDER.index(tag) if tag in ORDER else len(ORDER), tag)))


@lru_cache(maxsize=64)
def cldr(tag: str) -> Locale:
    """Give the CLDR data that dates, lists and names of ``tag`` are made with; English where CLDR has none."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - start-up: not every command shows a text

    try:
        return Locale.parse(_FORMATS.get(tag, folder(tag)))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(_FORMATS[SOURCE])


@lru_cache(maxsize=64)
def autonym(tag: str) -> str:
    """Name a language in itself, with a capital where its script has them: "Dansk", "العربية"."""
    locale = cldr(tag)
    names = locale.languages
    name = names.get(folder(tag)) or names.get(locale.language) or tag
    territory = locale.territories.get(locale.territory or "", "") if "-" in tag else ""
    if territory:
        name = f"{name} ({territory})"
    return name[:1].upper() + name[1:]


@lru_cache(maxsize=64)
def right_to_left(tag: str) -> bool:
    """Say whether the language is written from right to left."""
    return cldr(tag).text_direction == "rtl"
