"""What an answer does to a session: kept, toggled, passed over, looked up, or set aside as stray words."""

from __future__ import annotations

from dataclasses import replace

from flows import path
from flows.definition import (
    UNSAID,
    Action,
    ChoiceStep,
    LanguageStep,
    MessageStep,
    PlaceStep,
    Question,
    ReceiptStep,
    ReviewStep,
    ServicesStep,
    WordsStep,
)
from flows.flowset import FlowSet
from flows.inputs import Said
from flows.report import SELF, WRITE
from flows.session import Answer, Frame, Return, Session, Stage

STORY = "story"
"""The step words go to that were typed where none were asked, once the person says so (conversation.md, rule 18)."""


def tap(flows: FlowSet, session: Session, key: str) -> Session:
    """A button of the present screen; one that is not on it changes nothing."""
    step = flows.step(session.here.path)
    kept = session.answers.get(session.here.path)
    match step:
        case Question(skip=True) if key == "!skip":
            return _onward(flows, session, Answer((UNSAID,)))
        case ChoiceStep(kind="several") | WordsStep() if key == "!done" and kept is not None and kept.said:
            return _onward(flows, session, replace(kept, open=False))
        case ChoiceStep():
            return _chosen(flows, session, step, key)
        case PlaceStep():
            return _placed(flows, session, step, key)
        case MessageStep() if key in step.answers or key == "!continue":
            return _acted(flows, session, step.on.get(key), Answer((key.lstrip("!"),)))
        case ServicesStep() if key == "!continue":
            return path.onward(flows, session)
        case LanguageStep() if any(key == language.tag for language in flows.setting.languages):
            reviewed = any(key == language.tag and language.reviewed for language in flows.setting.languages)
            return path.onward(flows, replace(session, language=key, notices=() if reviewed else ("unchecked",)))
        case ReviewStep() if key in session.answers:
            flow, place = flows.index[key]
            edit = Frame(flow, flows.flows[flow].steps[place].step, alone=True)
            return session.at(*session.frames, edit)
        case ReceiptStep() if key == "!decline":
            return _without_receipt(flows, session)
        case _:
            return session


def hear(flows: FlowSet, session: Session, said: Said) -> Session:
    """Words: the answer to a question that asks for them, else set aside until the person decides."""
    step = flows.step(session.here.path)
    here = session.here.path
    kept = session.answers.get(here) or Answer()
    notices = ("kept", "receipt_masked") if said.masked else ("kept",)
    match step:
        case WordsStep(collect=True):
            more = Answer(refs=(*kept.refs, said.ref), open=True)
            return replace(session.answered(here, more), notices=notices)
        case WordsStep():
            return replace(_onward(flows, session, Answer(refs=(said.ref,))), notices=notices)
        case PlaceStep():
            return _searched(flows, session, step, said)
        case ReceiptStep() if said.found:
            if said.found[0] == session.receipt[-4:]:
                return _without_receipt(flows, session)
            return replace(session, notices=("digits_wrong",))
        case _:
            aside = replace(session, stray=(*session.stray, said.ref))
            return aside if session.here.flow == "loose" else path.call(flows, aside, "loose", Return.STAY)


def locate(flows: FlowSet, session: Session, latitude: float, longitude: float) -> Session:
    """A pin where a place is asked; elsewhere it is not kept, and the person is told."""
    step = flows.step(session.here.path)
    if not isinstance(step, PlaceStep):
        return replace(session, notices=("pin_unasked",))
    if step.rough:
        town = flows.places.nearest(latitude, longitude)
        return _onward(flows, session, Answer((town.code,)))
    return replace(_onward(flows, session, Answer(pin=(latitude, longitude))), notices=("kept_pin",))


def _onward(flows: FlowSet, session: Session, answer: Answer) -> Session:
    return path.onward(flows, flows.pruned(session.answered(session.here.path, answer)))


def _chosen(flows: FlowSet, session: Session, step: ChoiceStep, key: str) -> Session:
    here = session.here.path
    if key not in (flows.offered(here, session) or ()) or key == UNSAID:
        return session
    if step.kind == "one":
        return _acted(flows, session, step.on.get(key), Answer((key,)))
    kept = session.answers.get(here) or Answer()
    marked = [code for code in kept.codes if code != UNSAID]
    if key in marked:
        marked.remove(key)
    elif key in step.alone:
        marked = [key]
    else:
        marked = [code for code in marked if code not in step.alone] + [key]
    page = session.page
    return replace(session.answered(here, Answer(tuple(marked), open=True)), page=page)


