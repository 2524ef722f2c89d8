"""A missing PAR: reported once by the server, once more, then it stands until the unit answers."""

import json
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from coordination.incident.units.capability import Unit
from coordination.incident.units.par_watch import REST_S, report_missing_pars
from coordination.management.clockwork import are_due
from coordination.management.command_watch import clockwork_of_staff
from coordination.models import User
from coordination.room.capability import Alert
from coordination.room.models import LogEntry, Room
from coordination.room.reading.state import state_now
from coordination.room.registry import event_rules
from coordination.vocabulary import Audience
from push.models import Notification
from push.vocabulary import Urgency
from tests.factories.cast import join, open_room
from tests.factories.mou import NOW
from tests.factories.push import make_device
from tests.stage.incident.command import EVERYBODY, People, claim, make_people, participant, room_with
from tests.stage.incident.panic import run
from tests.stage.incident.staff import staff, told
from tests.stage.races import all_at_once

# Each look writes in a transaction of its own.
pytestmark = pytest.mark.django_db(transaction=True)


def after(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def room(people: People) -> Room:
    room = room_with(people)
    claim(people, room, "chief")
    return room


def check_in(user: User, room: Room, callsign: str = "Adam 12", *, at: datetime = NOW) -> UUID:
    run(user, room.id, "check_in_unit", callsign=callsign, kind="PatrolUnit", people=2, at=at)
    return next(UUID(one) for one, unit in units(room).items() if unit.callsign == callsign)


def answer(user: User, room: Room, unit_id: UUID, *, at: datetime) -> None:
    run(user, room.id, "answer_par", unit_id=unit_id, people=2, at=at)


def units(room: Room) -> dict[str, Unit]:
    return dict(state_now(Room.objects.get(pk=room.pk), audiences=[Audience.RESPONDERS]).of(Unit))


def missed(room: Room) -> list[LogEntry]:
    return list(LogEntry.objects.filter(room=room, event_type="par_missed").order_by("seq"))


def said(room: Room) -> list[tuple[list[str], int]]:
    events = [json.loads(one.content)["event"] for one in missed(room)]
    return [(one["callsigns"], one["times"]) for one in events]


def test_a_missing_answer_is_reported_when_it_is_overdue_and_once_more_and_then_stands(
    people: People, room: Room
) -> None:
    unit_id = check_in(people.officer, room)

    report_missing_pars(after(14.9))
    assert said(room) == []
    report_missing_pars(after(15))
    report_missing_pars(after(19.9))
    assert said(room) == [(["Adam 12"], 1)]
    report_missing_pars(after(20))
    report_missing_pars(after(200))
    assert said(room) == [(["Adam 12"], 1), (["Adam 12"], 2)]

    missing = units(room)[str(unit_id)].par_missing
    assert missing is not None
    assert (datetime.fromisoformat(missing.since), missing.times) == (after(15), 2)


def test_the_server_says_so_and_command_and_who_answers_for_the_unit_are_told(people: People, room: Room) -> None:
    check_in(people.officer, room)
    staff(people, room, "captain", "claim", "safety")
    staff(people, room, "sergeant", "claim", "operations")
    staff(people, room, "other_officer", "claim", "planning")

    report_missing_pars(after(15))

    (entry,) = missed(room)
    by = json.loads(entry.content)["by"]
    assert (entry.audience, by["role"], by["participant_id"]) == ("responders", "server", str(UUID(int=0)))
    assert told(room, entry.seq) == {"chief", "captain", "sergeant", "officer"}


def test_where_no_responder_commands_those_with_a_command_role_are_told_and_no_one_of_the_school(
    people: People,
) -> None:
    room = room_with(people)
    claim(people, room, "principal")
    check_in(people.officer, room)

    report_missing_pars(after(15))

    (entry,) = missed(room)
    assert told(room, entry.seq) == {"chief", "sergeant", "captain", "dispatcher", "officer"}


def test_an_answer_ends_it_and_the_next_interval_begins(people: People, room: Room) -> None:
    unit_id = check_in(people.officer, room)
    report_missing_pars(after(15))

    answer(people.officer, room, unit_id, at=after(16))

    assert units(room)[str(unit_id)].par_missing is None
    report_missing_pars(after(30.9))
    assert len(missed(room)) == 1
    report_missing_pars(after(31))
    assert said(room)[1:] == [(["Adam 12"], 1)]


def test_a_question_makes_the_answer_due_in_two_minutes_and_never_later_than_it_was(people: People, room: Room) -> None:
    check_in(people.officer, room, "Adam 12")
    check_in(people.sergeant, room, "Adam 13", at=after(14))
    run(people.chief, room.id, "ask_par", at=after(14))

    report_missing_pars(after(15))
    assert said(room) == [(["Adam 12"], 1)]
    report_missing_pars(after(16))

    # Adam 13 came with the question: its answer is not overdue.
    assert said(room) == [(["Adam 12"], 1)]


def test_a_question_after_a_report_is_a_new_one(people: People, room: Room) -> None:
    unit_id = check_in(people.officer, room)
    for minutes in (15, 20):
        report_missing_pars(after(minutes))
    run(people.officer, room.id, "call_mayday", mayday_id=uuid4(), kind="mayday", at=after(30))

    report_missing_pars(after(31.9))
    assert len(missed(room)) == 2
    report_missing_pars(after(32))

    assert said(room)[2:] == [(["Adam 12"], 1)]
    assert units(room)[str(unit_id)].par_missing is not None


def test_all_units_that_are_missing_at_once_are_one_entry(people: People, room: Room) -> None:
    for callsign in ("Adam 12", "Adam 13", "Adam 14"):
        check_in(people.officer, room, callsign)

    report_missing_pars(after(15))

    assert said(room) == [(["Adam 12", "Adam 13", "Adam 14"], 1)]


def test_two_servers_that_look_at_once_write_one_entry(people: People, room: Room) -> None:
    check_in(people.officer, room)

    all_at_once([lambda: report_missing_pars(after(15))] * 4)
    # A clock that is behind, and one that is ahead.
    report_missing_pars(after(14.95))
    report_missing_pars(after(15.05))

    assert said(room) == [(["Adam 12"], 1)]


def test_an_answer_and_a_report_at_once_leave_no_unit_missing(people: People, room: Room) -> None:
    unit_id = check_in(people.officer, room)

    all_at_once(
        [lambda: report_missing_pars(after(15)), lambda: answer(people.officer, room, unit_id, at=after(15))],
    )

    assert units(room)[str(unit_id)].par_missing is None


def test_an_answer_counts_for_a_question_of_a_server_whose_clock_is_ahead(people: People, room: Room) -> None:
    unit_id = check_in(people.officer, room)
    run(people.chief, room.id, "ask_par", at=after(1.1))

    answer(people.officer, room, unit_id, at=after(1))
    report_missing_pars(after(10))

    assert missed(room) == []


def test_a_unit_that_has_departed_owes_nothing_and_begins_anew_when_it_comes_again(people: People, room: Room) -> None:
    unit_id = check_in(people.officer, room)
    answer(people.officer, room, unit_id, at=after(1))
    report_missing_pars(after(16))
    departed = {"primary": "NotAvailable", "secondary": "Departed"}
    run(people.officer, room.id, "set_unit_status", unit_id=unit_id, at=after(17), **departed)
    assert units(room)[str(unit_id)].par_missing is None
    report_missing_pars(after(100))

    check_in(people.officer, room, at=after(120))
    report_missing_pars(after(134))

    assert len(missed(room)) == 1
    report_missing_pars(after(135))
    assert len(missed(room)) == 2


def test_a_closed_incident_reports_nothing_and_is_not_looked_at(people: People, room: Room) -> None:
    check_in(people.officer, room)
    run(people.chief, room.id, "close_incident", reason="Over.", at=after(10))

    report_missing_pars(after(15))

    assert missed(room) == []
    assert are_due([clockwork_of_staff()], after(15)) == [False]


def test_an_exercise_reports_as_an_exercise_and_never_as_life_safety(people: People) -> None:
    room = open_room(people.cast, is_exercise=True)
    for who in EVERYBODY:
        join(people.user(who), room)
    make_device(user=people.officer)
    claim(people, room, "chief")
    check_in(people.officer, room)

    report_missing_pars(after(15))

    (entry,) = missed(room)
    assert json.loads(entry.content)["exercise"] is True
    assert told(room, entry.seq) == {"chief", "officer"}
    rows = Notification.objects.filter(source_key=f"room:{room.id}:{entry.seq}")
    assert {(one.is_exercise, one.title.startswith("EXERCISE")) for one in rows} == {(True, True)}
    assert all(one.urgency < Urgency.LIFE_SAFETY for one in rows)


def test_a_mayday_overtakes_a_missing_par() -> None:
    alerts = {word: rule.alert for word, rule in event_rules().items()}
    called, missing = alerts["mayday_called"], alerts["par_missed"]

    assert isinstance(called, Alert)
    assert isinstance(missing, Alert)
    assert (called.overtakes, missing.overtakes) == (True, False)


def test_an_open_mayday_does_not_silence_a_missing_par(people: People, room: Room) -> None:
    check_in(people.officer, room)
    run(people.officer, room.id, "call_mayday", mayday_id=uuid4(), kind="mayday", at=after(1))

    report_missing_pars(after(3))

    assert said(room) == [(["Adam 12"], 1)]


def test_a_look_says_how_long_there_is_to_rest(people: People, room: Room) -> None:
    assert report_missing_pars(NOW) == REST_S
    check_in(people.officer, room)

    assert report_missing_pars(after(15) - timedelta(seconds=3)) == 3
    assert are_due([clockwork_of_staff()], NOW) == [True]


def test_a_look_is_one_statement_where_nothing_is_due(
    people: People, room: Room, django_assert_num_queries: object
) -> None:
    check_in(people.officer, room)

    with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's fixture
        report_missing_pars(after(1))


def test_who_may_not_be_there_any_more_is_not_told(people: People, room: Room) -> None:
    check_in(people.officer, room)
    staff(people, room, "captain", "claim", "safety")
    member = participant(people, room, "captain").member
    member.ended_at = after(1)
    member.save()

    report_missing_pars(after(15))

    (entry,) = missed(room)
    assert "captain" not in told(room, entry.seq)
