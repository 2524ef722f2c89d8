"""The watch: a vacancy of command is reported once, and a person whose access has ended is not in command."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from coordination.incident.command.watch import REST_S, SETTLED_MAX, CommandWatch
from coordination.management.clockwork import are_due
from coordination.management.command_watch import clockwork_of_command, watch_of_server
from coordination.room.models import LogEntry, Room
from push.models import Recipient
from tests.factories.cast import open_room
from tests.factories.mou import NOW
from tests.stage.incident.command import People, claim, commanders, held, make_people, offer, participant, room_with
from tests.stage.incident.panic import press, room_of, run
from tests.stage.races import all_at_once

# Each look writes in a transaction of its own.
pytestmark = pytest.mark.django_db(transaction=True)
LEADERS = {"principal", "assistant", "sergeant", "chief", "captain", "dispatcher"}


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def alarms(room: Room) -> list[int]:
    rows = LogEntry.objects.filter(room=room, event_type="command_missing").order_by("seq")
    return list(rows.values_list("seq", flat=True))


def told(room: Room, seq: int) -> set[str]:
    rows = Recipient.objects.filter(source_key=f"room:{room.id}:{seq}")
    return set(rows.values_list("user__username", flat=True))


@pytest.fixture
def people() -> People:
    return make_people()


def test_after_a_minute_everybody_with_a_command_role_is_told_that_nobody_commands(people: People) -> None:
    """In the room or not: here only who opened it is."""
    room = open_room(people.cast)
    watch = CommandWatch()

    assert watch.look(after(59)) == 0
    assert watch.look(after(60)) == 1

    (seq,) = alarms(room)
    assert told(room, seq) == LEADERS
    by = json.loads(LogEntry.objects.get(room=room, seq=seq).content)["by"]
    assert (by["name"], by["role"], by["participant_id"]) == ("Musterpoint", "server", str(UUID(int=0)))
    assert held(room).alarmed_at is not None


def test_a_look_says_how_long_there_is_to_rest_and_costs_one_query(
    people: People, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    watch = CommandWatch()
    watch.look(NOW)
    assert watch.rest_s == REST_S
    for _ in range(3):
        open_room(people.cast)

    with django_assert_num_queries(1):
        watch.look(after(57))

    assert watch.rest_s == 3


def test_it_is_told_once_a_gap_also_by_two_who_look_at_once(people: People) -> None:
    room = open_room(people.cast)

    all_at_once([lambda: CommandWatch().look(after(61))] * 3)
    CommandWatch().look(after(500))

    assert len(alarms(room)) == 1


def test_in_an_exercise_nobody_is_paged(people: People) -> None:
    room = open_room(people.cast, is_exercise=True)

    CommandWatch().look(after(100))

    assert alarms(room) == []


def test_not_while_somebody_is_in_command_and_again_a_minute_after(people: People) -> None:
    room = room_with(people)
    watch = CommandWatch()
    claim(people, room, "sergeant")
    watch.look(after(100))
    run(people.sergeant, room.id, "relinquish_command", reason="relieved", at=after(200))

    watch.look(after(259))
    assert alarms(room) == []
    watch.look(after(260))
    assert len(alarms(room)) == 1
    claim(people, room, "sergeant")
    assert held(room).alarmed_at is None
    run(people.sergeant, room.id, "leave_room", at=after(300))
    watch.look(after(361))
    assert len(alarms(room)) == 2


def test_not_while_the_incident_is_closed_and_anew_when_it_is_reopened(people: People) -> None:
    room = room_with(people)
    watch = CommandWatch()
    claim(people, room, "principal")
    run(people.principal, room.id, "close_incident", reason="over", at=after(10))
    run(people.principal, room.id, "leave_room", at=after(20))
    watch.look(after(500))
    assert alarms(room) == []

    run(people.cast.dispatcher, room.id, "reopen_incident", reason="not over", at=after(600))
    watch.look(after(659))
    assert alarms(room) == []
    watch.look(after(660))
    assert len(alarms(room)) == 1


def test_whose_membership_ends_is_out_of_command_at_the_next_look(people: People) -> None:
    room = room_with(people)
    watch = CommandWatch()
    claim(people, room, "sergeant")
    watch.look(after(1))
    member = participant(people, room, "sergeant").member
    member.ended_at = after(2)
    member.save()

    assert watch.look(after(3)) == 1

    entry = LogEntry.objects.get(room=room, event_type="command_lapsed")
    assert json.loads(entry.content)["event"]["cause"] == "access_ended"
    assert (commanders(room), held(room).vacant_since is None) == (set(), False)
    assert told(room, entry.seq) >= {"principal", "chief"}


def test_who_is_left_of_a_unified_command_goes_on(people: People) -> None:
    room = room_with(people)
    claim(people, room, "sergeant")
    offer(people, room, "sergeant", "captain", "unified")
    run(people.captain, room.id, "accept_command")
    member = participant(people, room, "sergeant").member
    member.ended_at = after(2)
    member.save()

    CommandWatch().look(after(3))

    assert commanders(room) == {"captain"}


def test_the_time_is_a_setting(people: People, settings: object) -> None:
    room = open_room(people.cast)
    settings.COMMAND_ALARM_S = 2  # type: ignore[attr-defined]  # django's settings, as the fixture hands them out

    CommandWatch().look(after(2))

    assert len(alarms(room)) == 1


def test_the_server_looks_by_itself(people: People) -> None:
    """At the real time of day: the cast's incident was opened long before."""
    room = open_room(people.cast)

    watch = CommandWatch()
    works = clockwork_of_command(watch)

    (is_due,) = are_due([works], NOW)
    rest_s = works.carry_out(datetime.now(UTC))

    assert (is_due, rest_s) == (True, watch.rest_s)

    assert len(alarms(room)) == 1


