"""What other programs read of us: IOM's case standard, Open Referral's directory, tables and JSON of the commands."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import cast

import jsonschema
import pytest

from flows.directory_document import FactState
from storage.canonical import Json
from storage.opened_report import OpenedReport
from storage.report_document import BODY, SUMMARY
from tests.conversations.world import flowset
from tillid.composition import load_directory
from tillid.hsds import exported
from tillid.htcds import CONTROL, EXPLOITATION, INDUSTRY, LANGUAGE, SEX_EXPLOITATION, record_of

PICKLISTS = {
    "vic_TraffickingStatus": {"PossibleVictimOfTrafficking", "ActualVictimOfTrafficking", "NotAVictimOfTrafficking"},
    "vic_TypeOfExploitation": {
        *("ForcedLabour", "SexualExploitation", "ChildLabour", "ForcedMarriage", "Servitude"),
        *("ForcedMilitaryByNonStateActors", "OrganRemoval", "ForcedBegging", "ForcedAdoption", "Surrogacy", "Other"),
    },
    "vic_TypeOfSexExploitation": {
        *("Prostitution", "Pornography", "RemoteInteractiveServices", "PrivateSexualServices"),
    },
    "vic_MethodsOfControl": {
        *("PhysicalThreats", "ThreatsLawEnforcement", "ThreatensChildrenFamily", "DebtBondage", "FalsePromises"),
        *("PhysicalAbuse", "SexualAbuse", "TakesEarnings", "RestrictsFinancialAccess", "RestrictsMedicalCare"),
        *("WithholdsNecessities", "PsychologicalAbuse", "PsychoactiveSubstance", "ExcessiveWorkingHours"),
        *("WithholdsDocuments", "Other"),
    },
    "vic_ForcedLabourIndustry": {
        *("A_AgricultureForestryAndFishing", "F_Construction", "G_WholesaleAndRetailTradeRepairOfMotorVehicles"),
        *("H_TransportationAndStorage", "I_AccommodationAndFoodServiceActivities"),
        *("N_AdministrativeAndSupportServiceActivities", "S_OtherServiceActivities"),
        "T_ActivitiesOfHouseholdsAsEmployers",
    },
    "prs_Gender": {"Male", "Female", "Transgender/NonConforming", "Unknown"},
    "hte_Type": {"Recruitment", "Transit", "Exploitation"},
    "cas_Status": {"Active", "FollowUp", "Closed", "ClosedReferred"},
}
"""The values of HTCDS v2.0 (domain.md, section 4) that a record may use."""

HSDS_REQUIRED = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "required": ["id", "name", "status", "organization_id", "organization"],
        "properties": {
            "id": {"type": "string", "format": "uuid"},
            "status": {"enum": ["active", "inactive", "defunct", "temporarily closed"]},
            "organization": {"required": ["id", "name", "description"]},
            "phones": {"items": {"required": ["id", "number"]}},
            "schedules": {"items": {"required": ["id"]}},
            "languages": {"items": {"required": ["id"]}},
            "service_at_locations": {
                "items": {
                    "required": ["id", "location"],
                    "properties": {
                        "location": {
                            "required": ["id", "location_type"],
                            "properties": {"location_type": {"enum": ["physical", "postal", "virtual"]}},
                        }
                    },
                }
            },
        },
    },
}
"""The required fields of HSDS 3's published schema, for what we export."""


def _opened(**answers: tuple[str, ...]) -> OpenedReport:
    given = [{"step": step.replace("__", "."), "codes": list(codes)} for step, codes in answers.items()]
    body = cast("Json", {"answers": given})
    return OpenedReport({}, {SUMMARY: {"under_18": "yes"}, BODY: body}, ())


def test_a_report_becomes_a_record_of_the_case_standard() -> None:
    """Every value is one of the standard's; what it lacks stays in our own codes."""
    record = record_of(
        _opened(
            report__forms=("forced_labour", "criminal.theft", "sexual.prostitution"),
            report__signs=("debt", "watched", "threat_of_report"),
            report__trade=("restaurant",),
            report__gender=("women", "men"),
            report__spoken=("th", "other"),
            report__place=("town.aarhus",),
        )
    )
    assert record["vic_TypeOfExploitation"] == ["ForcedLabour", "Other", "SexualExploitation"]
    assert record["vic_MethodsOfControl"] == ["DebtBondage", "Other", "ThreatsLawEnforcement"]
    assert record["prs_Gender"] == ["Female", "Male"]
    assert record["prs_PrimaryLanguage"] == ["tha"]
    assert record["local"] == {
        "summary": {"under_18": "yes"},
        "signs": ["debt", "watched", "threat_of_report"],
        "trades": ["restaurant"],
        "place": "town.aarhus",
    }
    for field, allowed in PICKLISTS.items():
        found = record[field]
        assert set(found if isinstance(found, list) else [found]) <= allowed, field


def test_every_code_that_is_mapped_is_one_that_people_can_choose() -> None:
    """A code renamed in the flows must be renamed in the mapping."""
    codes = flowset().codes
    assert EXPLOITATION.keys() | {"unclear"} == codes["forms"].keys()
    assert SEX_EXPLOITATION.keys() <= codes["forms"].keys()
    assert INDUSTRY.keys() <= codes["trades"].keys()
    assert CONTROL.keys() <= codes["signs"].keys() | codes["own_signs"].keys()
    assert LANGUAGE.keys() | {"other", "unsure"} == codes["languages"].keys()


@pytest.mark.parametrize(
    ("field", "mapped"),
    [
        ("vic_TypeOfExploitation", set(EXPLOITATION.values())),
        ("vic_ForcedLabourIndustry", set(INDUSTRY.values())),
        ("vic_MethodsOfControl", {method for methods in CONTROL.values() for method in methods}),
    ],
)
def test_a_mapping_names_only_values_of_the_standard(field: str, mapped: set[str]) -> None:
    """For every code there is, not only those of one report."""
    assert mapped <= PICKLISTS[field]


def test_the_directory_is_exported_as_open_referral_asks() -> None:
    """Required fields of HSDS 3; a contradicted service is not active; ids are the same each time."""
    services = exported(load_directory())
    jsonschema.validate(services, HSDS_REQUIRED, format_checker=jsonschema.FormatChecker())
    directory = load_directory().services
    for service, written in zip(directory, services, strict=True):
        assert (written["status"] == "active") == (service.state is not FactState.CONTRADICTED)
    assert services == exported(load_directory())
    assert len({str(written["id"]) for written in services}) == len(services)


def test_commands_print_json_that_programs_read(tmp_path: Path) -> None:
    """The directory, what of it is old, and the languages."""
    tillid = Path(sys.executable).with_name("tillid")

    def printed(*arguments: str) -> list[dict[str, object]]:
        run = subprocess.run([tillid, *arguments], cwd=tmp_path, capture_output=True, check=True)
        return cast("list[dict[str, object]]", json.loads(run.stdout))

    listed = printed("services", "list", "--json")
    stale = printed("services", "stale", "--json")
    assert {"cmm_hotline", "emergency_112"} <= {service["id"] for service in listed}
    assert {service["id"] for service in stale} <= {service["id"] for service in listed}
    assert printed("services", "export", "--hsds")
    languages = {row["language"]: row for row in printed("locales", "status", "--json")}
    assert languages["da"]["texts"] == languages["da"]["translated"]
