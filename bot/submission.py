"""From the engine's Submit and the draft's words to what storage seals: JSON by docs/report.schema.json."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.draft import Draft
from flows.effects import Given, Submit
from storage.canonical import Json
from storage.receipt import Receipt
from storage.report_document import Submission


def submission_of(submit: Submit, draft: Draft, flow_revision: str) -> Submission:
    """The report with the person's own words put in for their references."""
    contact = {"answers": _answers(submit.contact, draft.words)} if submit.contact else None
    return Submission(
        receipt=Receipt(submit.receipt),
        channel=draft.session.channel,
        flow_revision=flow_revision,
        language=draft.session.language,
        summary=_summary(submit, draft),
        body={"answers": _answers(submit.body, draft.words), "spoken": list(submit.spoken)},
        contact=contact,
        consents=dict(submit.consents),
        urgent=submit.urgent,
    )


def _summary(submit: Submit, draft: Draft) -> Mapping[str, Json]:
    def one(field: str) -> Json:
        return next(iter(submit.summary.get(field, ())), None)

    def several(field: str) -> Json:
        return list(submit.summary.get(field, ()))

    return {
        "who": one("who"),
        "forms": several("forms"),
        "place": one("place"),
        "people": one("people"),
        "under_18": one("under_18"),
        "signs": several("signs"),
        "danger": one("danger"),
        "when": one("when"),
        "reachable": submit.consents.get("contact", "no") != "no",
        "language": draft.session.language,
        "self_referral": submit.self_referral,
    }


def _answers(given: Sequence[Given], words: Mapping[str, str]) -> Json:
    return [_answer(answer, words) for answer in given]


def _answer(given: Given, words: Mapping[str, str]) -> Json:
    answer: dict[str, Json] = {"step": given.step}
    if given.codes:
        answer["codes"] = list(given.codes)
    if given.refs:
        answer["texts"] = [{"text": words[ref]} for ref in given.refs if ref in words]
    if given.pin is not None:
        answer["pin"] = {"latitude": given.pin[0], "longitude": given.pin[1]}
    return answer
