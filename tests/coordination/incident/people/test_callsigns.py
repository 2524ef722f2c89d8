"""A room names a person by their callsign, if they have one, as it was when they joined."""

import json

import pytest

from coordination.models import User
from coordination.room.models import Room, RoomObject
from mou.models import AgencyMember
from tests.factories.cast import Cast, join, make_cast, open_room
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def callsign_of(user: User, room: Room) -> object:
    """Return what the room knows as someone's callsign."""
    person = room.participants.get(user=user)
    told = RoomObject.objects.get(room=room, state_key="people", object_id=str(person.pk))
    return json.loads(told.value or "{}").get("callsign")


def test_a_callsign_is_told_with_its_person_and_with_nobody_else(cast: Cast) -> None:
    room = open_room(cast)
    AgencyMember.objects.filter(user=cast.officer).update(callsign="BC 1")

    join(cast.officer, room)
    join(cast.teacher, room)

    assert callsign_of(cast.officer, room) == "BC 1"
    assert callsign_of(cast.teacher, room) is None


@pytest.mark.parametrize(("today", "told"), [("BC 2", "BC 2"), ("", None)])
def test_who_comes_back_has_the_callsign_of_today(cast: Cast, today: str, told: str | None) -> None:
    room = open_room(cast)
    AgencyMember.objects.filter(user=cast.officer).update(callsign="BC 1")
    join(cast.officer, room)
    run(cast.officer, room.id, "leave_room")
    AgencyMember.objects.filter(user=cast.officer).update(callsign=today)

    join(cast.officer, room)

    assert callsign_of(cast.officer, room) == told
