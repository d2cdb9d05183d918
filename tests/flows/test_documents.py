"""YAML documents become frozen models, and every problem names its file and line."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from flows.documents import lines, parse
from flows.errors import DefinitionError


class Shape(BaseModel):
    """Closed and frozen, as every model of a flow file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Call(Shape):
    """A step with a key named as its kind."""

    kind: Literal["call"]
    call: str
    step: int


class Say(Shape):
    """Another kind of step."""

    kind: Literal["say"]
    text: str


class Paper(Shape):
    """A document with what ours have: scalars, a tagged union, a date."""

    hours: str
    open: bool = True
    checked: date | None = None
    steps: tuple[Annotated[Call | Say, Field(discriminator="kind")], ...] = ()


def problem(text: str) -> DefinitionError:
    """What parsing ``text`` complains about."""
    with pytest.raises(DefinitionError) as caught:
        parse(text, path="paper.yaml", model=Paper)
    return caught.value


@pytest.mark.parametrize("scalar", ["no", "on", "08:30", "0112", "1e3", "24/7", "2020-01-01", "true"])
def test_a_scalar_is_the_text_it_looks_like(scalar: str) -> None:
    """YAML's own guesses about booleans, octals and sixties never happen."""
    assert parse(f"hours: {scalar}", path="paper.yaml", model=Paper).hours == scalar


def test_the_model_says_what_becomes_a_date_or_a_truth_value() -> None:
    """Conversion is the model's, from the string."""
    paper = parse("hours: x\nopen: no\nchecked: 2022-03-29\n", path="paper.yaml", model=Paper)
    assert paper == Paper(hours="x", open=False, checked=date(2022, 3, 29))


@pytest.mark.parametrize("nothing", ["", "null", "~"])
def test_an_empty_value_is_none(nothing: str) -> None:
    """The three ways YAML writes nothing."""
    assert parse(f"hours: x\nchecked: {nothing}\n", path="paper.yaml", model=Paper).checked is None


def test_a_quoted_null_is_a_text() -> None:
    """Only the plain word is nothing."""
    assert parse("hours: 'null'", path="paper.yaml", model=Paper).hours == "null"


def test_an_unknown_key_names_its_line() -> None:
    """The first thing a misspelling needs."""
    assert str(problem("hours: x\nopne: no\n")) == "paper.yaml:2: opne: Extra inputs are not permitted"


def test_a_problem_inside_a_member_of_a_union_names_the_line_of_the_key() -> None:
    """Pydantic puts the union's tag into the location, which is no key of the file, or the wrong one."""
    text = "hours: x\nsteps:\n  - kind: say\n    text: a\n  - kind: call\n    call: other\n    step: two\n"
    assert problem(text).line == 7


def test_a_missing_key_names_the_line_its_mapping_begins() -> None:
    """A key that is not there has no line of its own."""
    error = problem("hours: x\nsteps:\n  - kind: say\n    text: a\n  - kind: say\n")
    assert (error.line, error.problem) == (5, "steps.1.say.text: Field required")


def test_all_problems_of_a_file_come_at_once_in_the_order_of_their_lines() -> None:
    """Whoever corrects a file wants the whole list."""
    error = problem("zeal: x\nopen: maybe\n")
    assert [found.split(": ")[0] for found in str(error).splitlines()] == [
        "paper.yaml:1",
        "paper.yaml:1",
        "paper.yaml:2",
    ]
    assert len(error.also) == 2


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("hours: x\nhours: y\n", 2),
        ("hours: &a x\nchecked: *a\n", 1),
        ("hours: x\n? [a, b]\n: c\n", 2),
        ("hours: x\nopen: [\n", 3),
        ("hours: x\n---\nhours: y\n", 2),
        ("hours: x\nopen: \x01\n", 2),
        ("", 1),
        ("- hours\n", 1),
    ],
    ids=["key twice", "alias", "key of many words", "broken", "two documents", "control", "empty", "other shape"],
)
def test_what_is_no_proper_document_is_refused_with_its_line(text: str, line: int) -> None:
    """Everything that PyYAML would raise, or let pass."""
    assert problem(text).line == line


def test_lines_gives_each_value_its_line_by_its_place() -> None:
    """A folded text counts where its key stands, for translators' editors."""
    found = lines("hours: x\nsteps:\n  - kind: say\n    text: >-\n      long\n      text\n", "paper.yaml")
    assert found == {
        (): 1,
        ("hours",): 1,
        ("steps",): 2,
        ("steps", 0): 3,
        ("steps", 0, "kind"): 3,
        ("steps", 0, "text"): 4,
    }
