"""What must hold of the whole exploration: nothing out of reach, nowhere to be stuck, a report by buttons alone."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator

from flows.checking.attempts import codes_shown
from flows.checking.broken import Broken
from flows.checking.exploration import Exploration, Move, State
from flows.checking.reads import calls
from flows.checking.rules import phones
from flows.definition import CallStep, ChoiceStep, PlaceStep, ReceiptStep
from flows.effects import Submit
from flows.path import MENU
from flows.phrases import Phrase

READ_ELSEWHERE = frozenset({"everyday", "traces", "languages"})
"""Code lists that no step offers: the engine and the service cards read them."""


def everything_reachable(*found: Exploration) -> Iterator[Broken]:
    """Every step is come to, every code is on a button, every paragraph is shown, in some state of some exploration."""
    first = found[0]
    stood = {frame.path for one in found for state in one.states for frame in state.session.frames}
    shown = {text for one in found for state in one.states for text in _shown(state)}
    for path in first.flows.index:
        step = first.flows.step(path)
        if path not in stood:
            yield Broken("nothing out of reach", 0, f"no way leads to the step {path}")
            continue
        for code, label in codes_shown(first.flows, path).items():
            if (path, label) not in shown:
                yield Broken("nothing out of reach", 0, f"{path} never offers {code}")
        for say in step.say:
            if (path, say.text) not in shown and not isinstance(step, CallStep):
                yield Broken("nothing out of reach", 0, f"{path} never says {say.text!r}")
    steps = [first.flows.step(path) for path in first.flows.index if path in stood]
    offered = {step.answers for step in steps if isinstance(step, ChoiceStep | PlaceStep)}
    for name in sorted(first.flows.codes.keys() - READ_ELSEWHERE - offered):
        yield Broken("nothing out of reach", 0, f"no step offers the codes of {name}")


def _shown(state: State) -> Iterator[tuple[str, str]]:
    for button in state.ask.answers:
        label = button.label
        yield state.ask.step, label.source if isinstance(label, Phrase) else label.text
    for paragraph in state.ask.paragraphs:
        if isinstance(paragraph, Phrase):
            yield state.ask.step, paragraph.source


def somewhere_useful(found: Exploration) -> Iterator[Broken]:
    """Rule 8: from every state answers alone lead to a receipt, a number or the menu; so no loop is without an exit.

    The row that is always the same does not count here: it is one tap away everywhere by rules 1 and 2.
    """
    ahead: list[set[int]] = [set() for _ in found.states]
    for number, state in enumerate(found.states):
        for move in state.moves:
            if move.attempt.onward:
                ahead[move.to].add(number)
    saved = {number for number, state in enumerate(found.states) if _useful(found, state)}
    waiting = deque(saved)
    while waiting:
        for before in ahead[waiting.popleft()] - saved:
            saved.add(before)
            waiting.append(before)
    for number, state in enumerate(found.states):
        if number not in saved:
            stuck = all(move.to == number for move in state.moves if move.attempt.onward)
            name = "no dead end" if stuck else "every loop has an exit"
            yield Broken(name, 8, f"{state.ask.step} leads nowhere", found.path(number))


def _useful(found: Exploration, state: State) -> bool:
    step = found.flows.step(state.ask.step)
    return isinstance(step, ReceiptStep) or state.session.here.flow == MENU or bool(phones(state.ask))


def no_endless_calls(found: Exploration) -> Iterator[Broken]:
    """Every loop has an exit: no flow is walked inside itself, so a session stays small and Back finds its way."""
    for number, state in enumerate(found.states):
        walked = [frame.flow for frame in state.session.frames if not frame.alone]
        twice = next((flow for flow in walked if walked.count(flow) > 1), None)
        if twice is not None:
            yield Broken("every loop has an exit", 8, f"{twice} is walked inside itself", found.path(number))
    for name, document in found.flows.flows.items():
        if any(isinstance(step, CallStep) and name in _below(found, step.call) for step in document.steps):
            yield Broken("every loop has an exit", 8, f"{name} calls itself without asking anything")


def _below(found: Exploration, name: str) -> set[str]:
    reached, waiting = {name}, [name]
    while waiting:
        steps = found.flows.flows[waiting.pop()].steps
        further = {flow for step in steps if isinstance(step, CallStep) for flow in calls(step)} - reached
        reached |= further
        waiting += further
    return reached


def report_by_buttons(found: Exploration) -> Iterator[Broken]:
    """Rule 5: from start to receipt with buttons only."""
    if not any(step.kind == "review" for flow in found.flows.flows.values() for step in flow.steps):
        return
    if shortest(found, lambda move: move.attempt.tapped, _submits) is None:
        yield Broken("a report by buttons", 5, "no taps alone lead to a report that is sent")


def _submits(move: Move) -> bool:
    return any(isinstance(effect, Submit) for effect in move.effects)


def shortest(
    found: Exploration, allowed: Callable[[Move], bool], wanted: Callable[[Move], bool]
) -> tuple[str, ...] | None:
    """The fewest allowed moves from a start to a wanted one; ``None`` where there are none."""
    starts = [number for number, state in enumerate(found.states) if state.came is not None and state.came.start < 0]
    came: dict[int, Move | None] = dict.fromkeys(starts)
    waiting = deque(starts)
    while waiting:
        for move in found.states[waiting.popleft()].moves:
            if not allowed(move):
                continue
            if wanted(move):
                return _back_to_start(came, move)
            if move.to not in came:
                came[move.to] = move
                waiting.append(move.to)
    return None


def _back_to_start(came: dict[int, Move | None], last: Move) -> tuple[str, ...]:
    labels, move = [last.attempt.label], came[last.start]
    while move is not None:
        labels.insert(0, move.attempt.label)
        move = came[move.start]
    return tuple(labels)


GRAPH_RULES = (somewhere_useful, no_endless_calls, report_by_buttons)
