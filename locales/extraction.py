"""Babel's extraction method for our YAML: every text with its gettext context, its line and the translators' note.

Contexts are computed in ``flows`` by the same function the engine uses, so a text that was extracted is a text that is
found. Which method reads which file stands in ``extraction.cfg``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO, Final, TypeAlias

from flows import directory_document
from flows.definition import CodeDocument, Document, FlowDocument, NoticeDocument, texts
from flows.documents import lines, parse
from flows.errors import DefinitionError
from flows.phrases import Phrase
from locales.errors import ExtractionError

Location: TypeAlias = tuple[str | int, ...]
Found: TypeAlias = tuple[Location, Phrase, str | None]
"""The place in the YAML, the phrase (context, source, plural), the note for translators."""

Reader: TypeAlias = Callable[[str, str], Iterable[Found]]
"""From the text of a file and its path (for errors) to what is in it."""

Message: TypeAlias = tuple[int, str, tuple[str, ...], list[str]]
"""Babel's: line, function name, its arguments, comments."""

Method: TypeAlias = Callable[[IO[bytes], object, object, object], Iterator[Message]]
"""Babel's: file, keywords, comment tags, options."""


def reader_of(model: type[Document]) -> Reader:
    """Make a reader of files that have the shape of ``model``."""

    def read(text: str, path: str) -> Iterable[Found]:
        return texts(parse(text, path=path, model=model))

    return read


def read_directory(text: str, path: str) -> Iterable[Found]:
    """Read ``services.yaml``."""
    return directory_document.texts(parse(text, path=path, model=directory_document.DirectoryDocument))


def located(text: str, path: str, reader: Reader) -> Iterator[tuple[int, Phrase, str | None]]:
    """Find the line, phrase and note of every text in a YAML file. Raises ExtractionError for a broken file."""
    try:
        line_of = lines(text, path)
        for place, phrase, note in reader(text, path):
            yield nearest_line(place, line_of), phrase, note
    except DefinitionError as error:
        raise ExtractionError(path, error.line, error.problem) from error


def nearest_line(place: Location, line_of: Mapping[Location, int]) -> int:
    """Give the line of a place, or of the innermost place around it that the file has."""
    return next((line_of[place[:end]] for end in range(len(place), -1, -1) if place[:end] in line_of), 1)


def message_of(line: int, phrase: Phrase, comments: list[str]) -> Message:
    """Put a phrase as Babel wants it."""
    if phrase.plural is None:
        return line, "pgettext", (phrase.context, phrase.source), comments
    return line, "npgettext", (phrase.context, phrase.source, phrase.plural), comments


def method(reader: Reader) -> Method:
    """Make the method of one kind of file; it yields texts as calls of pgettext and npgettext."""

    def extract(
        fileobj: IO[bytes],
        keywords: object,  # noqa: ARG001 - Babel's signature
        comment_tags: object,  # noqa: ARG001 - Babel's signature
        options: object,  # noqa: ARG001 - Babel's signature
    ) -> Iterator[Message]:
        path = str(getattr(fileobj, "name", "<yaml>"))
        for line, phrase, note in located(fileobj.read().decode(), path, reader):
            yield message_of(line, phrase, [note] if note else [])

    return extract


flow: Final = method(reader_of(FlowDocument))
codes: Final = method(reader_of(CodeDocument))
notices: Final = method(reader_of(NoticeDocument))
directory: Final = method(read_directory)
