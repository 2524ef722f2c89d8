"""Whose words a response action has: of who hides, of who comes to help, of who is elsewhere."""

import pytest

from coordination.incident.response_actions.queries import directives_now
from coordination.incident.response_actions.readers import does_in
from coordination.room.access import grant_in
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, join, make_cast
from tests.factories.mou import NOW, make_member
from tests.stage.incident.panic import press, room_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_only_who_comes_to_help_is_told_to_open_rooms_and_only_the_school_to_lock_them(cast: Cast) -> None:
    """A dispatcher and a superintendent are at no door."""
    room = room_of(press(cast.teacher, cast.site, kind="active_threat"))
    superintendent = make_member(cast.district, role=MemberRole.ADMINISTRATOR).user
    people = {
        "teacher": cast.teacher,
        "officer": cast.officer,
        "dispatcher": cast.dispatcher,
        "district": superintendent,
    }
    for one in people.values():
        join(one, room)

    told = {who: [one.does for one in directives_now(user_id=user.pk, at=NOW)] for who, user in people.items()}

    assert told == {
        "teacher": ["school"],
        "officer": ["responder"],
        "dispatcher": ["elsewhere"],
        "district": ["elsewhere"],
    }
    grants = {who: grant_in(room, user_id=user.pk, at=NOW) for who, user in people.items()}
    assert {who: [does_in(one.joined(), cast.site).value] for who, one in grants.items()} == told