def is_due(watch: CommandWatch) -> bool:
    (answer,) = are_due([clockwork_of_command(watch)], NOW)
    return answer


def test_a_room_of_which_the_clock_can_bring_nothing_more_is_looked_at_again_with_its_next_entry(
    people: People,
) -> None:
    room, exercise = room_with(people), open_room(people.cast, is_exercise=True)
    watch = CommandWatch()
    assert is_due(watch)
    watch.look(after(59))
    assert is_due(watch), "it will have to be told"
    watch.look(after(60))
    assert is_due(watch), "there is an entry that was not seen"
    watch.look(after(70))
    assert not is_due(watch)

    run(people.sergeant, room.id, "post_message", text="Here.", at=after(80))
    assert is_due(watch)
    watch.look(after(81))
    assert not is_due(watch)
    run(people.cast.insider, exercise.id, "post_message", text="Here.", at=after(82))
    assert is_due(watch)
    # Another process remembers nothing of it.
    watch.look(after(83))
    assert is_due(CommandWatch())


def test_where_someone_commands_access_is_looked_at_again_and_again(people: People) -> None:
    room = room_with(people)
    watch = CommandWatch()
    claim(people, room, "sergeant")

    watch.look(after(1))

    assert is_due(watch)


def test_a_lockdown_that_begins_in_a_settled_everyday_room_is_seen(people: People) -> None:
    room = room_of(press(people.teacher, people.site, kind="medical"))
    watch = watch_of_server()
    watch.look(after(30))
    assert not is_due(watch)

    run(people.teacher, room.id, "start_response_action", action_id=uuid4(), kind="lockdown", at=after(70))

    assert is_due(watch)
    watch.look(after(71))
    assert len(alarms(room)) == 1


def test_many_settled_rooms_do_not_lengthen_the_question(people: People) -> None:
    for _ in range(SETTLED_MAX + 1):
        open_room(people.cast, is_exercise=True)
    watch = CommandWatch()

    watch.look(after(30))

    assert watch.unsettled().count() == 1


@pytest.mark.parametrize("kind", ["staff_assist", "medical"])
def test_an_everyday_alarm_does_not_page_everybody_that_nobody_commands(people: People, kind: str) -> None:
    accepted = press(people.teacher, people.site, kind=kind)

    watch_of_server().look(after(500))

    assert alarms(room_of(accepted)) == []


@pytest.mark.parametrize("kind", ["emergency", "active_threat", "secure", "fire"])
def test_a_grave_one_does(people: People, kind: str) -> None:
    accepted = press(people.teacher, people.site, kind=kind)

    watch_of_server().look(after(61))

    assert len(alarms(room_of(accepted))) == 1


def test_so_does_an_everyday_one_once_a_lockdown_begins_in_it_and_not_a_hold(people: People) -> None:
    room = room_of(press(people.teacher, people.site, kind="medical"))
    run(people.teacher, room.id, "start_response_action", action_id=uuid4(), kind="hold")
    watch_of_server().look(after(61))
    assert alarms(room) == []

    run(people.teacher, room.id, "start_response_action", action_id=uuid4(), kind="lockdown", at=after(70))
    watch_of_server().look(after(71))

    assert len(alarms(room)) == 1


def test_in_an_everyday_one_it_is_still_seen_that_who_commands_is_gone(people: People) -> None:
    room = room_of(press(people.teacher, people.site, kind="medical"))
    run(people.sergeant, room.id, "join_room")
    claim(people, room, "sergeant")
    member = participant(people, room, "sergeant").member
    member.ended_at = after(2)
    member.save()

    assert watch_of_server().look(after(3)) == 1

    assert commanders(room) == set()
