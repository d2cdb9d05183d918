"""Who can help: organizations, locations and services as Open Referral's HSDS cuts them, each with source, date, state.

Contradicted entries stay in the data and are never found. Opens nothing: the text of ``services.yaml`` is passed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flows.directory_document import DirectoryDocument, FactState, Location, ServiceEntry, Source, context, problems
from flows.documents import lines, parse
from flows.errors import DefinitionError
from flows.phrases import PhoneNumber, Phrase, Verbatim
from flows.places import Coordinates
from flows.schedule import Opening, Schedule, State

NEAREST = 3
"""Places offered when nobody offers what is needed, besides those that can be called from everywhere."""


@dataclass(frozen=True, slots=True)
class Service:
    """One service at one location, ready to be shown.

    ``points`` is where it is or works, the centres of towns; none: everywhere, by phone. ``free``, ``anonymous``:
    ``None`` where no source says so; likewise no ``languages``. ``town`` without ``address``: the address is told by
    phone.
    """

    id: str
    organization: Verbatim
    name: Phrase
    does: Phrase
    audience: Phrase
    area: Phrase | None
    phone: PhoneNumber | None
    website: Verbatim | None
    address: Verbatim | None
    town: Verbatim | None
    points: tuple[Coordinates, ...]
    schedule: Schedule
    needs: frozenset[str]
    free: bool | None
    anonymous: bool | None
    answering_machine: bool
    languages: tuple[str, ...]
    sources: tuple[Phrase | Verbatim, ...]
    checked: date | None
    state: FactState

    @property
    def reach(self) -> PhoneNumber | Verbatim:
        """The number, or the website of a service that has none."""
        return self.phone or self.website or self.organization

    def distance_km(self, near: Coordinates | None) -> float:
        """To the nearest of its points; 0 when it is everywhere, or ``near`` is not known."""
        if near is None:
            return 0.0
        return min((near.distance_km(point) for point in self.points), default=0.0)


@dataclass(frozen=True, slots=True)
class Found:
    """A service as it is at one moment. ``distance_km``: ``None`` when there is no way to go, or no start."""

    service: Service
    opening: Opening
    distance_km: float | None


@dataclass(frozen=True, slots=True)
class Directory:
    """``services`` are all of them in the order of the file, the contradicted ones too."""

    services: tuple[Service, ...]
    _shown: Mapping[str, Service]

    @classmethod
    def from_text(cls, text: str, *, path: str) -> Directory:
        """Raises DefinitionError, with ``path`` and the line."""
        document = parse(text, path=path, model=DirectoryDocument)
        for place, problem in problems(document):
            raise DefinitionError(path, lines(text, path)[place], problem)
        services = tuple(_service(document, name, entry) for name, entry in document.services.items())
        return cls(services, {one.id: one for one in services if one.state is not FactState.CONTRADICTED})

    def service(self, name: str) -> Service:
        """KeyError for one that is not there, or contradicted."""
        return self._shown[name]

    @property
    def shown(self) -> tuple[Service, ...]:
        """Those that people may see."""
        return tuple(self._shown.values())

    def found(self, names: Iterable[str], now: datetime, near: Coordinates | None = None) -> tuple[Found, ...]:
        """The named ones in the order given; KeyError as ``service``."""
        return tuple(_found(self._shown[name], near, now) for name in names)

    def search(
        self, need: str, near: Coordinates | None, now: datetime, *, limit: int | None = None
    ) -> tuple[Found, ...]:
        """Open now first, then nearest; what can be called from everywhere is near, and the file's order decides.

        Never empty: for a need that nobody answers, whoever can be called from everywhere, and the nearest places.
        """
        chosen = [service for service in self.shown if need in service.needs] or self._anyone(near)
        found = [_found(service, near, now) for service in chosen]
        found.sort(key=lambda one: (one.opening.state is not State.OPEN, one.service.distance_km(near)))
        return tuple(found[:limit])

    def _anyone(self, near: Coordinates | None) -> list[Service]:
        placed = [service for service in self.shown if service.points]
        nearest = sorted(placed, key=lambda service: service.distance_km(near))[:NEAREST]
        return [service for service in self.shown if not service.points or service in nearest]

    def stale(self, today: date, days: int = 180) -> tuple[Service, ...]:
        """All that were last checked more than ``days`` ago, or at a time nobody knows."""
        return tuple(one for one in self.services if one.checked is None or (today - one.checked).days > days)


def _found(service: Service, near: Coordinates | None, now: datetime) -> Found:
    somewhere = service.town is not None and near is not None
    return Found(service, service.schedule.opening(now), service.distance_km(near) if somewhere else None)


def _service(document: DirectoryDocument, name: str, entry: ServiceEntry) -> Service:
    location = None if entry.location is None else document.locations[entry.location]
    organization = document.organizations[entry.organization]
    facts = (entry, organization) if location is None else (entry, organization, location)
    contradicted = any(fact.state is FactState.CONTRADICTED for fact in facts)
    return Service(
        id=name,
        organization=Verbatim(organization.name),
        name=Phrase(context(name), entry.name),
        does=Phrase(context(name), entry.does),
        audience=Phrase(context(name), entry.audience),
        area=None if entry.area is None else Phrase(context(name), entry.area),
        phone=None if entry.phone is None else PhoneNumber(entry.phone),
        website=None if entry.website is None else Verbatim(entry.website),
        address=None if location is None or location.address is None else Verbatim(location.address),
        town=None if location is None else Verbatim(location.town),
        points=_points(entry, location),
        schedule=entry.hours,
        needs=frozenset(entry.needs),
        free=entry.free,
        anonymous=entry.anonymous,
        answering_machine=entry.answering_machine,
        languages=entry.languages,
        sources=tuple(_source(key, document.sources[key]) for key in entry.sources),
        checked=entry.checked,
        state=FactState.CONTRADICTED if contradicted else entry.state,
    )


def _points(entry: ServiceEntry, location: Location | None) -> tuple[Coordinates, ...]:
    centres = entry.centres if location is None else (location.centre,)
    return tuple(Coordinates(centre.latitude, centre.longitude) for centre in centres)


def _source(key: str, source: Source) -> Phrase | Verbatim:
    if source.title is not None:
        return Phrase(context(key, "sources"), source.title)
    return Verbatim(source.site or key)
