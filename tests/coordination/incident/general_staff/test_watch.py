"""Functions end with the access of who holds them; two who take one at once are one after the other."""

import json
from datetime import timedelta
from functools import partial

import pytest

from coordination.errors import CoordinationError
from coordination.incident.general_staff.watch import end_functions_without_access
from coordination.management.clockwork import are_due
from coordination.management.command_watch import clockwork_of_staff
from coordination.room.models import LogEntry, Room
from tests.factories.mou import NOW
from tests.stage.incident.command import People, claim, make_people, participant, room_with
from tests.stage.incident.panic import run
from tests.stage.incident.staff import holder, staff, told
from tests.stage.races import all_at_once

# Each look writes in a transaction of its own.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def room(people: People) -> Room:
    room = room_with(people)
    claim(people, room, "chief")
    return room


def end_access(people: People, room: Room, who: str) -> None:
    member = participant(people, room, who).member
    member.ended_at = NOW + timedelta(seconds=2)
    member.save()


def test_whose_membership_ends_holds_nothing_at_the_next_look_and_command_is_told(people: People, room: Room) -> None:
    staff(people, room, "captain", "claim")
    assert end_functions_without_access(NOW) == 0
    end_access(people, room, "captain")

    all_at_once([lambda: end_functions_without_access(NOW + timedelta(seconds=3))] * 3)

    entry = LogEntry.objects.get(room=room, event_type="function_released")
    said = json.loads(entry.content)
    assert (said["event"]["end"], said["by"]["role"]) == ("access_ended", "server")
    assert (holder(room), told(room, entry.seq)) == (None, {"chief"})


def test_a_closed_incident_is_left_as_it_is(people: People, room: Room) -> None:
    staff(people, room, "captain", "claim")
    end_access(people, room, "captain")
    run(people.chief, room.pk, "close_incident", reason="Over.")

    assert end_functions_without_access(NOW + timedelta(seconds=3)) == 0
    assert are_due([clockwork_of_staff()], NOW) == [False]


def test_of_two_who_take_a_function_at_once_one_holds_it(people: People, room: Room) -> None:
    refused: list[str] = []

    def take(who: str) -> None:
        try:
            staff(people, room, who, "claim")
        except CoordinationError as error:
            refused.append(error.code)

    all_at_once([partial(take, who) for who in ("captain", "sergeant", "officer")])

    assert refused == ["function_held"] * 2
    assert LogEntry.objects.filter(room=room, event_type="function_claimed").count() == 1


def test_the_server_looks_only_where_a_function_is_held(people: People, room: Room) -> None:
    works = clockwork_of_staff()
    assert are_due([works], NOW) == [False]

    staff(people, room, "captain", "claim")

    assert are_due([works], NOW) == [True]


def test_who_comes_back_for_an_agency_that_may_not_hold_it_holds_it_no_more(people: People, room: Room) -> None:
    staff(people, room, "captain", "claim")
    mine = participant(people, room, "captain")
    school = participant(people, room, "principal")
    mine.agency_id, mine.agency_kind, mine.role = school.agency_id, school.agency_kind, "staff"
    mine.save()

    assert end_functions_without_access(NOW + timedelta(seconds=3)) == 1
    assert holder(room) is None
