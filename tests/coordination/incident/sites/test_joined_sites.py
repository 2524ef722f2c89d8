"""One incident at several schools: who comes in and is told, what of each school its own alone read, and leaving."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coordination.errors import CoordinationError
from coordination.incident.floorplans.models import IncidentFloorplan
from coordination.incident.response_actions.hiding import people_who_hide
from coordination.incident.response_actions.queries import directives_now
from coordination.models import User
from coordination.push_gate import who_may_still_be_told
from coordination.room.access import grants_in, incidents_for, readable_rooms
from coordination.room.entry.patch import state_from_contents
from coordination.room.models import Incident, JoinedSite, LogEntry, Room
from coordination.room.people.holders import Holder, recheck_holders
from coordination.room.people.watching import watched_incidents
from coordination.room.reading.log_reading import read_contents
from coordination.room.reading.state import state_now
from mapping.models import Space
from mou.models import Emergency
from mou.vocabulary import TermKind
from push.models import Notification
from tests.factories.cast import Cast, join, make_cast, open_room
from tests.factories.mapping import make_plan
from tests.factories.mou import NOW, make_memorandum, make_widening
from tests.factories.push import make_device
from tests.stage.incident.joined_school import Other, joined
from tests.stage.incident.panic import run
from tests.stage.served import session_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    make_plan(cast.site)
    return cast


@pytest.fixture
def other(cast: Cast) -> Other:
    return Other(cast)


@pytest.fixture
def room(cast: Cast) -> Room:
    room = open_room(cast, by=cast.dispatcher)
    for one in (cast.officer, cast.insider, cast.teacher):
        join(one, room)
    return room


def refused(user: User, at: Room, word: str, **fields: Any) -> str:
    with pytest.raises(CoordinationError) as error:
        run(user, at.pk, word, **fields)
    return error.value.code


def got(user: User, address: str) -> Any:
    return Client().get(f"/api/v1{address}", headers={"X-Session-Token": session_of(user)}).json()


def enters(user: User, room: Room) -> bool:
    fresh = Room.objects.select_related("incident__site").get(pk=room.pk)
    return user.pk in grants_in(fresh, user_ids=[user.pk], at=NOW)


def report(user: User, incident_room: Room, **fields: Any) -> None:
    said: dict[str, Any] = {"room": "101", "state": "ok", "students": 20, **fields}
    run(user, incident_room.pk, "report_room", **said)


def reports_read_by(user: User, room: Room) -> set[str]:
    return {one["room_key"] for one in got(user, f"/rooms/{room.pk}/state")["objects"].get("room_reports", {}).values()}


# --- joining ----------------------------------------------------------------------------------------------------------
def test_a_site_that_joins_brings_its_people_and_those_of_its_agreements(cast: Cast, other: Other, room: Room) -> None:
    for one in (other.teacher, other.chief, cast.teacher):
        make_device(user=one)
    before = [enters(one, room) for one in (other.principal, other.chief, other.hostile)]

    run(cast.dispatcher, room.pk, "join_site", site_id=other.site.pk)

    assert before == [False, False, False]
    assert [enters(one, room) for one in (other.principal, other.chief, other.hostile)] == [True, True, False]
    assert [incidents_for(one.pk, NOW).exists() for one in (other.teacher, other.hostile)] == [True, False]
    rooms_of = watched_incidents([other.chief.pk, other.hostile.pk], at=NOW).rooms_of
    assert [room.pk in rooms_of[one.pk] for one in (other.chief, other.hostile)] == [True, False]
    told = Notification.objects.filter(kind="site_joined").values_list("device__user", flat=True)
    assert set(told) == {other.teacher.pk, other.chief.pk}
    (listed,) = got(other.teacher, "/incidents")
    assert listed["site"] == "Lincoln High School + 1"
    # They come in as themselves, and read what all may read from before.
    join(other.teacher, room)
    assert "incident_opened" in json.dumps(got(other.teacher, f"/rooms/{room.pk}/entries?after=0"))
    assert [one.room.pk for one in readable_rooms(other.teacher.pk, NOW)] == [room.pk]


def test_who_has_no_command_or_no_standing_at_the_site_lets_none_join(cast: Cast, other: Other, room: Room) -> None:
    asked: dict[str, Any] = {"site_id": other.site.pk}

    assert refused(cast.teacher, room, "join_site", **asked) == "not_allowed"
    assert refused(cast.officer, room, "join_site", **asked) == "not_allowed"
    # The principal commands at Lincoln, and no agreement gives them anything at Hill: it is as if there were no such.
    answers = {refused(cast.insider, room, "join_site", site_id=one) for one in (other.site.pk, uuid4())}
    assert answers == {"not_found"}
    with pytest.raises(CoordinationError):
        run(other.hostile, room.pk, "join_site", **asked)
    assert not JoinedSite.objects.exists()


def test_a_site_joins_once_however_often_it_is_asked(cast: Cast, other: Other, room: Room) -> None:
    room = joined(cast, other, room)

    assert refused(cast.dispatcher, room, "join_site", site_id=other.site.pk) == "site_is_in"
    assert refused(cast.dispatcher, room, "join_site", site_id=cast.site.pk) == "site_is_in"
    assert JoinedSite.objects.count() == 1


def test_at_one_site_nothing_costs_a_query_more(cast: Cast, other: Other, room: Room) -> None:
    def queries(of: Room, user: User) -> int:
        with CaptureQueriesContext(connection) as asked:
            grants_in(of, user_ids=[user.pk], at=NOW)
            list(incidents_for(user.pk, NOW))
        return len(asked)

    alone = queries(room, cast.teacher)
    room = joined(cast, other, room)

    assert queries(room, cast.teacher) == alone


# --- what is of one school alone --------------------------------------------------------------------------------------
def test_rooms_of_a_joined_school_are_read_by_its_own_and_by_agreement(cast: Cast, other: Other, room: Room) -> None:
    room = joined(cast, other, room)
    report(other.teacher, room, room="Gym")
    report(cast.teacher, room, room="Gym")
    hill, lincoln = f"{other.site.pk}:words:gym", "words:gym"

    assert reports_read_by(other.principal, room) == {hill, lincoln}
    assert reports_read_by(other.chief, room) == {hill, lincoln}
    assert reports_read_by(cast.dispatcher, room) == {hill, lincoln}
    # Police of Lincoln's town have no agreement with Hill, and neither have Lincoln's own people.
    assert [reports_read_by(one, room) for one in (cast.officer, cast.insider)] == [{lincoln}, {lincoln}]
    entries = got(cast.officer, f"/rooms/{room.pk}/entries?after=0")["entries"]
    assert [one["type"] for one in entries if "Hill" in json.dumps(one) and "gym" in json.dumps(one)] == []
    # Nor may they report there, or hear of its staff by name.
    assert refused(cast.officer, room, "report_room", site_id=other.site.pk, room="Gym", state="ok") == "not_allowed"
    named: dict[str, Any] = {
        "missing": 1,
        "missing_names": ["Ana"],
        "site_id": other.site.pk,
        "room": "Gym",
        "state": "ok",
    }
    assert refused(other.teacher, room, "report_room", **named) == "names_not_allowed"
    board = got(other.teacher, f"/rooms/{room.pk}/rooms-to-account-for")
    assert (board["people"]["staff"], board["people"]["reported"]) == (2, 1)
    # Its own people read which of them are silent, and no one whom no agreement about it gives the roster.
    assert [one["name"] for one in board["people"]["silent"]] == [other.principal.shown_name()]
    for one in (cast.officer, cast.insider):
        theirs = got(one, f"/rooms/{room.pk}/rooms-to-account-for?site_id={other.site.pk}")
        assert theirs["people"]["silent"] == []
    assert got(cast.officer, f"/rooms/{room.pk}/rooms-to-account-for?site_id={other.site.pk}")["rooms"] == []
    code = got(cast.officer, f"/rooms/{room.pk}/rooms-to-account-for?site_id={uuid4()}")["code"]
    assert code == "site_not_in_incident"


def test_what_each_reader_reads_is_the_fold_of_their_entries(cast: Cast, other: Other, room: Room) -> None:
    room = joined(cast, other, room)
    report(other.teacher, room)
    report(cast.teacher, room)
    run(cast.dispatcher, room.pk, "leave_site", site_id=other.site.pk, reason="He was seen elsewhere.")
    run(cast.dispatcher, room.pk, "join_site", site_id=other.site.pk)
    room.refresh_from_db()
    grants = grants_in(
        Room.objects.select_related("incident__site").get(pk=room.pk),
        user_ids=[one.pk for one in (cast.officer, cast.insider, other.teacher, other.chief, cast.dispatcher)],
        at=NOW,
    )

    for grant in grants.values():
        read = read_contents(grant.room, audiences=grant.audiences, up_to=10_000)
        now = json.loads(state_now(grant.room, audiences=grant.audiences).as_json())["objects"]
        assert state_from_contents(read) == now
    assert len(grants) == 5


def test_floors_of_each_school_are_for_those_whose_agreements_open_them(cast: Cast, other: Other, room: Room) -> None:
    room = joined(cast, other, room)

    def floors(user: User) -> dict[str, str]:
        found = got(user, f"/rooms/{room.pk}/levels")
        return {one["building_name"]: one["site_id"] for one in found if one["building_id"]}

    hill = {"Hill High School": str(other.site.pk)}
    lincoln = {"Lincoln High School": str(cast.site.pk)}
    assert floors(cast.dispatcher) == {**lincoln, **hill}
    assert floors(cast.officer) == lincoln
    assert floors(other.chief) == hill
    assert floors(other.teacher) == hill
    assert IncidentFloorplan.objects.filter(incident=room.incident, level__site=other.site).exists()
    page = Client()
    page.force_login(other.chief)
    assert "Main building" not in page.get(f"/incidents/{room.incident_id}").content.decode()


def test_each_school_has_its_own_actions_and_its_phones_their_directive(cast: Cast, other: Other, room: Room) -> None:
    room = joined(cast, other, room)
    for one in (cast.insider, other.principal):
        make_device(user=one)
    here, there = uuid4(), uuid4()

    run(cast.teacher, room.pk, "start_response_action", action_id=here, kind="secure")
    run(other.teacher, room.pk, "start_response_action", action_id=there, kind="lockdown", site_id=other.site.pk)

    def said_to(user: User) -> list[str]:
        sent = Notification.objects.filter(kind="response_action_started", device__user=user)
        return [title.split("!")[0] for title in sent.order_by("seq").values_list("title", flat=True)]

    assert said_to(cast.insider) == ["Secure", "A response action has begun"]
    assert said_to(other.principal) == ["A response action has begun", "Lockdown"]
    mine = {one.kind: one.is_at_my_school for one in directives_now(user_id=other.teacher.pk, at=NOW)}
    assert mine == {"lockdown": True, "secure": False}
    # Phones of the school that hides are silent, and of the other are not.
    people = [cast.teacher.pk, other.teacher.pk]
    incident = Incident.objects.select_related("site").get(pk=room.incident_id)
    assert people_who_hide(incident=incident, user_ids=people, at=NOW) == {other.teacher.pk}
    assert refused(other.teacher, room, "start_response_action", action_id=uuid4(), kind="hold", site_id=uuid4()) == (
        "site_not_in_incident"
    )
    # Each is released at its own rooms, and the list of them is for those who may see the plan.
    rooms = got(other.chief, f"/rooms/{room.pk}/response-actions/{there}/rooms")
    assert {one["building"] for one in rooms} == {"Hill building"}
    assert got(cast.officer, f"/rooms/{room.pk}/response-actions/{there}/rooms") == []
    opened: dict[str, Any] = {"action_id": there, "space_ids": [one["space_id"] for one in rooms]}
    lincolns = Space.objects.filter(floorplan__level__site=cast.site).values_list("pk", flat=True)[0]
    assert refused(other.chief, room, "open_locked_rooms", action_id=there, space_ids=[lincolns]) == "scope_not_at_site"
    run(other.chief, room.pk, "open_locked_rooms", **opened)
    run(other.chief, room.pk, "release_response_action", action_id=there)


def test_what_is_of_the_incidents_own_school_stays_its_own(cast: Cast, other: Other, room: Room) -> None:
    """A principal who comes in with a joined school leads nobody here, and reads nothing that is said to Lincoln's."""
    room = joined(cast, other, room)
    run(cast.insider, room.pk, "post_message", text="Bring the master key.", audience="school")

    assert "master key" not in json.dumps(got(other.principal, f"/rooms/{room.pk}/entries?after=0"))
    assert refused(other.principal, room, "close_incident", reason="over") in {"not_allowed", "not_in_command"}
    assert refused(other.principal, room, "join_site", site_id=other.site.pk) == "not_allowed"
    someone = room.participants.get(user=cast.teacher).pk
    assert refused(other.principal, room, "remove_participant", participant_id=someone, reason=".") == "not_allowed"
    disclosed = {"disclosure_id": uuid4(), "agency_id": cast.police.pk, "categories": ["student_roster"]}
    why = {"authority": "health_or_safety_emergency", "threat": "Shots", "recipient": "Sgt.", "students": "all"}
    assert refused(other.principal, room, "record_disclosure", **disclosed, **why) == "school_only"
    take: dict[str, Any] = {"grants": ["floorplan_access"], "reason": "Shots."}
    assert refused(other.chief, room, "take_emergency_access", **take) == "responders_only"


