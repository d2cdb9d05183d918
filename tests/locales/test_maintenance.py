"""Updating keeps what people translated; checking finds what they did not."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flows.phrases import Phrase
from locales.catalog_files import PublicCatalog, as_text, read
from locales.catalogs import Catalogs
from locales.checking import Fault, check
from locales.coverage import Coverage, coverage
from locales.maintenance import FOLDER, ROOT, compile_all, extract, template_of, update

MODULE = """\
A = Phrase("menu", "Good day")
B = Phrase("menu", "See {place} at {time}")
C = Phrase("menu", "{count} note", plural="{count} notes")
"""
MAPPING = "[locales.python_source.phrases: bot/*.py]\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with three texts and a complete Danish catalog."""
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "words.py").write_text(MODULE, encoding="utf-8")
    (tmp_path / "extraction.cfg").write_text(MAPPING, encoding="utf-8")
    refresh(tmp_path, new=("da",))
    translate(tmp_path, ("", "God dag"), ("", "Se {place} kl. {time}"))
    edit(tmp_path, 'msgstr[0] ""', 'msgstr[0] "{count} note"')
    edit(tmp_path, 'msgstr[1] ""', 'msgstr[1] "{count} noter"')
    return tmp_path


def refresh(root: Path, new: tuple[str, ...] = ()) -> dict[str, bool]:
    extract(root, root, root / "extraction.cfg")
    return dict(update(root, new=new))


def danish(root: Path) -> Path:
    return root / "da" / "LC_MESSAGES" / "public.po"


def edit(root: Path, old: str, new: str) -> None:
    text = danish(root).read_text(encoding="utf-8")
    assert old in text
    danish(root).write_text(text.replace(old, new, 1), encoding="utf-8")


def translate(root: Path, *pairs: tuple[str, str]) -> None:
    """Fill the first texts that are still empty, as a translator would."""
    for old, new in pairs:
        head, body = danish(root).read_text(encoding="utf-8").split("\n\n", 1)
        assert f'msgstr "{old}"' in body
        body = body.replace(f'msgstr "{old}"', f'msgstr "{new}"', 1)
        danish(root).write_text(f"{head}\n\n{body}", encoding="utf-8")


def reword(root: Path, old: str, new: str) -> None:
    source = root / "bot" / "words.py"
    source.write_text(source.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def faults(root: Path) -> list[tuple[Fault, str, str]]:
    return [(one.fault, one.language, one.source) for one in check(root, root, root / "extraction.cfg")]


def test_a_complete_catalog_has_no_problem(checkout: Path) -> None:
    """The starting point of every planted fault below."""
    assert faults(checkout) == []


def test_updating_twice_changes_nothing(checkout: Path) -> None:
    """The same bytes for the same texts."""
    refresh(checkout)
    assert refresh(checkout) == {"da": False}


def test_updating_keeps_translations_headers_and_translators_remarks(checkout: Path) -> None:
    """What people wrote into a catalog stays when texts move and others come."""
    edit(checkout, '"X-Reviewed-By: \\n"', '"X-Reviewed-By: Mette Jensen\\n"')
    edit(checkout, 'msgctxt "menu"\nmsgid "Good day"', '# formal on purpose\nmsgctxt "menu"\nmsgid "Good day"')
    reword(checkout, MODULE, 'NEW = Phrase("menu", "New")\n\n\n' + MODULE)
    assert refresh(checkout) == {"da": True}
    catalog = read(danish(checkout), "da")
    assert catalog.reviewed_by == "Mette Jensen"
    message = catalog.get("Good day", "menu")
    assert message is not None
    assert (message.string, message.user_comments) == ("God dag", ["formal on purpose"])
    assert faults(checkout) == [(Fault.UNTRANSLATED, "da", "New")]


def test_a_reworded_text_is_untranslated_again_and_the_old_one_is_gone(checkout: Path) -> None:
    """Nothing is guessed from a similar text, and nothing obsolete is carried along."""
    reword(checkout, "Good day", "Good days")
    refresh(checkout)
    assert faults(checkout) == [(Fault.UNTRANSLATED, "da", "Good days")]
    assert "God dag" not in danish(checkout).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("God dag", "", Fault.UNTRANSLATED),
        ("{place} kl. {time}", "{place}", Fault.PLACEHOLDERS),
        ("{place} kl. {time}", "{place} kl. {time} {who}", Fault.PLACEHOLDERS),
        ("{place} kl. {time}", "{sted} kl. {time}", Fault.PLACEHOLDERS),
        ("{count} noter", "noter", Fault.PLACEHOLDERS),
        ("{count} noter", "", Fault.PLURAL_FORMS),
        ("God dag", "God dag ", Fault.EDGES),
        ("God dag", "God \u202edag", Fault.STEERING),
    ],
)
def test_a_planted_fault_is_found(checkout: Path, old: str, new: str, fault: Fault) -> None:
    """Each alone, in the text where it is."""
    edit(checkout, f'"{old}"' if new == "" else old, f'"{new}"' if new == "" else new)
    found = faults(checkout)
    assert [one[0] for one in found] == [fault]
    assert found[0][1] == "da"


