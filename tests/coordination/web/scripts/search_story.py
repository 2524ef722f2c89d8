"""What happens of searches, units and the ground in the story of all events."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from coordination.incident.units.par_watch import report_missing_pars
from mapping.models import Space
from tests.factories.mou import NOW


def have_units(run: Callable[..., object], newest: Callable[[], str]) -> None:
    """Let a unit check in, be assigned, move and answer."""
    run("officer", "check_in_unit", callsign="Adam <b>12</b>", kind="PatrolUnit", people=2)
    one: dict[str, Any] = {"unit_id": newest()}
    run("officer", "assign_unit", task="Escort", team="Rescue 1", zone="warm", **one)
    run("officer", "set_unit_status", primary="Available", secondary="OnScene", place="Gym", **one)
    run("officer", "set_unit_status", primary="NotAvailable", secondary="Staging", **one)
    run("officer", "place_unit", in_room=Space.objects.get(number="101").pk, is_by_sticker=True, **one)
    run("officer", "answer_par", people=2, **one)
    report_missing_pars(NOW + timedelta(hours=1))


def write_forms(run: Callable[..., Any]) -> None:
    """Let a block of a form be written, and say again what the log says."""
    block: dict[str, Any] = {"form": "202", "block": "3"}
    seq = run("dispatcher", "edit_form_block", lines=[["Everyone <b>out</b>"]], **block).seq
    run("dispatcher", "take_form_seed", seen_seq=seq, **block)


def have_ground(run: Callable[..., object]) -> None:
    """Let a place be set, changed and closed, something be seen and taken back, and a door be told of."""
    place: dict[str, Any] = {"place_id": uuid4()}
    ring = [(-98.5, 39.8), (-98.4, 39.8), (-98.4, 39.9)]
    run("officer", "set_ground_place", kind="hot_zone", name="Hot <b>1</b>", points=ring, **place)
    run("officer", "reshape_ground_place", points=[*ring, (-98.5, 39.9)], **place)
    run("officer", "relabel_ground_place", name="Hot 2", **place)
    run("dispatcher", "confirm_ground_place", **place)
    run("officer", "close_ground_place", reason="Searched.", **place)
    run("officer", "set_ground_place", place_id=uuid4(), kind="staging", rooms=[Space.objects.get(number="101").pk])
    seen: dict[str, Any] = {"sighting_id": uuid4()}
    run("officer", "report_sighting", kind="suspect", what="Gray <i>jacket</i>", lon=-98.5, lat=39.8, **seen)
    run("dispatcher", "confirm_sighting", in_room=Space.objects.get(number="101").pk, **seen)
    run("officer", "take_back_sighting", reason="A parent.", **seen)
    for state in ("breached", "usable"):
        run("officer", "tell_door", door_id=Space.objects.get(number="101").pk, state=state, note="Ram")


def search_rooms(run: Callable[..., object]) -> None:
    """Let a room be searched, opened and searched again, and an area be given to a team."""
    space = Space.objects.get(number="101")
    for step in ("begin", "clear", "open_again", "secure", "withdraw", "find_casualty"):
        said = {"team": "Contact <b>2</b>", "note": "Two doors."} if step in ("clear", "withdraw") else {}
        fields: dict[str, Any] = {"space_id": space.pk, "step": step, **said}
        run("officer", "mark_space", **fields)
    area: dict[str, Any] = {"area_id": uuid4()}
    level_id = space.floorplan.level_id
    run("officer", "assign_search_area", name="Wing B", team="Contact 2", level_id=level_id, wing="B", **area)
    run("dispatcher", "release_search_area", **area)
