"""Texts found in YAML and Python, with context, file, line and note."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from flows.phrases import Phrase
from locales.catalog_files import as_text, read
from locales.errors import ExtractionError
from locales.extraction import codes, flow, message_of, nearest_line, notices
from locales.maintenance import MAPPING, extract, extracted, template_of
from locales.python_source import phrases

FLOW = """\
flow: report
steps:
  - step: hello
    kind: message
    say:
      - text: Good day, {name}.
        note: The first line anybody reads.
      - text: >-
          A line
          folded.
    answers:
      go: Go on
  - step: role
    kind: one
    answers: role
    title: You are
    ask: Who are you?
    offer:
      - title: People
        codes: [neighbour]
"""
CODES = """\
codes:
  role:
    neighbour: A neighbour
"""
NOTICES = """\
notices:
  neutral: Hello again.
  kept: "{count} note"
plurals:
  kept: "{count} notes"
"""
MODULE = '''\
"""A module."""
from flows.phrases import Phrase
import flows.phrases

# Not for translators.
# Translators: {time} is a clock time,
# such as 08:30.
FIRST = Phrase("time", "at {time}")
MANY = flows.phrases.Phrase(
    context="kept",
    source="one "
    "note",
    plural="notes",
)
def computed(text: str) -> Phrase:
    return Phrase("computed", text)
'''


def named(text: str, name: str) -> io.BytesIO:
    file = io.BytesIO(text.encode())
    file.name = name
    return file


def sources(root: Path) -> Path:
    """A checkout with one file of each kind."""
    for path, text in {
        "flows/conversation/report.yaml": FLOW,
        "flows/conversation/codes.yaml": CODES,
        "flows/conversation/notices.yaml": NOTICES,
        "locales/words.py": MODULE,
        "bot/deep/inside.py": 'from flows.phrases import Phrase\n\nDEEP = Phrase("bot", "Deep")\n',
        "tests/nobody.py": 'Phrase("tests", "Not for anybody")\n',
        "node_modules/flows/conversation/other.yaml": "not: ours\n",
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def test_a_flow_gives_each_text_with_context_line_and_note() -> None:
    """Contexts are those the engine asks for."""
    found = list(flow(named(FLOW, "report.yaml"), {}, (), {}))
    assert found == [
        (6, "pgettext", ("report.hello", "Good day, {name}."), ["The first line anybody reads."]),
        (8, "pgettext", ("report.hello", "A line folded."), []),
        (12, "pgettext", ("report.hello", "Go on"), ["A button, at most 40 characters."]),
        (17, "pgettext", ("report.role", "Who are you?"), []),
        (16, "pgettext", ("report.role", "You are"), ["Names a line of the review."]),
        (19, "pgettext", ("report.role", "People"), []),
    ]


def test_code_lists_and_notices_are_read_by_their_own_models() -> None:
    """Which file is what stands in the mapping."""
    assert [message[:3] for message in codes(named(CODES, "codes.yaml"), {}, (), {})] == [
        (3, "pgettext", ("codes.role", "A neighbour"))
    ]
    assert [message[:3] for message in notices(named(NOTICES, "notices.yaml"), {}, (), {})] == [
        (2, "pgettext", ("notices.neutral", "Hello again.")),
        (3, "npgettext", ("notices.kept", "{count} note", "{count} notes")),
    ]


def test_a_broken_file_is_named_with_its_line() -> None:
    """The person who wrote it must find the place."""
    with pytest.raises(ExtractionError, match=r"report\.yaml:5: steps"):
        list(
            flow(
                named(FLOW.replace("    kind: message", "    kind: message\n    kinds: no"), "report.yaml"), {}, (), {}
            )
        )


def test_a_text_without_a_line_of_its_own_has_the_line_around_it() -> None:
    """Never line nought."""
    assert nearest_line(("a", 1, "b"), {("a",): 7, ("a", 1): 9}) == 9
    assert nearest_line(("x",), {}) == 1


def test_phrases_in_python_are_found_where_they_are_written_out() -> None:
    """A computed source is extracted where it comes from, not here."""
    assert list(phrases(named(MODULE, "words.py"), {}, (), {})) == [
        (8, "pgettext", ("time", "at {time}"), ["{time} is a clock time, such as 08:30."]),
        (9, "npgettext", ("kept", "one note", "notes"), []),
    ]


def test_a_module_that_is_not_python_is_named_with_its_line() -> None:
    """An error of ours, with a place."""
    with pytest.raises(ExtractionError, match=r"words\.py:2: not Python"):
        list(phrases(named("x = 1\nx = = 2\n", "words.py"), {}, (), {}))


def test_a_plural_is_one_message_with_two_sources() -> None:
    """As npgettext has it."""
    assert message_of(3, Phrase("c", "s", plural="p"), ["n"]) == (3, "npgettext", ("c", "s", "p"), ["n"])


def test_the_template_has_every_kind_of_source_and_nothing_else(tmp_path: Path) -> None:
    """By the real mapping: flows, code lists, notices and Python, but no tests and no third parties."""
    template = extracted(sources(tmp_path), MAPPING)
    found = {(message.context, message.id): message.locations for message in template if message.id}
    assert found["report.hello", "Go on"] == [("flows/conversation/report.yaml", 12)]
    assert found["codes.role", "A neighbour"] == [("flows/conversation/codes.yaml", 3)]
    assert found["notices.kept", ("{count} note", "{count} notes")] == [("flows/conversation/notices.yaml", 3)]
    assert found["bot", "Deep"] == [("bot/deep/inside.py", 3)]
    assert {context for context, _ in found} == {
        *("report.hello", "report.role", "codes.role", "notices.neutral", "notices.kept", "time", "kept", "bot"),
    }


def test_extracting_twice_writes_the_same_bytes(tmp_path: Path) -> None:
    """No date, no version: a template changes when a text does."""
    root = sources(tmp_path)
    assert extract(root, root, MAPPING)
    first = template_of(root).read_bytes()
    assert not extract(root, root, MAPPING)
    assert as_text(read(template_of(root), None)) == first
    assert b"Date" not in first
    assert b"#: flows/conversation/report.yaml:12" in first
