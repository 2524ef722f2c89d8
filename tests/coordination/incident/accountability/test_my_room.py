"""Which room stands in the form before anything is chosen."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from coordination.incident.accountability.my_room import my_room, reportable_rooms, room_now
from coordination.models import User
from coordination.room.models import Room
from mapping.models import Space
from mou.vocabulary import AgencyKind, TermKind
from tests.factories.cast import Cast, join, open_room
from tests.factories.mapping import draw_level, draw_space, make_plan
from tests.factories.mou import NOW, make_agency, make_member, make_memorandum
from tests.stage.incident.panic import press, room_of, run
from tests.stage.incident.room_reports import post, read, report

pytestmark = pytest.mark.django_db


def test_nothing_is_guessed_about_somebody_who_has_said_nothing(cast: Cast, room: Room) -> None:
    report(cast.teacher, room)

    assert my_room(room, cast.site, user_id=cast.insider.pk) is None


def test_the_last_report_goes_first_and_ones_relays_do_not_count(cast: Cast, room: Room) -> None:
    report(cast.teacher, room, students=24, adults=1)
    report(cast.teacher, room, at=NOW + timedelta(minutes=1), room="Gym", source="radio", on_behalf_of="Mr. Low")

    mine = my_room(room, cast.site, user_id=cast.teacher.pk)

    assert mine is not None
    assert (mine.why, mine.space_id, mine.students, mine.adults) == ("last_report", Space.objects.get().pk, 24, 1)


def test_where_one_pressed_the_alarm_goes_before_an_earlier_incident(cast: Cast, room: Room) -> None:
    report(cast.teacher, room, room="Gym")
    pressed = room_of(press(cast.teacher, cast.site, kind="fire", space_id=Space.objects.get().pk))

    mine = my_room(pressed, cast.site, user_id=cast.teacher.pk)

    assert mine is not None
    assert (mine.why, mine.room) == ("panic_press", "101 Room 101")


def test_a_report_of_an_earlier_incident_says_the_room_and_no_counts(cast: Cast, room: Room) -> None:
    report(cast.teacher, room, students=24)
    run(cast.insider, room.id, "claim_command")
    run(cast.insider, room.id, "close_incident", reason="over")

    mine = my_room(open_room(cast), cast.site, user_id=cast.teacher.pk)

    assert mine is not None
    assert (mine.why, mine.room, mine.students) == ("last_report", "101 Room 101", None)


def test_before_a_press_ones_report_of_an_open_incident_says_where_one_is_and_for_two_hours(
    cast: Cast, room: Room
) -> None:
    report(cast.teacher, room)

    def why(after: timedelta) -> str | None:
        found = room_now(cast.site, user_id=cast.teacher.pk, at=NOW + after)
        return None if found is None else found.why

    assert [why(timedelta(minutes=1)), why(timedelta(hours=2))] == ["last_report", None]
    assert room_now(cast.site, user_id=cast.insider.pk, at=NOW) is None
    report(cast.teacher, room, at=NOW + timedelta(minutes=2), moving_to="Gym")
    assert why(timedelta(minutes=3)) is None


def test_a_report_of_an_incident_that_was_closed_says_nothing_of_where_one_is_now(cast: Cast, room: Room) -> None:
    report(cast.teacher, room)
    run(cast.insider, room.id, "claim_command")
    run(cast.insider, room.id, "close_incident", reason="over")

    assert room_now(cast.site, user_id=cast.teacher.pk, at=NOW + timedelta(minutes=1)) is None


def test_the_places_of_a_press_say_which_is_ones_own_and_nothing_of_others(cast: Cast) -> None:
    make_plan(cast.site, draw_level(draw_space(), draw_space(number="102", name="Art")))
    ems = make_agency(AgencyKind.EMS)
    make_memorandum(cast.district, ems, grants=[TermKind.ROOM_ACCESS])
    room = open_room(cast)
    join(cast.teacher, room)
    said = {"id": str(uuid4()), "type": "report_room", "room": "102", "state": "ok"}
    assert post(cast.teacher, f"/rooms/{room.id}/commands", said).status_code == 200

    def places(user: User) -> list[tuple[str, str | None]]:
        return [(one["label"], one["mine"]) for one in read(user, f"/sites/{cast.site.pk}/panic-places").json()]

    assert places(cast.teacher) == [("101 Room 101", None), ("102 Art", "last_report")]
    assert places(cast.insider) == places(cast.officer) == [("101 Room 101", None), ("102 Art", None)]
    assert places(make_member(ems).user) == []
    assert read(cast.stranger, f"/sites/{cast.site.pk}/panic-places").status_code == 404


def test_the_rooms_to_choose_are_those_people_can_be_in(cast: Cast) -> None:
    spaces = (
        draw_space(),
        draw_space(number="H1", name="Hall", category="walkway"),
        draw_space(number="", name=""),
    )
    make_plan(cast.site, draw_level(*spaces))

    assert [(one.room, one.building, one.level) for one in reportable_rooms(cast.site)] == [
        ("101 Room 101", "Main building", "Level 0")
    ]


def test_the_page_names_rooms_only_to_those_who_may_see_the_plan(cast: Cast, room: Room) -> None:
    ems = make_agency(AgencyKind.EMS)
    make_memorandum(cast.district, ems, grants=[TermKind.ROOM_ACCESS])
    medic = make_member(ems).user
    address = f"/incidents/{room.incident_id}/my-room"

    shown = {}
    for user in (cast.teacher, cast.officer, medic, cast.stranger):
        client = Client()
        client.force_login(user)
        answer = client.get(address)
        shown[user.pk] = (answer.status_code, b"Room 101" in answer.content, b"missing_names" in answer.content)

    assert shown == {
        cast.teacher.pk: (200, True, True),
        cast.officer.pk: (200, True, True),
        medic.pk: (200, False, False),
        cast.stranger.pk: (404, False, False),
    }


def test_the_incidents_page_leads_to_it_for_the_school_and_to_the_board_for_all(cast: Cast, room: Room) -> None:
    for user, leads in ((cast.insider, True), (cast.teacher, True), (cast.officer, False)):
        client = Client()
        client.force_login(user)

        page = client.get(f"/incidents/{room.incident_id}").content.decode()

        assert (f"/incidents/{room.incident_id}/my-room" in page) is leads
        assert "data-rooms-board" in page
