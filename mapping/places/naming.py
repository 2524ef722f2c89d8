"""Give the things of a plan the words they are known by: kinds, keys, and how they are said in two languages. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from mapping.geometry.floor_words import FloorRow, is_plain, keys_of_floors, said_of
from mapping.geometry.tokens import key_of
from mapping.places.gazetteer import KIND_OF_WORD, Floor, Gazetteer, LonLat, Named, keys_of
from mapping.places.lexicon import CLASS_OF_CATEGORY, SAID
from mapping.places.spoken import nearest_door, spread_deg
from mapping.vocabulary import FloorCounting, ObjectKind, OpeningCategory

COMPASS = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")
# Drawn twice: the space says where they are.
AS_SPACES = frozenset((ObjectKind.STAIR, ObjectKind.ELEVATOR, ObjectKind.ENTRANCE, ObjectKind.CAMERA))
# A room of these kinds is called by its name even where it has a number.
BY_NAME = frozenset(("gym", "cafeteria", "library", "auditorium", "kitchen", "lobby", "nurse", "hall", "stair"))


@dataclass(frozen=True, slots=True)
class Row:
    """A space, opening or object as the database tells it."""

    id: UUID
    category: str
    number: str
    name: str
    floor: int | None
    point: LonLat
    is_exterior: bool = False


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A level as the database tells it; `building` is empty on the open ground of the site."""

    id: UUID
    building: str
    counting: FloorCounting
    ordinal: Decimal
    name: str
    short_name: str
    middle: LonLat | None = None


def floors_of(rows: Sequence[LevelRow]) -> tuple[Floor, ...]:
    """Return levels with the words they go by, each building by its own counting and its own names."""
    houses: dict[str, list[LevelRow]] = {}
    for row in rows:
        houses.setdefault(row.building, []).append(row)
    found = {
        row.id: floor for house in houses.values() for row, floor in zip(house, _floors_of_building(house), strict=True)
    }
    return tuple(found[row.id] for row in rows)


def _floors_of_building(rows: Sequence[LevelRow]) -> list[Floor]:
    if not rows[0].building:
        return [
            Floor(row.id, "", row.name, (), _phrases_of(row), "outdoors", "al aire libre", middle=row.middle)
            for row in rows
        ]
    keys = keys_of_floors([FloorRow(row.ordinal, row.name, row.short_name, row.counting) for row in rows])
    said = [_said_floor(row, key) for row, key in zip(rows, keys, strict=True)]
    floors = []
    for row, key, (english, spanish) in zip(rows, keys, said, strict=True):
        # What is said must say which: two floors of one house are never called the same.
        more = f" ({row.name})" if [one for one, _ in said].count(english) > 1 else ""
        spoken = (english + more, spanish + more)
        floors.append(Floor(row.id, row.building, row.name, key, _phrases_of(row), *spoken, middle=row.middle))
    return floors


def _phrases_of(row: LevelRow) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in (key_of(row.name), key_of(row.short_name)) if one))


def _said_floor(row: LevelRow, keys: tuple[str, ...]) -> tuple[str, str]:
    key = next((one for one in keys if one != "basement"), "")
    return said_of(key) if key and is_plain(row.name) else (row.name, row.name)


def named_space(row: Row) -> Named | None:
    """Return a room, hall or stair; None if there is no word for it."""
    kind = CLASS_OF_CATEGORY.get(row.category)
    # A plan that calls everything "room" still has a room named "Gymnasium".
    kind = kind or next((one for word, one in KIND_OF_WORD.items() if word == key_of(row.name) and one in SAID), None)
    if not row.number and not row.name and kind not in SAID:
        return None
    kinds = ("room",) if kind is None else (kind, "room") if row.number else (kind,)
    return _name_row(row, kinds, phrase=key_of(row.name))


def named_opening(row: Row) -> Named | None:
    """Return a door that has a number or is an exterior one with a name."""
    if not row.number and not (row.is_exterior and row.name):
        return None
    kinds = ("door", "main_entrance") if row.category == OpeningCategory.PRINCIPAL else ("door",)
    named = _name_row(row, kinds, phrase="")
    keys = tuple(dict.fromkeys(key for key in (*named.keys, key_of(row.name)) if key))
    is_exterior = row.is_exterior and row.number != ""
    return replace(named, kinds=(*named.kinds, "exterior") if is_exterior else named.kinds, keys=keys)


