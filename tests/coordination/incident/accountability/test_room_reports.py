"""Accountability by room: what each may say and read, and the code of everything that may not be."""

from datetime import timedelta
from uuid import uuid4

import pytest
from pydantic import ValidationError

from coordination.errors import CommandIdReused, IncidentClosed, NotAllowed, NotJoined, RoomNotFound
from coordination.incident.accountability.capability import MAX_NAMES, MAX_PEOPLE, RoomReport
from coordination.incident.accountability.errors import (
    MoreNamesThanPeople,
    NewerReportStands,
    RelayIncomplete,
    RoomNotAtSite,
    RoomNotNamed,
    RoomReportNotFound,
)
from coordination.room.dispatch import Accepted
from coordination.room.models import LogEntry, Room
from mapping.models import Space
from mou.vocabulary import AgencyKind, MemberRole
from push.models import Recipient
from tests.factories.cast import Cast
from tests.factories.mapping import draw_level, draw_space, make_plan, make_site
from tests.factories.mou import NOW, make_agency, make_member
from tests.stage.incident.panic import run
from tests.stage.incident.room_reports import NAME, id_of, names, post, read, report, reports, state_of

pytestmark = pytest.mark.django_db


# --- what is said -----------------------------------------------------------------------------------------------------
def test_a_teacher_reports_and_everybody_in_the_room_reads_counts_and_state(cast: Cast, room: Room) -> None:
    report(
        cast.teacher, room, state="need_help", students=24, adults=1, missing=1, extra=2, door="locked", note="Smoke."
    )

    for reader in (cast.insider, cast.teacher, cast.officer, cast.dispatcher):
        (one,) = state_of(reader, room).of(RoomReport).values()
        assert (one.room, one.state, one.students, one.adults, one.missing, one.extra, one.injured, one.door) == (
            "101 Room 101",
            "need_help",
            24,
            1,
            1,
            2,
            None,
            "locked",
        )
        assert (one.note, one.reported_at, one.said_at) == ("Smoke.", "2026-11-24T15:00:00.000Z", None)


@pytest.mark.parametrize("words", ["101", " room 101", "Rm. 101", "ROOM  101", "101 Room 101"])
def test_a_typed_word_means_the_room_of_the_plan_that_is_called_so(cast: Cast, room: Room, words: str) -> None:
    space = Space.objects.get(number="101")
    report(cast.teacher, room, space_id=space.pk)
    report(cast.teacher, room, room=words, students=20)

    (one,) = reports(room)
    assert (one.space_id, one.level_id, one.room_key, one.students) == (
        space.pk,
        space.floorplan.level_id,
        str(space.pk),
        20,
    )


def test_a_place_on_no_plan_is_reported_in_its_own_words(cast: Cast, room: Room) -> None:
    report(cast.teacher, room, room="Tent on the field")
    report(cast.teacher, room, room="tent on  the field")

    (one,) = reports(room)
    assert (one.space_id, one.room, one.room_key) == (None, "tent on  the field", "words:tent on the field")


def test_words_that_fit_two_rooms_are_guessed_for_neither(cast: Cast, room: Room) -> None:
    two = (draw_space(number="7", name="Lab"), draw_space(number="8", name="Lab"))
    make_plan(cast.site, draw_level(*two), building="Annex")

    report(cast.teacher, room, room="lab")

    (one,) = reports(room)
    assert (one.space_id, one.room_key) == (None, "words:lab")


def test_the_same_person_supersedes_themselves_and_others_stand_beside(cast: Cast, room: Room) -> None:
    report(cast.teacher, room, students=24, missing=2, note="two missing")
    report(cast.insider, room, students=20)
    report(cast.teacher, room, students=25, state="medical")

    found = {(one.students, one.missing, one.note, one.state.value) for one in reports(room)}
    assert found == {(25, None, None, "medical"), (20, None, None, "ok")}
    # The log keeps what was said before.
    assert LogEntry.objects.filter(room=room, event_type="room_reported").count() == 3


def test_a_report_that_is_passed_on_says_for_whom_and_how(cast: Cast, room: Room) -> None:
    report(cast.dispatcher, room, students=10)
    report(cast.dispatcher, room, source="radio", on_behalf_of="Ms. Rivera", students=22)
    report(cast.dispatcher, room, source="phone", on_behalf_of="Mr. Low", students=23)
    report(cast.dispatcher, room, source="radio", on_behalf_of="ms. rivera", students=21)

    found = {(one.students, one.source, one.on_behalf_of) for one in reports(room)}
    assert found == {(10, None, None), (21, "radio", "ms. rivera"), (23, "phone", "Mr. Low")}


