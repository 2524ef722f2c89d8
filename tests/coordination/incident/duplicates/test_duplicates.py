"""Two incidents that are one emergency: who says so, what both rooms then know, and where further presses go."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest

from coordination.console.board import board_rows
from coordination.errors import IncidentClosed, NotAllowed, NotJoined, RoomNotFound
from coordination.incident.duplicates.capability import Duplicate
from coordination.incident.duplicates.errors import (
    AlarmGoesOn,
    DuplicateElsewhere,
    DuplicateNotHere,
    DuplicateOfItself,
    MarkedAlready,
    NotOfOneKind,
)
from coordination.models import User
from coordination.room.models import LogEntry, Participant, Room
from coordination.room.reading.state import state_now
from coordination.vocabulary import Audience
from push.models import Recipient
from tests.factories.cast import Cast, asks, join, make_cast, open_room
from tests.factories.mapping import make_site
from tests.stage.incident.panic import press, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def first(cast: Cast) -> Room:
    return with_people(cast, open_room(cast))


@pytest.fixture
def second(cast: Cast) -> Room:
    return with_people(cast, open_room(cast))


def with_people(cast: Cast, room: Room) -> Room:
    for who in (cast.teacher, cast.officer, cast.dispatcher):
        join(who, room)
    return room


def marked(room: Room) -> dict[str, Duplicate]:
    room.refresh_from_db()
    return state_now(room, audiences=list(Audience)).of(Duplicate)


def last_event(room: Room) -> Any:
    newest = LogEntry.objects.filter(room=room).order_by("-seq").first()
    assert newest is not None
    return json.loads(newest.content)["event"]


def mark(user: User, room: Room, of: Room, **fields: object) -> None:
    run(user, room.id, "mark_duplicate", of_room_id=of.id, **fields)  # type: ignore[arg-type]  # an id, at most


def heads(*rooms: Room) -> list[int]:
    for room in rooms:
        room.refresh_from_db()
    return [room.head_seq for room in rooms]


def test_both_logs_say_it_and_each_room_names_the_other(cast: Cast, first: Room, second: Room) -> None:
    before = heads(first, second)

    mark(cast.dispatcher, second, first)

    assert heads(first, second) == [one + 1 for one in before]
    assert last_event(second) == {"type": "duplicate_marked", "incident_id": str(first.incident_id)}
    assert last_event(first) == {"type": "duplicate_taken", "incident_id": str(second.incident_id)}
    there, here = marked(second)[str(first.incident_id)], marked(first)[str(second.incident_id)]
    assert (there.goes_on_there, there.room_id) == (True, first.id)
    assert (here.goes_on_there, here.room_id) == (False, second.id)


def test_everybody_in_both_is_told(cast: Cast, first: Room, second: Room) -> None:
    run(cast.teacher, first.id, "leave_room")

    mark(cast.dispatcher, second, first)

    told = {
        room.id: set(Recipient.objects.filter(source_key=f"room:{room.id}:{head}").values_list("user_id", flat=True))
        for room, head in zip((first, second), heads(first, second), strict=True)
    }
    assert {cast.insider.pk, cast.officer.pk} <= told[first.id]
    assert cast.teacher.pk not in told[first.id]
    assert {cast.insider.pk, cast.officer.pk, cast.teacher.pk} <= told[second.id]


@pytest.mark.parametrize("who", ["teacher", "officer"])
@pytest.mark.parametrize("command", ["mark_duplicate", "part_duplicate"])
def test_who_has_no_command_role_may_not(cast: Cast, first: Room, second: Room, who: str, command: str) -> None:
    reason: dict[str, Any] = {"reason": "No."} if command == "part_duplicate" else {}
    with pytest.raises(NotAllowed):
        run(getattr(cast, who), second.id, command, of_room_id=first.id, **reason)


def test_who_is_not_in_the_other_room_may_not_and_neither_log_moves(cast: Cast, first: Room, second: Room) -> None:
    run(cast.dispatcher, first.id, "leave_room")
    before = heads(first, second)

    with pytest.raises(NotJoined):
        mark(cast.dispatcher, second, first)

    assert heads(first, second) == before


def test_of_a_room_one_was_removed_from_there_is_no_telling(cast: Cast, first: Room, second: Room) -> None:
    Participant.objects.filter(room=first, user=cast.dispatcher).update(removed_at=asks(cast.dispatcher).at)

    with pytest.raises(RoomNotFound):
        mark(cast.dispatcher, second, first)


def test_a_room_that_is_not_there_looks_the_same(cast: Cast, second: Room) -> None:
    with pytest.raises(RoomNotFound):
        run(cast.dispatcher, second.id, "mark_duplicate", of_room_id=uuid4())


def test_what_is_real_and_an_exercise_are_never_the_same(cast: Cast, first: Room) -> None:
    drill = with_people(cast, open_room(cast, is_exercise=True))

    for one, other in ((first, drill), (drill, first)):
        with pytest.raises(NotOfOneKind):
            mark(cast.dispatcher, one, other)


def test_incidents_at_two_sites_are_not_the_same(cast: Cast, first: Room) -> None:
    elsewhere = make_site(cast.district, name="Cottonwood Elementary School")
    opened = run(
        cast.dispatcher,
        UUID(int=0),
        "open_incident",
        site_id=elsewhere.id,
        is_exercise=False,
        incident_type="FSMOKE",
        severity="minor",
        title="Smoke",
    )

    with pytest.raises(DuplicateElsewhere):
        run(cast.dispatcher, opened.room_id, "mark_duplicate", of_room_id=first.id)


def test_a_closed_incident_neither_is_a_duplicate_nor_goes_on(cast: Cast, first: Room, second: Room) -> None:
    run(cast.insider, first.id, "claim_command")
    run(cast.insider, first.id, "close_incident", reason="Over.")

    with pytest.raises(DuplicateElsewhere):
        mark(cast.dispatcher, second, first)
    with pytest.raises(IncidentClosed):
        mark(cast.dispatcher, first, second)


def test_an_incident_is_not_its_own_duplicate(cast: Cast, first: Room) -> None:
    with pytest.raises(DuplicateOfItself):
        mark(cast.dispatcher, first, first)


def test_nobody_is_sent_in_a_circle_or_on_and_on(cast: Cast, first: Room, second: Room) -> None:
    third = with_people(cast, open_room(cast))
    mark(cast.dispatcher, second, first)

    refused: list[tuple[Room, Room]] = [(second, first), (first, second), (second, third), (third, second)]
    for one, other in refused:
        with pytest.raises(MarkedAlready):
            mark(cast.dispatcher, one, other)
    mark(cast.dispatcher, third, first)


def test_two_that_were_no_duplicates_are_parted_and_can_be_marked_again(cast: Cast, first: Room, second: Room) -> None:
    mark(cast.dispatcher, second, first)

    run(cast.insider, first.id, "part_duplicate", of_room_id=second.id, reason="Two fires.")

    assert last_event(second)["type"] == last_event(first)["type"] == "duplicate_parted"
    assert all(one.parted_at for room in (first, second) for one in marked(room).values())
    mark(cast.dispatcher, first, second)
    held = marked(first)[str(second.incident_id)]
    assert (held.goes_on_there, held.parted_at) == (True, None)


def test_that_two_are_two_emergencies_is_said_without_marking_them_and_once(
    cast: Cast, first: Room, second: Room
) -> None:
    run(cast.dispatcher, first.id, "part_duplicate", of_room_id=second.id, reason="Two fires.")

    assert last_event(second)["type"] == last_event(first)["type"] == "duplicate_parted"
    assert [one.parted_at is not None for room in (first, second) for one in marked(room).values()] == [True, True]
    rows = {one.incident.room_id: one.needs for one in board_rows(cast.dispatcher.pk, at=asks(cast.dispatcher).at)}
    assert {one: needs.apart for one, needs in rows.items() if needs} == {
        first.id: [second.id],
        second.id: [first.id],
    }
    with pytest.raises(DuplicateNotHere):
        run(cast.dispatcher, second.id, "part_duplicate", of_room_id=first.id, reason="Two fires.")
    mark(cast.dispatcher, first, second)
    assert marked(first)[str(second.incident_id)].parted_at is None


def test_what_is_no_pair_is_not_said_to_be_two(cast: Cast, first: Room) -> None:
    drill = with_people(cast, open_room(cast, is_exercise=True))

    with pytest.raises(NotOfOneKind):
        run(cast.dispatcher, first.id, "part_duplicate", of_room_id=drill.id, reason="Two fires.")


def test_sent_twice_it_is_said_once(cast: Cast, first: Room, second: Room) -> None:
    command_id = uuid4()

    accepted = [run(cast.dispatcher, second.id, "mark_duplicate", id=command_id, of_room_id=first.id) for _ in range(2)]

    assert accepted[0].seq == accepted[1].seq
    assert accepted[1].is_repeat
    assert LogEntry.objects.filter(event_type__startswith="duplicate_").count() == 2


# --- the panic alarm --------------------------------------------------------------------------------------------------
def alarm(cast: Cast) -> Room:
    opened = press(cast.teacher, cast.site)
    room = Room.objects.select_related("incident__site").get(pk=opened.room_id)
    for who in (cast.insider, cast.dispatcher):
        join(who, room)
    return room


def test_an_incident_with_an_open_alarm_goes_on_and_presses_still_find_it(cast: Cast, first: Room) -> None:
    pressed = alarm(cast)
    with pytest.raises(AlarmGoesOn):
        mark(cast.dispatcher, pressed, first)

    mark(cast.dispatcher, first, pressed)

    assert press(cast.insider, cast.site).room_id == pressed.id


def test_of_two_alarms_further_presses_join_the_one_that_goes_on(cast: Cast) -> None:
    """Someone who was removed from the alarm's room and presses again is heard in a room apart."""
    old = alarm(cast)
    join(cast.officer, old)
    Participant.objects.filter(room=old, user=cast.officer).update(removed_at=asks(cast.officer).at)
    apart = Room.objects.get(pk=press(cast.officer, cast.site).room_id)
    join(cast.dispatcher, apart)
    assert apart.pk != old.pk

    mark(cast.dispatcher, old, apart)

    assert press(cast.insider, cast.site).room_id == apart.pk
