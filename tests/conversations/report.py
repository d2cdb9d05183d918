"""A report as every way of a conversation must leave it, whatever sealed it and under which id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from storage.canonical import Json
from storage.opened_report import open_report
from storage.report_document import BODY, CONTACT, SUMMARY, Submission, parts_in_clear
from storage.reports import ReportRow
from tests.conversations.conversation import Expected, Told
from tests.storage.samples import Installation


@dataclass(frozen=True, slots=True)
class Kept:
    """What staff read, and what stands beside it."""

    summary: Json
    body: Json
    contact: Json
    consents: Json
    language: Json
    channel: Json
    flow_revision: Json
    urgent: bool


def kept_of(submission: Submission) -> Kept:
    """What a submission becomes."""
    parts = parts_in_clear(submission)
    return Kept(
        summary=parts[SUMMARY],
        body=parts[BODY],
        contact=parts.get(CONTACT),
        consents=dict(submission.consents),
        language=submission.language,
        channel=submission.channel,
        flow_revision=submission.flow_revision,
        urgent=submission.urgent,
    )


async def opened(installation: Installation) -> list[tuple[Kept, Mapping[str, Json]]]:
    """Every stored report, opened with the desk's identity, and its parts with the manifest among them."""
    return [await _opened(installation, row) for row in await installation.reports.rows()]


async def _opened(installation: Installation, row: ReportRow) -> tuple[Kept, Mapping[str, Json]]:
    sealed = await installation.reports.parts(row.id)
    report = open_report(installation.identity, sealed, expected=row.id)
    manifest = report.manifest
    kept = Kept(
        summary=report.parts[SUMMARY],
        body=report.parts[BODY],
        contact=report.parts.get(CONTACT),
        consents=manifest["consents"],
        language=manifest["language"],
        channel=manifest["channel"],
        flow_revision=manifest["flow_revision"],
        urgent=row.urgent,
    )
    return kept, {**{str(name): part for name, part in report.parts.items()}, "manifest": manifest}


def check(kept: Kept, expected: Expected) -> None:
    """That staff have what the data file says."""
    assert isinstance(kept.summary, Mapping)
    _same(_told(kept.body), dict(expected.answers))
    _same(_told(kept.contact), dict(expected.contact))
    _same(kept.consents, dict(expected.consents))
    _same({name: _several(kept.summary[name]) for name in expected.summary}, dict(expected.summary))
    _same(kept.urgent, expected.urgent)
    _same(kept.summary["self_referral"], expected.self_referral)
    _same(kept.summary["reachable"], expected.reachable)


def _same(found: object, wanted: object) -> None:
    assert found == wanted, f"{found} is not {wanted}"


def _several(said: Json) -> tuple[Json, ...]:
    return tuple(said) if isinstance(said, list) else (said,)


def _told(part: Json) -> dict[str, Told]:
    if part is None:
        return {}
    assert isinstance(part, Mapping)
    answers = part["answers"]
    assert isinstance(answers, list)
    return {str(answer["step"]): _one(answer) for answer in answers if isinstance(answer, Mapping)}


def _one(answer: Mapping[str, Json]) -> Told:
    codes, texts, pin = answer.get("codes", []), answer.get("texts", []), answer.get("pin")
    assert isinstance(codes, list)
    assert isinstance(texts, list)
    words = tuple(text["text"] for text in texts if isinstance(text, Mapping))
    place = (pin["latitude"], pin["longitude"]) if isinstance(pin, Mapping) else None
    return Told.model_validate({"codes": tuple(codes), "texts": words, "pin": place})
