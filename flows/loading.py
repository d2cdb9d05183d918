"""From the texts of ``flows/`` to a checked FlowSet: what one file can't know of the others is checked here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256

from flows.definition import (
    CallStep,
    ChoiceStep,
    CodeDocument,
    Conditional,
    Document,
    FlowDocument,
    Location,
    MessageStep,
    NoticeDocument,
    PlaceStep,
    Question,
    ServicesStep,
    Step,
    notice_phrase,
    step_texts,
)
from flows.directory import Directory
from flows.documents import lines, parse
from flows.errors import DefinitionError
from flows.flowset import FlowSet, Setting, circumstances
from flows.phrases import Phrase
from flows.places import Places
from flows.values import KNOWN, names

OUTSIDE = {"channel", "lacking", "flow"}
"""Keys of a condition that are no steps."""


def document_of(text: str, path: str) -> Document:
    """One file of ``conversation/`` as its model, told apart by its first key."""
    first = text.lstrip().split(":", 1)[0]
    if first in {"codes", "pictograms"}:
        return parse(text, path=path, model=CodeDocument)
    if first in {"notices", "plurals"}:
        return parse(text, path=path, model=NoticeDocument)
    return parse(text, path=path, model=FlowDocument)


def load(conversation: Mapping[str, str], *, directory: Directory, places: Places, setting: Setting) -> FlowSet:
    """Texts by file name. Raises DefinitionError with file and line at the first thing that does not fit."""
    documents = {name: document_of(text, name) for name, text in sorted(conversation.items())}
    flows: dict[str, FlowDocument] = {}
    codes: dict[str, Mapping[str, str]] = {}
    notices: dict[str, Phrase] = {}
    pictograms: dict[str, str] = {}
    for document in documents.values():
        if isinstance(document, FlowDocument):
            flows[document.flow] = document
        elif isinstance(document, CodeDocument):
            codes.update(document.codes)
            pictograms.update(document.pictograms)
        else:
            plural = document.plurals
            notices.update({n: notice_phrase(n, s, plural.get(n)) for n, s in document.notices.items()})
    flowset = FlowSet(
        flows=_in_order(flows),
        codes=codes,
        names={"regions": places.regions(), "municipalities": places.municipalities()},
        pictograms=pictograms,
        notices=notices,
        directory=directory,
        places=places,
        setting=setting,
        revision=revision(conversation),
    )
    _check(flowset, documents, conversation)
    return flowset


def _in_order(flows: Mapping[str, FlowDocument]) -> dict[str, FlowDocument]:
    """From the menu on, each flow before those it opens; then those that only a command or an event opens."""
    ordered: dict[str, FlowDocument] = {}
    waiting = ["menu", *flows]
    while waiting:
        name = waiting.pop(0)
        if name in flows and name not in ordered:
            ordered[name] = flows[name]
            waiting = [*_opened_by(flows[name]), *waiting]
    return ordered


def _opened_by(document: FlowDocument) -> Iterator[str]:
    for step in document.steps:
        if isinstance(step, CallStep):
            yield step.call
        if isinstance(step, ChoiceStep | MessageStep):
            yield from (target for action in step.on.values() for target in (action.call, action.go) if target)


def revision(conversation: Mapping[str, str]) -> str:
    """Twelve hexadecimal digits that name these very texts."""
    joined = "\0".join(f"{name}\0{text}" for name, text in sorted(conversation.items()))
    return sha256(joined.encode()).hexdigest()[:12]


def _check(flowset: FlowSet, documents: Mapping[str, Document], sources: Mapping[str, str]) -> None:
    for path, document in documents.items():
        if not isinstance(document, FlowDocument):
            continue
        for location, problem in _problems(flowset, document):
            places = lines(sources[path], path)
            raise DefinitionError(path, places.get(location, 1), problem)


def _problems(flowset: FlowSet, document: FlowDocument) -> Iterator[tuple[Location, str]]:
    if document.ends is not None and document.ends not in flowset.flows:
        yield ("ends",), f"there is no flow {document.ends}"
    seen: set[str] = set()
    for index, step in enumerate(document.steps):
        here: Location = ("steps", index)
        if step.step in seen:
            yield (*here, "step"), f"a second step {step.step}"
        seen.add(step.step)
        for place, problem in _step_problems(flowset, document.flow, step):
            yield (*here, *place), problem


def _step_problems(flowset: FlowSet, flow: str, step: Step) -> Iterator[tuple[Location, str]]:
    yield from _condition_problems(flowset, flow, step)
    for index, say in enumerate(step.say):
        yield from ((("say", index, *place), problem) for place, problem in _condition_problems(flowset, flow, say))
    for place, source, _ in step_texts(step):
        yield from ((place, f"there is no value {name}") for name in sorted(names(source) - KNOWN.keys()))
    if isinstance(step, CallStep) and step.call not in flowset.flows:
        yield ("call",), f"there is no flow {step.call}"
    if isinstance(step, ServicesStep):
        known = {service.id for service in flowset.directory.shown}
        yield from ((("show",), f"there is no service {name}") for name in step.show if name not in known)
    if isinstance(step, ChoiceStep | MessageStep):
        yield from _action_problems(flowset, flow, step)
    if isinstance(step, ChoiceStep | PlaceStep) and step.answers is not None:
        if step.answers not in flowset.codes and step.answers not in flowset.names:
            yield ("answers",), f"there is no code list {step.answers}"
        elif isinstance(step, Question):
            unknown = set(step.urgent) - _codes(flowset, step).keys()
            yield from ((("urgent",), f"there is no code {code}") for code in sorted(unknown))


def _action_problems(flowset: FlowSet, flow: str, step: ChoiceStep | MessageStep) -> Iterator[tuple[Location, str]]:
    offered = step.answers if isinstance(step, MessageStep) else _codes(flowset, step)
    for code, action in step.on.items():
        if code not in offered:
            yield ("on", code), f"there is no answer {code}"
        for name, target in (("call", action.call), ("go", action.go)):
            if target is not None and target not in flowset.flows:
                yield ("on", code, name), f"there is no flow {target}"
        for name, steps in (("carry", (*action.carry, *action.carry.values())), ("sets", tuple(action.sets))):
            yield from ((("on", code, name), f"there is no step {path}") for path in steps if path not in flowset.index)
        if action.to is not None and f"{flow}.{action.to}" not in flowset.index:
            yield ("on", code, "to"), f"there is no step {action.to}"


def _condition_problems(flowset: FlowSet, flow: str, condition: Conditional) -> Iterator[tuple[Location, str]]:
    for key, codes in circumstances(condition):
        if key in OUTSIDE:
            continue
        side = "when" if key in condition.when else "unless"
        path = key if "." in key else f"{flow}.{key}"
        if path not in flowset.index:
            yield (side, key), f"there is no step {path}"
            continue
        asked = flowset.step(path)
        if isinstance(asked, ChoiceStep | PlaceStep):
            known = {*_codes(flowset, asked), "unsaid"}
            unknown = [code for code in codes if code not in known and not code.endswith(".*")]
            yield from (((side, key), f"{path} has no answer {code}") for code in unknown)


def _codes(flowset: FlowSet, step: ChoiceStep | PlaceStep) -> Mapping[str, str]:
    name = step.answers
    return flowset.labels(name) if name and (name in flowset.codes or name in flowset.names) else {}