def test_a_doubtful_translation_counts_as_none(checkout: Path) -> None:
    """Fuzzy texts are not compiled, so they are missing."""
    edit(checkout, 'msgctxt "menu"\nmsgid "Good day"', '#, fuzzy\nmsgctxt "menu"\nmsgid "Good day"')
    assert faults(checkout) == [(Fault.UNTRANSLATED, "da", "Good day")]


def test_too_many_plural_forms_are_found(checkout: Path) -> None:
    """Danish has two."""
    edit(checkout, 'msgstr[1] "{count} noter"', 'msgstr[1] "{count} noter"\nmsgstr[2] "{count} noter"')
    assert [fault for fault, _, _ in faults(checkout)] == [Fault.UNREADABLE]


def test_a_template_older_than_the_sources_is_found(checkout: Path) -> None:
    """A new, a lost and a changed text; a text that only moved is none of these."""
    reword(checkout, 'A = Phrase("menu", "Good day")', '\n\n# Translators: an arrival.\nA = Phrase("menu", "Hi")')
    assert faults(checkout) == [
        (Fault.STALE_TEMPLATE, "", "Good day"),
        (Fault.STALE_TEMPLATE, "", "Hi"),
    ]
    reword(checkout, "Hi", "Good day")
    assert faults(checkout) == [(Fault.STALE_TEMPLATE, "", "Good day")]
    reword(checkout, "# Translators: an arrival.\n", "\n")
    assert faults(checkout) == []


def test_a_catalog_older_than_the_template_is_found(checkout: Path) -> None:
    """When somebody extracts and forgets to update."""
    reword(checkout, "Good day", "Hi")
    extract(checkout, checkout, checkout / "extraction.cfg")
    assert faults(checkout) == [(Fault.STALE_CATALOG, "da", "Good day"), (Fault.STALE_CATALOG, "da", "Hi")]


def test_a_missing_template_and_a_broken_catalog_are_problems_not_crashes(checkout: Path) -> None:
    """The check speaks in sentences about any state of the files."""
    danish(checkout).write_text("no catalog at all\n", encoding="utf-8")
    assert [fault for fault, _, _ in faults(checkout)] == [Fault.UNREADABLE]
    template_of(checkout).unlink()
    assert [fault for fault, _, _ in faults(checkout)] == [Fault.UNREADABLE]


def test_coverage_counts_complete_texts(checkout: Path) -> None:
    """One empty plural form is no translation."""
    edit(checkout, "{count} noter", "")
    assert coverage(checkout) == (
        Coverage("da", "Dansk", 3, 2, "", ""),
        Coverage("en", "English", 3, 3, "", "(source)"),
    )


def test_what_is_compiled_is_what_was_translated(checkout: Path) -> None:
    """From the source file to the person, and a second compilation changes nothing."""
    assert dict(compile_all(checkout)) == {"da": True}
    assert dict(compile_all(checkout)) == {"da": False}
    catalogs = Catalogs.load(checkout, strict=True)
    assert catalogs.translate(Phrase("menu", "Good day"), "da") == "God dag"
    notes = Phrase("menu", "{count} note", plural="{count} notes", count=2)
    assert catalogs.translate(notes, "da") == "{count} noter"


def test_a_new_catalog_says_that_nobody_has_reviewed_it() -> None:
    """The header is there to be filled in."""
    assert b'"X-Reviewed-By: \\n"' in as_text(PublicCatalog("da"))


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "locales", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_tells_the_state_of_every_language() -> None:
    """As JSON for programs."""
    rows = json.loads(command("status", "--json").stdout)
    assert {"da", "en"} <= {row["language"] for row in rows}
    assert command("translate").returncode == 2


def test_the_catalogs_of_this_checkout_are_complete(tmp_path: Path) -> None:
    """Every text of the flows has its translation in every language, and the template is that of the sources."""
    shutil.copytree(FOLDER, tmp_path / "locales", ignore=shutil.ignore_patterns("*.mo", "__pycache__"))
    problems = check(tmp_path / "locales")
    assert not problems, "\n" + "\n".join(map(str, problems))
