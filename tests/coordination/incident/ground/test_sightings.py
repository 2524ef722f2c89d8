"""Sightings age, are seen again or taken back, and never disappear; doors are told of by those who are there."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from coordination.errors import AudienceNotAllowed
from coordination.incident.ground import errors
from coordination.incident.ground.capability import DoorState, Sighting
from coordination.incident.ground.rules.doors import check_door_step
from coordination.incident.ground.vocabulary import DoorCondition
from coordination.models import User
from coordination.room.dispatch import Accepted
from coordination.room.models import Room
from coordination.room.reading.state import state_now
from coordination.vocabulary import Audience
from mapping.models import Opening, Space
from tests.factories.mapping import make_plan, make_site
from tests.factories.mou import NOW
from tests.stage.incident.command import People, make_people, room_with
from tests.stage.incident.panic import run, told

pytestmark = pytest.mark.django_db
HERE: dict[str, Any] = {"lon": -98.5, "lat": 39.8}
STEPS: dict[str, dict[str, Any]] = {"confirm_sighting": {}, "take_back_sighting": {"reason": "No."}}
ALL = (Audience.RESPONDERS, Audience.EVERYONE)


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def room(people: People) -> Room:
    make_plan(people.site)
    return room_with(people)


def see(user: User, room: Room, kind: str = "suspect", **fields: Any) -> tuple[UUID, Accepted]:
    sighting_id = uuid4()
    said = fields if "in_room" in fields else {**HERE, **fields}
    return sighting_id, run(user, room.id, "report_sighting", sighting_id=sighting_id, kind=kind, **said)


def sightings(room: Room, *audiences: Audience) -> dict[str, Sighting]:
    return dict(state_now(Room.objects.get(pk=room.pk), audiences=audiences or ALL).of(Sighting))


def door_states(room: Room, *audiences: Audience) -> dict[str, DoorState]:
    return dict(state_now(Room.objects.get(pk=room.pk), audiences=audiences or ALL).of(DoorState))


def minutes_until(one: Sighting) -> tuple[float, float]:
    """Return from how many minutes on it is old, and from how many on stale."""
    old, stale = ((datetime.fromisoformat(at) - NOW) / timedelta(minutes=1) for at in (one.old_at, one.stale_at))
    return old, stale


# --- sightings ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("kind", "old", "stale"), [("suspect", 2, 10), ("weapon", 15, 60), ("gas", 15, 60)])
def test_a_sighting_fades_by_declared_steps_and_a_person_sooner_than_a_thing(
    people: People, room: Room, kind: str, old: int, stale: int
) -> None:
    sighting_id, _ = see(people.officer, room, kind)

    assert minutes_until(sightings(room)[str(sighting_id)]) == (old, stale)


def test_what_was_seen_before_it_was_said_is_as_old_as_that(people: People, room: Room) -> None:
    sighting_id, _ = see(people.officer, room, seen_min_ago=3)

    assert minutes_until(sightings(room)[str(sighting_id)]) == (-1, 7)


def test_seen_again_it_is_fresh_at_the_same_place_or_at_another(people: People, room: Room) -> None:
    sighting_id, _ = see(people.officer, room, seen_min_ago=20)

    run(people.captain, room.id, "confirm_sighting", sighting_id=sighting_id)
    again = sightings(room)[str(sighting_id)]
    assert (minutes_until(again), again.where) == ((2, 10), None)
    space = Space.objects.get(number="101")
    run(people.captain, room.id, "confirm_sighting", sighting_id=sighting_id, in_room=space.pk)
    assert "101" in (sightings(room)[str(sighting_id)].where or "")


def test_what_was_nothing_stays_with_its_reason_and_takes_no_more_steps(people: People, room: Room) -> None:
    sighting_id, _ = see(people.officer, room)
    run(people.captain, room.id, "take_back_sighting", sighting_id=sighting_id, reason="It was the custodian.")

    one = sightings(room)[str(sighting_id)]
    assert (one.take_back_reason, one.taken_back_at is not None) == ("It was the custodian.", True)
    for word, fields in STEPS.items():
        with pytest.raises(errors.SightingTakenBack):
            run(people.officer, room.id, word, sighting_id=sighting_id, **fields)


def test_a_teacher_says_what_they_saw_to_all_and_takes_it_back(people: People, room: Room) -> None:
    sighting_id, _ = see(people.teacher, room)

    assert str(sighting_id) in sightings(room, Audience.EVERYONE)
    run(people.teacher, room.id, "take_back_sighting", sighting_id=sighting_id, reason="A parent.")


def test_a_teacher_takes_back_nothing_that_another_person_saw(people: People, room: Room) -> None:
    sighting_id, _ = see(people.principal, room)

    with pytest.raises(errors.SightingOfOthers):
        run(people.teacher, room.id, "take_back_sighting", sighting_id=sighting_id, reason="No.")


def test_what_a_responder_saw_no_one_of_the_school_reads_confirms_or_takes_back(people: People, room: Room) -> None:
    sighting_id, _ = see(people.officer, room)

    assert sightings(room, Audience.EVERYONE, Audience.SCHOOL, Audience.COMMAND) == {}
    for word, fields in STEPS.items():
        with pytest.raises(errors.SightingNotFound):
            run(people.principal, room.id, word, sighting_id=sighting_id, **fields)
    with pytest.raises(AudienceNotAllowed):
        see(people.teacher, room, audience="responders")


@pytest.mark.parametrize("fields", [{"in_room": "101", "lon": 0.0}, {"lon": None}, {"lat": None}])
def test_a_sighting_has_a_point_or_a_room(people: People, room: Room, fields: dict[str, Any]) -> None:
    said = {**HERE, **fields}
    if "in_room" in fields:
        said["in_room"] = Space.objects.get(number="101").pk
    with pytest.raises(errors.GroundPlaceNotSaid):
        run(people.officer, room.id, "report_sighting", sighting_id=uuid4(), kind="gas", **said)


def test_responders_in_the_room_are_told_of_a_threat_and_of_no_other_hazard(people: People, room: Room) -> None:
    _, threat = see(people.teacher, room)
    _, hazard = see(people.teacher, room, "smoke")

    heard = told(threat)
    assert {"sergeant", "captain"} <= heard
    assert not {"teacher", "insider", "assistant"} & heard
    assert told(hazard) == set()


# --- doors --------------------------------------------------------------------------------------------------------
def door_id() -> UUID:
    space = Space.objects.get(number="101")
    found = Opening.objects.filter(floorplan=space.floorplan).first()
    if found is None:
        found = Opening.objects.create(
            floorplan=space.floorplan,
            category="pedestrian",
            number="7",
            is_exterior=True,
            geometry=space.geometry.point_on_surface,
        )
    return found.pk


def tell(user: User, room: Room, state: str, **fields: Any) -> None:
    run(user, room.id, "tell_door", **{"door_id": door_id(), "state": state, **fields})


def test_a_door_is_told_of_with_who_and_when(people: People, room: Room) -> None:
    tell(people.officer, room, "breached", note="Ram")

    said = door_states(room)[str(door_id())]
    assert (said.state, said.is_room, said.note, bool(said.told_at)) == (DoorCondition.BREACHED, False, "Ram", True)


def test_where_the_plan_has_no_door_the_room_stands_for_it(people: People, room: Room) -> None:
    space = Space.objects.get(number="101")

    tell(people.officer, room, "locked", door_id=space.pk)

    assert door_states(room)[str(space.pk)].is_room


def test_a_breached_door_does_not_lock_until_it_is_as_usual(people: People, room: Room) -> None:
    tell(people.officer, room, "breached")

    with pytest.raises(errors.DoorIsBreached):
        tell(people.officer, room, "locked")
    for state in ("usable", "locked", "propped", "blocked"):
        tell(people.officer, room, state)


@pytest.mark.parametrize("before", [None, DoorCondition.USABLE])
def test_a_door_of_which_nothing_is_told_is_as_usual_already(before: DoorCondition | None) -> None:
    with pytest.raises(errors.DoorNothingTold):
        check_door_step(before, DoorCondition.USABLE)


@pytest.mark.parametrize("who", ["teacher", "principal"])
def test_no_one_of_the_school_tells_of_doors_or_reads_of_them(people: People, room: Room, who: str) -> None:
    with pytest.raises(errors.OnlyRespondersHaveGround):
        tell(people.user(who), room, "locked")
    tell(people.officer, room, "breached")

    assert door_states(room, Audience.EVERYONE, Audience.SCHOOL, Audience.COMMAND) == {}


def test_a_door_of_another_site_is_not_found(people: People, room: Room) -> None:
    elsewhere = make_site(people.cast.school, name="Annex")
    make_plan(elsewhere)

    for one in (uuid4(), Space.objects.filter(floorplan__level__site=elsewhere)[0].pk):
        with pytest.raises(errors.DoorNotAtSite):
            run(people.officer, room.id, "tell_door", door_id=one, state="locked")