# --- leaving ----------------------------------------------------------------------------------------------------------
def test_a_site_that_leaves_takes_its_people_out(cast: Cast, other: Other, room: Room) -> None:
    room = joined(cast, other, room)
    holder = Holder(other.chief.pk, room.participants.get(user=other.chief).pk, session_of(other.chief))
    asked: dict[str, Any] = {"site_id": other.site.pk, "reason": "He was seen elsewhere."}

    assert refused(other.principal, room, "leave_site", **asked) == "not_allowed"
    run(cast.dispatcher, room.pk, "leave_site", **asked)

    assert [enters(one, room) for one in (other.principal, other.chief, cast.teacher)] == [False, False, True]
    assert recheck_holders({room.pk: [holder]}, NOW)[room.pk][holder].audiences == frozenset()
    assert not incidents_for(other.teacher.pk, NOW).exists()
    assert who_may_still_be_told([(other.teacher.pk, room.pk), (cast.teacher.pk, room.pk)], NOW).keys() == {
        (cast.teacher.pk, room.pk)
    }
    assert got(cast.officer, "/incidents")[0]["site"] == "Lincoln High School"
    assert refused(cast.dispatcher, room, "leave_site", **asked) == "site_not_in_incident"
    # The site whose incident it is does not leave it.
    assert refused(cast.dispatcher, room, "leave_site", site_id=cast.site.pk, reason=".") == "site_not_in_incident"
    run(cast.dispatcher, room.pk, "join_site", site_id=other.site.pk)
    assert enters(other.principal, room)


