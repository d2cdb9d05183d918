"""The compiled catalogs of all languages: look a phrase up, never fill it in.

A phrase that has no translation falls back to English, because a person in the middle of a conversation must get some
answer. It cannot pass unnoticed: strict catalogs (all tests use them) raise, and lenient ones keep it in
``untranslated``, which ``locales check`` and the health page read.
"""

from __future__ import annotations

import hashlib
from gettext import GNUTranslations, NullTranslations
from typing import TYPE_CHECKING, Final, NoReturn

from locales.errors import CatalogError, UntranslatedError
from locales.languages import SOURCE, Language, autonym, folder, in_order, right_to_left, tag_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from flows.phrases import Phrase

DOMAIN: Final = "public"
"""What reporters read."""

STAFF: Final = "staff"
"""What staff read."""

DIGEST_HEADER: Final = "x-source-digest"
REVIEWED_HEADER: Final = "x-reviewed-by"
TRANSLATOR_HEADER: Final = "last-translator"


class _UnknownPhraseError(Exception):
    """Private to this module: what a lookup without a translation ends in."""


class _Missing(NullTranslations):
    """Stands behind every catalog, so that a missing translation is told apart from one that equals its source."""

    def pgettext(self, context: str, message: str) -> NoReturn:
        """Refuse: there is nothing behind a catalog."""
        raise _UnknownPhraseError(context, message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> NoReturn:
        """Refuse: there is nothing behind a catalog."""
        raise _UnknownPhraseError(context, msgid1, msgid2, n)


def english(phrase: Phrase) -> str:
    """Give the source text, in the plural where the count asks for it."""
    if phrase.plural is None or phrase.count is None or phrase.count == 1:
        return phrase.source
    return phrase.plural


class Catalogs:
    """Every language that can be spoken, loaded once and only read from then on."""

    def __init__(self, compiled: Mapping[str, GNUTranslations], *, strict: bool = False) -> None:
        """Take ready catalogs by tag; English is always there and is ignored among them."""
        self._compiled = {tag: catalog for tag, catalog in compiled.items() if tag != SOURCE}
        for catalog in self._compiled.values():
            catalog.add_fallback(_Missing())
        self._tags = in_order({SOURCE, *self._compiled})
        self.strict = strict
        """Whether what is missing raises (tests) or is shown in English (a person is waiting)."""
        self.untranslated: set[tuple[str, str, str]] = set()
        """Language, context and source of what was shown in English because nothing else was there."""

    @classmethod
    def load(cls, folder_of_languages: Path, *, strict: bool = False, domain: str = DOMAIN) -> Catalogs:
        """Read ``<lang>/LC_MESSAGES/<domain>.mo`` of each language folder that has this domain.

        Raises CatalogError when one is missing, broken, or compiled from another text than the ``.po`` beside it.
        """
        compiled: dict[str, GNUTranslations] = {}
        for entry in sorted(folder_of_languages.iterdir()):
            source = entry / "LC_MESSAGES" / f"{domain}.po"
            tag = tag_of(entry.name)
            if tag is not None and tag != SOURCE and (source.is_file() or source.with_suffix(".mo").is_file()):
                compiled[tag] = _read(source, source.with_suffix(".mo"))
        return cls(compiled, strict=strict)

    @property
    def tags(self) -> tuple[str, ...]:
        """The BCP 47 tags of all languages, in the order people see them."""
        return self._tags

    def languages(self) -> tuple[Language, ...]:
        """List all languages as the language step shows them, in a fixed order."""
        return tuple(
            Language(tag, autonym(tag), right_to_left(tag), self.reviewed(tag), self.translated_by(tag))
            for tag in self._tags
        )

    def reviewed(self, language: str) -> bool:
        """Say whether a native speaker has put their name under the catalog (``X-Reviewed-By``)."""
        return language == SOURCE or bool(self._header(language, REVIEWED_HEADER))

    def translated_by(self, language: str) -> str:
        """Name whoever last translated; empty for English and for a catalog that does not say."""
        return self._header(language, TRANSLATOR_HEADER)

    def translate(self, phrase: Phrase, language: str) -> str:
        """Look up the text of a phrase, its placeholders still in it.

        A strict catalog raises UntranslatedError where there is no translation; a lenient one gives the English text.
        """
        if language == SOURCE:
            return english(phrase)
        found = self._look_up(phrase, language)
        if found is not None:
            return found
        self.untranslated.add((language, phrase.context, phrase.source))
        if self.strict:
            message = f"no {language} translation of {phrase.source!r} in context {phrase.context!r}"
            raise UntranslatedError(message)
        return english(phrase)

    def all_translations(self, phrase: Phrase) -> Mapping[str, str]:
        """Give the text in every language that has one, by tag: what a label typed by hand is matched against."""
        found = {tag: self._look_up(phrase, tag) for tag in self._tags}
        return {tag: text for tag, text in found.items() if text is not None}

    def _look_up(self, phrase: Phrase, language: str) -> str | None:
        if language == SOURCE:
            return english(phrase)
        catalog = self._compiled.get(language)
        if catalog is None:
            return None
        try:
            if phrase.plural is None or phrase.count is None:
                return catalog.pgettext(phrase.context, phrase.source)
            return catalog.npgettext(phrase.context, phrase.source, phrase.plural, phrase.count)
        except _UnknownPhraseError:
            return None

    def _header(self, language: str, name: str) -> str:
        catalog = self._compiled.get(language)
        return "" if catalog is None else catalog.info().get(name, "").strip()


def source_digest(source: Path) -> str:
    """Fingerprint a ``.po``; compiling writes it into the ``.mo``, so that file times need not be trusted."""
    return hashlib.sha256(source.read_bytes()).hexdigest()[:32]


def _read(source: Path, compiled: Path) -> GNUTranslations:
    language = folder(compiled.parent.parent.name)
    try:
        with compiled.open("rb") as file:
            catalog = GNUTranslations(file)
    except FileNotFoundError:
        message = f"the {language} catalog is not compiled: run `make setup` (or `make locales`)"
        raise CatalogError(message) from None
    except (OSError, ValueError) as error:
        message = f"the {language} catalog cannot be read ({type(error).__name__}): run `make locales`"
        raise CatalogError(message) from None
    # An installed copy may come without sources: then there is nothing it could be older than.
    if source.exists() and catalog.info().get(DIGEST_HEADER) != source_digest(source):
        message = f"the {language} catalog is older than its translations: run `make locales`"
        raise CatalogError(message)
    return catalog