def test_a_class_on_its_way_says_where_to(cast: Cast, room: Room) -> None:
    report(cast.teacher, room, moving_to="the gym")
    report(cast.insider, room, room="Office", moving_to_space_id=Space.objects.get(number="101").pk)

    found = {(one.moving_to, one.moving_to_key is not None) for one in reports(room)}
    assert found == {("the gym", True), ("101 Room 101", True)}


def test_the_same_command_has_effect_once_and_its_id_says_nothing_else(cast: Cast, room: Room) -> None:
    command_id = uuid4()
    first = report(cast.teacher, room, id=command_id, missing=1, missing_names=[NAME])
    again = report(cast.teacher, room, id=command_id, missing=1, missing_names=[NAME])

    assert (again.seq, again.is_repeat) == (first.seq, True)
    assert LogEntry.objects.filter(room=room, event_type="room_reported").count() == 1
    with pytest.raises(CommandIdReused):
        report(cast.teacher, room, id=command_id, missing=2)


def test_what_waited_on_a_phone_says_when_it_was_said(cast: Cast, room: Room) -> None:
    report(cast.teacher, room, said_at=NOW - timedelta(minutes=7))

    (one,) = reports(room)
    assert (one.said_at, one.reported_at) == ("2026-11-24T14:53:00.000Z", "2026-11-24T15:00:00.000Z")


def test_a_clock_that_runs_ahead_says_nothing(cast: Cast, room: Room) -> None:
    report(cast.teacher, room, said_at=NOW + timedelta(days=1))
    report(cast.teacher, room, at=NOW + timedelta(minutes=1))

    (one,) = reports(room)
    assert (one.said_at, one.reported_at) == (None, "2026-11-24T15:01:00.000Z")


def test_what_waited_on_one_device_does_not_undo_what_was_said_later_on_another(cast: Cast, room: Room) -> None:
    report(cast.teacher, room, students=24)

    with pytest.raises(NewerReportStands):
        report(cast.teacher, room, at=NOW + timedelta(minutes=3), said_at=NOW - timedelta(minutes=3), students=30)
    report(cast.insider, room, at=NOW + timedelta(minutes=3), said_at=NOW - timedelta(minutes=3), students=30)

    assert {one.students for one in reports(room)} == {24, 30}


def test_command_is_alerted_when_a_room_begins_to_ask_for_help_and_only_then(cast: Cast, room: Room) -> None:
    ok = report(cast.teacher, room)
    asks = report(cast.teacher, room, state="need_help")
    again = report(cast.teacher, room, state="need_help", students=3)
    worse = report(cast.teacher, room, state="medical")

    def told(accepted: Accepted) -> set[str]:
        rows = Recipient.objects.filter(source_key=f"room:{room.id}:{accepted.seq}")
        return set(rows.values_list("user__username", flat=True))

    assert told(ok) == told(again) == set()
    assert told(asks) == told(worse) == {"principal", "dispatcher"}


# --- what may not be said ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["students", "adults", "visitors", "missing", "extra", "injured"])
@pytest.mark.parametrize("count", [-1, MAX_PEOPLE + 1, 1.5, True, "3"])
def test_counts_are_whole_and_within_bounds(cast: Cast, room: Room, name: str, count: object) -> None:
    with pytest.raises(ValidationError):
        report(cast.teacher, room, **{name: count})
    assert reports(room) == []


def test_a_bad_count_is_pointed_at(cast: Cast, room: Room) -> None:
    body = {"id": str(uuid4()), "type": "report_room", "room": "101", "state": "ok", "students": -1}
    answer = post(cast.teacher, f"/rooms/{room.id}/commands", body)

    assert (answer.status_code, answer.json()["code"]) == (422, "bad_command")
    assert answer.json()["errors"][0]["pointer"].endswith("/students")


@pytest.mark.parametrize("text", ["", "  ", "a" * 121])
def test_hostile_room_words_and_names_are_refused(cast: Cast, room: Room, text: str) -> None:
    with pytest.raises(ValidationError):
        report(cast.teacher, room, room=text)
    with pytest.raises(ValidationError):
        report(cast.teacher, room, missing=1, missing_names=[text])


def test_no_character_stops_a_report_and_what_does_not_show_is_not_kept(cast: Cast, room: Room) -> None:
    report(cast.teacher, room, room="Tent\u202e 1", state="need_help", missing=1, missing_names=["Ada\u200b Example"])

    (one,), (named,) = reports(room), names(room)
    assert (one.room, one.missing, named.missing) == ("Tent 1", 1, ("Ada Example",))