def test_no_site_leaves_while_people_hide_there(cast: Cast, other: Other, room: Room) -> None:
    room = joined(cast, other, room)
    run(other.teacher, room.pk, "start_response_action", action_id=uuid4(), kind="lockdown", site_id=other.site.pk)
    head = LogEntry.objects.filter(room=room).count()

    assert refused(cast.dispatcher, room, "leave_site", site_id=other.site.pk, reason=".") == "response_action_in_force"
    assert LogEntry.objects.filter(room=room).count() == head
    assert enters(other.principal, room)


# --- what opens only in an emergency ----------------------------------------------------------------------------------
def test_agreements_of_a_joined_site_open_with_it_and_end_with_it(cast: Cast, other: Other, room: Room) -> None:
    row = make_memorandum(other.district, cast.strangers, sites=[other.site.pk], grants=[])
    make_widening(row, TermKind.ROOM_ACCESS)

    assert not enters(cast.stranger, room)
    run(cast.dispatcher, room.pk, "join_site", site_id=other.site.pk)
    assert enters(cast.stranger, room)
    run(cast.dispatcher, room.pk, "leave_site", site_id=other.site.pk, reason="Elsewhere.")
    assert not enters(cast.stranger, room)
    run(cast.dispatcher, room.pk, "join_site", site_id=other.site.pk)
    run(cast.insider, room.pk, "claim_command")
    run(cast.insider, room.pk, "close_incident", reason="Over.")
    assert not Emergency.objects.filter(ended_at__isnull=True).exists()
    assert not enters(cast.stranger, room)
    run(cast.insider, room.pk, "reopen_incident", reason="Not over.")
    assert enters(cast.stranger, room)
    words = LogEntry.objects.filter(room=room, event_type__in=("access_widened", "access_narrowed")).order_by("seq")
    assert list(words.values_list("event_type", flat=True)) == ["access_widened", "access_narrowed"] * 2 + [
        "access_widened"
    ]


