"""Service cards: what a service does, how to reach it, whether it is open this minute, where the fact comes from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import quote

from flows.definition import ServicesStep
from flows.directory import Found, Service
from flows.directory_document import FactState
from flows.effects import Lines
from flows.flowset import FlowSet
from flows.phrases import Day, Listing, Moment, Phrase, Verbatim
from flows.places import Coordinates
from flows.schedule import Interval, Opening, State
from flows.session import Session

CARDS_A_SCREEN = 3
MAP = "https://www.openstreetmap.org/search?query="


def services_shown(flows: FlowSet, session: Session, step: ServicesStep, now: datetime) -> list[tuple[Found, ...]]:
    """The services of a step, open ones first, then the nearest; pages of three."""
    found = _found(flows, session, step, now)
    return [found[start : start + CARDS_A_SCREEN] for start in range(0, len(found), CARDS_A_SCREEN)]


def cards(flows: FlowSet, found: tuple[Found, ...], now: datetime, *, brief: bool) -> tuple[Lines, ...]:
    """A card each; a brief one says who, the number, and whether somebody answers now."""
    return tuple(Lines(tuple(_card(flows, one, now, brief=brief))) for one in found)


def _found(flows: FlowSet, session: Session, step: ServicesStep, now: datetime) -> tuple[Found, ...]:
    if step.show:
        return flows.directory.found(step.show, now)
    return flows.directory.search(_need(session, step), _near(flows, session, step), now)


def _need(session: Session, step: ServicesStep) -> str:
    if step.need is not None:
        return step.need
    answer = session.answers.get(step.need_of or "")
    return answer.codes[0] if answer is not None and answer.codes else "talk"


def _near(flows: FlowSet, session: Session, step: ServicesStep) -> Coordinates | None:
    answer = session.answers.get(step.near or "")
    if answer is None or not answer.said:
        return None
    return flows.places.centre(answer.codes[0])


def _card(flows: FlowSet, found: Found, now: datetime, *, brief: bool) -> Iterator[Phrase]:
    service = found.service
    yield flows.notice("service", name=service.name, organization=service.organization)
    if not brief:
        yield service.does
    yield flows.notice("reach", reach=service.reach)
    yield from _hours(flows, service, found.opening, now)
    if brief:
        return
    yield from _place(flows, found)
    yield service.audience
    if service.free:
        yield flows.notice("free")
    if service.anonymous:
        yield flows.notice("anonymous")
    if service.languages:
        languages = Listing(tuple(flows.label("languages", code) for code in service.languages))
        yield flows.notice("spoken_languages", languages=languages)
    yield _source(flows, service)


def _hours(flows: FlowSet, service: Service, opening: Opening, now: datetime) -> Iterator[Phrase]:
    match opening.state:
        case State.OPEN if opening.until is None:
            yield flows.notice("open_always")
        case State.OPEN if opening.until is not None:
            yield flows.notice("open_now", time=Moment(opening.until, now))
        case State.CLOSED:
            if opening.next_opening is not None:
                yield flows.notice("closed_now", time=Moment(opening.next_opening, now))
            if service.answering_machine:
                yield flows.notice("closed_machine")
        case State.BY_PHONE:
            yield flows.notice("by_phone")
        case _:
            yield flows.notice("hours_unknown")
    if opening.hours_today and not opening.always:
        yield flows.notice("today", hours=Listing(tuple(_interval(flows, one, now) for one in opening.hours_today)))


def _interval(flows: FlowSet, interval: Interval, now: datetime) -> Phrase:
    return flows.notice("hours", start=Moment(interval.start, now), end=Moment(interval.end, now))


def _place(flows: FlowSet, found: Found) -> Iterator[Phrase]:
    service = found.service
    if service.area is not None:
        yield flows.notice("area", area=service.area)
    if service.address is not None:
        yield flows.notice("address", address=service.address)
        yield flows.notice("map", link=Verbatim(MAP + quote(service.address.text)))
    elif service.town is not None:
        yield flows.notice("address", address=service.town)
    if found.distance_km is not None:
        yield flows.notice("distance", count=max(1, round(found.distance_km)))


def _source(flows: FlowSet, service: Service) -> Phrase:
    source = Listing(service.sources)
    confirmed = service.state is FactState.CONFIRMED
    if service.checked is None:
        return flows.notice("source_only" if confirmed else "source_undated", source=source)
    name = "source" if confirmed else "source_unconfirmed"
    return flows.notice(name, source=source, day=Day(service.checked))
