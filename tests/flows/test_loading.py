"""Loading: what one file can't know of the others is refused with the file and the line."""

from __future__ import annotations

import pytest

from flows.errors import DefinitionError
from flows.flowset import FlowSet
from flows.loading import load
from tests.conversations.world import flowset

CODES = "codes:\n  ways:\n    one: One\n    two: Two\n"
MENU = "flow: menu\nsteps:\n"
CHOICE = "  - step: menu\n    kind: one\n    answers: ways\n    ask: Which?\n"
NOTICES = "notices:\n  neutral: Everyday things\n"


def loaded(steps: str, **more: str) -> FlowSet:
    """A conversation of a few lines, with the directory and places of this repository."""
    real = flowset()
    files = {"menu.yaml": MENU + steps, "codes.yaml": CODES, "notices.yaml": NOTICES}
    files |= {f"{name}.yaml": text for name, text in more.items()}
    return load(files, directory=real.directory, places=real.places, setting=real.setting)


def problem(steps: str, **more: str) -> str:
    """What loading complains about."""
    with pytest.raises(DefinitionError) as caught:
        loaded(steps, **more)
    return str(caught.value)


def test_a_conversation_of_one_step_loads() -> None:
    """What all others here differ from by one line."""
    assert loaded(CHOICE).index == {"menu.menu": ("menu", 0)}


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        (CHOICE + "    on:\n      one: {go: nowhere}\n", "menu.yaml:8: there is no flow nowhere"),
        (CHOICE + "    on:\n      three: {go: menu}\n", "menu.yaml:8: there is no answer three"),
        (CHOICE + "    on:\n      one: {to: nothing}\n", "menu.yaml:8: there is no step nothing"),
        (CHOICE + "    when: {gone: one}\n", "menu.yaml:7: there is no step menu.gone"),
        (CHOICE + "    unless: {menu: three}\n", "menu.yaml:7: menu.menu has no answer three"),
        (CHOICE + "    urgent: [three]\n", "menu.yaml:7: there is no code three"),
        (CHOICE + "    say:\n      - text: Call {nobody}.\n", "menu.yaml:8: there is no value nobody"),
        (CHOICE.replace("ways", "roads"), "menu.yaml:5: there is no code list roads"),
        (CHOICE + CHOICE, "menu.yaml:7: a second step menu"),
        ("  - step: on\n    kind: call\n    call: nowhere\n", "menu.yaml:5: there is no flow nowhere"),
        ("  - step: help\n    kind: services\n    show: [nobody]\n", "menu.yaml:5: there is no service nobody"),
        ("  - step: end\n    kind: message\nends: nowhere\n", "menu.yaml:5: there is no flow nowhere"),
    ],
)
def test_a_reference_to_nothing_names_its_file_and_line(steps: str, found: str) -> None:
    """Flows, answers, steps, codes, values and services."""
    assert problem(steps) == found


@pytest.mark.parametrize(
    ("steps", "line", "part"),
    [
        ("  - step: menu\n    kind: dance\n", 3, "dance"),
        ("  - step: Menu\n    kind: message\n", 3, "step"),
        (CHOICE.replace("    ask: Which?\n", ""), 3, "ask: Field required"),
        (CHOICE + "    colour: red\n", 7, "colour: Extra inputs are not permitted"),
        ("", 2, "steps"),
    ],
)
def test_a_step_of_the_wrong_shape_names_its_line(steps: str, line: int, part: str) -> None:
    """An unknown kind, a name, a key too few, a key too many, no steps."""
    said = problem(steps)
    assert said.startswith(f"menu.yaml:{line}: ")
    assert part in said


def test_an_error_in_another_file_names_that_file() -> None:
    """Each document is parsed under its own name."""
    said = problem(CHOICE, other="flow: other\nsteps:\n  - step: a\n    kind: call\n    call: nowhere\n")
    assert said == "other.yaml:5: there is no flow nowhere"


def test_flows_are_in_the_order_a_conversation_comes_to_them() -> None:
    """So that a report's lines are, whatever the files are called."""
    steps = CHOICE + "    on:\n      one: {go: zebra}\n      two: {go: ant}\n"
    zebra = "flow: zebra\nsteps:\n  - step: z\n    kind: message\n"
    ant = "flow: ant\nsteps:\n  - step: a\n    kind: message\n"
    assert list(loaded(steps, ant=ant, zebra=zebra).flows) == ["menu", "zebra", "ant"]


def test_another_word_anywhere_is_another_revision() -> None:
    """A report names the very texts that were answered."""
    assert loaded(CHOICE).revision == loaded(CHOICE).revision
    assert loaded(CHOICE).revision != loaded(CHOICE.replace("Which?", "Which one?")).revision
