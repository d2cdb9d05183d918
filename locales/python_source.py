"""Babel's extraction method for Python: calls of ``Phrase`` whose context and source are written out.

A call with a computed source is not ours: the engine makes those from texts that are extracted elsewhere. Comment lines
right above that begin with "Translators:" go to translators.
"""

from __future__ import annotations

import ast
from typing import IO, TYPE_CHECKING, Final

from flows.phrases import Phrase
from locales.errors import ExtractionError
from locales.extraction import Message, message_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NOTE: Final = "Translators:"
_FIELDS: Final = ("context", "source", "values", "plural", "count")


def phrases(
    fileobj: IO[bytes],
    keywords: object,  # noqa: ARG001 - Babel's signature
    comment_tags: object,  # noqa: ARG001 - Babel's signature
    options: object,  # noqa: ARG001 - Babel's signature
) -> Iterator[Message]:
    """Yield a module's phrases as calls of pgettext and npgettext; named in ``extraction.cfg``."""
    text = fileobj.read().decode()
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise ExtractionError(str(getattr(fileobj, "name", "<python>")), error.lineno or 1, "not Python") from error
    rows = text.splitlines()
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        phrase = _literal(call)
        if phrase is not None:
            yield message_of(call.lineno, phrase, _notes_above(call.lineno, rows))


def _literal(call: ast.Call) -> Phrase | None:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", None)
    if name != "Phrase":
        return None
    given = dict(zip(_FIELDS, call.args, strict=False)) | {word.arg: word.value for word in call.keywords if word.arg}
    context, source, plural = (_string(given.get(field)) for field in ("context", "source", "plural"))
    return None if context is None or source is None else Phrase(context, source, plural=plural)


def _string(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _notes_above(line: int, rows: Sequence[str]) -> list[str]:
    above: list[str] = []
    for row in reversed(rows[: line - 1]):
        if not row.lstrip().startswith("#"):
            break
        above.insert(0, row.strip().lstrip("#").strip())
    start = next((place for place, row in enumerate(above) if row.startswith(NOTE)), None)
    return [] if start is None else [" ".join(above[start:]).removeprefix(NOTE).strip()]
