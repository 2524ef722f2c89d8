"""What is said of searches, units, the ground and forms in the stories of all events."""

from typing import Protocol
from uuid import UUID

from coordination.incident.units.actions import id_of_unit
from coordination.room.models import Room, RoomObject
from mapping.models import Level, Space
from tests.factories.cast import Cast

ROOM_SEARCH = {"mark_space", "assign_search_area", "release_search_area"}
STEPS = ("clear", "open_again", "secure", "withdraw")


def room_search(cast: Cast, number: int) -> dict[str, object]:
    """Return what is said of the first room of a site's plans: a step for each number, and an area of its floor."""
    space = Space.objects.filter(floorplan__level__site=cast.site).order_by("number")[0]
    return {
        "space_id": space.pk,
        "step": STEPS[number % len(STEPS)],
        "level_id": Level.objects.filter(site=cast.site)[0].pk,
        "team": f"Contact {number}",
        "name": f"area {number}",
    }


# Who gives a command, and which: only command and dispatch write on forms.
UNIT_STORY = (
    *(("officer", one) for one in ("check_in_unit", "assign_unit", "set_unit_status", "place_unit", "answer_par")),
    *(("dispatcher", one) for one in ("edit_form_block", "take_form_seed")),
)
# Of the liaison officer: the numbers name who gives it to whom.
STAFF_STORY = (
    ("officer", "claim_function", 0),
    ("officer", "offer_function", 0),
    ("insider", "decline_function", 0),
    ("officer", "offer_function", 12),
    ("insider", "accept_function", 0),
    ("insider", "appoint_to_function", 6),
    ("officer", "release_function", 0),
)
UNITS = {
    "check_in_unit",
    "set_unit_status",
    "assign_unit",
    "place_unit",
    "ask_par",
    "answer_par",
    "edit_form_block",
    "take_form_seed",
}


def unit_words(cast: Cast, room_id: UUID, number: int) -> dict[str, object]:
    """Return what is said of the number-th unit of the police, and of a block of a form as it was read now."""
    written = RoomObject.objects.filter(room_id=room_id, state_key="form_blocks", value__isnull=False).first()
    callsign = f"Adam {number}"
    return {
        "callsign": callsign,
        "unit_id": id_of_unit(room_id, cast.police.name, callsign),
        "kind": "PatrolUnit",
        "primary": "Available",
        "secondary": "OnScene",
        "place": "Room 101" if number % 2 else None,
        "zone": "hot",
        "agency": None,
        "agency_kind": None,
        "escort_unit_id": None,
        "in_room": None,
        "form": "202",
        "block": "3",
        "subject": "",
        "lines": [[f"Objective {number}"]],
        "seen_seq": written.changed_seq if written is not None else 0,
    }


GROUND_STORY = (
    *("set_ground_place", "reshape_ground_place", "relabel_ground_place", "confirm_ground_place"),
    *("close_ground_place", "report_sighting", "confirm_sighting", "take_back_sighting", "tell_door"),
)
RESPONDER_STORY = (*UNIT_STORY, *(("officer", one) for one in GROUND_STORY))


class Things(Protocol):
    """The stage of a story: its cast, its room, and ids by name and number."""

    cast: Cast
    room: Room

    def thing(self, kind: str, number: int) -> UUID:
        """Return the id of the number-th thing of a kind."""


def responder_words(scene: Things, word: str, number: int) -> dict[str, object]:
    """Return what a command of responders says of the number-th things; nothing for other commands."""
    if word in ROOM_SEARCH:
        return room_search(scene.cast, number)
    if word in UNITS:
        said = unit_words(scene.cast, scene.room.pk, number)
        return said | ({"place": "Room 101"} if word == "place_unit" else {})
    return ground_words(scene, word, number) if word in GROUND_STORY else {}


def ground_words(scene: Things, word: str, number: int) -> dict[str, object]:
    """Return what is said of the number-th place, sighting and door."""
    space = Space.objects.filter(floorplan__level__site=scene.cast.site).order_by("number")[0]
    kinds = ("suspect", "gas") if word == "report_sighting" else ("protected_corridor", "warm_zone", "outer_perimeter")
    return {
        "place_id": scene.thing("ground", number),
        "sighting_id": scene.thing("sighting", number),
        "door_id": space.pk,
        "kind": kinds[number % len(kinds)],
        "name": f"Place {number}" if number % 2 else None,
        "rooms": None,
        "in_room": None,
        "state": ("breached", "blocked", "usable")[number % 3],
        "audience": None,
    }
