"""When two sessions count as one: what of a session can still make a difference.

Every explored session is a real one, reached by real inputs through the real engine; nothing is made up. A session is
left unexplored only when every one of its *kinds* was met before. Its kinds are its place with what it shows of each
cluster of answers (reads.py) that the flows being walked read from. This is sound because:

* ``advance`` reads answers through conditions only (and ``need_of``/``near`` of service cards); what no condition
  looks for, nothing can tell apart. Answers of two clusters are never read jointly, so that meeting each kind of each
  cluster at a place meets each paragraph, group of answers and next step there is. Words are references, counted: none,
  one, several; a pin, a town, a language are one class each; token, receipt, time seen and keeping messages are passed
  through and never decide.
* At a step only what this and later steps look for counts, and only answers to earlier ones. What was answered further
  on changes nothing here, because conditions look back only (``rules.backwards``); what it leads to is where the same
  answers, given in order, lead. What only earlier steps look for matters again after *Back*, which is walked after
  every answer, and at the review, where all of it counts: from there every answer is changed, so every combination is.
* An overlay (*Help now*, language, privacy, loose words, the repeated question whether it is safe) is explored once
  above each flow and not once above each session: it shows nothing of what is below. The way to *Help now* and back is
  walked from every session, and must return to it unchanged (``rules.back``).
* What a turn has to say besides (``notices``) is met once at each step: it adds paragraphs and buttons, and is gone
  with the next input.
* ``practice`` and the channel change paragraphs, one outcome of *Send*, and steps whose condition names the channel:
  such sessions are explored once a page of a place, beside the full exploration without.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from flows.checking.reads import Reads, seen
from flows.definition import MessageStep, ReviewStep
from flows.flowset import FlowSet
from flows.session import Frame, Return, Session

NOTED = 2
"""Notes are counted as none, one, several: no screen tells more apart but by a number."""


def kinds(flows: FlowSet, reads: Reads, session: Session, *, full: frozenset[str]) -> Iterator[Hashable]:
    """All kinds a session is of. In a channel that is not in ``full``, and in practice, its place alone."""
    if session.practice or session.channel not in full:
        shown = tuple(map(_bare, _reduced(flows, session)))
        yield "once", session.channel, session.practice, shown, session.page, session.stage
        return
    yield session.here.path, session.notices
    yield session.here.path, bool(session.language)
    shown = _reduced(flows, session)
    place = _place(flows, reads, session, shown)
    yield place
    for group in reads.live(tuple((frame.flow, frame.step, frame.alone) for frame in shown)):
        yield place, tuple(group), seen(reads, session, group)


def overlaid(flows: FlowSet, session: Session) -> int:
    """How many frames are below the topmost overlay; 0 where there is none."""
    frames = session.frames
    for place in range(len(frames) - 1, 1, -1):
        below, above = frames[place - 1], frames[place]
        again = flows.flows[above.flow].again
        repeated = above.alone and again is not None and above.step == again.step
        if isinstance(flows.step(below.path), ReviewStep) and above.alone:
            continue
        if repeated or (below.then is Return.STAY and not above.alone):
            return place
    return 0


def _reduced(flows: FlowSet, session: Session) -> tuple[Frame, ...]:
    """The frames that count: those of the topmost overlay, or all."""
    return session.frames[overlaid(flows, session) :]


def _place(flows: FlowSet, reads: Reads, session: Session, shown: tuple[Frame, ...]) -> Hashable:
    below: Hashable = None
    if len(shown) < len(session.frames):
        below = session.frames[-len(shown) - 1].flow
        step = flows.step(session.here.path)
        if isinstance(step, MessageStep) and any(action.do for action in step.on.values()):
            below = frozenset(frame.flow for frame in session.frames)
    return (
        *map(_bare, shown),
        below,
        session.page,
        _own(reads, session),
        bool(session.candidates),
        session.stage,
    )


def _own(reads: Reads, session: Session) -> Hashable:
    """The answer the present step has already, as the screen shows it."""
    answer = session.answers.get(session.here.path)
    if answer is None:
        return None
    alike = reads.signature(session.here.path, answer.codes)
    return answer.open, answer.said, alike, min(len(answer.refs), NOTED), answer.pin is not None


def _bare(frame: Frame) -> Hashable:
    return frame.flow, frame.step, frame.alone
