"""The shape of a flow file: flows of ordered steps, code lists, notices.

A flow is an ordered list of steps; a step is asked when its condition holds and it has no answer yet, so the order of
the file is the order of the conversation, and editing one answer never needs a rule of its own. Every text a person
reads is a field of type ``Text``; its gettext context is computed by :func:`phrase` here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from flows.definition_text import Text
from flows.phrases import Phrase

Name: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Code: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$")]
Reference: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")]
Circumstances: TypeAlias = Mapping[Reference, str | tuple[str, ...]]

UNSAID = "unsaid"
"""The code of a question that was passed over; an answer of its own, in every list (conversation.md, rule 3)."""


class Shape(BaseModel):
    """Frozen, and closed: a key the model does not know is an error with its line."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Conditional(Shape):
    """Holds when every key of ``when`` has one of its codes and no key of ``unless`` does.

    A key is a step (``danger``, or ``report.danger`` from another flow) or ``channel``; a code may end in ``.*``.
    """

    when: Circumstances = Field(default_factory=dict)
    unless: Circumstances = Field(default_factory=dict)


class Say(Conditional):
    """One paragraph above the question."""

    text: Text
    note: str | None = None


class Action(Shape):
    """What choosing an answer does: open a flow and come back, leave for another, or step back in this one.

    Only an answer with ``call`` is kept besides. ``to`` forgets what this flow was answered from that step on.
    ``carry`` copies answers from one step to another and ``sets`` answers steps with a code.
    """

    call: Name | None = None
    go: Name | None = None
    to: Name | None = None
    carry: Mapping[Reference, Reference] = Field(default_factory=dict)
    sets: Mapping[Reference, Code] = Field(default_factory=dict)
    do: Literal["keep_words", "drop_words", "practice", "keep_messages", "erase"] | None = None


class Offer(Conditional):
    """A group of a code list that is offered together, under a heading of its own, on pages of its own."""

    title: Text | None = None
    codes: tuple[str, ...]


class StepShape(Conditional):
    """What every step has. ``note`` is for translators."""

    step: Name
    say: tuple[Say, ...] = ()
    note: str | None = None


class MessageStep(StepShape):
    """Says something and waits for a button; ``answers`` absent means one button, *Continue*."""

    kind: Literal["message"]
    answers: Mapping[Code, Text] = Field(default_factory=dict)
    on: Mapping[Code, Action] = Field(default_factory=dict)


class Question(StepShape):
    """What every step that keeps an answer has.

    ``title`` names the line in the review; a question without one is not part of a report. ``part`` is the sealed part
    the answer goes to, ``summary`` the field of a queue row it fills, ``consent`` the purpose it decides.
    """

    ask: Text
    title: Text | None = None
    part: Literal["body", "contact"] = "body"
    skip: bool = True
    summary: Name | None = None
    consent: Literal["police", "contact"] | None = None
    urgent: tuple[Code, ...] = ()


class ChoiceStep(Question):
    """Buttons of a code list; ``several`` lets more than one be marked, ``alone`` are codes that stand alone.

    Codes in ``offer`` may be patterns (``professional.*``).
    """

    kind: Literal["one", "several"]
    answers: Name
    offer: tuple[Offer, ...] = ()
    alone: tuple[Code, ...] = ()
    on: Mapping[Code, Action] = Field(default_factory=dict)


class WordsStep(Question):
    """The person's own words; ``collect`` takes several messages until *Continue*."""

    kind: Literal["words"]
    collect: bool = False


class PlaceStep(Question):
    """A town found by typing, a location pin, one of ``answers``, or else the words as a description.

    ``rough`` keeps only the nearest town of what was typed or shared, and drops the rest.
    """

    kind: Literal["place"]
    answers: Name | None = None
    rough: bool = False


class ServicesStep(StepShape):
    """Cards of services: the named ones, or those for ``need`` (or for what the step ``need_of`` was answered).

    ``brief``: who, the number, and whether somebody answers now.
    """

    kind: Literal["services"]
    show: tuple[Name, ...] = ()
    need: Code | None = None
    need_of: Reference | None = None
    near: Reference | None = None
    brief: bool = False


