"""The report a session holds, as the effect that stores it: a pure function, so that a repeat is the same report."""

from __future__ import annotations

from flows.definition import UNSAID
from flows.effects import Given, Submit
from flows.flowset import FlowSet
from flows.session import Session

SELF = "for_me"
WRITE = "for_me.write"
"""Answered ``write`` where the person the report is about writes it."""


def report_of(flows: FlowSet, session: Session) -> Submit:
    """What was answered to the questions of a report; a consent passed over counts as ``no`` (conversation.md)."""
    parts: dict[str, list[Given]] = {"body": [], "contact": []}
    summary: dict[str, tuple[str, ...]] = {}
    consents: dict[str, str] = {}
    urgent = False
    for path, step in flows.reported(session):
        answer = session.answers.get(path)
        if answer is None:
            continue
        parts[step.part].append(Given(path, answer.codes, answer.refs, answer.pin))
        said = tuple(code for code in answer.codes if code != UNSAID)
        if step.summary is not None and said:
            summary[step.summary] = said
        if step.consent is not None:
            consents[step.consent] = said[0] if said else "no"
        urgent = urgent or not set(step.urgent).isdisjoint(said)
    return Submit(
        receipt=session.receipt,
        body=tuple(parts["body"]),
        contact=tuple(parts["contact"]),
        summary=summary,
        consents=consents,
        spoken=session.spoken,
        urgent=urgent,
        self_referral=any(frame.flow == SELF for frame in session.frames),
    )
