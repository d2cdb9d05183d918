"""An opened report as a record of IOM's Human Trafficking Case Data Standard (HTCDS v2.0, 2021-12-24).

What the standard has no value for (forced crime, signs of isolation) stays under ``local`` in our own codes; so does
everything that is mapped, unchanged. Mapping: domain.md §4.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from storage.canonical import Json
from storage.opened_report import OpenedReport
from storage.report_document import BODY, SUMMARY

STANDARD: Final = "HTCDS 2.0"

EXPLOITATION: Final = {
    "sexual.prostitution": "SexualExploitation",
    "sexual.other": "SexualExploitation",
    "forced_labour": "ForcedLabour",
    "slavery_like": "Servitude",
    "begging": "ForcedBegging",
    "bottle_collecting": "ForcedBegging",
    "forced_marriage": "ForcedMarriage",
    "organ_removal": "OrganRemoval",
    "criminal.theft": "Other",
    "criminal.drugs_sale": "Other",
    "criminal.drugs_transport": "Other",
    "criminal.other": "Other",
    "identity_misuse": "Other",
    "blackmail": "Other",
    "other": "Other",
}
SEX_EXPLOITATION: Final = {"sexual.prostitution": "Prostitution"}
INDUSTRY: Final = {
    "restaurant": "I_AccommodationAndFoodServiceActivities",
    "hotel": "I_AccommodationAndFoodServiceActivities",
    "construction": "F_Construction",
    "agriculture": "A_AgricultureForestryAndFishing",
    "fishing_shipping": "A_AgricultureForestryAndFishing",
    "cleaning": "N_AdministrativeAndSupportServiceActivities",
    "private_household": "T_ActivitiesOfHouseholdsAsEmployers",
    "transport": "H_TransportationAndStorage",
    "beauty_massage": "S_OtherServiceActivities",
    "car_wash": "S_OtherServiceActivities",
    "shop_kiosk": "G_WholesaleAndRetailTradeRepairOfMotorVehicles",
}
CONTROL: Final[Mapping[str, tuple[str, ...]]] = {
    "poor_health_abuse": ("PhysicalAbuse", "SexualAbuse"),
    "watched": ("Other",),
    "few_belongings": ("WithholdsNecessities",),
    "lives_at_work": ("WithholdsNecessities",),
    "debt": ("DebtBondage",),
    "pays_others": ("TakesEarnings",),
    "threats_violence": ("PhysicalThreats", "ThreatensChildrenFamily", "PhysicalAbuse"),
    "deceived": ("FalsePromises",),
    "long_hours": ("ExcessiveWorkingHours",),
    "spoken_for": ("Other",),
    "documents_withheld": ("WithholdsDocuments",),
    "no_healthcare": ("RestrictsMedicalCare",),
    "salary_payback": ("TakesEarnings",),
    "no_mitid": ("RestrictsFinancialAccess",),
    "tracked_filmed": ("Other",),
    "threat_of_report": ("ThreatsLawEnforcement",),
    # the words of the person it is about
    "papers_kept": ("WithholdsDocuments",),
    "cannot_leave": ("Other",),
    "long_days": ("ExcessiveWorkingHours",),
    "no_pay": ("TakesEarnings",),
    "threats": ("PhysicalThreats", "ThreatensChildrenFamily"),
    "report_threat": ("ThreatsLawEnforcement",),
}
GENDER: Final = {"women": "Female", "men": "Male", "other": "Transgender/NonConforming", "unsure": "Unknown"}
LANGUAGE: Final = {
    "da": "dan", "en": "eng", "th": "tha", "ar": "ara", "ro": "ron", "vi": "vie", "zh": "zho", "uk": "ukr",
    "pt": "por", "hu": "hun", "es": "spa", "fr": "fra", "ru": "rus", "bg": "bul", "pl": "pol", "fa": "fas",
    "hi": "hin", "tr": "tur", "sr": "srp", "fil": "fil",
}  # fmt: skip
"""BCP 47 to ISO 639-2 (terminological)."""


def record_of(report: OpenedReport) -> Mapping[str, Json]:
    """The record. Free text, contact and receipt are no part of it; a child is said by ``local.under_18``."""
    answers = _answers(report)
    summary = report.parts[SUMMARY]
    forms = answers.get("report.forms", ())
    signs = (*answers.get("report.signs", ()), *answers.get("for_me.own_signs", ()))
    trades = answers.get("report.trade", ())
    place = next(iter((*answers.get("report.place", ()), *answers.get("for_me.place", ()))), None)
    control = [method for sign in signs for method in CONTROL.get(sign, ())]
    return {
        "standard": STANDARD,
        "cas_Status": "Active",
        "vic_TraffickingStatus": "PossibleVictimOfTrafficking",
        "vic_TypeOfExploitation": _distinct(EXPLOITATION[form] for form in forms if form in EXPLOITATION),
        "vic_TypeOfSexExploitation": _distinct(SEX_EXPLOITATION[form] for form in forms if form in SEX_EXPLOITATION),
        "vic_ForcedLabourIndustry": _distinct(INDUSTRY[trade] for trade in trades if trade in INDUSTRY),
        "vic_MethodsOfControl": _distinct(control),
        "prs_Gender": _distinct(GENDER[one] for one in answers.get("report.gender", ()) if one in GENDER),
        "prs_PrimaryLanguage": _distinct(LANGUAGE[one] for one in answers.get("report.spoken", ()) if one in LANGUAGE),
        "hte_Type": "Exploitation",
        "hte_Country": None if place == "abroad" else "DK",
        "local": {"summary": summary, "signs": list(signs), "trades": list(trades), "place": place},
    }


def _answers(report: OpenedReport) -> dict[str, tuple[str, ...]]:
    body = report.parts[BODY]
    answers = body.get("answers") if isinstance(body, Mapping) else None
    given: dict[str, tuple[str, ...]] = {}
    for answer in answers if isinstance(answers, list) else []:
        if isinstance(answer, Mapping) and isinstance(codes := answer.get("codes"), list):
            given[str(answer["step"])] = tuple(str(code) for code in codes)
    return given


def _distinct(values: Iterable[str]) -> list[Json]:
    return list(dict.fromkeys(values))
