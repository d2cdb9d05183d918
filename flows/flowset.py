"""Everything the engine walks, loaded once: flows, code lists, notices, the directory, places, languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase

from flows.definition import (
    UNSAID,
    ChoiceStep,
    Circumstances,
    Conditional,
    FlowDocument,
    Question,
    Step,
    code_phrase,
)
from flows.directory import Directory
from flows.phrases import Phrase, Value, Verbatim
from flows.places import Places
from flows.schedule import Schedule
from flows.session import Answer, Session


@dataclass(frozen=True, slots=True)
class Language:
    """A language on offer; ``reviewed`` by a native speaker, or it says that it is not (conversation.md, rule 12)."""

    tag: str
    own_name: str
    reviewed: bool


@dataclass(frozen=True, slots=True)
class Setting:
    """What the operator decides and the channel is; part of no flow. ``lacking`` names what is missing (``desk``)."""

    languages: tuple[Language, ...]
    operator: str
    reading: Schedule
    lacking: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FlowSet:
    """The whole conversation as values. ``revision`` names these very texts in a report's manifest.

    ``flows`` are in the order a conversation comes to them.
    """

    flows: Mapping[str, FlowDocument]
    codes: Mapping[str, Mapping[str, str]]
    names: Mapping[str, Mapping[str, str]]
    pictograms: Mapping[str, str]
    notices: Mapping[str, Phrase]
    directory: Directory
    places: Places
    setting: Setting
    revision: str
    index: Mapping[str, tuple[str, int]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Index the steps by path."""
        index = {
            f"{flow.flow}.{step.step}": (flow.flow, place)
            for flow in self.flows.values()
            for place, step in enumerate(flow.steps)
        }
        object.__setattr__(self, "index", index)

    def step(self, path: str) -> Step:
        """The step at ``flow.step``; KeyError when there is none."""
        flow, place = self.index[path]
        return self.flows[flow].steps[place]

    def labels(self, code_list: str) -> Mapping[str, str]:
        """The codes of a list with their labels as written: English, or the proper names of places."""
        return self.names.get(code_list) or self.codes[code_list]

    def label(self, code_list: str, code: str) -> Phrase | Verbatim:
        """What a person reads for a code of a list."""
        if code_list in self.names:
            return Verbatim(self.names[code_list][code])
        return code_phrase(code_list, self.codes[code_list][code])

    def notice(self, name: str, /, *, count: int | None = None, **values: Value) -> Phrase:
        """A fixed text with its values; ``count`` chooses the plural form and fills ``{count}``."""
        phrase = self.notices[name]
        if count is not None:
            values["count"] = count
        return Phrase(phrase.context, phrase.source, values, plural=phrase.plural, count=count)

    def holds(self, condition: Conditional, flow: str, session: Session) -> bool:
        """Whether a step or paragraph of ``flow`` applies to what the session knows so far."""
        return all(self._matches(key, codes, flow, session) for key, codes in condition.when.items()) and not any(
            self._matches(key, codes, flow, session) for key, codes in condition.unless.items()
        )

    def _matches(self, key: str, codes: str | tuple[str, ...], flow: str, session: Session) -> bool:
        wanted = (codes,) if isinstance(codes, str) else codes
        if key == "channel":
            return session.channel in wanted
        if key == "lacking":
            return not self.setting.lacking.isdisjoint(wanted)
        if key == "flow":
            return any(frame.flow in wanted for frame in session.frames)
        answer = session.answers.get(key if "." in key else f"{flow}.{key}")
        return answer is not None and any(fnmatchcase(code, want) for code in answer.codes for want in wanted)

    def groups(self, step: ChoiceStep, flow: str, session: Session) -> tuple[tuple[str | None, tuple[str, ...]], ...]:
        """The codes a choice offers now: groups of (heading or ``None``, codes), in the order of the file."""
        labels = self.labels(step.answers)
        if not step.offer:
            return ((None, tuple(labels)),)
        return tuple(
            (offer.title, tuple(code for want in offer.codes for code in labels if fnmatchcase(code, want)))
            for offer in step.offer
            if self.holds(offer, flow, session)
        )

    def offered(self, path: str, session: Session) -> frozenset[str] | None:
        """The codes that are valid at a step now; ``None`` where codes are not chosen from a list."""
        step = self.step(path)
        if not isinstance(step, ChoiceStep):
            return None
        flow = self.index[path][0]
        return frozenset(code for _, codes in self.groups(step, flow, session) for code in codes) | {UNSAID}

    def pruned(self, session: Session) -> Session:
        """The session without the answers that no longer fit; those that still do stay as they are."""
        while True:
            valid = dict(self._still_valid(session))
            if valid == dict(session.answers):
                return session
            session = replace(session, answers=valid)

    def _still_valid(self, session: Session) -> Iterator[tuple[str, Answer]]:
        for path, answer in session.answers.items():
            if path not in self.index or not self.holds(self.step(path), self.index[path][0], session):
                continue
            offered = self.offered(path, session)
            codes = answer.codes if offered is None else tuple(code for code in answer.codes if code in offered)
            if codes or answer.refs or answer.pin or answer.open or not answer.codes:
                yield path, answer if codes == answer.codes else Answer(codes, answer.refs, answer.pin, answer.open)

    def reported(self, session: Session) -> Iterator[tuple[str, Question]]:
        """The questions that are lines of the report being written, in the order a conversation comes to them.

        Only of the flows walked now: what was said about oneself is no part of a later report about someone else.
        """
        walked = {frame.flow for frame in session.frames}
        return ((path, step) for path, step in self.questions() if self.index[path][0] in walked)

    def questions(self) -> Iterator[tuple[str, Question]]:
        """Every question that can be a line of a report."""
        for flow in self.flows.values():
            for step in flow.steps:
                if isinstance(step, Question) and step.title is not None:
                    yield f"{flow.flow}.{step.step}", step


def circumstances(condition: Conditional) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each key of a condition with its codes, ``when`` before ``unless``."""
    sides: tuple[Circumstances, ...] = (condition.when, condition.unless)
    for side in sides:
        for key, codes in side.items():
            yield key, (codes,) if isinstance(codes, str) else codes
