"""Say where a place is, in words for the radio: what, floor, side, nearest numbered exterior door, square. Pure."""

import math
from collections.abc import Iterable

from mapping.places.gazetteer import Gazetteer, LonLat
from mapping.places.resolve import Place

# Half a kilometer: from farther away no door of a school is "the nearest".
NEAR_DEG = 0.0045
COMPASS_ES = {
    "north": "norte",
    "northeast": "noreste",
    "east": "este",
    "southeast": "sureste",
    "south": "sur",
    "southwest": "suroeste",
    "west": "oeste",
    "northwest": "noroeste",
}
WORDS = {
    "en": {
        "side": "side {}",
        "compass": "{} side",
        "door": "nearest exterior door {}",
        "cell": "grid {}",
    },
    "es": {
        "side": "lado {}",
        "compass": "lado {}",
        "door": "puerta exterior más cercana {}",
        "cell": "cuadrícula {}",
    },
}


def words_of(place: Place, gazetteer: Gazetteer, language: str) -> str:
    """Return "Room 112, first floor, side B, nearest exterior door 7, grid G10", in English unless `language` is es.

    What the plans do not know is left out, never guessed.
    """
    named = None if place.index is None else gazetteer.places[place.index]
    floor = None if named is None else named.floor
    door = nearest_door(place.lonlat, floor, gazetteer) if named is None else named.door
    side = named.side if named is not None else "" if door is None else gazetteer.places[door].side
    said = [place.said_es if language == "es" else place.said_en]
    if place.kind == "floor":
        return said[0]
    if floor is not None:
        said += _floor_words(floor, gazetteer, language)
    is_door = named is not None and named.kind == "door"
    number = "" if door is None or is_door else gazetteer.places[door].number
    return ", ".join([*said, *tail_words(side, number, place, gazetteer, language)])


def tail_words(side: str, door: str, place: Place, gazetteer: Gazetteer, language: str) -> list[str]:
    """Return the side, the door and the square, each in words, as far as they are known."""
    words = WORDS["es" if language == "es" else "en"]
    found = []
    if side:
        is_compass = side in COMPASS_ES
        name = COMPASS_ES.get(side, side) if language == "es" else side
        found.append(words["compass" if is_compass else "side"].format(name))
    if door:
        found.append(words["door"].format(door))
    cell = None if gazetteer.grid is None else gazetteer.grid.cell_of(*place.lonlat)
    if cell is not None and place.kind != "cell":
        found.append(words["cell"].format(cell))
    return found


def _floor_words(floor: int, gazetteer: Gazetteer, language: str) -> list[str]:
    one = gazetteer.floors[floor]
    said = one.said_es if language == "es" else one.said_en
    return [one.building, said] if gazetteer.has_many_buildings and one.building else [said]


def nearest_door(point: LonLat, floor: int | None, gazetteer: Gazetteer) -> int | None:
    """Return the numbered exterior door nearest to a point: of the floor's building, where one is known."""
    doors: Iterable[int] = gazetteer.by_kind.get("exterior", ())
    building = "" if floor is None else gazetteer.floors[floor].building
    if building:
        doors = [one for one in doors if _building_of(one, gazetteer) == building]
    near = [one for one in doors if spread_deg(point, gazetteer.places[one].point) < NEAR_DEG]
    return min(near, key=lambda one: spread_deg(point, gazetteer.places[one].point), default=None)


def _building_of(index: int, gazetteer: Gazetteer) -> str:
    floor = gazetteer.places[index].floor
    return "" if floor is None else gazetteer.floors[floor].building


def spread_deg(here: LonLat, there: LonLat) -> float:
    """Return how far apart two points of one site are, in degrees of latitude: enough to compare."""
    return math.hypot((there[0] - here[0]) * math.cos(math.radians(here[1])), there[1] - here[1])
