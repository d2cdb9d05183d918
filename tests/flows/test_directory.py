"""The directory of services: what facts.md says, what is found, and in which order."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.directory import Directory, Service
from flows.directory_document import DirectoryDocument, FactState, Need, ServiceEntry, texts
from flows.documents import lines, parse
from flows.errors import DefinitionError
from flows.phrases import PhoneNumber, Phrase, Verbatim
from flows.places import Coordinates
from flows.schedule import COPENHAGEN, State
from tests.reading import grade

TEXT = (Path(__file__).parents[2] / "flows" / "services.yaml").read_text(encoding="utf-8")
DIRECTORY = Directory.from_text(TEXT, path="services.yaml")
DOCUMENT = parse(TEXT, path="services.yaml", model=DirectoryDocument)
PHRASES = list(texts(DOCUMENT))

CLINICS = [service for service in DIRECTORY.shown if service.town is not None]

COPENHAGEN_TOWN = Coordinates(55.6759, 12.5655)
AARHUS = Coordinates(56.1567, 10.2108)
ODENSE = Coordinates(55.3959, 10.3883)

SMALL = """\
sources:
  paper: {title: A paper}
organizations:
  one: {name: One, sources: [paper], checked: null, state: confirmed}
locations: {}
services:
  line:
    organization: one
    name: Line
    does: You can call.
    audience: For everyone.
    needs: [talk]
    phone: "112"
    hours: 24/7
    sources: [paper]
    checked: null
    state: confirmed
"""


def danish(text: str) -> datetime:
    """An ISO time on the wall in Copenhagen."""
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN)


def ids(need: str, near: Coordinates | None, now: str) -> list[str]:
    """Which services are found, in order."""
    return [found.service.id for found in DIRECTORY.search(need, near, danish(now))]


@pytest.mark.parametrize(
    ("name", "phone", "hours"),
    [
        ("cmm_hotline", "+45 70 20 25 50", "Mo-Fr 08:30-16:00; Sa-Su,PH 09:00-15:00"),
        ("emergency_112", "112", "24/7"),
        ("police_114", "114", "24/7"),
        ("lev_uden_vold", "1888", "24/7"),
        ("boernetelefonen", "116111", "24/7"),
        ("livslinien", "+45 70 20 12 01", None),
        ("arbejdstilsynet", "+45 70 12 12 88", None),
        ("moedestedet_doctor", "+45 33 91 48 10", "Mo 19:30-20:30; PH unknown"),
        ("moedestedet_womens_doctor", "+45 33 91 48 10", "Mo,We 16:00-18:00; PH unknown"),
        ("moedestedet_sti_test", "+45 33 91 48 10", "Tu 18:00-20:00; PH unknown"),
        ("amiami_clinic", "+45 21 69 29 88", "Tu 17:00-19:00; PH unknown"),
        ("amiami_mobile", "+45 21 69 29 97", "by phone"),
        ("red_cross_aarhus", "+45 31 71 61 64", "Mo,Th 17:00-20:00; PH unknown"),
        ("red_cross_copenhagen", "+45 31 71 61 64", "Mo,We,Th 17:00-20:00; PH unknown"),
        ("red_cross_odense", "+45 31 71 61 64", None),
    ],
)
def test_numbers_and_hours_are_those_of_the_facts(name: str, phone: str, hours: str | None) -> None:
    """The table of facts.md, with what domain.md 3b corrected."""
    service = DIRECTORY.service(name)
    assert (service.phone, service.schedule.text) == (PhoneNumber(phone), hours)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("police_line", "+45 45 15 09 90"),
        ("cmm_mobile_central", "+45 50 81 09 34"),
        ("cmm_mobile_north", "+45 41 74 00 56"),
    ],
)
def test_a_contradicted_service_is_kept_and_never_found(name: str, number: str) -> None:
    """Not by a search for any need, not by name, and translators don't see it."""
    (kept,) = (service for service in DIRECTORY.services if service.id == name)
    assert (kept.phone, kept.state) == (PhoneNumber(number), FactState.CONTRADICTED)
    for need in (*Need, "nothing"):
        found = DIRECTORY.search(need, AARHUS, danish("2027-01-04T12:00"))
        assert PhoneNumber(number) not in [one.service.phone for one in found]
    with pytest.raises(KeyError):
        DIRECTORY.service(name)
    with pytest.raises(KeyError):
        DIRECTORY.found([name], danish("2027-01-04T12:00"))
    assert not [phrase for _, phrase, _ in PHRASES if phrase.context == f"services.{name}"]