def _acted(flows: FlowSet, session: Session, action: Action | None, answer: Answer) -> Session:
    """Keep the answer and do what it does besides; one that leaves for another flow is not kept."""
    if action is None:
        return _onward(flows, session, answer)
    session = _taken_along(session, action)
    if action.go is not None:
        return path.leave_for(flows, session, action.go)
    if action.to is not None:
        return path.return_to(flows, session, action.to)
    if action.do is not None:
        return _done(flows, session, action.do)
    kept = flows.pruned(session.answered(session.here.path, answer))
    if action.call is None or any(frame.flow == action.call for frame in kept.frames):
        return path.onward(flows, kept)
    if kept.here.alone:
        below = kept.at(*kept.frames[:-1])
        return path.call(flows, below, action.call, below.here.then)
    return path.call(flows, kept, action.call, Return.ON)


def _taken_along(session: Session, action: Action) -> Session:
    for source, target in action.carry.items():
        answer = session.answers.get(source)
        if answer is not None and answer.said:
            session = session.answered(target, replace(answer, open=False))
    for target, code in action.sets.items():
        session = session.answered(target, Answer((code,)))
    return session


def _done(flows: FlowSet, session: Session, deed: str) -> Session:
    match deed:
        case "practice":
            began = Session(session.language, session.channel, seen=session.seen, scrolling=session.scrolling)
            return path.leave_for(flows, replace(began, practice=not session.practice), path.MENU)
        case "keep_messages":
            kept = not session.scrolling
            return replace(session, scrolling=kept, notices=("messages_stay" if kept else "messages_go",))
        case _:
            return _words_decided(flows, session, keep=deed == "keep_words")


def _placed(flows: FlowSet, session: Session, step: PlaceStep, key: str) -> Session:
    kept = session.answers.get(session.here.path) or Answer()
    if key in session.candidates:
        return _onward(flows, session, Answer((key,), () if step.rough else kept.refs))
    if key == "!none":
        return replace(session.answered(session.here.path, replace(kept, open=True)), candidates=())
    if step.answers is not None and key in flows.labels(step.answers):
        return _onward(flows, session, Answer((key,)))
    if key == "!done" and kept.refs:
        return _onward(flows, session, replace(kept, open=False))
    return session


def _searched(flows: FlowSet, session: Session, step: PlaceStep, said: Said) -> Session:
    """One town found is the answer; several are offered; none: the words stand for themselves."""
    refs = () if step.rough or not said.ref else (said.ref,)
    if len(said.found) == 1:
        return replace(_onward(flows, session, Answer(said.found, refs)), notices=("kept",) if refs else ())
    if not said.found and step.rough:
        return replace(session, notices=("town_unknown",))
    if not said.found:
        return replace(_onward(flows, session, Answer(refs=refs)), notices=("kept",))
    offered = session.answered(session.here.path, Answer(refs=refs, open=True))
    return replace(offered, candidates=said.found, page=0, notices=())


def _words_decided(flows: FlowSet, session: Session, *, keep: bool) -> Session:
    stray, session = session.stray, replace(session, stray=())
    below = session.at(*(frame for frame in session.frames if frame.flow != "loose"))
    if not keep:
        return below
    walked = [frame.flow for frame in below.frames if f"{frame.flow}.{STORY}" in flows.index]
    told_in = walked[0] if walked else "report"
    story = f"{told_in}.{STORY}"
    before = session.answers.get(story)
    told = Answer(refs=(*(before.refs if before else ()), *stray), open=before is None or before.open)
    below = below.answered(story, told)
    if told_in == SELF:
        below = below.answered(WRITE, Answer(("write",)))
    if walked:
        return below
    return path.leave_for(flows, below, told_in if session.language else path.MENU)


def _without_receipt(flows: FlowSet, session: Session) -> Session:
    """The number is confirmed or not wanted: from here on nothing of it is kept."""
    return path.onward(flows, replace(session, receipt="", stage=Stage.DRAFT))
