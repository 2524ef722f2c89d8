"""Real world, and a real incident is open at the site already: all present come into that one, and both logs say so."""

import json
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from coordination.incident.real_world.capability import RealWorld
from coordination.room.models import Incident, LogEntry, Participant, Room
from coordination.room.reading.state import state_now
from coordination.vocabulary import Audience, IncidentStatus
from push.models import Notification
from push.vocabulary import Urgency
from tests.factories.cast import Cast, join, make_cast, open_room, post
from tests.factories.mapping import make_site
from tests.factories.push import make_device
from tests.stage.incident.panic import press, run

pytestmark = pytest.mark.django_db
NOTE = "Student not breathing in the gym"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def drill(cast: Cast) -> Room:
    """An exercise with four people in it: the principal opened it."""
    room = open_room(cast, is_exercise=True)
    for who in (cast.teacher, cast.officer, cast.dispatcher):
        join(who, room)
    return room


@pytest.fixture
def real(cast: Cast) -> Room:
    """A real incident at the same site, with the principal in it."""
    return open_room(cast)


def declare(cast: Cast, drill: Room, who: str = "teacher") -> None:
    run(getattr(cast, who), drill.id, "declare_real_world", declaration_id=uuid4(), note=NOTE)


def contents(room: Room) -> list[Any]:
    rows = LogEntry.objects.filter(room=room).order_by("seq")
    return [json.loads(text) for text in rows.values_list("content", flat=True)]


def people_in(room: Room) -> set[str]:
    here = Participant.objects.filter(room=room, left_at__isnull=True, removed_at__isnull=True)
    return set(here.values_list("user__username", flat=True))


def real_room_said_in(room: Room) -> tuple[UUID, str | None]:
    room.refresh_from_db()
    (said,) = state_now(room, audiences=[Audience.EVERYONE]).of(RealWorld).values()
    return said.real_room_id, said.joins


def remove(cast: Cast, room: Room, who: str) -> None:
    join(getattr(cast, who), room)
    target = Participant.objects.get(room=room, user=getattr(cast, who))
    run(cast.insider, room.id, "remove_participant", participant_id=target.pk, reason="Not here.")


@pytest.mark.parametrize("who", ["teacher", "insider"])
def test_all_present_come_into_the_real_incident_that_is_open_and_both_logs_say_so(
    cast: Cast, drill: Room, real: Room, who: str
) -> None:
    declare(cast, drill, who)

    assert Incident.objects.filter(is_exercise=False).count() == 1
    assert people_in(real) == {"teacher", "officer", "dispatcher", "principal"}
    for room in (drill, real):
        assert real_room_said_in(room) == (real.id, real.incident.title)
        assert [one["event"]["type"] for one in contents(room)].count("real_world_declared") == 1
    assert Incident.objects.get(room=drill).status == IncidentStatus.CLOSED
    assert all(one["exercise"] is False for one in contents(real))
    assert post(cast.officer, real.id).seq


def test_who_had_left_the_real_incident_comes_back_and_who_is_in_it_does_not_join_twice(
    cast: Cast, drill: Room, real: Room
) -> None:
    join(cast.officer, real)
    run(cast.officer, real.id, "leave_room")

    declare(cast, drill)

    assert "officer" in people_in(real)
    joined = [one["by"]["participant_id"] for one in contents(real) if one["event"]["type"] == "participant_joined"]
    principal = Participant.objects.get(room=real, user=cast.insider)
    assert joined.count(str(principal.pk)) == 1


def test_who_was_removed_from_the_real_incident_is_not_brought_in_by_an_exercise(
    cast: Cast, drill: Room, real: Room
) -> None:
    remove(cast, real, "officer")

    declare(cast, drill)

    assert people_in(real) == {"teacher", "dispatcher", "principal"}


def test_the_word_of_one_who_was_removed_from_it_is_heard_in_a_real_incident_of_its_own(
    cast: Cast, drill: Room, real: Room
) -> None:
    remove(cast, real, "officer")

    declare(cast, drill, "officer")

    assert Incident.objects.filter(is_exercise=False).count() == 2
    assert "officer" not in people_in(real)


@pytest.mark.parametrize("why", ["closed", "everyday", "elsewhere", "duplicate", "exercise"])
def test_what_is_over_small_elsewhere_played_or_goes_on_in_another_room_is_not_joined(
    cast: Cast, drill: Room, why: str
) -> None:
    there = not_to_join(cast, why)
    before = people_in(there)

    declare(cast, drill)

    assert people_in(there) == before
    assert real_room_said_in(drill)[0] != there.id


def not_to_join(cast: Cast, why: str) -> Room:
    """Return an incident into which no one should be brought."""
    if why == "everyday":
        return Room.objects.get(pk=press(cast.insider, cast.site, kind="staff_assist").room_id)
    if why == "elsewhere":
        return open_room(replace(cast, site=make_site(cast.district, school=cast.site.school)))
    if why == "exercise":
        return open_room(cast, is_exercise=True)
    room = open_room(cast)
    if why == "closed":
        run(cast.insider, room.id, "claim_command")
        run(cast.insider, room.id, "close_incident", reason="Over.")
    else:
        run(cast.insider, room.id, "mark_duplicate", of_room_id=open_room(cast).id)
    return room


def test_of_two_it_is_the_newer_and_said_again_after_a_reopening_it_is_the_same(cast: Cast, drill: Room) -> None:
    open_room(cast)
    newer = open_room(cast)

    declare(cast, drill)
    run(cast.insider, drill.id, "reopen_incident", reason="Play on.")
    declare(cast, drill)

    said = state_now(drill, audiences=[Audience.EVERYONE]).of(RealWorld).values()
    assert {one.real_room_id for one in said} == {newer.id}


def test_everybody_is_told_from_the_real_room_that_was_open(cast: Cast, drill: Room, real: Room) -> None:
    make_device(user=cast.officer)

    declare(cast, drill)

    (row,) = Notification.objects.filter(kind="real_world_declared", device__user=cast.officer)
    assert (row.room_id, row.is_exercise, row.urgency) == (real.id, False, Urgency.LIFE_SAFETY)
