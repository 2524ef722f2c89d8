"""The tracks of an incident: the positions of people that its log holds, for one reader. Pure.

Live positions are never kept (docs/decisions/0010). What is kept is what an alarm or a mayday carried into the log, and
each of those points has its entry. No line is drawn between two points: where a person went meanwhile is not known.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from coordination.incident.mayday.capability import Mayday
from coordination.incident.panic.capability import PanicAlert
from coordination.incident.people.capability import Person
from coordination.room.entry.patch import merge_patch
from coordination.room.wire.model import JsonObject


@dataclass(frozen=True, slots=True)
class TrackPoint:
    """One position. `accuracy_m`: the radius of 68 % confidence, if it was sent; `floor`: in words, if it was said."""

    seq: int
    at: datetime
    lon: float
    lat: float
    accuracy_m: float | None
    level_id: str | None
    floor: str
    event: str


@dataclass(frozen=True, slots=True)
class Track:
    """The positions of one person or unit, oldest first. `name`: the callsign, else the name."""

    name: str
    agency: str
    points: tuple[TrackPoint, ...]


def tracks_of(contents: Iterable[JsonObject]) -> list[Track]:
    """Return the tracks in a log as one reader may read it, oldest entry first; by name."""
    people: JsonObject = {}
    found: dict[tuple[str, str], list[TrackPoint]] = {}
    for content in contents:
        patch = cast("dict[str, dict[str, Any]]", content.get("patch", {}))
        people = cast("JsonObject", merge_patch(people, cast("JsonObject", patch.get(Person.state_key, {}))))
        by = cast("dict[str, Any]", content["by"])
        here = [one["place"] for one in _newly_placed(patch, PanicAlert.state_key, "place")]
        for place in here:
            found.setdefault(_author_of(by, people), []).append(
                _point_of(content, place, str(place.get("level") or ""))
            )
        for call in _newly_placed(patch, Mayday.state_key, None):
            # A mayday may be called for another person: the position is of the one in trouble, of an unknown agency.
            who = _author_of(by, people) if call["who"] == by["name"] else (str(call["who"]), "")
            found.setdefault(who, []).append(_point_of(content, call, str(call.get("place") or "")))
    return [Track(name, agency, tuple(points)) for (name, agency), points in sorted(found.items())]


def _newly_placed(patch: dict[str, dict[str, Any]], kind: str, inside: str | None) -> list[dict[str, Any]]:
    """Return the objects of a kind to which an entry gave a point."""
    objects = (one for one in patch.get(kind, {}).values() if isinstance(one, dict))
    return [one for one in objects if _is_placed(one if inside is None else one.get(inside))]


def _is_placed(place: object) -> bool:
    return isinstance(place, dict) and place.get("lon") is not None and place.get("lat") is not None


def _author_of(by: dict[str, Any], people: JsonObject) -> tuple[str, str]:
    person = people.get(str(by.get("participant_id")))
    callsign = person.get("callsign") if isinstance(person, dict) else None
    return str(callsign or by["name"]), str(by.get("agency") or "")


def _point_of(content: JsonObject, place: dict[str, Any], floor: str) -> TrackPoint:
    accuracy = place.get("accuracy_m")
    return TrackPoint(
        seq=cast("int", content["seq"]),
        at=datetime.fromisoformat(str(content["at"])),
        lon=float(place["lon"]),
        lat=float(place["lat"]),
        accuracy_m=None if accuracy is None else float(accuracy),
        level_id=str(place["level_id"]) if place.get("level_id") else None,
        floor=floor,
        event=str(cast("dict[str, Any]", content["event"])["type"]),
    )