def test_the_school_of_a_bus_joins_the_incident_of_its_bus(cast: Cast) -> None:
    room = open_room(cast, by=cast.dispatcher)
    Incident.objects.filter(pk=room.incident_id).update(place="Bus 12")
    Emergency.objects.update(is_elsewhere=True)

    lockdown: dict[str, Any] = {"kind": "secure", "action_id": uuid4()}
    assert refused(cast.dispatcher, room, "start_response_action", **lockdown) == "site_not_in_incident"
    run(cast.dispatcher, room.pk, "join_site", site_id=cast.site.pk)
    assert Emergency.objects.get(ended_at__isnull=True).is_elsewhere is False
    run(cast.dispatcher, room.pk, "start_response_action", action_id=uuid4(), kind="secure")
    assert got(cast.dispatcher, f"/rooms/{room.pk}/levels") != []


@pytest.mark.parametrize("is_exercise", [True, False])
def test_an_exercise_with_several_schools_stays_one(cast: Cast, other: Other, is_exercise: bool) -> None:
    make_device(user=other.teacher)
    room = open_room(cast, by=cast.dispatcher, is_exercise=is_exercise)
    run(cast.dispatcher, room.pk, "join_site", site_id=other.site.pk)
    join(other.teacher, room)
    run(other.teacher, room.pk, "start_response_action", action_id=uuid4(), kind="lockdown", site_id=other.site.pk)

    sent = Notification.objects.filter(device__user=other.teacher)
    assert {one.is_exercise for one in sent} == {is_exercise}
    assert {"EXERCISE" in f"{one.title}{one.body}" for one in sent} == {is_exercise}