class ReviewStep(StepShape):
    """Everything said, each line to be changed; *Send*."""

    kind: Literal["review"]


class ReceiptStep(StepShape):
    """The receipt, until its last four digits are typed or it is not wanted."""

    kind: Literal["receipt"]


class LanguageStep(StepShape):
    """All languages on one screen, each in its own name; ``always`` asks although one is chosen."""

    kind: Literal["language"]
    ask: Text
    always: bool = False


class CallStep(StepShape):
    """Walks another flow and comes back."""

    kind: Literal["call"]
    call: Name


Step: TypeAlias = Annotated[
    MessageStep
    | ChoiceStep
    | WordsStep
    | PlaceStep
    | ServicesStep
    | ReviewStep
    | ReceiptStep
    | LanguageStep
    | CallStep,
    Field(discriminator="kind"),
]


class Again(Shape):
    """A step that comes again after a gap without a message (domain.md §2, rule 12)."""

    after_minutes: int
    step: Name


def _not_empty(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Afterwards, because pydantic's own check of a length calls a list of faulty steps an empty one too."""
    if not steps:
        raise ValueError("a flow has at least one step")
    return steps


class FlowDocument(Shape):
    """One file of ``flows/``. ``fresh`` forgets its answers when it is entered; ``ends`` leaves for another flow."""

    flow: Name
    fresh: bool = False
    again: Again | None = None
    ends: Name | None = None
    steps: Annotated[tuple[Step, ...], AfterValidator(_not_empty)]


class CodeDocument(Shape):
    """``codes.yaml``: the answers as codes (facts.md), each with its English label."""

    codes: Mapping[Name, Mapping[Code, Text]]
    pictograms: Mapping[Code, str] = Field(default_factory=dict)


class NoticeDocument(Shape):
    """``notices.yaml``: the fixed texts around a question: neutral line, navigation, what a turn has to say."""

    notices: Mapping[Name, Text]
    plurals: Mapping[Name, Text] = Field(default_factory=dict)


Document: TypeAlias = FlowDocument | CodeDocument | NoticeDocument
Location: TypeAlias = tuple[str | int, ...]


def step_phrase(flow: str, step: str, source: str) -> Phrase:
    """A text of a step."""
    return Phrase(f"{flow}.{step}", source)


def code_phrase(code_list: str, label: str) -> Phrase:
    """The label of a code; the same label may be translated otherwise in another list."""
    return Phrase(f"codes.{code_list}", label)


def notice_phrase(name: str, source: str, plural: str | None) -> Phrase:
    """A fixed text."""
    return Phrase(f"notices.{name}", source, plural=plural)


def step_texts(step: Step) -> Iterator[tuple[Location, str, str | None]]:
    """Each text of a step: its place in the step, the English source, the translators' note."""
    for index, say in enumerate(step.say):
        yield ("say", index, "text"), say.text, say.note or step.note
    if isinstance(step, Question | LanguageStep):
        yield ("ask",), step.ask, step.note
    if isinstance(step, Question) and step.title is not None:
        yield ("title",), step.title, "Names a line of the review."
    if isinstance(step, MessageStep):
        for code, label in step.answers.items():
            yield ("answers", code), label, "A button, at most 40 characters."
    if isinstance(step, ChoiceStep):
        for index, offer in enumerate(step.offer):
            if offer.title is not None:
                yield ("offer", index, "title"), offer.title, None


def texts(document: Document) -> Iterator[tuple[Location, Phrase, str | None]]:
    """Every translatable text of a document with its place in the YAML and its note; what the extractor walks."""
    if isinstance(document, FlowDocument):
        for index, step in enumerate(document.steps):
            for place, source, note in step_texts(step):
                yield ("steps", index, *place), step_phrase(document.flow, step.step, source), note
    elif isinstance(document, CodeDocument):
        for name, labels in document.codes.items():
            for code, label in labels.items():
                yield ("codes", name, code), code_phrase(name, label), "A button, at most 40 characters."
    else:
        for name, source in document.notices.items():
            yield ("notices", name), notice_phrase(name, source, document.plurals.get(name)), None
