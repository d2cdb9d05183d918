"""The screen a session stands at: paragraphs and buttons, as a pure function of the session and the time.

Because nothing of a screen is kept, a repeated update, an old button and a message that must be sent anew all show the
same thing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from flows.definition import (
    Action,
    ChoiceStep,
    LanguageStep,
    MessageStep,
    PlaceStep,
    Question,
    ReceiptStep,
    ReviewStep,
    ServicesStep,
    Step,
    WordsStep,
    step_phrase,
)
from flows.effects import Ask, Button, Lines, Paragraph, Takes
from flows.flowset import FlowSet
from flows.listing import cards, services_shown
from flows.phrases import Phrase, Verbatim, Words
from flows.review import lines
from flows.session import Answer, Session
from flows.values import Values

ANSWERS_A_SCREEN = 8
"""conversation.md, rule 5; the button that passes a question over counts as one."""

WORDS_A_SCREEN = 60
"""Of the source, rule 4; what a message says beyond it comes on a page of its own."""

HELP, BACK, ERASE = "🆘", "↩️", "🗑️"
"""One fixed pictogram for each recurring thing (rule 4)."""


@dataclass(frozen=True, slots=True)
class Body:
    """What a kind of step puts between the notices and the navigation row."""

    paragraphs: tuple[Paragraph, ...] = ()
    pages: Sequence[tuple[Button, ...]] = ((),)
    below: tuple[Button, ...] = ()
    takes: frozenset[Takes] = frozenset()
    digits: str = ""


def screen(flows: FlowSet, session: Session, now: datetime) -> Ask:
    """The one screen of a turn. A page past the last one shows the last."""
    flow = session.here.flow
    step = flows.step(session.here.path)
    values = Values(flows, session, now)
    body = _body(flows, session, step, values)
    page = min(session.page, len(body.pages) - 1)
    told = _told(flows, session, step)
    sources = told[page] if isinstance(step, MessageStep) else chain.from_iterable(told)
    said = tuple(values.fill(step_phrase(flow, step.step, source)) for source in sources)
    practice = (flows.notice("practice"),) if session.practice else ()
    paragraphs = (flows.notice("neutral"), *practice, *_notices(flows, session, values), *said, *body.paragraphs)
    return Ask(
        step=session.here.path,
        token=session.token,
        paragraphs=paragraphs,
        answers=(*_urgent(flows, session), *body.pages[page], *body.below, *_show(flows, session)),
        pages=_turning(flows, page, page + 1 if isinstance(step, MessageStep) else len(body.pages)),
        navigation=_navigation(flows),
        takes=body.takes,
        digits=body.digits,
    )


def _body(flows: FlowSet, session: Session, step: Step, values: Values) -> Body:
    match step:
        case ChoiceStep():
            return _choice(flows, session, step, values)
        case WordsStep():
            return _words(flows, session, step, values)
        case PlaceStep():
            return _place(flows, session, step, values)
        case ServicesStep():
            return _services(flows, session, step, values)
        case MessageStep():
            return _message(flows, session, step)
        case ReviewStep():
            return _review(flows, session, values)
        case ReceiptStep():
            return Body(
                pages=((Button("!decline", flows.notice("no_receipt")),),),
                takes=frozenset({Takes.DIGITS}),
                digits=session.receipt[-4:],
            )
        case LanguageStep():
            return _languages(flows, session, step, values)
        case _:
            raise AssertionError("internal error: a session never waits at a call")


def _choice(flows: FlowSet, session: Session, step: ChoiceStep, values: Values) -> Body:
    flow = session.here.flow
    marked = _kept(session).codes
    groups = flows.groups(step, flow, session)
    room = ANSWERS_A_SCREEN - step.skip
    pages, titles = [], []
    for title, codes in groups:
        buttons = [
            Button(
                _key(code, step.on),
                flows.label(step.answers, code),
                flows.pictograms.get(code, ""),
                marked=code in marked,
            )
            for code in codes
        ]
        for chunk in _chunks(buttons, room):
            pages.append(chunk)
            titles.append(title)
    title = titles[min(session.page, len(titles) - 1)] if titles else None
    heading = (step_phrase(flow, step.step, title),) if title else ()
    done = step.kind == "several" and _kept(session).said
    below = (Button("!done", flows.notice("done")),) if done else _skip(flows, session, step)
    return Body((*heading, _question(session, step, values)), pages or ((),), below)


def _words(flows: FlowSet, session: Session, step: WordsStep, values: Values) -> Body:
    told = bool(_kept(session).refs)
    below = (Button("!done", flows.notice("done")),) if told else ()
    takeout = _skip(flows, session, step) if not told or session.here.alone else ()
    return Body((_question(session, step, values),), below=(*below, *takeout), takes=frozenset({Takes.WORDS}))


def _place(flows: FlowSet, session: Session, step: PlaceStep, values: Values) -> Body:
    takes = frozenset({Takes.TOWN, Takes.PIN})
    if session.candidates:
        found = [Button(code, Verbatim(flows.places.name(code))) for code in session.candidates[: ANSWERS_A_SCREEN - 1]]
        none = Button("!none", flows.notice("none_of_these"))
        return Body((flows.notice("which_town"),), ((*found, none),), takes=takes)
    codes = flows.labels(step.answers) if step.answers else {}
    buttons = tuple(
        Button(code, flows.label(step.answers or "", code), flows.pictograms.get(code, "")) for code in codes
    )
    done = (Button("!done", flows.notice("done")),) if _kept(session).refs else ()
    below = (*done, *_skip(flows, session, step))
    return Body((_question(session, step, values),), (buttons,), below, takes)


def _services(flows: FlowSet, session: Session, step: ServicesStep, values: Values) -> Body:
    shown = services_shown(flows, session, step, values.now)
    onward = Button("!continue", flows.notice("continue"))
    pages = [(onward,) for _ in shown] or [(onward,)]
    here = shown[min(session.page, len(shown) - 1)] if shown else ()
    return Body(cards(flows, here, values.now, brief=step.brief), pages)


def _told(flows: FlowSet, session: Session, step: Step) -> list[list[str]]:
    """What a step says, in pages that can be read at a glance (rule 4); a message with one page too."""
    pages: list[list[str]] = [[]]
    words = 0
    for source in (say.text for say in step.say if flows.holds(say, session.here.flow, session)):
        words += len(source.split())
        if words > WORDS_A_SCREEN and pages[-1]:
            pages.append([])
            words = len(source.split())
        pages[-1].append(source)
    return pages


def _message(flows: FlowSet, session: Session, step: MessageStep) -> Body:
    """A long message has pages, and its answers on the last of them."""
    earlier = [(Button("!next", flows.notice("continue")),)] * (len(_told(flows, session, step)) - 1)
    if not step.answers:
        return Body(pages=(*earlier, (Button("!continue", flows.notice("continue")),)))
    buttons = []
    for code, label in step.answers.items():
        buttons.append(
            Button(
                _key(code, step.on), step_phrase(session.here.flow, step.step, label), flows.pictograms.get(code, "")
            )
        )
    words = tuple(Words(ref) for ref in session.stray) if session.here.flow == "loose" else ()
    return Body(words, (*earlier, tuple(buttons)))


def _key(code: str, on: Mapping[str, Action]) -> str:
    """Answers that lead to the menu or erase do so from an old screen too."""
    action = on.get(code)
    if action is None:
        return code
    if action.do == "erase":
        return "!erase"
    return "!start" if action.go == "menu" else code


def _review(flows: FlowSet, session: Session, values: Values) -> Body:
    told = lines(flows, session)
    send = Button("!send", flows.notice("send"), "✉️")
    buttons = [Button(line.path, flows.notice("change", line=line.title), "✏️") for line in told]
    pages = [(send, *chunk) for chunk in _chunks(buttons, ANSWERS_A_SCREEN - 1)] or [(send,)]
    said = Lines(tuple(flows.notice("line", title=line.title, answer=line.answer) for line in told))
    return Body((said,) if told else (values.fill(flows.notice("nothing_said")),), pages)


def _languages(flows: FlowSet, session: Session, step: LanguageStep, values: Values) -> Body:
    buttons = tuple(
        Button(language.tag, Verbatim(language.own_name), marked=language.tag == session.language)
        for language in flows.setting.languages
    )
    unchecked = [language for language in flows.setting.languages if language.tag == session.language]
    warning = tuple(flows.notice("unchecked") for language in unchecked if not language.reviewed)
    return Body((_question(session, step, values), *warning), (buttons,))


def _question(session: Session, step: Question | LanguageStep, values: Values) -> Phrase:
    return values.fill(step_phrase(session.here.flow, step.step, step.ask))


def _notices(flows: FlowSet, session: Session, values: Values) -> Iterator[Phrase | Words]:
    for name in session.notices:
        if name == "kept":
            yield flows.notice("kept", count=max(1, session.notes))
        elif name == "shown":
            yield flows.notice("kept", count=session.notes)
            yield from (Words(ref) for ref in session.written)
        elif name != "alarm":
            yield values.fill(flows.notice(name))


def _urgent(flows: FlowSet, session: Session) -> tuple[Button, ...]:
    return (Button("!help", flows.notice("help_now"), HELP),) if "alarm" in session.notices else ()


def _show(flows: FlowSet, session: Session) -> tuple[Button, ...]:
    return (Button("!show", flows.notice("show")),) if "kept" in session.notices and session.notes else ()


def _skip(flows: FlowSet, session: Session, step: Question) -> tuple[Button, ...]:
    if not step.skip:
        return ()
    answered = session.here.alone and session.here.path in session.answers
    return (Button("!skip", flows.notice("take_out" if answered else "skip")),)


def _turning(flows: FlowSet, page: int, pages: int) -> tuple[Button, ...]:
    previous = (Button("!previous", flows.notice("previous"), "◀️"),) if page else ()
    onward = (Button("!next", flows.notice("next"), "▶️"),) if page < pages - 1 else ()
    return (*previous, *onward)


def _navigation(flows: FlowSet) -> tuple[Button, ...]:
    return (
        Button("!help", flows.notice("help_now"), HELP),
        Button("!back", flows.notice("back"), BACK),
        Button("!erase", flows.notice("erase"), ERASE),
    )


def _kept(session: Session) -> Answer:
    return session.answers.get(session.here.path) or Answer()


def _chunks(buttons: Sequence[Button], size: int) -> list[tuple[Button, ...]]:
    return [tuple(buttons[start : start + size]) for start in range(0, len(buttons), size)]
