"""The way through the flows: where a session goes next, where *Back* leads, what the review still lacks."""

from __future__ import annotations

from dataclasses import replace

from flows.definition import CallStep, LanguageStep, MessageStep, Question, ReceiptStep, Step
from flows.flowset import FlowSet
from flows.session import Frame, Return, Session, Stage

MENU = "menu"
RECEIPT = "sent"
LIMIT = 100
"""Steps one turn may pass through without waiting (goflow's figure); more is a fault in the flows."""


def enter(flows: FlowSet, session: Session, flow: str) -> Session:
    """Put ``flow`` on top, at its first step that waits."""
    document = flows.flows[flow]
    if document.fresh:
        kept = {path: answer for path, answer in session.answers.items() if not path.startswith(f"{flow}.")}
        session = replace(session, answers=kept)
    return _settle(flows, session, flow, 0, session.frames)


def call(flows: FlowSet, session: Session, flow: str, then: Return) -> Session:
    """Walk ``flow`` above the present step, which afterwards is shown again or passed."""
    return enter(flows, session.at(*session.frames[:-1], replace(session.here, then=then)), flow)


def over(flows: FlowSet, session: Session, flow: str) -> Session:
    """Show ``flow`` above the present step, which is shown again afterwards; where it lies below already, that one."""
    depth = next((depth for depth, frame in enumerate(session.frames, 1) if frame.flow == flow), None)
    if depth is not None:
        return session.at(*session.frames[:depth])
    return call(flows, session, flow, Return.STAY)


def leave_for(flows: FlowSet, session: Session, flow: str) -> Session:
    """Leave whatever was walked for ``flow``; the menu stays underneath.

    While a receipt waits to be confirmed, for the receipt: a report begun meanwhile would go out under its number.
    """
    if session.stage is Stage.SENT and session.receipt:
        flow = RECEIPT
    bottom = () if flow == MENU else (Frame(MENU, "menu"),)
    return enter(flows, session.at(*bottom), flow)


def return_to(flows: FlowSet, session: Session, step: str) -> Session:
    """Step back to ``step`` of the present flow; what this flow was answered from there on is forgotten."""
    flow = session.here.flow
    later = flows.flows[flow].steps[flows.index[f"{flow}.{step}"][1] :]
    forgotten = {f"{flow}.{gone.step}" for gone in later}
    kept = {path: answer for path, answer in session.answers.items() if path not in forgotten}
    return replace(session, answers=kept).at(*session.frames[:-1], Frame(flow, step))


def onward(flows: FlowSet, session: Session) -> Session:
    """The step after the present one: of this flow, or of the one below when it ends."""
    if session.here.alone:
        return _show_below(flows, session)
    place = flows.index[session.here.path][1]
    return _settle(flows, session, session.here.flow, place + 1, session.frames[:-1])


def back(flows: FlowSet, session: Session) -> Session:
    """The nearest earlier step that applies; the same session where there is none, or a receipt waits."""
    if session.page:
        return replace(session, page=session.page - 1)
    frames = session.frames
    if isinstance(flows.step(session.here.path), ReceiptStep):
        return session
    while frames:
        top = frames[-1]
        if not top.alone:
            earlier = _earlier(flows, session, top)
            if earlier is not None:
                return session.at(*frames[:-1], Frame(top.flow, earlier.step))
        frames = frames[:-1]
        if frames and (frames[-1].then is Return.STAY or not isinstance(flows.step(frames[-1].path), CallStep)):
            return session.at(*frames)
    return session


def gap(flows: FlowSet, session: Session) -> Frame | None:
    """The first question below the review that applies and has no answer (after an edit opened it), or ``None``."""
    for frame in session.frames:
        document = flows.flows[frame.flow]
        upto = flows.index[frame.path][1]
        for step in document.steps[:upto]:
            if isinstance(step, Question) and _waits(flows, session, frame.flow, step):
                return Frame(frame.flow, step.step, alone=True)
    return None


def _settle(flows: FlowSet, session: Session, flow: str, place: int, below: tuple[Frame, ...]) -> Session:
    """The first step from ``place`` on that waits, into flows that are called; one being walked is not called again."""
    for _ in range(LIMIT):
        document = flows.flows[flow]
        walked = {frame.flow for frame in below}
        waiting = (s for s in document.steps[place:] if _waits(flows, session, flow, s))
        step = next((s for s in waiting if not (isinstance(s, CallStep) and s.call in walked)), None)
        if step is None and document.ends is not None:
            return leave_for(flows, session, document.ends)
        if step is None:
            return _show_below(flows, session.at(*below, Frame(flow, document.steps[-1].step)))
        if not isinstance(step, CallStep):
            return session.at(*below, Frame(flow, step.step))
        below, flow, place = (*below, Frame(flow, step.step, Return.ON)), step.call, 0
    return session.at(Frame(MENU, "menu"))


def _show_below(flows: FlowSet, session: Session) -> Session:
    below = session.at(*session.frames[:-1])
    if not below.frames:
        return session.at(Frame(MENU, "menu"))
    return onward(flows, below) if below.here.then is Return.ON else below


def _waits(flows: FlowSet, session: Session, flow: str, step: Step) -> bool:
    if not flows.holds(step, flow, session):
        return False
    answer = session.answers.get(f"{flow}.{step.step}")
    if isinstance(step, LanguageStep):
        return step.always or not session.language
    return not isinstance(step, Question | MessageStep) or answer is None or answer.open


def _earlier(flows: FlowSet, session: Session, frame: Frame) -> Step | None:
    steps = flows.flows[frame.flow].steps[: flows.index[frame.path][1]]
    shown = [s for s in steps if not isinstance(s, CallStep | ReceiptStep) and flows.holds(s, frame.flow, session)]
    return shown[-1] if shown else None
