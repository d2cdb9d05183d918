"""What is wrong with the catalogs, text by text; `make test` fails on any of it.

Whether a text fits a button or a channel is the flow checker's question, not this one's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from locales.catalog_files import PublicCatalog, languages_in, read
from locales.catalogs import DOMAIN
from locales.coverage import is_translated
from locales.errors import CatalogError
from locales.maintenance import FOLDER, MAPPING, ROOT, extracted, template_of
from locales.rendering import placeholders

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from babel.messages.catalog import Catalog, Message

_STEERING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")


class Fault(StrEnum):
    """The kinds of problem."""

    UNREADABLE = "unreadable"
    STALE_TEMPLATE = "stale template"
    STALE_CATALOG = "stale catalog"
    UNTRANSLATED = "untranslated"
    PLACEHOLDERS = "placeholders"
    PLURAL_FORMS = "plural forms"
    EDGES = "edges"
    STEERING = "steering characters"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of one text; ``language`` is empty for the template, ``source`` for a whole file."""

    fault: Fault
    language: str
    context: str
    source: str
    detail: str

    def __str__(self) -> str:
        """One line for people."""
        where = f"[{self.context}] {self.source!r}" if self.source else ""
        return ": ".join(part for part in (self.language or "template", self.fault, where, self.detail) if part)


def check(
    folder_of_languages: Path = FOLDER, root: Path = ROOT, mapping: Path = MAPPING, domain: str = DOMAIN
) -> tuple[Problem, ...]:
    """Find every problem of a domain's template and of all its catalogs."""
    try:
        template = read(template_of(folder_of_languages, domain), None)
    except CatalogError as error:
        return (Problem(Fault.UNREADABLE, "", "", "", str(error)),)
    found = list(_differences(Fault.STALE_TEMPLATE, "", extracted(root, mapping, domain), template))
    for tag, path in languages_in(folder_of_languages, domain):
        try:
            catalog = read(path, tag)
        except CatalogError as error:
            found.append(Problem(Fault.UNREADABLE, tag, "", "", str(error)))
            continue
        found += _differences(Fault.STALE_CATALOG, tag, template, catalog)
        found += (problem for message in catalog if message.id for problem in _faults(tag, catalog, message))
    return tuple(found)


def _differences(fault: Fault, tag: str, wanted: Catalog, there: Catalog) -> Iterator[Problem]:
    """Compare texts and notes, not line numbers: moving a text is no change."""
    new, old = _content(wanted), _content(there)
    for key in sorted(new.keys() | old.keys()):
        if key not in old:
            yield Problem(fault, tag, key[0], key[1], "not there yet: run `make locales`")
        elif key not in new:
            yield Problem(fault, tag, key[0], key[1], "no longer in the sources: run `make locales`")
        elif new[key] != old[key]:
            yield Problem(fault, tag, key[0], key[1], "its plural or its note changed: run `make locales`")


def _content(catalog: Catalog) -> dict[tuple[str, str], tuple[str, str]]:
    return {
        (message.context or "", _forms(message.id)[0]): (
            "".join(_forms(message.id)[1:]),
            " ".join(" ".join(message.auto_comments).split()),
        )
        for message in catalog
        if message.id
    }


def _faults(tag: str, catalog: PublicCatalog, message: Message) -> Iterator[Problem]:
    sources, forms = _forms(message.id), _forms(message.string)

    def problem(fault: Fault, detail: str) -> Problem:
        return Problem(fault, tag, message.context or "", sources[0], detail)

    if not any(forms) or message.fuzzy:
        yield problem(Fault.UNTRANSLATED, "doubtful (fuzzy)" if message.fuzzy else "")
        return
    if not is_translated(message) or len(forms) != (catalog.num_plurals if message.pluralizable else 1):
        yield problem(Fault.PLURAL_FORMS, f"{sum(map(bool, forms))} of {catalog.num_plurals} given")
        return
    allowed = frozenset[str]().union(*map(placeholders, sources))
    needed = placeholders(sources[0]).intersection(*map(placeholders, sources))
    for form in forms:
        names = placeholders(form)
        if not needed <= names <= allowed:
            yield problem(Fault.PLACEHOLDERS, f"wants {_braced(needed)}, has {_braced(names)}")
        if (form != form.strip()) != (sources[0] != sources[0].strip()):
            yield problem(Fault.EDGES, "begins or ends with a space or line break that the other does not have")
        if _STEERING.search(form):
            yield problem(Fault.STEERING, "isolation is added when rendering")


def _forms(text: object) -> tuple[str, ...]:
    return tuple(map(str, text)) if isinstance(text, list | tuple) else (str(text or ""),)


def _braced(names: frozenset[str]) -> str:
    return " ".join(f"{{{name}}}" for name in sorted(names)) or "none"
