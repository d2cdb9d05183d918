"""How far each language is: texts, translations, who made them and who has checked them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from locales.catalog_files import languages_in, read
from locales.languages import SOURCE, autonym, in_order
from locales.maintenance import FOLDER, template_of

if TYPE_CHECKING:
    from pathlib import Path

    from babel.messages.catalog import Message


@dataclass(frozen=True, slots=True)
class Coverage:
    """One language; ``reviewed_by`` is empty until a native speaker has checked it."""

    language: str
    autonym: str
    texts: int
    translated: int
    translated_by: str
    reviewed_by: str


def is_translated(message: Message) -> bool:
    """Say whether every form has a text and nobody marked it as doubtful (fuzzy)."""
    forms = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return bool(forms) and all(forms) and not message.fuzzy


def coverage(folder_of_languages: Path = FOLDER) -> tuple[Coverage, ...]:
    """Count every language against the template, in the order of the language step; English is the source."""
    template = read(template_of(folder_of_languages), None)
    counted = {SOURCE: Coverage(SOURCE, autonym(SOURCE), len(template), len(template), "", "(source)")}
    for tag, path in languages_in(folder_of_languages):
        catalog = read(path, tag)
        there = [catalog.get(message.id, message.context) for message in template if message.id]
        done = sum(1 for message in there if message is not None and is_translated(message))
        counted[tag] = Coverage(tag, autonym(tag), len(there), done, catalog.last_translator, catalog.reviewed_by)
    return tuple(counted[tag] for tag in in_order(set(counted)))