def test_a_contradicted_organization_hides_its_services() -> None:
    """One correction is enough."""
    small = SMALL.replace("state: confirmed}", "state: contradicted}")
    assert Directory.from_text(small, path="services.yaml").shown == ()


def test_the_covid_line_and_the_foreign_police_numbers_are_nowhere() -> None:
    """Numbers that the documents name and that must never be dialled."""
    for number in ("70 20 02 33", "22 68 57 82"):
        assert number not in TEXT


@given(
    need=st.sampled_from([*Need, "nothing"]),
    near=st.none() | st.builds(Coordinates, st.floats(54.5, 57.8), st.floats(8, 15.3)),
    minutes=st.integers(0, 2 * 365 * 24 * 60),
)
def test_a_search_is_never_empty_and_open_ones_come_first(need: str, near: Coordinates | None, minutes: int) -> None:
    """For every need, place and minute; the same twice."""
    now = datetime(2026, 11, 21, tzinfo=UTC) + timedelta(minutes=minutes)
    found = DIRECTORY.search(need, near, now)
    assert found
    assert found == DIRECTORY.search(need, near, now)
    opened = [one.opening.state is State.OPEN for one in found]
    assert opened == sorted(opened, reverse=True)
    for state in (True, False):
        away = [one.service.distance_km(near) for one in found if (one.opening.state is State.OPEN) is state]
        assert away == sorted(away)
    assert DIRECTORY.search(need, near, now, limit=1) == found[:1]


def test_a_doctor_near_aarhus_on_thursday_evening_is_the_open_one() -> None:
    """Both Red Cross clinics are open; Aarhus is here, Copenhagen 157 kilometres away."""
    first, second, *_ = DIRECTORY.search(Need.DOCTOR, AARHUS, danish("2027-01-07T18:00"))
    assert (first.service.id, first.opening.state, first.distance_km) == ("red_cross_aarhus", State.OPEN, 0)
    assert second.service.id == "red_cross_copenhagen"
    assert second.distance_km == pytest.approx(157, abs=1)


def test_the_team_on_the_road_is_near_where_it_works() -> None:
    """First on Funen, last but one in Copenhagen, and never with a distance to walk."""
    assert ids("doctor", ODENSE, "2027-01-04T12:00")[:2] == ["amiami_mobile", "red_cross_odense"]
    assert ids("doctor", COPENHAGEN_TOWN, "2027-01-04T12:00")[:2] == ["moedestedet_doctor", "red_cross_copenhagen"]
    found = {one.service.id: one for one in DIRECTORY.search("doctor", ODENSE, danish("2027-01-04T12:00"))}
    assert found["amiami_mobile"].distance_km is None
    assert found["amiami_mobile"].opening.state is State.BY_PHONE


def test_a_need_without_a_town_finds_them_in_the_order_of_the_file() -> None:
    """By night only those that never close are open, and no distance is claimed."""
    assert ids("talk", None, "2027-01-04T03:00")[:3] == ["lev_uden_vold", "boernetelefonen", "cmm_hotline"]
    assert ids("talk", None, "2027-01-04T12:00")[0] == "cmm_hotline"
    assert all(one.distance_km is None for one in DIRECTORY.search("doctor", None, danish("2027-01-04T12:00")))


def test_a_need_nobody_answers_finds_the_nearest_and_those_by_phone() -> None:
    """Rule 8 of conversation.md."""
    found = ids("nothing", AARHUS, "2027-01-07T12:00")
    assert {"emergency_112", "cmm_hotline", "red_cross_aarhus"} <= set(found)
    assert "moedestedet_doctor" not in found


def test_every_need_is_answered_by_somebody() -> None:
    """So the fallback is for needs to come."""
    assert {need for service in DIRECTORY.shown for need in service.needs} == set(Need)


def test_named_services_come_in_the_order_they_are_named() -> None:
    """*Help now*."""
    found = DIRECTORY.found(["emergency_112", "cmm_hotline", "police_114"], danish("2027-03-26T08:45"))
    assert [one.opening.state for one in found] == [State.OPEN, State.CLOSED, State.OPEN]


@pytest.mark.parametrize("service", CLINICS, ids=[service.id for service in CLINICS])
def test_clinics_are_uncertain_on_public_holidays(service: Service) -> None:
    """Easter Monday 2027, all day: "call before you go"."""
    for hour in range(24):
        assert service.schedule.opening(danish(f"2027-03-29T{hour:02}:30")).state is State.UNKNOWN


def test_health_care_is_free_and_anonymous() -> None:
    """All of it, says the guide."""
    health = [one for one in DIRECTORY.services if one.needs & {Need.DOCTOR, Need.WOMENS_HEALTH}]
    assert len(health) == 10
    assert all(one.free and one.anonymous for one in health)


