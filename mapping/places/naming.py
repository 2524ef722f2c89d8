"""Give the things of a plan the words they are known by: kinds, keys, and how they are said in two languages. Pure."""

import math
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from mapping.places.gazetteer import KIND_OF_WORD, Floor, Gazetteer, LonLat, Named, keys_of
from mapping.places.lexicon import CLASS_OF_CATEGORY, ORDINALS, SAID
from mapping.places.spoken import nearest_door, spread
from mapping.places.tokens import key_of
from mapping.vocabulary import ObjectKind, OpeningCategory

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


def floor_of(*, level_id: UUID, building: str, ordinal: Decimal, name: str, short_name: str, is_outdoor: bool) -> Floor:
    """Return a level with the numbers it goes by.

    In the United States the first floor is the one on the ground; a plan that counts from 0 is taken at its word.
    """
    if is_outdoor:
        return Floor(level_id, building, name, (), "outdoors", "al aire libre")
    number = _number_of(short_name) or _number_of(name)
    if ordinal < 0:
        numbers = (-1,) if number is None else (number, -1)
        return Floor(level_id, building, name, numbers, "basement", "sótano")
    said = int(ordinal) + 1 if number is None else number
    numbers = (said, 0) if ordinal == 0 and said != 0 else (said,)
    return Floor(level_id, building, name, numbers, _said_floor(said, "en"), _said_floor(said, "es"))


def _number_of(text: str) -> int | None:
    found = re.search(r"[0-9]{1,2}", text)
    return None if found is None else int(found[0])


def _said_floor(number: int, language: str) -> str:
    ordinals = ORDINALS[language]
    if language == "en":
        return f"{ordinals[number]} floor" if number < len(ordinals) else f"floor {number}"
    if number == 0:
        return ordinals[0]
    return f"{ordinals[number]} piso" if number < len(ordinals) else f"piso {number}"


def named_space(row: Row) -> Named | None:
    """Return a room, hall or stair; None if there is no word for it."""
    kind = CLASS_OF_CATEGORY.get(row.category)
    # A plan that calls everything "room" still has a room named "Gymnasium".
    kind = kind or next((one for word, one in KIND_OF_WORD.items() if word == key_of(row.name) and one in SAID), None)
    if not row.number and not row.name and kind not in SAID:
        return None
    kinds = ("room",) if kind is None else (kind, "room") if row.number else (kind,)
    return _named(row, kinds, phrase=key_of(row.name))


def named_opening(row: Row) -> Named | None:
    """Return a door that has a number or is an exterior one with a name."""
    if not row.number and not (row.is_exterior and row.name):
        return None
    kinds = ("door", "main_entrance") if row.category == OpeningCategory.PRINCIPAL else ("door",)
    named = _named(row, kinds, phrase="")
    keys = tuple(dict.fromkeys(key for key in (*named.keys, key_of(row.name)) if key))
    is_exterior = row.is_exterior and row.number != ""
    return replace(named, kinds=(*named.kinds, "exterior") if is_exterior else named.kinds, keys=keys)


def named_object(row: Row) -> Named | None:
    """Return a thing that responders look for, or a side of the building."""
    if row.category in AS_SPACES:
        return None
    if row.category == ObjectKind.BUILDING_SIDE:
        return _named(replace(row, number=row.name, name=""), ("side",), phrase="") if row.name else None
    if not row.name and row.category not in SAID:
        return None
    return _named(row, (row.category,), phrase=key_of(row.name))


def named_area(row: Row) -> Named | None:
    """Return a place around the buildings: a parking lot, a field, a bus loop."""
    if not row.name and row.category not in SAID:
        return None
    return _named(row, (row.category,), phrase=key_of(row.name))


def _named(row: Row, kinds: tuple[str, ...], *, phrase: str) -> Named:
    keys = keys_of(kinds, number=row.number, name=row.name)
    said_en, said_es = _said(row, kinds, keys)
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


def _said(row: Row, kinds: tuple[str, ...], keys: tuple[str, ...]) -> tuple[str, str]:
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
    return replace(with_sides, places=tuple(_beside(one, with_sides) for one in sided))


def _beside(place: Named, gazetteer: Gazetteer) -> Named:
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
        return min(marks, key=lambda one: spread(here, one.point)).number
    points = [gazetteer.places[one].point for one in gazetteer.by_kind["exterior"]]
    lon, lat = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    return compass_of((lon, lat), here)


def compass_of(origin: LonLat, there: LonLat) -> str:
    """Return in which of eight directions a point lies; empty if it is the same place."""
    apart = spread(origin, there)
    if apart < 1e-5:
        return ""
    east = (there[0] - origin[0]) * math.cos(math.radians(origin[1]))
    return COMPASS[round(math.degrees(math.atan2(east, there[1] - origin[1])) / 45) % 8]
