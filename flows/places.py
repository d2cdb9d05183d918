"""Where something is, in words a person types: Danish towns, the five regions, the 98 municipalities.

Finds a place by its name as people spell it; knows no addresses. Opens nothing: the text of ``places.yaml`` is passed
in.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, StringConstraints

from flows.documents import Location, lines, parse
from flows.errors import DefinitionError

EARTH_RADIUS_KM = 6371.0
SHORTEST_TYPED = 2
"""Letters before a beginning counts; one letter would find half of Denmark."""
SHORTEST_MISSPELT = 4
"""Letters before one of them may be wrong."""
LONGEST_TYPED = 60
"""Letters at most; more is a story, not a name."""
QUARTER_LETTERS = 2
"""Letters at most in the quarter after a town's name: Aarhus C, København NV."""

Spellings: TypeAlias = tuple[str, ...]
"""A place's names, folded; its own first."""
Slug: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


@dataclass(frozen=True, slots=True)
class Coordinates:
    """Degrees, WGS 84."""

    latitude: float
    longitude: float

    def distance_km(self, other: Coordinates) -> float:
        """Along the great circle, as the crow flies."""
        here, there = math.radians(self.latitude), math.radians(other.latitude)
        across = math.radians(self.longitude - other.longitude)
        chord = math.sin((here - there) / 2) ** 2 + math.cos(here) * math.cos(there) * math.sin(across / 2) ** 2
        return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(chord))


@dataclass(frozen=True, slots=True)
class Place:
    """A town, or a municipality standing where its seat is.

    ``municipality`` is known for the seats only. Codes: ``town.aarhus``, ``region.midtjylland``,
    ``municipality.midtjylland.favrskov``.
    """

    code: str
    name: str
    at: Coordinates
    region: str
    municipality: str | None = None
    population: int = 0


class Municipality(BaseModel):
    """``seat`` is a town's code without ``town.``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    seat: Slug


class PlacesDocument(BaseModel):
    """``places.yaml``; its head says how a line of ``towns`` is written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    regions: Mapping[Slug, str]
    municipalities: Mapping[Slug, Mapping[Slug, Municipality]]
    towns: str


@dataclass(frozen=True, slots=True)
class Places:
    """Every place by its code, and every spelling of the searchable ones, folded."""

    _places: Mapping[str, Place]
    _regions: Mapping[str, str]
    _spellings: tuple[tuple[Place, Spellings], ...]

    @classmethod
    def from_text(cls, text: str, *, path: str) -> Places:
        """Raises DefinitionError, with ``path`` and the line."""
        document = parse(text, path=path, model=PlacesDocument)
        return _read(document, path, lines(text, path))

    def place(self, code: str) -> Place:
        """A town or municipality; KeyError for any other code."""
        return self._places[code]

    def name(self, code: str) -> str:
        """What a person reads for a town, municipality or region; KeyError for any other code."""
        return self._regions[code] if code in self._regions else self._places[code].name

    def regions(self) -> Mapping[str, str]:
        """Names of the five by code, as the file orders them."""
        return self._regions

    def municipalities(self) -> Mapping[str, str]:
        """Names of the 98 by code, region after region, in Danish alphabetical order within each."""
        return {code: place.name for code, place in self._places.items() if code.startswith("municipality.")}

    def nearest(self, latitude: float, longitude: float) -> Place:
        """The town whose centre is nearest, however far."""
        here = Coordinates(latitude, longitude)
        towns = (place for code, place in self._places.items() if code.startswith("town."))
        return min(towns, key=lambda town: here.distance_km(town.at))

    def centre(self, code: str) -> Coordinates:
        """Where a town or municipality is, or the largest town of a region; KeyError for any other code."""
        if code not in self._regions:
            return self._places[code].at
        inside = (place for place in self._places.values() if place.region == code)
        return max(inside, key=lambda place: place.population).at

    def matches(self, typed: str, *, limit: int = 8) -> tuple[Place, ...]:
        """Whole names first, then beginnings, then names with one slip of the finger, each by population.

        After a whole name slips are not looked for; with nothing found at all, the beginning may have the slip.
        Deaf to case, accents, and æ/ø/å written in any of their ways; digits (a postcode) and a quarter's letters
        after the name are passed over. Municipalities that share no name with a town are found too.
        """
        readings = tuple(_readings(typed))
        for found in chain(map(self._begun, readings), map(self._misspelt, readings)):
            if found:
                return found[:limit]
        return ()

    def _begun(self, reading: str) -> tuple[Place, ...]:
        whole = self._where(lambda spelling: spelling == reading)
        begun = self._where(lambda spelling: spelling.startswith(reading))
        slipped: tuple[Place, ...] = ()
        if begun and not whole and len(reading) >= SHORTEST_MISSPELT:
            slipped = self._where(lambda spelling: any(left == typed for left, typed in _slips(spelling, reading)))
        return tuple(dict.fromkeys((*whole, *begun, *slipped)))

    def _misspelt(self, reading: str) -> tuple[Place, ...]:
        if len(reading) < SHORTEST_MISSPELT:
            return ()
        return self._where(lambda spelling: any(left.startswith(typed) for left, typed in _slips(spelling, reading)))

    def _where(self, fits: Callable[[str], bool]) -> tuple[Place, ...]:
        return tuple(place for place, spellings in self._spellings if any(map(fits, spellings)))


