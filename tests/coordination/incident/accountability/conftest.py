"""A room of a school whose plan names 101, and who is in it."""

import pytest

from coordination.models import User
from coordination.room.models import Room
from mou.vocabulary import AgencyKind, TermKind
from tests.factories.cast import Cast, join, make_cast, open_room
from tests.factories.mapping import make_plan
from tests.factories.mou import make_agency, make_member, make_memorandum


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def room(cast: Cast) -> Room:
    """The insider (a principal), a teacher, an officer and a dispatcher are in it, at a school whose plan names 101."""
    make_plan(cast.site)
    room = open_room(cast)
    for user in (cast.teacher, cast.officer, cast.dispatcher):
        join(user, room)
    return room


@pytest.fixture
def firefighter(cast: Cast, room: Room) -> User:
    """Someone whose agreement opens rooms and floorplans, and no roster."""
    fire = make_agency(AgencyKind.FIRE, name="Fairview Fire")
    make_memorandum(cast.district, fire, grants=[TermKind.ROOM_ACCESS, TermKind.FLOORPLAN_ACCESS])
    user = make_member(fire).user
    join(user, room)
    return user
