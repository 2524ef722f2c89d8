"""How many students a room should hold: by roster and bells, to those alone who may see the roster."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from coordination.incident.accountability.my_room import room_now
from coordination.models import User
from coordination.room.models import LogEntry, Room
from coordination.rosters.models import RosterReading
from coordination.rosters.work.schedules import SCHEDULES, period_at, plain_period
from mapping.models import Site, Space
from mou.vocabulary import AgencyKind, TermKind
from tests.factories.cast import Cast, join, make_cast, open_room
from tests.factories.mapping import make_plan
from tests.factories.mou import NOW, make_agency, make_member, make_memorandum
from tests.factories.rosters import QUINCE, bring, make_school_roster, packed, tables
from tests.stage.incident.room_reports import read

pytestmark = pytest.mark.django_db
BELLS = [["Period 1", "00:00", "09:50"], ["Period 2", "10:00", "11:00"], ["Last", "12:00", "23:59"]]


@pytest.fixture
def cast(db: None) -> Cast:
    made = make_cast()
    make_plan(made.site)
    Site.objects.filter(pk=made.site.pk).update(bell_schedule=BELLS, time_zone="UTC")
    return made


@pytest.fixture
def room(cast: Cast) -> Room:
    """An incident that began in the last period; the class of that period meets in the one room of the plan."""
    make_school_roster(cast, location="Room 101", periods="last")
    return open_room(cast)


def board(user: User, room: Room) -> dict[str, object]:
    answer = read(user, f"/rooms/{room.id}/rooms-to-account-for")
    assert answer.status_code == 200
    return dict(answer.json())


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("Period 1", "1"),
        ("P1", "1"),
        ("01", "1"),
        ("per. 3", "3"),
        ("Lunch A", "lunch a"),
        ("Periodo 2", "2"),
        ("4B", "4b"),
    ],
)
def test_periods_are_the_same_however_they_are_written(said: str, means: str) -> None:
    assert plain_period(said) == means


@pytest.mark.parametrize(
    ("clock", "period"),
    [
        ("09:00", "Period 1"),
        ("09:55", "Period 2"),
        ("10:30", "Period 2"),
        ("11:20", ""),
        ("11:45", "Last"),
        ("23:59", ""),
    ],
)
def test_passing_time_belongs_to_the_next_period_and_a_long_gap_to_none(cast: Cast, clock: str, period: str) -> None:
    at = datetime.fromisoformat(f"2026-11-24T{clock}:00+00:00").astimezone(UTC)

    assert period_at(Site.objects.get(pk=cast.site.pk), at)[0] == period


def test_the_board_says_how_many_are_expected_in_which_room(cast: Cast, room: Room) -> None:
    shown = board(cast.insider, room)

    space = Space.objects.get()
    assert shown["period"] == "Last"
    assert shown["expected"] == [{"room_key": str(space.pk), "room": "101 Room 101", "students": 3}]


def test_expectations_are_for_those_who_may_see_the_roster(cast: Cast, room: Room) -> None:
    def responder(*grants: TermKind) -> User:
        agency = make_agency(AgencyKind.FIRE)
        make_memorandum(cast.district, agency, grants=[TermKind.ROOM_ACCESS, *grants])
        user = make_member(agency).user
        join(user, room)
        return user

    assert board(responder(TermKind.FLOORPLAN_ACCESS), room)["expected"] == []
    assert len(board(responder(TermKind.ROSTER_ACCESS), room)["expected"]) == 1  # type: ignore[arg-type]
    assert read(cast.stranger, f"/rooms/{room.id}/rooms-to-account-for").status_code == 404


def test_a_teachers_own_room_and_names_come_from_the_schedule(cast: Cast, room: Room) -> None:
    client = Client()
    client.force_login(cast.teacher)
    page = client.get(f"/incidents/{room.incident_id}/my-room").content.decode()
    names = read(cast.teacher, f"/rooms/{room.id}/my-students").json()

    assert '"why": "schedule"' in page
    assert '"room": "101 Room 101"' in page
    assert QUINCE not in page
    assert len(names) == 3
    assert all(QUINCE in one for one in names)
    assert RosterReading.objects.filter(user=cast.teacher, door="room", students=3).count() == 1


def test_where_a_teacher_is_now_follows_the_bells_and_is_known_of_nobody_else(cast: Cast, room: Room) -> None:
    site = Site.objects.select_related("school").get(pk=cast.site.pk)

    def place(user: User, clock: str) -> str | None:
        at = datetime.fromisoformat(f"2026-11-24T{clock}:00+00:00").astimezone(UTC)
        found = room_now(site, user_id=user.pk, at=at)
        return None if found is None else f"{found.why} {found.room}"

    assert [place(cast.teacher, clock) for clock in ("09:00", "11:45", "15:00")] == [
        None,
        "schedule 101 Room 101",
        "schedule 101 Room 101",
    ]
    assert {place(user, "15:00") for user in (cast.insider, cast.officer, cast.stranger)} == {None}


def test_nobody_else_gets_names_from_the_schedule(cast: Cast, room: Room) -> None:
    join(cast.officer, room)

    for user in (cast.insider, cast.officer):
        assert read(user, f"/rooms/{room.id}/my-students").json() == []
    assert read(cast.stranger, f"/rooms/{room.id}/my-students").status_code == 404
    assert not RosterReading.objects.exists()
    assert not any(QUINCE in row.content for row in LogEntry.objects.all())


def test_a_class_of_another_period_term_or_school_is_not_expected(cast: Cast, room: Room) -> None:
    site = Site.objects.select_related("school").get(pk=cast.site.pk)
    early = NOW.replace(hour=9)

    assert SCHEDULES.expected_at(site, early) is None
    ended = tables(cast.school.name, location="101", periods="last")
    ended["academicSessions"] = [{**ended["academicSessions"][0], "endDate": "2026-10-01"}]
    bring(cast.district, packed(ended))
    assert SCHEDULES.expected_at(site, NOW) is None


def test_a_homeroom_holds_who_has_no_class_in_the_period(cast: Cast, room: Room) -> None:
    homeroom = {
        "classes": [
            {"sourcedId": "h", "title": "HR", "classType": "homeroom", "location": "Gym", "schoolSourcedId": "org-1"}
        ],
        "enrollments": [
            {"sourcedId": f"h{n}", "classSourcedId": "h", "userSourcedId": f"student-{n}", "role": "student"}
            for n in (1, 2, 3, 4)
        ],
    }
    made = tables(cast.school.name, students=4, location="101", periods="last", extra=homeroom)
    made["enrollments"] = [one for one in made["enrollments"] if one["sourcedId"] != "enrollment-student-4"]
    bring(cast.district, packed(made))

    found = SCHEDULES.expected_at(Site.objects.get(pk=cast.site.pk), NOW)

    assert found is not None
    assert {one.place: one.students for one in found.classes} == {"101": 3, "Gym": 1}


def test_without_bells_or_roster_nothing_is_expected(cast: Cast) -> None:
    assert SCHEDULES.expected_at(Site.objects.get(pk=cast.site.pk), NOW) is None
    assert board(cast.insider, open_room(cast))["expected"] == []