def fold(text: str) -> str:
    """The letters that count when names are compared: no case, accents, spaces or digits; ``aa`` is ``å``."""
    plain = text.casefold().replace("æ", "ae").replace("ø", "o")
    letters = "".join(letter for letter in unicodedata.normalize("NFKD", plain) if letter.isalpha())
    return letters.replace("aa", "a").replace("oe", "o").replace("ae", "a")


def _readings(typed: str) -> Iterator[str]:
    whole = fold(typed)
    if not SHORTEST_TYPED <= len(whole) <= LONGEST_TYPED:
        return
    yield whole
    words = typed.split()
    without_quarter = fold(" ".join(words[:-1]))
    if len(words) > 1 and len(fold(words[-1])) <= QUARTER_LETTERS and len(without_quarter) >= SHORTEST_TYPED:
        yield without_quarter


def _slips(name: str, typed: str) -> Iterator[tuple[str, str]]:
    """What is left of both after the first difference, for each slip it may be: wrong, left out, too many, swapped."""
    same = next((at for at, (one, other) in enumerate(zip(typed, name, strict=False)) if one != other), None)
    if same is None:
        same = min(len(name), len(typed))
    left, typed_left = name[same:], typed[same:]
    if left:
        yield left[1:], typed_left[1:]
    yield left[1:], typed_left
    yield left, typed_left[1:]
    yield left, typed_left[1::-1] + typed_left[2:]


def _read(document: PlacesDocument, path: str, written: Mapping[Location, int]) -> Places:
    towns = _towns(document, path, written[("towns",)] + 1)
    municipalities: dict[str, tuple[Place, str]] = {}
    for region, inside in document.municipalities.items():
        for own, municipality in inside.items():
            seat = f"town.{municipality.seat}"
            if seat not in towns or towns[seat][0].region != f"region.{region}":
                line = written[("municipalities", region, own, "seat")]
                raise DefinitionError(path, line, f"the seat of {own} is no town of {region}")
            code = f"municipality.{region}.{own}"
            at = towns[seat][0].at
            municipalities[code] = Place(code, municipality.name, at, f"region.{region}", code), seat
    return _together(document, towns, municipalities)


def _together(
    document: PlacesDocument,
    towns: Mapping[str, tuple[Place, Spellings]],
    municipalities: Mapping[str, tuple[Place, str]],
) -> Places:
    seats = {seat: code for code, (_, seat) in municipalities.items()}
    placed = {
        code: Place(code, town.name, town.at, town.region, seats.get(code), town.population)
        for code, (town, _) in towns.items()
    }
    searched = [(placed[code], spellings) for code, (_, spellings) in towns.items()]
    names = {spellings[0] for _, spellings in searched}
    others = [(place, (fold(place.name),)) for place, _ in municipalities.values() if fold(place.name) not in names]
    searched = sorted([*searched, *others], key=lambda found: (-found[0].population, found[0].code))
    placed.update((code, place) for code, (place, _) in municipalities.items())
    return Places(placed, {f"region.{slug}": name for slug, name in document.regions.items()}, tuple(searched))


def _towns(document: PlacesDocument, path: str, first_line: int) -> dict[str, tuple[Place, Spellings]]:
    towns: dict[str, tuple[Place, Spellings]] = {}
    for line, row in enumerate(document.towns.splitlines(), first_line):
        try:
            town, spellings = _town(row)
        except ValueError:
            raise DefinitionError(path, line, "no line of a town") from None
        if town.code in towns or town.region.removeprefix("region.") not in document.regions:
            raise DefinitionError(path, line, f"{town.code} is there already, or its region is not")
        towns[town.code] = town, spellings
    return towns


def _town(row: str) -> tuple[Place, Spellings]:
    name, latitude, longitude, population, region, *others = row.split("; ")
    own_name = name.split(" (", 1)[0]
    spellings = (own_name, *(spelling for names in others for spelling in names.split(", ")))
    at = Coordinates(float(latitude), float(longitude))
    town = Place(f"town.{slug(name)}", name, at, f"region.{region}", population=int(population))
    return town, tuple(dict.fromkeys(map(fold, spellings)))


def slug(name: str) -> str:
    """A name as a code: ASCII letters and underscores, æ, ø, å as ae, oe, aa."""
    spelt = name.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    plain = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    return "_".join("".join(letter if letter.isalnum() else " " for letter in plain).split())
