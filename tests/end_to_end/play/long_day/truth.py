"""What the day itself says of its counts, by its steps alone: the server is asked for nothing."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.end_to_end.play.long_day.playing import Step

FOUND = {
    "begin": "in_progress",
    "clear": "cleared",
    "secure": "secured",
    "block": "blocked",
    "find_hazard": "hazard",
    "find_casualty": "casualty",
}
MOVED = {
    "treat": "treated",
    "transport": "transporting",
    "arrive": "at_hospital",
    "release": "released",
    "count_once": "counted_twice",
}


@dataclass
class Told:
    """The counts of a day so far."""

    people: set[str] = field(default_factory=set)
    units: set[str] = field(default_factory=set)
    # Who has answered since it was asked last.
    par: set[str] = field(default_factory=set)
    rooms: dict[str, str] = field(default_factory=dict)
    reports: dict[tuple[str, str], str] = field(default_factory=dict)
    casualties: dict[str, dict[str, str]] = field(default_factory=dict)
    places: set[str] = field(default_factory=set)
    sightings: set[str] = field(default_factory=set)
    markers: set[str] = field(default_factory=set)
    shapes: set[str] = field(default_factory=set)
    doors: dict[str, str] = field(default_factory=dict)

    def take(self, step: Step) -> None:
        """Count a step."""
        counting = getattr(self, f"_{step.word}", None)
        if counting is not None:
            counting(step.fields, step.who)

    def casualty_counts(self) -> Counter[tuple[str, str]]:
        """Return how many casualties are of which category and where; who was counted twice is left out."""
        counting = [one for one in self.casualties.values() if one["state"] != "counted_twice"]
        return Counter((one["category"], one["state"]) for one in counting)

    # --- one for each command that a count follows --------------------------------------------------------------------
    def _raise_panic(self, _said: dict[str, Any], who: str) -> None:
        self.people.add(who)

    def _join_room(self, _said: dict[str, Any], who: str) -> None:
        self.people.add(who)

    def _check_in_unit(self, said: dict[str, Any], _who: str) -> None:
        self.units.add(said["callsign"])

    def _ask_par(self, _said: dict[str, Any], _who: str) -> None:
        self.par.clear()

    def _answer_par(self, said: dict[str, Any], _who: str) -> None:
        self.par.add(said["unit_id"].removeprefix("@unit "))

    def _mark_space(self, said: dict[str, Any], _who: str) -> None:
        self.rooms[said["space_id"].removeprefix("@room ")] = FOUND[said["step"]]

    def _report_room(self, said: dict[str, Any], who: str) -> None:
        self.reports[who, said["space_id"]] = said["state"]

    def _open_casualty(self, said: dict[str, Any], _who: str) -> None:
        self.casualties[said["casualty_id"]] = {"category": said["category"], "state": "found"}

    _report_casualty = _open_casualty

    def _retriage_casualty(self, said: dict[str, Any], _who: str) -> None:
        self.casualties[said["casualty_id"]]["category"] = said["category"]

    def _move_casualty(self, said: dict[str, Any], _who: str) -> None:
        self.casualties[said["casualty_id"]]["state"] = MOVED[said["step"]]

    def _set_ground_place(self, said: dict[str, Any], _who: str) -> None:
        self.places.add(said["place_id"])

    def _close_ground_place(self, said: dict[str, Any], _who: str) -> None:
        self.places.remove(said["place_id"])

    def _report_sighting(self, said: dict[str, Any], _who: str) -> None:
        self.sightings.add(said["sighting_id"])

    def _take_back_sighting(self, said: dict[str, Any], _who: str) -> None:
        self.sightings.remove(said["sighting_id"])

    def _place_marker(self, said: dict[str, Any], _who: str) -> None:
        self.markers.add(said["marker_id"])

    def _remove_marker(self, said: dict[str, Any], _who: str) -> None:
        self.markers.remove(said["marker_id"])

    def _draw_shape(self, said: dict[str, Any], _who: str) -> None:
        self.shapes.add(said["shape_id"])

    def _erase_shape(self, said: dict[str, Any], _who: str) -> None:
        self.shapes.remove(said["shape_id"])

    def _tell_door(self, said: dict[str, Any], _who: str) -> None:
        self.doors[said["door_id"]] = said["state"]
