"""Services as a table or as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from flows.directory import Service
from flows.phrases import Phrase
from tillid.tables import written


def as_json(services: Sequence[Service]) -> str:
    """A list of objects; days as ISO 8601, ``null`` where nobody knows."""
    return json.dumps([_fields(service) for service in services], ensure_ascii=False, indent=2)


def as_table(services: Sequence[Service]) -> str:
    """For reading; says so when there is none."""
    if not services:
        return "No services."
    shown = ("id", "phone", "hours", "state", "checked")
    return written(shown, ([str(_fields(service)[name] or "") for name in shown] for service in services))


def _fields(service: Service) -> dict[str, object]:
    return {
        "id": service.id,
        "organization": service.organization.text,
        "name": service.name.source,
        "phone": None if service.phone is None else service.phone.number,
        "website": None if service.website is None else service.website.text,
        "address": None if service.address is None else service.address.text,
        "hours": service.schedule.text,
        "needs": sorted(service.needs),
        "free": service.free,
        "anonymous": service.anonymous,
        "state": service.state.value,
        "checked": None if service.checked is None else service.checked.isoformat(),
        "sources": [source.source if isinstance(source, Phrase) else source.text for source in service.sources],
    }