def named_object(row: Row) -> Named | None:
    """Return a thing that responders look for, or a side of the building."""
    if row.category in AS_SPACES:
        return None
    if row.category == ObjectKind.BUILDING_SIDE:
        return _name_row(replace(row, number=row.name, name=""), ("side",), phrase="") if row.name else None
    if not row.name and row.category not in SAID:
        return None
    return _name_row(row, (row.category,), phrase=key_of(row.name))


def named_area(row: Row) -> Named | None:
    """Return a place around the buildings: a parking lot, a field, a bus loop."""
    if not row.name and row.category not in SAID:
        return None
    return _name_row(row, (row.category,), phrase=key_of(row.name))


def _name_row(row: Row, kinds: tuple[str, ...], *, phrase: str) -> Named:
    keys = keys_of(kinds, number=row.number, name=row.name)
    said_en, said_es = _spoken_forms(row, kinds, keys)
    return Named(
        id=row.id,
        kinds=kinds,
        keys=keys,
        phrase=phrase,
        floor=row.floor,
        point=row.point,
        said_en=said_en,
        said_es=said_es,
        number=row.number,
    )


def _spoken_forms(row: Row, kinds: tuple[str, ...], keys: tuple[str, ...]) -> tuple[str, str]:
    kind, number = kinds[0], row.number
    if kind == "side":
        return (f"Side {number}", f"Lado {number}")
    if kind == "door":
        return (f"Door {number}", f"Puerta {number}") if number else (row.name, row.name)
    if number and kind not in BY_NAME:
        return (f"Room {number}", f"Salón {number}")
    generic = SAID.get(kind, ("", ""))
    if not row.name or KIND_OF_WORD.get(key_of(row.name)) == kind:
        # "Gymnasium", "Escalera": the word itself, with the number where there is one.
        return (f"{row.name or generic[0]} {number}".strip(), f"{generic[1]} {number}".strip())
    if kind == "stair" and keys:
        return (row.name, f"Escalera {keys[0].upper()}")
    return (row.name, row.name)


def gazetteer_from(gazetteer: Gazetteer) -> Gazetteer:
    """Return the same gazetteer in which each thing knows its nearest numbered exterior door and its side."""
    doors = gazetteer.by_kind.get("exterior", [])
    sides = {one: _side_of_door(one, gazetteer) for one in doors}
    sided = tuple(
        replace(place, side=sides[index]) if index in sides else place for index, place in enumerate(gazetteer.places)
    )
    with_sides = replace(gazetteer, places=sided)
    return replace(with_sides, places=tuple(_place_beside_door(one, with_sides) for one in sided))


def _place_beside_door(place: Named, gazetteer: Gazetteer) -> Named:
    if place.kind == "side":
        return place
    if "exterior" in place.kinds:
        return place
    door = nearest_door(place.point, place.floor, gazetteer)
    return place if door is None else replace(place, door=door, side=gazetteer.places[door].side)


def _side_of_door(door: int, gazetteer: Gazetteer) -> str:
    """Return the letter of the marked side nearest to a door, else its direction from the middle of all doors."""
    here = gazetteer.places[door].point
    marks = [gazetteer.places[one] for one in gazetteer.by_kind.get("side", ())]
    if marks:
        return min(marks, key=lambda one: spread_deg(here, one.point)).number
    points = [gazetteer.places[one].point for one in gazetteer.by_kind["exterior"]]
    lon, lat = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    return compass_of((lon, lat), here)


def compass_of(origin: LonLat, there: LonLat) -> str:
    """Return in which of eight directions a point lies; empty if it is the same place."""
    apart = spread_deg(origin, there)
    if apart < 1e-5:
        return ""
    east = (there[0] - origin[0]) * math.cos(math.radians(origin[1]))
    return COMPASS[round(math.degrees(math.atan2(east, there[1] - origin[1])) / 45) % 8]