def test_a_report_names_one_room_once(cast: Cast, room: Room) -> None:
    with pytest.raises(RoomNotNamed):
        run(cast.teacher, room.id, "report_room", state="ok")
    with pytest.raises(RoomNotNamed):
        report(cast.teacher, room, room="101", space_id=Space.objects.get().pk)
    with pytest.raises(RoomNotNamed) as told:
        report(cast.teacher, room, moving_to="gym", moving_to_space_id=Space.objects.get().pk)
    assert told.value.pointer == "/moving_to"


def test_a_room_of_another_site_is_no_room_here(cast: Cast, room: Room) -> None:
    other = make_site(cast.district, name="Other")
    make_plan(other)
    foreign = Space.objects.get(floorplan__level__site=other)

    for fields in ({"space_id": foreign.pk}, {"space_id": uuid4()}, {"room": "101", "moving_to_space_id": foreign.pk}):
        with pytest.raises(RoomNotAtSite):
            report(cast.teacher, room, **fields)


@pytest.mark.parametrize("fields", [{"source": "radio"}, {"on_behalf_of": "Ms. Rivera"}])
def test_a_relay_that_says_half_is_refused(cast: Cast, room: Room, fields: dict[str, str]) -> None:
    with pytest.raises(RelayIncomplete):
        report(cast.teacher, room, **fields)


@pytest.mark.parametrize("one", ["missing", "extra", "injured"])
def test_names_are_no_more_than_people(cast: Cast, room: Room, one: str) -> None:
    with pytest.raises(MoreNamesThanPeople) as told:
        report(cast.teacher, room, **{one: 1, f"{one}_names": [NAME, "Another"]})
    assert told.value.pointer == f"/{one}_names"
    with pytest.raises(ValidationError):
        report(cast.teacher, room, **{one: MAX_PEOPLE, f"{one}_names": ["A"] * (MAX_NAMES + 1)})


def test_whoever_is_not_in_the_room_reports_nothing(cast: Cast, room: Room) -> None:
    visitor = make_member(cast.police).user
    with pytest.raises(NotJoined):
        report(visitor, room)
    for user in (cast.stranger, cast.former):
        with pytest.raises(RoomNotFound):
            report(user, room)


def test_a_teacher_of_another_school_of_the_district_reports_no_room_here_by_any_door(cast: Cast, room: Room) -> None:
    other = make_agency(AgencyKind.SCHOOL, parent=cast.district)
    make_site(cast.district, school=other, name="Elsewhere", at_lonlat=(-98.4, 39.9))
    teacher = make_member(other, role=MemberRole.STAFF).user
    said = {"id": str(uuid4()), "type": "report_room", "room": "101", "state": "ok"}

    with pytest.raises(RoomNotFound):
        report(teacher, room)
    answers = [
        post(teacher, f"/rooms/{room.id}/commands", said),
        post(teacher, f"/rooms/{room.id}/commands", {"id": str(uuid4()), "type": "join_room"}),
        read(teacher, f"/rooms/{room.id}/rooms-to-account-for"),
        read(teacher, f"/rooms/{room.id}/my-students"),
        read(teacher, f"/sites/{cast.site.pk}/panic-places"),
    ]

    assert [one.status_code for one in answers] == [404] * len(answers)
    assert reports(room) == []


def test_a_closed_incident_takes_no_report(cast: Cast, room: Room) -> None:
    run(cast.insider, room.id, "claim_command")
    run(cast.insider, room.id, "close_incident", reason="over")
    with pytest.raises(IncidentClosed):
        report(cast.teacher, room)


# --- taking it back ---------------------------------------------------------------------------------------------------
def test_one_withdraws_ones_own_and_command_anybodys(cast: Cast, room: Room) -> None:
    mine = id_of(report(cast.teacher, room, missing=1, missing_names=[NAME]), room)
    other = id_of(report(cast.officer, room), room)

    with pytest.raises(NotAllowed):
        run(cast.officer, room.id, "withdraw_room_report", report_id=mine, reason="not so")
    run(cast.teacher, room.id, "withdraw_room_report", report_id=mine, reason="wrong room")
    run(cast.insider, room.id, "withdraw_room_report", report_id=other, reason="wrong room")

    assert reports(room) == []
    assert names(room) == []
    with pytest.raises(RoomReportNotFound):
        run(cast.teacher, room.id, "withdraw_room_report", report_id=mine, reason="again")
    # The same person may report the room again.
    report(cast.teacher, room, students=5)
    assert [one.students for one in reports(room)] == [5]
