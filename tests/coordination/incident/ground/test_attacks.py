"""Ten ways to set, close or relabel on the ground what is not one's own: by guests, partners, the school, strangers."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from coordination.errors import AudienceNotAllowed, CoordinationError, NotJoined, RoomNotFound
from coordination.incident.ground import errors
from coordination.incident.ground.capability import GroundPlace, Sighting
from coordination.models import User
from coordination.room.models import Room
from coordination.room.reading.state import object_now, state_now
from coordination.vocabulary import Audience
from mou.vocabulary import AgencyKind
from tests.factories.cast import join
from tests.factories.mapping import make_plan
from tests.factories.mou import make_agency, make_member
from tests.stage.incident.command import People, claim, make_people, offer, room_with
from tests.stage.incident.mutual_aid import AidStage, make_aid_stage
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db
POINT = [[-98.5, 39.8]]
RING = [[-98.5, 39.8], [-98.499, 39.8], [-98.499, 39.801]]
HERE: dict[str, Any] = {"lon": -98.5, "lat": 39.8}
CHANGES: dict[str, dict[str, Any]] = {
    "reshape_ground_place": {"points": [[-98.4, 39.7], [-98.3, 39.7], [-98.3, 39.8]]},
    "relabel_ground_place": {"name": "Mine"},
    "close_ground_place": {"reason": "Mine."},
}


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def room(people: People) -> Room:
    make_plan(people.site)
    return room_with(people)


@pytest.fixture
def stage() -> AidStage:
    return make_aid_stage()


def put(user: User, room: Room, kind: str, **fields: Any) -> UUID:
    place_id = uuid4()
    run(user, room.pk, "set_ground_place", place_id=place_id, kind=kind, **{"points": POINT, **fields})
    return place_id


def see(user: User, room: Room, **fields: Any) -> UUID:
    sighting_id = uuid4()
    run(user, room.pk, "report_sighting", sighting_id=sighting_id, kind="suspect", **HERE, **fields)
    return sighting_id


# --- a guest by code ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("word", CHANGES)
def test_a_guest_by_code_ends_nothing_that_the_police_set_though_they_came_as_police(
    stage: AidStage, word: str
) -> None:
    zone = put(stage.cast.officer, stage.room, "hot_zone", points=RING)
    _aid, guest = stage.guest(agency_kind="police", agency="Valley Police")

    with pytest.raises(errors.GroundPlaceOfOthers):
        run(guest, stage.room.pk, word, place_id=zone, **CHANGES[word])
    own = put(guest, stage.room, "hot_zone", points=RING)
    run(guest, stage.room.pk, word, place_id=own, **CHANGES[word])


def test_a_guest_by_code_takes_back_no_suspect_that_another_person_saw(stage: AidStage) -> None:
    _aid, guest = stage.guest(agency_kind="police", agency="Valley Police")
    seen = [see(user, stage.room) for user in (stage.cast.officer, stage.cast.teacher)]

    for sighting_id in seen:
        with pytest.raises(errors.SightingOfOthers):
            run(guest, stage.room.pk, "take_back_sighting", sighting_id=sighting_id, reason="It was me.")
    run(guest, stage.room.pk, "take_back_sighting", sighting_id=see(guest, stage.room), reason="My partner.")


def test_a_guest_whose_aid_was_ended_sets_nothing(stage: AidStage) -> None:
    aid_id, guest = stage.guest()
    place_id = put(guest, stage.room, "landing_zone")
    stage.end(aid_id)

    for word, fields in CHANGES.items():
        with pytest.raises((RoomNotFound, NotJoined)):
            run(guest, stage.room.pk, word, place_id=place_id, **fields)


# --- partners and strangers ---------------------------------------------------------------------------------------
def test_a_police_agency_without_an_agreement_finds_no_room(people: People, room: Room) -> None:
    place_id = put(people.officer, room, "staging")
    stranger = make_member(make_agency(AgencyKind.POLICE, name="Elsewhere Police")).user

    with pytest.raises(RoomNotFound):
        join(stranger, room)
    for word, fields in CHANGES.items():
        with pytest.raises(RoomNotFound):
            run(stranger, room.pk, word, place_id=place_id, **fields)


def test_a_partner_closes_nothing_of_another_function_and_makes_no_place_of_it(people: People, room: Room) -> None:
    claim(people, room, "chief")
    corridor = put(people.officer, room, "protected_corridor", points=RING[:2])

    with pytest.raises(errors.GroundPlaceOfOthers):
        run(people.captain, room.pk, "close_ground_place", place_id=corridor, reason="In the way.")
    with pytest.raises(errors.GroundOfOtherFunction):
        put(people.captain, room, "protected_corridor", points=RING[:2])


def test_who_handed_command_over_changes_nothing_any_more(people: People, room: Room) -> None:
    claim(people, room, "captain")
    zone = put(people.officer, room, "inner_perimeter", points=RING)
    run(people.captain, room.pk, "relabel_ground_place", place_id=zone, name="Inner")
    offer(people, room, "captain", "sergeant")
    run(people.sergeant, room.pk, "accept_command")

    with pytest.raises(errors.GroundPlaceOfOthers):
        run(people.captain, room.pk, "close_ground_place", place_id=zone, reason="Mine.")


def test_an_id_of_a_place_is_not_taken_over_by_setting_it_again(people: People, room: Room) -> None:
    place_id = put(people.captain, room, "landing_zone")

    with pytest.raises(CoordinationError) as refused:
        run(people.officer, room.pk, "set_ground_place", place_id=place_id, kind="staging", points=POINT)
    assert refused.value.code == "id_taken"
    assert object_now(room, GroundPlace, place_id).kind == "landing_zone"


# --- the school ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["teacher", "principal"])
@pytest.mark.parametrize("word", CHANGES)
def test_the_school_in_command_closes_no_place_and_does_not_learn_that_it_is_there(
    people: People, room: Room, who: str, word: str
) -> None:
    claim(people, room, "principal")
    place_id = put(people.officer, room, "hot_zone", points=RING)

    for known in (place_id, uuid4()):
        with pytest.raises(errors.OnlyRespondersHaveGround):
            run(people.user(who), room.pk, word, place_id=known, **CHANGES[word])


def test_a_person_of_the_school_fills_no_list_that_responders_need(
    people: People, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coordination.incident.ground.actions.MOST_OF_ONE", 2)
    first = see(people.teacher, room)
    see(people.teacher, room)

    with pytest.raises(errors.GroundIsFull):
        see(people.teacher, room)
    for who in (people.principal, people.officer, people.officer, people.officer):
        see(who, room)
    run(people.teacher, room.pk, "take_back_sighting", sighting_id=first, reason="No.")
    see(people.teacher, room)


@pytest.mark.parametrize("audience", ["responders", "command"])
def test_a_teacher_hides_no_sighting_among_those_whom_they_do_not_read(
    people: People, room: Room, audience: str
) -> None:
    with pytest.raises(AudienceNotAllowed):
        see(people.teacher, room, audience=audience)


def test_seen_elsewhere_moves_a_sighting_and_never_who_reads_it(people: People, room: Room) -> None:
    of_officers = see(people.officer, room)
    run(people.captain, room.pk, "confirm_sighting", sighting_id=of_officers, **HERE)

    read = state_now(Room.objects.get(pk=room.pk), audiences=(Audience.EVERYONE, Audience.SCHOOL)).of(Sighting)
    assert read == {}


# --- after the end ------------------------------------------------------------------------------------------------
def test_once_an_incident_is_closed_no_one_changes_its_ground(people: People, room: Room) -> None:
    claim(people, room, "chief")
    place_id = put(people.chief, room, "command_post")
    run(people.chief, room.pk, "close_incident", reason="Over.")

    for word, fields in CHANGES.items():
        with pytest.raises(CoordinationError):
            run(people.chief, room.pk, word, place_id=place_id, **fields)
    assert object_now(room, GroundPlace, place_id).closed_at is None
