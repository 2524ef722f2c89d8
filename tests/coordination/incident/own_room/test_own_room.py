"""In an alarm one line says what is possible in the reader's own room, and nothing that was not walked."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from coordination.incident.own_room.queries import own_room
from coordination.incident.protocols.rules import has_fighting_words
from coordination.incident.protocols.vocabulary import ProtocolAudience
from coordination.incident.response_actions.models import ActionInForce
from coordination.incident.response_actions.queries import directives_now
from coordination.models import User
from coordination.room.access import incident_for
from coordination.room.models import Room
from mapping.models import Site, Space
from mapping.options.models import RoomWalk
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, make_cast, open_room
from tests.factories.mapping import draw_level, draw_space, make_plan
from tests.factories.mou import make_member
from tests.factories.rosters import make_school_roster
from tests.mapping.assessments.test_assessments import asks
from tests.stage.incident.joined_school import Other, joined
from tests.stage.incident.panic import press, run

pytestmark = pytest.mark.django_db
SEEN = {
    "locks": "inside",
    "can_barricade": False,
    "is_hidden": True,
    "ways_out": [{"kind": "window", "to": "the east lawn"}],
}
EVADE = "Prepare to evade or defend."
LINE = "Door locks from inside. Second way out: window to the east lawn. Out of sight from the door is possible."


@pytest.fixture
def cast(settings: Settings, tmp_path: Path) -> Cast:
    settings.MEDIA_ROOT = tmp_path
    cast = make_cast()
    make_plan(cast.site, draw_level(draw_space(number="112", name="")))
    return cast


def walk(cast: Cast) -> None:
    space = Space.objects.get()
    address = f"/levels/{space.floorplan.floor_id}/spaces/{space.pk}/room-options"
    assert asks(cast.insider, "POST", address, SEEN)[0] == 204


def own(user: User, room: Room) -> object:
    found = asks(user, "GET", f"/incidents/{room.incident_id}/own-room")[1]
    return {"room": found["room"], "line": found["line"]}


def my_room_page(user: User, room: Room) -> str:
    client = Client()
    client.force_login(user)
    return client.get(f"/incidents/{room.incident_id}/my-room").content.decode()


def alarm(cast: Cast) -> Room:
    """Press, and let the teacher say in which room they are."""
    press(cast.insider, cast.site, kind="active_threat")
    room = Room.objects.get()
    run(cast.teacher, room.pk, "join_room")
    run(cast.teacher, room.pk, "report_room", space_id=Space.objects.get().pk, state="ok")
    return room


def test_the_line_is_of_ones_own_room(cast: Cast) -> None:
    walk(cast)
    room = alarm(cast)

    assert own(cast.teacher, room) == {"room": "112", "line": LINE}
    assert LINE in my_room_page(cast.teacher, room)
    # Of whom no room is known nothing is said, and who may not enter is told nothing at all.
    assert own(cast.officer, room) == {"room": "", "line": ""}
    assert asks(cast.stranger, "GET", f"/incidents/{room.incident_id}/own-room")[0] == 404


def test_nothing_is_claimed_of_a_room_that_was_not_walked_or_too_long_ago(cast: Cast) -> None:
    room = alarm(cast)
    assert own(cast.teacher, room) == {"room": "", "line": ""}

    walk(cast)
    RoomWalk.objects.update(walked_at=RoomWalk.objects.get().walked_at - timedelta(days=800))

    assert own(cast.teacher, room) == {"room": "", "line": ""}
    assert "data-own-room" not in my_room_page(cast.teacher, room)


def test_it_costs_few_queries_however_many_walks_there_were(cast: Cast) -> None:
    room = alarm(cast)
    walk(cast)

    def count() -> int:
        grant = incident_for(user_id=cast.teacher.pk, incident_id=room.incident_id, at=datetime.now(UTC))
        with CaptureQueriesContext(connection) as asked:
            found = own_room(grant, user_id=cast.teacher.pk, is_locked_down=True, at=datetime.now(UTC))
            assert found is not None
        return len(asked)

    count()
    few = count()
    for _ in range(5):
        walk(cast)
    assert count() == few <= 9


def keeper_of(cast: Cast) -> User:
    return make_member(cast.district, role=MemberRole.ADMINISTRATOR).user


def adults_do(user: User, room: Room, language: str = "en") -> object:
    client = Client(headers={"accept-language": language})
    client.force_login(user)
    return client.get(f"/api/v1/incidents/{room.incident_id}/own-room").json()["adults"]


def test_in_a_lockdown_adults_of_the_school_read_the_words_of_its_start(cast: Cast) -> None:
    room = alarm(cast)

    assert [adults_do(one, room) for one in (cast.teacher, cast.insider)] == [EVADE, EVADE]
    assert adults_do(cast.teacher, room, "es") == "Prepárese para escapar o defenderse."
    # Those who come to help have other work, and read nothing of it.
    assert [adults_do(one, room) for one in (cast.officer, cast.dispatcher)] == ["", ""]
    # Every page says the same of one lockdown: the line above all pages, and the incident's own.
    (above,) = directives_now(user_id=cast.teacher.pk, at=datetime.now(UTC))
    assert above.adults == adults_do(cast.teacher, room)
    words = [{"audience": one.value, "words": "Be quiet."} for one in ProtocolAudience]
    chosen = {"drawn_from": 0, "protocol": "own", "words": words}
    assert asks(keeper_of(cast), "PUT", f"/agencies/{cast.district.pk}/response-protocol", chosen)[0] == 200
    assert adults_do(cast.teacher, room) == EVADE
    ActionInForce.objects.update(started_at=datetime.now(UTC))
    assert adults_do(cast.teacher, room) == "Be quiet."


def test_the_districts_own_people_are_elsewhere_and_read_only_what_students_are_told(cast: Cast) -> None:
    room = alarm(cast)
    office = keeper_of(cast)

    assert adults_do(office, room) == ""
    assert len(told(office, room)) == 4


def test_who_is_of_another_school_in_the_incident_is_told_nothing_of_this_ones_lockdown(cast: Cast) -> None:
    room = alarm(cast)
    other = Other(cast)
    run(cast.dispatcher, room.pk, "join_room")
    joined(cast, other, room)

    assert (adults_do(other.teacher, room), told(other.teacher, room)) == ("", [])
    assert adults_do(cast.teacher, room) == EVADE


def test_small_children_are_never_told_what_adults_do(cast: Cast) -> None:
    room = alarm(cast)

    found = asks(cast.teacher, "GET", f"/incidents/{room.incident_id}/own-room")[1]

    small = [one["words"] for one in found["students"] if one["audience"] in ("k_to_2", "grades_3_to_5")]
    assert len(small) == 2
    assert not any(has_fighting_words(one) or EVADE in one for one in small)
    assert has_fighting_words(found["adults"])


def told(user: User, room: Room) -> list[tuple[str, bool]]:
    found = asks(user, "GET", f"/incidents/{room.incident_id}/own-room")[1]["students"]
    return [(one["audience"], one["is_own"]) for one in found]


def test_in_a_lockdown_a_teacher_reads_what_their_students_are_told(cast: Cast) -> None:
    room = alarm(cast)
    all_ages = [(one, False) for one in ("k_to_2", "grades_3_to_5", "grades_6_to_8", "grades_9_to_12")]

    assert told(cast.teacher, room) == all_ages
    # The school's people alone, as it is the school's to say.
    assert told(cast.officer, room) == []
    # The class of the schedule is in grade 9.
    now = room.incident.opened_at.astimezone(UTC)
    Site.objects.filter(pk=cast.site.pk).update(bell_schedule=[["Last", "00:00", "23:59"]], time_zone="UTC")
    make_school_roster(cast, location="112", periods="last")
    assert now.strftime("%H:%M") != "23:59"
    assert told(cast.teacher, room) == [("grades_9_to_12", True)]
    assert told(cast.insider, room) == all_ages


def test_outside_of_a_lockdown_students_are_told_nothing(cast: Cast) -> None:
    room = open_room(cast)
    run(cast.teacher, room.pk, "join_room")
    run(cast.teacher, room.pk, "start_response_action", action_id=uuid4(), kind="secure")

    assert told(cast.teacher, room) == []
    assert adults_do(cast.teacher, room) == ""
