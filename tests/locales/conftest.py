"""A folder of small real catalogs, written and compiled by the project's own tools."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from flows.phrases import Phrase
from locales.catalog_files import PublicCatalog, as_text, compiled, write_if_changed
from locales.languages import folder

Write: TypeAlias = Callable[..., Path]


def key(phrase: Phrase) -> str | tuple[str, str]:
    return phrase.source if phrase.plural is None else (phrase.source, phrase.plural)


@pytest.fixture
def write_catalog(tmp_path: Path) -> Write:
    """Write (and compile, unless told not to) one language; gives the folder of languages."""

    def write(
        tag: str,
        translations: list[tuple[Phrase, str | tuple[str, ...]]],
        *,
        reviewed_by: str = "",
        compile_too: bool = True,
    ) -> Path:
        catalog = PublicCatalog(tag)
        catalog.reviewed_by = reviewed_by
        catalog.last_translator = "Tillid (machine-made draft)"
        for phrase, text in translations:
            catalog.add(key(phrase), text, context=phrase.context)
        source = tmp_path / folder(tag) / "LC_MESSAGES" / "public.po"
        write_if_changed(source, as_text(catalog))
        if compile_too:
            write_if_changed(source.with_suffix(".mo"), compiled(source, tag))
        return tmp_path

    return write
