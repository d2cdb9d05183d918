"""Taps are counted as a person would press them, and held."""

from __future__ import annotations

import pytest

from flows.checking.people import Count, Person, held, people_of, walk
from tests.flows.checking.flowsets import NIGHT, PRODUCT, flow_set

CHILD = Person(
    name="A child",
    goal="cards",
    table=Count(taps=3, lines=0),
    held=Count(taps=3, lines=0),
    answers={"menu.menu": "for_me", "for_me.need": "under_18"},
)
WITNESS = Person(
    name="A witness",
    goal="receipt",
    table=Count(taps=7, lines=1),
    held=Count(taps=7, lines=1),
    answers={"menu.menu": "report", "report.danger": "no", "report.story": "words", "closing.contact": "no"},
)


@pytest.mark.parametrize("person", [CHILD, WITNESS], ids=lambda person: person.name)
def test_the_taps_and_lines_to_a_goal_are_counted(person: Person) -> None:
    """The language counts as a tap, starting does not."""
    walked = walk(flow_set(), person, NIGHT)
    assert walked.reached
    assert walked.count == person.held
    assert list(held((walked,))) == []


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        ({"held": Count(taps=2, lines=0)}, "3 taps and 0 lines, held at 2 and 0"),
        ({"table": Count(taps=1, lines=0)}, "held above the table without a reason"),
        ({"answers": {"menu.menu": "report"}, "goal": "cards"}, "cards not reached"),
        ({"answers": {"menu.menu": "no such way"}}, "cards not reached"),
    ],
)
def test_more_taps_than_are_held_are_named(changes: dict[str, object], detail: str) -> None:
    """With what the person did."""
    person = CHILD.model_copy(update=changes)
    assert [one.detail for one in held((walk(flow_set(), person, NIGHT),)) if detail in one.detail]


def test_each_person_of_the_table_is_there() -> None:
    """And whoever is held above it has a reason."""
    people = people_of((PRODUCT / "checking" / "people.yaml").read_text(encoding="utf-8"), "people.yaml")
    assert len(people) >= 8
    assert all(person.because for person in people if person.held.taps > person.table.taps)
