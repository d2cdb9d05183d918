"""Looking phrases up, and what happens when there is nothing to be found."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.phrases import Phrase
from locales.catalogs import Catalogs
from locales.errors import CatalogError, UntranslatedError
from tests.locales.conftest import Write

GREETING = Phrase("menu.start", "Hello")
SAME = Phrase("menu.start", "Start")
NOTES = Phrase("notices.kept", "{count} note", plural="{count} notes")


def counted(count: int) -> Phrase:
    return Phrase(NOTES.context, NOTES.source, plural=NOTES.plural, count=count)


def test_a_phrase_is_translated_by_its_context(write_catalog: Write) -> None:
    """The same source in two contexts may be two texts."""
    other = Phrase("codes.role", "Hello")
    catalogs = Catalogs.load(write_catalog("da", [(GREETING, "Hej"), (other, "Goddag")]), strict=True)
    assert (catalogs.translate(GREETING, "da"), catalogs.translate(other, "da")) == ("Hej", "Goddag")
    assert catalogs.translate(GREETING, "en") == "Hello"


def test_a_translation_equal_to_its_source_is_not_missing(write_catalog: Write) -> None:
    """Some words are the same in both languages."""
    catalogs = Catalogs.load(write_catalog("da", [(SAME, "Start")]), strict=True)
    assert catalogs.translate(SAME, "da") == "Start"


@pytest.mark.parametrize(("count", "form"), [(0, 0), (1, 1), (2, 2), (5, 3), (11, 4), (100, 5)])
def test_plurals_follow_the_language(write_catalog: Write, count: int, form: int) -> None:
    """Arabic has six forms."""
    forms = tuple(f"{place}: {{count}}" for place in range(6))
    catalogs = Catalogs.load(write_catalog("ar", [(NOTES, forms)]), strict=True)
    assert catalogs.translate(counted(count), "ar") == forms[form]
    assert catalogs.translate(counted(count), "en") == ("{count} note" if count == 1 else "{count} notes")


def test_a_missing_translation_fails_a_test(write_catalog: Write) -> None:
    """Strict catalogs raise, naming language and text."""
    catalogs = Catalogs.load(write_catalog("da", [(GREETING, "Hej")]), strict=True)
    for missing in (SAME, counted(1), counted(2)):
        with pytest.raises(UntranslatedError, match=f"no da translation of '{missing.source}'"):
            catalogs.translate(missing, "da")


def test_a_missing_translation_never_stops_a_conversation(write_catalog: Write) -> None:
    """Lenient catalogs answer in English and remember what was missing."""
    catalogs = Catalogs.load(write_catalog("da", [(GREETING, "Hej")]))
    assert catalogs.translate(SAME, "da") == "Start"
    assert catalogs.translate(counted(2), "da") == "{count} notes"
    assert catalogs.translate(GREETING, "eo") == "Hello"
    assert catalogs.untranslated == {
        ("da", "menu.start", "Start"),
        ("da", "notices.kept", "{count} note"),
        ("eo", "menu.start", "Hello"),
    }


def test_languages_come_in_a_fixed_order_with_their_own_names(write_catalog: Write) -> None:
    """Tags are BCP 47 outside, whatever the folders are called."""
    for tag in ("fil", "zh-Hans", "ar", "pt-BR", "sr-Latn", "da"):
        folder = write_catalog(tag, [], reviewed_by="Mette Jensen" if tag == "da" else "")
    catalogs = Catalogs.load(folder)
    assert [(one.tag, one.autonym) for one in catalogs.languages()] == [
        ("da", "Dansk"),
        ("en", "English"),
        ("ar", "العربية"),
        ("zh-Hans", "简体中文"),
        ("pt-BR", "Português (Brasil)"),
        ("sr-Latn", "Srpski"),
        ("fil", "Filipino"),
    ]
    assert (folder / "zh_Hans").is_dir()
    assert [one.tag for one in catalogs.languages() if one.right_to_left] == ["ar"]
    assert [one.tag for one in catalogs.languages() if one.reviewed] == ["da", "en"]
    assert catalogs.translated_by("ar") == "Tillid (machine-made draft)"


def test_all_translations_of_a_label_are_known(write_catalog: Write) -> None:
    """A label typed in any language can be matched; languages without it are left out."""
    write_catalog("da", [(GREETING, "Hej")])
    catalogs = Catalogs.load(write_catalog("uk", []))
    assert catalogs.all_translations(GREETING) == {"da": "Hej", "en": "Hello"}
    assert not catalogs.untranslated


def test_a_catalog_that_is_not_compiled_says_which_command_does_it(write_catalog: Write) -> None:
    """The first start of a fresh checkout."""
    folder = write_catalog("da", [(GREETING, "Hej")], compile_too=False)
    with pytest.raises(CatalogError, match="make setup"):
        Catalogs.load(folder)


def test_a_catalog_older_than_its_source_is_refused(write_catalog: Write) -> None:
    """By content: times of files in a checkout mean nothing."""
    write_catalog("da", [(GREETING, "Hej")])
    folder = write_catalog("da", [(GREETING, "Hejsa")], compile_too=False)
    with pytest.raises(CatalogError, match="make locales"):
        Catalogs.load(folder)


def test_a_broken_catalog_is_refused(write_catalog: Write) -> None:
    """Half a file is an error of ours, not a traceback of gettext's."""
    folder = write_catalog("da", [(GREETING, "Hej")])
    (folder / "da" / "LC_MESSAGES" / "public.mo").write_bytes(b"no catalog")
    with pytest.raises(CatalogError, match="cannot be read"):
        Catalogs.load(folder)


def test_other_folders_are_no_languages(write_catalog: Write, tmp_path: Path) -> None:
    """A cache or a README beside the languages changes nothing."""
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "README.md").write_text("", encoding="utf-8")
    assert Catalogs.load(write_catalog("da", [])).tags == ("da", "en")