def test_no_safe_place_has_an_address() -> None:
    """Rule 13; the loader refuses one, too."""
    for service in DIRECTORY.services:
        if Need.SAFE_PLACE in service.needs:
            assert (service.town, service.address, service.points) == (None, None, ())


def test_the_only_addresses_are_the_two_of_the_guide() -> None:
    """The Red Cross tells its own by phone."""
    assert {service.address for service in DIRECTORY.shown} == {
        None,
        Verbatim("Colbjørnsensgade 12, kld., København"),
        Verbatim("Sjællandsgade 98 B, Fredericia"),
    }


def test_all_but_a_recent_check_are_stale() -> None:
    """180 days and one, 180 days, and never."""
    checked = date(2022, 3, 29)
    assert "cmm_hotline" in [one.id for one in DIRECTORY.stale(checked + timedelta(days=181))]
    assert "cmm_hotline" not in [one.id for one in DIRECTORY.stale(checked + timedelta(days=180))]
    assert "amiami_clinic" in [one.id for one in DIRECTORY.stale(checked)]


def test_a_service_without_a_phone_is_reached_by_its_site() -> None:
    """And one with a phone by that."""
    assert DIRECTORY.service("tell_your_story").reach == Verbatim("tell-your-story.info")
    assert DIRECTORY.service("emergency_112").reach == PhoneNumber("112")


def test_each_text_for_translators_stands_on_the_line_it_is_said_to() -> None:
    """The extractor puts the line into the catalog."""
    rows = TEXT.splitlines()
    written = lines(TEXT, "services.yaml")
    for place, phrase, _ in PHRASES:
        key = str(place[-1])
        assert key in rows[written[place] - 1]
        assert phrase.source.split()[0] in rows[written[place] - 1] + rows[written[place]]


def test_what_is_shown_is_what_translators_were_given() -> None:
    """A phrase outside the catalogs would stay English."""
    given_out = {(phrase.context, phrase.source) for _, phrase, _ in PHRASES}
    for service in DIRECTORY.shown:
        shown = [service.name, service.does, service.audience, service.area, *service.sources]
        assert {(one.context, one.source) for one in shown if isinstance(one, Phrase)} <= given_out


@pytest.mark.parametrize("phrase", [phrase for _, phrase, _ in PHRASES], ids=lambda phrase: phrase.context)
def test_sentences_are_short_and_call_nobody_names(phrase: Phrase) -> None:
    """At most 18 words; not one of the words that tell a stranger what this is about."""
    for sentence in re.split(r"[.?!]\s", phrase.source):
        assert len(sentence.split()) <= 18
    assert not re.search(r"victim|traffick|prostitut|slave|illegal", phrase.source, re.IGNORECASE)


@pytest.mark.parametrize("entry", DOCUMENT.services.values(), ids=list(DOCUMENT.services))
def test_a_twelve_year_old_can_read_what_a_service_does(entry: ServiceEntry) -> None:
    """Flesch-Kincaid grade 6 at most, over a card's sentences."""
    assert grade(f"{entry.does} {entry.audience}") <= 6


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("organization: one", "organization: two", 8),
        ("    sources: [paper]", "    sources: [book]", 15),
        ("hours: 24/7", "hours: Mo 8-", 14),
        ('    phone: "112"\n', "", 7),
        ("needs: [talk]", "needs: [tea]", 12),
        ('phone: "112"', "phone: 12 34 56 78", 13),
        ("needs: [talk]", "needs: [talk]\n    location: nowhere", 13),
    ],
    ids=["organization", "source", "hours", "no phone", "need", "phone", "location"],
)
def test_a_mistake_in_the_file_names_its_line(old: str, new: str, line: int) -> None:
    """Including what only two entries together can get wrong."""
    with pytest.raises(DefinitionError) as caught:
        Directory.from_text(SMALL.replace(old, new), path="services.yaml")
    assert (caught.value.path, caught.value.line) == ("services.yaml", line)


def test_a_safe_place_with_a_location_is_refused() -> None:
    """Where people are kept safe is never told."""
    located = "locations:\n  here:\n    {town: X, address: null, centre: {latitude: 55, longitude: 10},"
    located += " sources: [paper], checked: null, state: confirmed}\n"
    text = SMALL.replace("locations: {}\n", located).replace("needs: [talk]", "needs: [safe_place]\n    location: here")
    with pytest.raises(DefinitionError, match="never told"):
        Directory.from_text(text, path="services.yaml")
