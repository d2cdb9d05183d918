"""What the flows look at: for each flow the answers its conditions read, and which of those hang together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TypeAlias

from flows.definition import (
    CallStep,
    ChoiceStep,
    Conditional,
    MessageStep,
    PlaceStep,
    Question,
    ServicesStep,
    Step,
)
from flows.flowset import FlowSet, circumstances
from flows.loading import OUTSIDE
from flows.report import SELF
from flows.session import Session

Patterns: TypeAlias = Mapping[str, tuple[str, ...]]
"""Codes that are looked for, by the step that is asked for them."""
Walked: TypeAlias = tuple[str, str, bool]
"""Flow and step of a frame, and whether it is this one step only."""


def childs_answers(flows: FlowSet) -> frozenset[tuple[str, str]]:
    """Steps and codes by which a person says to be a child: in the flow about oneself, ``under_18``, or a yes to it."""
    found = set()
    for path, (flow, _) in flows.index.items():
        step = flows.step(path)
        if flow != SELF or not isinstance(step, ChoiceStep):
            continue
        code = "yes" if step.summary == "under_18" else "under_18"
        if code in flows.labels(step.answers):
            found.add((path, code))
    return frozenset(found)


def conditionals(step: Step) -> Iterator[Conditional]:
    """A step and everything in it that has a condition."""
    yield step
    yield from step.say
    if isinstance(step, ChoiceStep):
        yield from step.offer


def read_by(condition: Conditional, flow: str) -> Iterator[tuple[str, str]]:
    """Step and code, for each code a condition looks for."""
    for key, codes in circumstances(condition):
        if key not in OUTSIDE:
            yield from ((key if "." in key else f"{flow}.{key}", code) for code in codes)


@dataclass(frozen=True, slots=True)
class Reads:
    """Computed once from the flows.

    ``clusters`` are groups of answers of which one condition, or the choice of one next step, reads several together;
    answers of different clusters never decide anything jointly.
    """

    flows: FlowSet
    by_flow: Mapping[str, frozenset[tuple[str, str]]] = field(init=False)
    clusters: tuple[tuple[str, ...], ...] = field(init=False)
    every: Patterns = field(init=False)
    _live: dict[tuple[Walked, ...], tuple[Patterns, ...]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Walk all conditions."""
        by_flow = {
            name: frozenset(one for step in document.steps for one in _read_at(self.flows, name, step))
            for name, document in self.flows.flows.items()
        }
        object.__setattr__(self, "by_flow", by_flow)
        object.__setattr__(self, "every", _grouped(frozenset[tuple[str, str]]().union(*by_flow.values())))
        object.__setattr__(self, "clusters", tuple(_clusters(self.flows, self.every)))

    def live(self, walked: tuple[Walked, ...]) -> tuple[Patterns, ...]:
        """What can still be looked for by the flows being walked, grouped by clusters; see kinds.py."""
        if walked not in self._live:
            whole = any(alone for _, _, alone in walked) or self.flows.step(".".join(walked[-1][:2])).kind == "review"
            wanted = self._wanted([(flow, "" if whole else step) for flow, step, _ in walked])
            groups = ({path: wanted[path] for path in cluster if path in wanted} for cluster in self.clusters)
            self._live[walked] = tuple(group for group in groups if group)
        return self._live[walked]

    def _wanted(self, walked: list[tuple[str, str]]) -> Patterns:
        read, later = set[tuple[str, str]](), set[str]()
        for flow, here in walked:
            steps = self.flows.flows[flow].steps
            place = self.flows.index[f"{flow}.{here}"][1] if here else 0
            called = frozenset[str]().union(*(_called(self.flows, name) for s in steps[place:] for name in calls(s)))
            read |= {one for step in steps[place:] for one in _read_at(self.flows, flow, step)}
            read |= frozenset[tuple[str, str]]().union(*(self.by_flow[name] for name in called))
            if here:
                walking = {flow for flow, _ in walked}
                later |= {f"{flow}.{step.step}" for step in steps[place:]}
                later |= {f"{name}.{s.step}" for name in called - walking for s in self.flows.flows[name].steps}
        return _grouped(frozenset(one for one in read if one[0] not in later))

    def signature(self, path: str, codes: tuple[str, ...], patterns: tuple[str, ...] | None = None) -> tuple[bool, ...]:
        """Which of the codes that are looked for an answer has; answers alike in this are one to every condition."""
        wanted = self.every.get(path, ()) if patterns is None else patterns
        return tuple(any(fnmatchcase(code, want) for code in codes) for want in wanted)


def seen(reads: Reads, session: Session, group: Patterns) -> tuple[tuple[bool, ...], ...]:
    """What a session shows of one cluster."""
    answers = session.answers
    return tuple(
        reads.signature(path, answers[path].codes if path in answers else (), wanted) for path, wanted in group.items()
    )


def calls(step: Step) -> frozenset[str]:
    """The flows a step walks above itself."""
    if isinstance(step, CallStep):
        return frozenset({step.call})
    if isinstance(step, ChoiceStep | MessageStep):
        return frozenset(action.call for action in step.on.values() if action.call is not None)
    return frozenset()


def _read_at(flows: FlowSet, flow: str, step: Step) -> Iterator[tuple[str, str]]:
    for condition in conditionals(step):
        yield from read_by(condition, flow)
    if isinstance(step, ServicesStep) and step.need_of is not None:
        asked = flows.step(step.need_of)
        if isinstance(asked, ChoiceStep | PlaceStep):
            yield from ((step.need_of, code) for code in flows.labels(asked.answers or ""))
    if isinstance(step, ServicesStep) and step.near is not None:
        yield step.near, "[tmr]*.*"
    if isinstance(step, Question) and step.consent == "police":
        yield from childs_answers(flows)
    if isinstance(step, Question) and step.part == "contact":
        yield from ((path, "[!n]*") for path in flows.index if _consent(flows.step(path)) == "contact")


def _consent(step: Step) -> str | None:
    return step.consent if isinstance(step, Question) else None


def _called(flows: FlowSet, name: str) -> frozenset[str]:
    found, waiting = {name}, [name]
    while waiting:
        called = {flow for step in flows.flows[waiting.pop()].steps for flow in calls(step)}
        waiting += called - found
        found |= called
    return frozenset(found)


def _grouped(read: frozenset[tuple[str, str]]) -> Patterns:
    grouped: dict[str, list[str]] = {}
    for path, code in sorted(read):
        grouped.setdefault(path, []).append(code)
    return {path: tuple(codes) for path, codes in grouped.items()}


def _clusters(flows: FlowSet, every: Patterns) -> Iterator[tuple[str, ...]]:
    group = {path: {path} for path in every}

    def joined(paths: set[str]) -> None:
        together = set[str]().union(*(group[path] for path in paths if path in group))
        group.update(dict.fromkeys(together, together))

    for document in flows.flows.values():
        window: set[str] = set()
        for step in document.steps:
            for condition in conditionals(step):
                joined({path for path, _ in read_by(condition, document.flow)})
            deciding = {path for path, _ in read_by(step, document.flow)}
            joined(deciding | {f"{document.flow}.{step.step}"} if deciding else set())
            window = window | deciding if deciding else set()
            joined(window)
    yield from sorted({tuple(sorted(together)) for together in group.values()})
