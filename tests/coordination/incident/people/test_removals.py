"""Who may end a person's presence, and undo it: command of the person's own agency, and of the school or district."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from coordination.errors import NotAllowed, NotJoined, ParticipantNotFound, ParticipantNotRemoved, RoomNotFound
from coordination.incident.people.capability import Person
from coordination.models import User
from coordination.room.dispatch import Accepted
from coordination.room.models import Participant, Room
from coordination.room.reading.state import object_now
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.cast import Cast, incident_of, join, make_cast, open_room, post
from tests.factories.mou import NOW, make_agency, make_member, make_memorandum, make_user
from tests.stage.incident.panic import folded, run, state_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def chief(cast: Cast) -> User:
    """Command of the officer's agency."""
    return make_member(cast.police, user=make_user(username="chief"), role=MemberRole.COMMANDER).user


@pytest.fixture
def room(cast: Cast, chief: User) -> Room:
    room = open_room(cast)
    for who in (cast.teacher, cast.officer, cast.dispatcher, chief):
        join(who, room)
    return room


def participant_id(room: Room, user: User) -> UUID:
    return Participant.objects.get(room=room, user=user).pk


def remove(room: Room, by: User, whom: User) -> Accepted:
    return run(by, room.pk, "remove_participant", participant_id=participant_id(room, whom), reason="off duty")


def readmit(room: Room, by: User, whom: User) -> Accepted:
    return run(by, room.pk, "readmit_participant", participant_id=participant_id(room, whom), reason="mistake")


def presence(room: Room, user: User) -> str:
    room.refresh_from_db()
    return object_now(room, Person, participant_id(room, user)).presence


# --- who may ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["chief", "principal", "keeper"])
def test_command_of_ones_own_agency_and_of_school_and_district_remove_and_readmit(
    cast: Cast, chief: User, room: Room, who: str
) -> None:
    keeper = make_member(cast.district, user=make_user(username="keeper"), role=MemberRole.ADMINISTRATOR).user
    join(keeper, room)
    by = {"chief": chief, "principal": cast.insider, "keeper": keeper}[who]

    remove(room, by, cast.officer)
    assert presence(room, cast.officer) == "removed"
    readmit(room, by, cast.officer)

    assert presence(room, cast.officer) == "left"


def test_command_of_another_agency_and_who_does_not_command_do_neither(cast: Cast, chief: User, room: Room) -> None:
    fire = make_agency(AgencyKind.FIRE)
    make_memorandum(cast.district, fire)
    captain = make_member(fire, user=make_user(username="captain"), role=MemberRole.COMMANDER).user
    join(captain, room)
    before = room_head(room)

    for who in (captain, cast.dispatcher, cast.teacher, cast.officer):
        for whom in (chief, cast.insider):
            with pytest.raises(NotAllowed):
                remove(room, who, whom)
    # Responders do not put the school out of its own incident.
    with pytest.raises(NotAllowed):
        remove(room, chief, cast.teacher)

    assert room_head(room) == before
    assert not Participant.objects.filter(room=room, removed_at__isnull=False).exists()


def test_others_do_not_let_in_again_whom_command_removed(cast: Cast, chief: User, room: Room) -> None:
    remove(room, cast.insider, cast.officer)

    for who in (cast.dispatcher, cast.teacher):
        with pytest.raises(NotAllowed):
            readmit(room, who, cast.officer)
    with pytest.raises(RoomNotFound):
        readmit(room, cast.officer, cast.officer)

    assert presence(room, cast.officer) == "removed"
    assert readmit(room, chief, cast.officer).seq


def test_who_is_not_in_the_room_or_knows_nothing_of_it_decides_nothing(cast: Cast, room: Room) -> None:
    outside = make_member(cast.police, user=make_user(username="sergeant"), role=MemberRole.SUPERVISOR).user

    for act in (remove, readmit):
        with pytest.raises(NotJoined):
            act(room, outside, cast.officer)
        with pytest.raises(RoomNotFound):
            act(room, cast.stranger, cast.officer)


def test_nobody_removes_themselves_and_nobody_is_removed_twice(cast: Cast, room: Room) -> None:
    with pytest.raises(NotAllowed, match="Leave the room"):
        remove(room, cast.insider, cast.insider)
    remove(room, cast.insider, cast.officer)

    with pytest.raises(ParticipantNotFound):
        remove(room, cast.insider, cast.officer)


# --- what it does -----------------------------------------------------------------------------------------------------
def test_who_was_removed_finds_nothing_and_who_is_readmitted_may_join_and_speak(cast: Cast, room: Room) -> None:
    remove(room, cast.insider, cast.officer)
    with pytest.raises(RoomNotFound):
        join(cast.officer, room)

    readmit(room, cast.insider, cast.officer)
    with pytest.raises(NotJoined):
        post(cast.officer, room.pk)
    join(cast.officer, room)

    assert post(cast.officer, room.pk).seq
    assert presence(room, cast.officer) == "in_room"
    assert folded(room) == state_of(room)


def test_only_who_was_removed_is_readmitted(cast: Cast, room: Room) -> None:
    run(cast.teacher, room.pk, "leave_room")

    for who in (cast.officer, cast.teacher):
        with pytest.raises(ParticipantNotRemoved):
            readmit(room, cast.insider, who)
    with pytest.raises(ParticipantNotFound):
        run(cast.insider, room.pk, "readmit_participant", participant_id=uuid4(), reason="who?")


def test_a_participant_of_another_room_is_not_found(cast: Cast, room: Room) -> None:
    elsewhere = participant_id(open_room(cast, by=cast.officer, at=NOW + timedelta(seconds=1)), cast.officer)

    for kind in ("remove_participant", "readmit_participant"):
        with pytest.raises(ParticipantNotFound):
            run(cast.insider, room.pk, kind, participant_id=elsewhere, reason="which?")


def test_a_removal_is_undone_after_the_incident_was_closed(cast: Cast, room: Room) -> None:
    remove(room, cast.insider, cast.officer)
    run(cast.insider, room.pk, "claim_command")
    run(cast.insider, room.pk, "close_incident", reason="over")

    readmit(room, cast.insider, cast.officer)
    join(cast.officer, room)

    assert presence(room, cast.officer) == "in_room"
    assert incident_of(room).status == "Closed"


def room_head(room: Room) -> int:
    room.refresh_from_db()
    return room.head_seq
