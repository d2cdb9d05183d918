"""The way of the catalogs: extract the template, update the translations, compile them. Files only, no judgement."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

from locales.catalog_files import PublicCatalog, as_text, compiled, languages_in, read, write_if_changed
from locales.catalogs import DOMAIN, STAFF
from locales.languages import folder

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDER: Final = Path(__file__).resolve().parent
MAPPING: Final = FOLDER / "extraction.cfg"
MAPPINGS: Final = {DOMAIN: MAPPING, STAFF: FOLDER / "extraction_staff.cfg"}
"""Where the texts of each domain are."""

KEYWORDS: Final = {"pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}


def template_of(folder_of_languages: Path, domain: str = DOMAIN) -> Path:
    """Give the path of a domain's template."""
    return folder_of_languages / f"{domain}.pot"


def extracted(root: Path = ROOT, mapping: Path = MAPPING, domain: str = DOMAIN) -> PublicCatalog:
    """Collect every text of the sources under ``root``. Raises ExtractionError with file and line."""
    with mapping.open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file, mapping.name)  # type: ignore[no-untyped-call]
    wanted = {pattern.split("/")[0] for pattern, _ in methods}
    template = PublicCatalog(domain=domain)
    found = extract_from_dir(
        str(root),
        methods,
        options,
        keywords=KEYWORDS,
        directory_filter=lambda path: Path(path).relative_to(root).parts[0] in wanted,
    )
    for name, line, message, comments, context in found:
        template.add(message, locations=[(name, line)], auto_comments=comments, context=context)
    return template


def extract(
    folder_of_languages: Path = FOLDER, root: Path = ROOT, mapping: Path = MAPPING, domain: str = DOMAIN
) -> bool:
    """Write a domain's template; says whether it changed."""
    return write_if_changed(template_of(folder_of_languages, domain), as_text(extracted(root, mapping, domain)))


def update(
    folder_of_languages: Path = FOLDER, new: tuple[str, ...] = (), domain: str = DOMAIN
) -> Iterator[tuple[str, bool]]:
    """Bring every catalog (and those of ``new`` languages) in line with the template, keeping translations.

    A text that changed is untranslated again: nothing is guessed. Yields each language and whether its file changed.
    """
    template = read(template_of(folder_of_languages, domain), None)
    there = dict(languages_in(folder_of_languages, domain))
    for tag in new:
        there.setdefault(tag, folder_of_languages / folder(tag) / "LC_MESSAGES" / f"{domain}.po")
    for tag, path in there.items():
        catalog = read(path, tag) if path.is_file() else PublicCatalog(tag, domain=domain)
        catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
        yield tag, write_if_changed(path, as_text(catalog))


def compile_all(folder_of_languages: Path = FOLDER, domain: str = DOMAIN) -> Iterator[tuple[str, bool]]:
    """Compile every catalog of a domain. Yields each language and whether its ``.mo`` changed."""
    for tag, source in languages_in(folder_of_languages, domain):
        yield tag, write_if_changed(source.with_suffix(".mo"), compiled(source, tag))
