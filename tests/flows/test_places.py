"""Towns are found as people spell them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.errors import DefinitionError
from flows.places import Coordinates, Places

TEXT = (Path(__file__).parents[2] / "flows" / "places.yaml").read_text(encoding="utf-8")
PLACES = Places.from_text(TEXT, path="places.yaml")

STARTS = [one + other for one in "abcdefghijklmnopqrstuvwxyz" for other in "abcdefghijklmnopqrstuvwxyz"]
EVERY = {place.code: place for start in STARTS for place in PLACES.matches(start, limit=600)}
LARGE = [place for place in EVERY.values() if place.population > 40_000]

SMALL = """\
regions:
  fyn: Region Fyn
municipalities:
  fyn:
    odense: {name: Odense, seat: odense}
towns: |
  Odense; 55.4; 10.4; 180863; fyn; Odinse
"""


def test_denmark_has_five_regions_and_98_municipalities() -> None:
    """The first five, with their shares of the second."""
    assert len(PLACES.regions()) == 5
    codes = list(PLACES.municipalities())
    assert len(codes) == 98
    counted = {region: sum(f".{region.split('.')[1]}." in code for code in codes) for region in PLACES.regions()}
    assert counted == {
        "region.hovedstaden": 29,
        "region.sjaelland": 17,
        "region.syddanmark": 22,
        "region.midtjylland": 19,
        "region.nordjylland": 11,
    }


@pytest.mark.parametrize(
    "typed",
    [
        "København",
        "KØBENHAVN",
        "Kobenhavn",
        "Koebenhavn",
        " københavn ",
        "Copenhagen",
        "Kopenhagen",
        "Kbh",
        "Копенгаген",
        "كوبنهاغن",
        "哥本哈根",
        "โคเปนเฮเกน",
        "Københ",
        "Copenhagne",
        "1650 København",
        "København NV",
    ],
)
def test_copenhagen_is_found_however_it_is_spelt(typed: str) -> None:
    """Danish, without Danish letters, foreign, in other scripts, begun, mistyped, with postcode or quarter."""
    assert [place.code for place in PLACES.matches(typed)] == ["town.koebenhavn"]


@pytest.mark.parametrize("typed", ["Aarhus", "Århus", "arhus", "AARHUS C", "Aahrus", "Aarhu", "Aarhuss"])
def test_aarhus_is_found_with_either_spelling(typed: str) -> None:
    """``aa`` and ``å`` are one, and a forgotten ring too."""
    assert PLACES.matches(typed)[0].code == "town.aarhus"


def test_a_whole_name_comes_before_names_it_begins() -> None:
    """Ry is a town of its own."""
    assert [place.name for place in PLACES.matches("ry")] == ["Ry", "Ryomgård", "Ryslinge"]


def test_towns_that_share_a_beginning_come_by_population() -> None:
    """The three Nykøbings."""
    found = PLACES.matches("Nykøbing")
    assert len(found) == 3
    assert [place.population for place in found] == sorted((place.population for place in found), reverse=True)


def test_towns_that_share_a_name_can_be_told_apart() -> None:
    """Two buttons never read the same."""
    assert len({place.name for place in EVERY.values()}) == len(EVERY) > 500
    assert [place.name for place in PLACES.matches("Viby")] == ["Viby", "Viby (Havdrup)"]


def test_a_municipality_without_a_town_of_its_name_is_found() -> None:
    """And stands where its seat is."""
    (found,) = PLACES.matches("Furesø")
    assert found.code == "municipality.hovedstaden.furesoe"
    assert found.at == PLACES.place("town.vaerloese").at


def test_a_seat_knows_its_municipality() -> None:
    """Other towns' municipalities are not in the source."""
    assert PLACES.place("town.aarhus").municipality == "municipality.midtjylland.aarhus"
    assert PLACES.place("town.lystrup").municipality is None


@given(st.text(max_size=200))
def test_whatever_is_typed_finds_at_most_eight_places(typed: str) -> None:
    """And never raises."""
    assert len(PLACES.matches(typed)) <= 8


@given(st.data())
def test_a_large_town_is_found_with_one_letter_left_out(data: st.DataObject) -> None:
    """Wherever the finger slipped after the third letter."""
    town = data.draw(st.sampled_from(LARGE))
    missing = data.draw(st.integers(3, len(town.name) - 1))
    assert town in PLACES.matches(town.name[:missing] + town.name[missing + 1 :])


def test_a_pin_is_the_nearest_town() -> None:
    """The northern tip."""
    assert PLACES.nearest(57.74, 10.63).code == "town.skagen"


def test_copenhagen_and_aarhus_are_157_kilometres_apart() -> None:
    """As the crow flies, within one."""
    between = PLACES.place("town.koebenhavn").at.distance_km(PLACES.place("town.aarhus").at)
    assert between == pytest.approx(157, abs=1)


def test_every_place_is_in_denmark() -> None:
    """A swapped latitude would be in the sea off Somalia."""
    for place in EVERY.values():
        assert 54.5 < place.at.latitude < 57.8
        assert 8.0 < place.at.longitude < 15.3


def test_names_are_given_for_towns_municipalities_and_regions() -> None:
    """What stands in a review."""
    codes = ["town.koebenhavn", "municipality.hovedstaden.furesoe", "region.sjaelland"]
    assert [PLACES.name(code) for code in codes] == ["København", "Furesø", "Region Sjælland"]


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        (SMALL.replace("180863", "many"), 7),
        (SMALL + "  Odense; 55.4; 10.4; 1; fyn\n", 8),
        (SMALL + "  Malmö; 55.6; 13.0; 300000; skaane\n", 8),
        (SMALL.replace("seat: odense", "seat: malmoe"), 5),
        (SMALL.replace("seat: odense", "town: odense"), 5),
    ],
    ids=["figure", "twice", "region", "seat", "key"],
)
def test_a_mistake_in_the_file_names_its_line(broken: str, line: int) -> None:
    """Inside the block of towns too."""
    with pytest.raises(DefinitionError) as caught:
        Places.from_text(broken, path="places.yaml")
    assert (caught.value.path, caught.value.line) == ("places.yaml", line)


def test_coordinates_are_no_distance_from_themselves() -> None:
    """The root of a rounding error would be no number."""
    here = Coordinates(55.6759, 12.5655)
    assert here.distance_km(here) == 0
