"""Say what an OpenStreetMap feature is on a plan, from its tags and the kind of its geometry. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from mapping.vocabulary import ObjectKind, OpeningCategory

type Tags = Mapping[str, str]

UNPLAIN = re.compile(r"[^A-Za-z0-9_:-]+")
PLAIN_VALUE = re.compile(r"[a-z_:]{1,30}")
# What OpenStreetMap adds to every feature; it says nothing about the thing itself.
BOOKKEEPING = frozenset(("timestamp", "version", "changeset", "user", "uid", "id", "type"))
AREA_VALUES = frozenset(("room", "corridor", "area", "pathway"))

CATEGORY_BY_ROOM = {
    "auditorium": "auditorium",
    "bathroom": "restroom",
    "class": "classroom",
    "classroom": "classroom",
    "computer": "laboratory",
    "conference": "conferenceroom",
    "corridor": "walkway",
    "elevator": "elevator",
    "entrance": "lobby",
    "gym": "fitnessroom",
    "hall": "lobby",
    "kitchen": "kitchen",
    "laboratory": "laboratory",
    "lecture": "auditorium",
    "library": "library",
    "lobby": "lobby",
    "meeting": "conferenceroom",
    "office": "office",
    "restaurant": "foodservice",
    "stairs": "stairs",
    "storage": "storage",
    "technical": "nonpublic",
    "toilets": "restroom",
    "waiting": "waitingroom",
}
CATEGORY_BY_AMENITY = {
    "cafe": "foodservice",
    "canteen": "foodservice",
    "fast_food": "foodservice",
    "library": "library",
    "parking": "parking",
    "restaurant": "foodservice",
    "shower": "shower",
    "theatre": "theater",
}
OBJECT_BY_EMERGENCY = {
    "defibrillator": ObjectKind.AED,
    "fire_extinguisher": ObjectKind.FIRE_EXTINGUISHER,
    "fire_hydrant": ObjectKind.HYDRANT,
    "first_aid_kit": ObjectKind.TRAUMA_KIT,
    "key_depot": ObjectKind.KEY_BOX,
    "control_panel": ObjectKind.FIRE_PANEL,
    "fire_service_inlet": ObjectKind.RISER,
}
OPENING_BY_ENTRANCE = {
    "emergency": OpeningCategory.EMERGENCY_EXIT,
    "exit": OpeningCategory.EMERGENCY_EXIT,
    "garage": OpeningCategory.AUTOMOBILE,
    "main": OpeningCategory.PRINCIPAL,
    "service": OpeningCategory.SERVICE,
}


class Role(Enum):
    """What a feature is to a plan."""

    SPACE = "space"
    OPENING = "opening"
    OBJECT = "object"
    OUTLINE = "outline"
    LEVEL_NAME = "level_name"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Meaning:
    """The role, with what the role needs; `reason` says why a feature is nothing."""

    role: Role
    category: str = ""
    opening: OpeningCategory = OpeningCategory.PEDESTRIAN
    is_exterior: bool = False
    object_kind: ObjectKind = ObjectKind.OTHER
    reason: str = ""


def meaning_of(tags: Tags, kind: str) -> Meaning:
    """Return what a feature is; `kind` is its geometry type."""
    indoor = tags.get("indoor", "")
    if indoor == "level":
        return Meaning(Role.LEVEL_NAME)
    if indoor in AREA_VALUES and not (indoor == "pathway" and kind == "LineString"):
        return Meaning(Role.SPACE, category=space_category(tags))
    if kind in ("Polygon", "MultiPolygon"):
        return _meaning_of_area(tags)
    return _meaning_of_point_or_line(tags)


def space_category(tags: Tags) -> str:
    """Return the IMDF unit category of an indoor area."""
    if tags.get("stairs", "no") != "no" or tags.get("highway") == "steps" or tags.get("indoor") == "stairwell":
        return "stairs"
    if "elevator" in (tags.get("highway"), tags.get("indoor")) or tags.get("elevator", "no") != "no":
        return "elevator"
    if "toilets" in (tags.get("amenity"), tags.get("room")):
        return _restroom_category(tags)
    if tags.get("amenity") in CATEGORY_BY_AMENITY:
        return CATEGORY_BY_AMENITY[tags["amenity"]]
    if tags.get("room") in CATEGORY_BY_ROOM:
        return CATEGORY_BY_ROOM[tags["room"]]
    if tags.get("office", "no") != "no":
        return "office"
    return {"corridor": "walkway", "pathway": "walkway", "area": "unenclosedarea"}.get(tags.get("indoor", ""), "room")


def _restroom_category(tags: Tags) -> str:
    female, male = tags.get("female") == "yes", tags.get("male") == "yes"
    who = ".unisex" if female and male else ".female" if female else ".male" if male else ""
    return f"restroom{who}" + (".wheelchair" if tags.get("wheelchair") in ("yes", "designated") else "")


def _meaning_of_area(tags: Tags) -> Meaning:
    if tags.get("building", "no") != "no":
        return Meaning(Role.OUTLINE)
    # A lift, a stairwell or "indoor=yes" with a level is a room of that floor, even without a tag that says so.
    is_room = tags.get("indoor") in ("yes", "stairwell", "elevator") or tags.get("highway") in ("elevator", "steps")
    if is_room and "level" in tags:
        return Meaning(Role.SPACE, category=space_category(tags))
    return Meaning(Role.NOTHING, reason=_ignore_reason(tags))


def _meaning_of_point_or_line(tags: Tags) -> Meaning:
    entrance = tags.get("entrance", "no")
    if "door" in tags or entrance != "no" or tags.get("indoor") == "door":
        category = OPENING_BY_ENTRANCE.get(entrance, OpeningCategory.PEDESTRIAN)
        return Meaning(Role.OPENING, opening=category, is_exterior=entrance != "no")
    if tags.get("amenity") == "parking_entrance" and "level" in tags:
        return Meaning(Role.OPENING, opening=OpeningCategory.AUTOMOBILE, is_exterior=True)
    kind = _object_kind(tags)
    return (
        Meaning(Role.NOTHING, reason=_ignore_reason(tags)) if kind is None else Meaning(Role.OBJECT, object_kind=kind)
    )


def _object_kind(tags: Tags) -> ObjectKind | None:
    emergency = OBJECT_BY_EMERGENCY.get(tags.get("emergency", ""))
    if emergency is not None:
        return emergency
    # Steps and lifts without a level belong to the street, not to a floor.
    if "level" not in tags:
        return None
    return {"elevator": ObjectKind.ELEVATOR, "steps": ObjectKind.STAIR}.get(tags.get("highway", ""))


def _ignore_reason(tags: Tags) -> str:
    """Return why a feature is no part of a plan, in words that can be counted."""
    telling = {key: value for key, value in tags.items() if key not in BOOKKEEPING}
    if not telling:
        return "no tags"
    if set(telling) <= {"indoor", "level", "repeat_on"}:
        return "only a level (a corner of a wall)"
    for key in ("indoor", "building:part", "highway", "amenity", "shop", "barrier", "addr:housenumber"):
        if key in telling and (key, telling[key]) != ("indoor", "yes"):
            return f"not part of a plan: {key}={_plain_value(telling[key])}"
    key = min(key for key in telling if key not in ("indoor", "level", "repeat_on"))
    return f"not part of a plan: {UNPLAIN.sub('_', key)[:40]}"


def _plain_value(text: str) -> str:
    # Reasons are counted: free text among them would make each its own.
    return text if PLAIN_VALUE.fullmatch(text) else "…"
