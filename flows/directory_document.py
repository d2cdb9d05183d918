"""The shape of ``services.yaml``: what may stand in it, and what must agree within it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, StringConstraints

from flows import documents
from flows.definition_text import Text
from flows.phrases import Phrase
from flows.schedule import Schedule

Name: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Number: TypeAlias = Annotated[str, StringConstraints(pattern=r"^(\+45( \d\d){4}|\d{3,6})$")]
Hours: TypeAlias = Annotated[Schedule, PlainValidator(Schedule.parse)]


class Need(StrEnum):
    """What a person may look for (conversation.md, *services*)."""

    TALK = "talk"
    DOCTOR = "doctor"
    WOMENS_HEALTH = "womens_health"
    EMERGENCY = "emergency"
    SAFE_PLACE = "safe_place"
    WAGES = "wages"
    LAW = "law"
    POLICE = "police"
    CHILDREN = "children"
    GO_HOME = "go_home"


class FactState(StrEnum):
    """How far an entry can be trusted: as it stands, with "call before you go", or not at all (never shown)."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    CONTRADICTED = "contradicted"


class Shape(BaseModel):
    """Frozen, and closed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Shape):
    """Where a fact was read: a paper with an English ``title``, or a ``site`` by its address."""

    title: Text | None = None
    site: str | None = None


class Fact(Shape):
    """``checked`` is the earliest day the sources' date can mean; ``None`` where they have no date."""

    sources: tuple[Name, ...] = Field(min_length=1)
    checked: date | None
    state: FactState


class Organization(Fact):
    """``name`` is a proper name, the same in every language."""

    name: str


class Centre(Shape):
    """The middle of a town, in degrees; never a house."""

    latitude: float = Field(ge=54.5, le=57.8)
    longitude: float = Field(ge=8.0, le=15.3)


class Location(Fact):
    """``address`` is ``None`` where it is told by phone. ``centre`` is the town's, not the house's."""

    town: str
    address: str | None
    centre: Centre


class ServiceEntry(Fact):
    """One service at one location or, without one, by phone: everywhere, or around ``centres`` (``area`` in words)."""

    organization: Name
    location: Name | None = None
    name: Text
    does: Text
    audience: Text
    area: Text | None = None
    centres: tuple[Centre, ...] = ()
    needs: tuple[Need, ...] = Field(min_length=1)
    phone: Number | None = None
    website: str | None = None
    hours: Hours
    free: bool | None = None
    anonymous: bool | None = None
    answering_machine: bool = False
    languages: tuple[str, ...] = ()


class DirectoryDocument(Shape):
    """``services.yaml``; the order of the services is the order in which equals are found."""

    sources: Mapping[Name, Source]
    organizations: Mapping[Name, Organization]
    locations: Mapping[Name, Location]
    services: Mapping[Name, ServiceEntry]


def context(name: str, kind: str = "services") -> str:
    """The gettext context of an entry's texts."""
    return f"{kind}.{name}"


def texts(document: DirectoryDocument) -> Iterator[tuple[documents.Location, Phrase, str | None]]:
    """Every translatable text with its place in the YAML and a note for translators, or ``None``."""
    for key, source in document.sources.items():
        if source.title is not None:
            yield ("sources", key, "title"), Phrase(context(key, "sources"), source.title), "Where a fact was read."
    for name, entry in document.services.items():
        if entry.state is FactState.CONTRADICTED:
            continue
        organization = document.organizations[entry.organization].name
        for field, text, note in (
            ("name", entry.name, f"What {organization} offers, as a heading."),
            ("does", entry.does, None),
            ("audience", entry.audience, "For whom it is."),
            ("area", entry.area, "Where it works."),
        ):
            if text is not None:
                yield ("services", name, field), Phrase(context(name), text), note


def problems(document: DirectoryDocument) -> Iterator[tuple[documents.Location, str]]:
    """What one field can't know of the others, with its place."""
    kinds: tuple[tuple[str, Mapping[str, Fact]], ...] = (
        ("organizations", document.organizations),
        ("locations", document.locations),
        ("services", document.services),
    )
    for kind, entries in kinds:
        for name, fact in entries.items():
            for index, source in enumerate(fact.sources):
                if source not in document.sources:
                    yield (kind, name, "sources", index), f"there is no source {source}"
    for name, entry in document.services.items():
        here = ("services", name)
        if entry.organization not in document.organizations:
            yield (*here, "organization"), f"there is no organization {entry.organization}"
        if entry.location is not None and entry.location not in document.locations:
            yield (*here, "location"), f"there is no location {entry.location}"
        if entry.location is not None and Need.SAFE_PLACE in entry.needs:
            yield (*here, "location"), "where people are kept safe is never told"
        if entry.phone is None and entry.website is None:
            yield here, "a service has a phone or a website"
