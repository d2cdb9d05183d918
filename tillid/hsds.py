"""The directory in Open Referral's Human Services Data Specification (HSDS 3): a list of services as JSON.

Contradicted services are ``inactive``. Ids are UUIDs made of our own, the same in every export. Hours stand as
``opening_hours`` text in the schedule's description, for the rules of iCal can't say a Danish holiday.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID, uuid5

from flows.directory import Directory, Service
from flows.directory_document import FactState
from flows.phrases import Phrase
from storage.canonical import Json

SPACE: Final = UUID("5b6b9fd4-3f2a-5d0c-9b1e-7a1f6d2c8e40")
"""Ours, drawn once: what makes two exports of one service the same service."""


def exported(directory: Directory) -> list[Mapping[str, Json]]:
    """Every service, in the order of the file."""
    return [_service(service) for service in directory.services]


def _service(service: Service) -> Mapping[str, Json]:
    shown = service.state is not FactState.CONTRADICTED
    return {
        "id": _id("service", service.id),
        "organization_id": _id("organization", service.organization.text),
        "name": service.name.source,
        "description": service.does.source,
        "eligibility_description": service.audience.source,
        "status": "active" if shown else "inactive",
        "fees_description": "Free" if service.free else None,
        "assured_date": None if service.checked is None else service.checked.isoformat(),
        "alert": None if service.state is FactState.CONFIRMED else "Call before you go: not confirmed.",
        "url": None if service.website is None else service.website.text,
        "phones": _phones(service),
        "languages": [{"id": _id("language", service.id, code), "code": code} for code in service.languages],
        "schedules": _schedules(service),
        "service_at_locations": _locations(service),
        "organization": {
            "id": _id("organization", service.organization.text),
            "name": service.organization.text,
            "description": service.organization.text,
        },
        "attributes": [{"id": _id("attribute", service.id, need), "label": need} for need in sorted(service.needs)],
        "metadata": [_metadata(service)],
    }


def _phones(service: Service) -> list[Json]:
    if service.phone is None:
        return []
    return [{"id": _id("phone", service.id), "number": service.phone.number}]


def _schedules(service: Service) -> list[Json]:
    hours = service.schedule.text
    return [] if hours is None else [{"id": _id("schedule", service.id), "description": hours}]


def _locations(service: Service) -> list[Json]:
    if service.town is None:
        return []
    name = service.address or service.town
    location: dict[str, Json] = {"id": _id("location", name.text), "location_type": "physical", "name": name.text}
    if service.points:
        location |= {"latitude": service.points[0].latitude, "longitude": service.points[0].longitude}
    return [{"id": _id("service_at_location", service.id), "location": location}]


def _metadata(service: Service) -> Json:
    sources = ", ".join(source.source if isinstance(source, Phrase) else source.text for source in service.sources)
    return {
        "id": _id("metadata", service.id),
        "resource_id": _id("service", service.id),
        "resource_type": "service",
        "last_action_type": f"checked, {service.state.value}",
        "updated_by": sources,
    }


def _id(*names: str) -> str:
    return str(uuid5(SPACE, "/".join(names)))
