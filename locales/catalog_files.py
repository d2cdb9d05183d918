"""Reading and writing ``.pot``, ``.po`` and ``.mo``, the same bytes for the same content: no dates, no versions.

Two headers are ours: ``X-Reviewed-By`` names the native speaker who has checked a catalog (empty: nobody has), and
``X-Source-Digest``, in the compiled file only, tells which ``.po`` it was made from.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, PoFileParser, write_po

from locales.catalogs import DOMAIN, STAFF, source_digest
from locales.errors import CatalogError
from locales.languages import folder, tag_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

PROJECT: Final = "Tillid"
WIDTH: Final = 110
_PLURALS: Final = {"ar": "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)"}
_COMMENT: Final = "# Tillid: texts that {readers} read. Translations are under the licence of the project, EUPL-1.2."
_READERS: Final = {DOMAIN: "reporters", STAFF: "staff"}


def _comment(domain: str) -> str:
    return _COMMENT.format(readers=_READERS[domain])


class PublicCatalog(Catalog):
    """Babel's catalog with our headers and without those that change on every run."""

    def __init__(self, language: str | None = None, *, domain: str = DOMAIN) -> None:
        """Begin an empty catalog; ``language`` None makes a template."""
        self.reviewed_by = ""
        self.digest = ""
        super().__init__(
            locale=folder(language) if language else None,
            header_comment=_comment(domain),
            project=PROJECT,
            fuzzy=False,
        )
        self.last_translator = ""

    def _headers(self) -> list[tuple[str, str]]:
        headers = [("Project-Id-Version", PROJECT)]
        if self.locale is not None:
            headers += [
                ("Last-Translator", self.last_translator),
                ("X-Reviewed-By", self.reviewed_by),
                ("Language", str(self.locale_identifier)),
                ("Plural-Forms", self.plural_forms),
            ]
        if self.digest:
            headers.append(("X-Source-Digest", self.digest))
        headers.append(("MIME-Version", "1.0"))
        headers.append(("Content-Type", "text/plain; charset=utf-8"))
        headers.append(("Content-Transfer-Encoding", "8bit\n"))
        return headers

    def _take_headers(self, headers: Iterable[tuple[str, str]]) -> None:
        kept = {name.lower(): value for name, value in headers}
        self.last_translator = kept.get("last-translator", "").strip()
        self.reviewed_by = kept.get("x-reviewed-by", "").strip()

    @property
    def plural_expr(self) -> str:
        """The form for ``n``: Babel's, save that Arabic keeps CLDR's order (many before other) translators know."""
        return _PLURALS.get(str(self.locale), super().plural_expr)

    mime_headers = property(_headers, _take_headers)


def languages_in(folder_of_languages: Path, domain: str = DOMAIN) -> Iterator[tuple[str, Path]]:
    """Find the catalogs there are of a domain: tag and ``.po`` of each."""
    for entry in sorted(folder_of_languages.iterdir()):
        tag, source = tag_of(entry.name), entry / "LC_MESSAGES" / f"{domain}.po"
        if tag is not None and source.is_file():
            yield tag, source


def read(path: Path, language: str | None) -> PublicCatalog:
    """Read a ``.pot`` or ``.po``, named by its domain. Raises CatalogError with the line when it is no such file.

    Plural forms are Babel's for the language, whatever the file's header says.
    """
    catalog = PublicCatalog(language, domain=path.stem)
    try:
        with path.open("rb") as file:
            PoFileParser(catalog, ignore_obsolete=True, abort_invalid=True).parse(file)
    except PoFileError as error:
        message = f"{path.name} of {language or 'the template'}: {error}"
        raise CatalogError(message) from error
    except FileNotFoundError:
        message = f"{path.name} is missing: run `make locales`"
        raise CatalogError(message) from None
    catalog.header_comment = _comment(path.stem)
    return catalog


def as_text(catalog: PublicCatalog) -> bytes:
    """Write a ``.pot`` or ``.po``; translations name files without lines, which would change too often."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=WIDTH, ignore_obsolete=True, include_lineno=catalog.locale is None)
    return buffer.getvalue().rstrip(b"\n") + b"\n"


def write_if_changed(path: Path, content: bytes) -> bool:
    """Write a file only when it differs; says whether it did."""
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return True


def compiled(source: Path, language: str) -> bytes:
    """Compile a ``.po``; untranslated and doubtful (fuzzy) messages are left out."""
    catalog = read(source, language)
    catalog.digest = source_digest(source)
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()
