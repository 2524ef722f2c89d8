"""What is set on the ground is not offered as a loose mark; what reads the map reads both."""

from typing import Any
from uuid import uuid4

import pytest

from coordination.incident.ground.drawn import ground_marks
from coordination.incident.ground.vocabulary import GroundKind, SightingKind
from coordination.incident.map_marks.words import LINES, MARKERS, ZONES, mark_choices
from coordination.incident.reunification_advice.danger import danger_places, does_wind_matter
from coordination.room.models import Room
from coordination.room.reading.state import RoomState, state_now
from coordination.vocabulary import Audience, MarkerKind, ShapeKind
from tests.stage.incident.command import People, claim, make_people, room_with
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db
RING = [[-98.5, 39.8], [-98.499, 39.8], [-98.499, 39.801]]
HERE: dict[str, Any] = {"lon": -98.5, "lat": 39.8}
SCHOOL = (-98.51, 39.81)
ALL = (Audience.RESPONDERS, Audience.EVERYONE)


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def room(people: People) -> Room:
    return room_with(people)


def state_of(room: Room, *audiences: Audience) -> RoomState:
    return state_now(Room.objects.get(pk=room.pk), audiences=audiences or ALL)


def test_the_tools_offer_no_kind_that_the_ground_has() -> None:
    offered = {one for kinds in mark_choices().values() for one in kinds}

    assert not offered & {one.value for one in GroundKind}
    assert not offered & {MarkerKind.HAZARD.value, MarkerKind.SUSPECT_LAST_SEEN.value}


def test_every_kind_of_mark_is_offered_or_is_one_of_the_ground() -> None:
    of_the_ground = {one.value for one in GroundKind} | {MarkerKind.HAZARD.value, MarkerKind.SUSPECT_LAST_SEEN.value}

    assert {one.value for one in MarkerKind} - {one.value for one in MARKERS} <= of_the_ground
    assert {one.value for one in ShapeKind} - {one.value for one in (*LINES, *ZONES)} <= of_the_ground
    assert set(LINES) == {one for one in ShapeKind if one.is_line}


@pytest.mark.parametrize("kind", SightingKind)
def test_what_was_seen_is_a_danger_until_it_was_nothing(people: People, room: Room, kind: SightingKind) -> None:
    sighting_id = uuid4()
    run(people.officer, room.pk, "report_sighting", sighting_id=sighting_id, kind=kind.value, what="There", **HERE)

    (danger,) = danger_places(state_of(room), SCHOOL)
    assert (danger.source, danger.kind, danger.label, danger.place) == ("sighting", kind, "There", (-98.5, 39.8))
    # The incident's own type, an active shooter, brings no wind.
    assert does_wind_matter(state_of(room)) is (kind.value in {"fire", "smoke", "gas", "chemical"})
    # Nor does a ranking tell the school where a responder saw something.
    school = danger_places(state_of(room, Audience.EVERYONE, Audience.SCHOOL), SCHOOL)
    assert [one for one in school if one.source == "sighting"] == []
    run(people.officer, room.pk, "take_back_sighting", sighting_id=sighting_id, reason="No.")
    assert [one for one in danger_places(state_of(room), SCHOOL) if one.source == "sighting"] == []


def test_a_hot_zone_is_a_danger_until_it_is_closed(people: People, room: Room) -> None:
    place_id = uuid4()
    run(people.officer, room.pk, "set_ground_place", place_id=place_id, kind="hot_zone", points=RING, name="Gym")

    (danger,) = danger_places(state_of(room), SCHOOL)
    assert (danger.source, danger.kind, danger.label) == ("ground", "hot_zone", "Gym")
    run(people.officer, room.pk, "close_ground_place", place_id=place_id, reason="Done.")
    assert [one for one in danger_places(state_of(room), SCHOOL) if one.source == "ground"] == []


def test_pictures_draw_what_stands_and_nothing_that_is_over(people: People, room: Room) -> None:
    claim(people, room, "chief")
    kept, over, seen = uuid4(), uuid4(), uuid4()
    for place_id in (kept, over):
        run(people.chief, room.pk, "set_ground_place", place_id=place_id, kind="cold_zone", points=RING, name="Lot")
    run(people.chief, room.pk, "close_ground_place", place_id=over, reason="Done.")
    run(people.officer, room.pk, "report_sighting", sighting_id=seen, kind="gas", what="Stove", **HERE)

    drawn = [(one.words, one.is_area, len(one.points)) for one in ground_marks(state_of(room))]
    assert drawn == [("Cold zone · Lot", True, 3), ("Gas · Stove", False, 1)]
    assert list(ground_marks(state_of(room, Audience.EVERYONE, Audience.SCHOOL))) == []
