"""An incident away from its site, on a bus or a trip: where it is said, who comes in, what of the school stays out."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pydantic import ValidationError as NotTaken

from coordination.errors import CoordinationError
from coordination.incident.floorplans.models import IncidentFloorplan
from coordination.incident.panic.models import PanicAlarm
from coordination.incident.response_actions.models import ActionInForce
from coordination.models import User
from coordination.room.access import incidents_for
from coordination.room.dispatch import execute
from coordination.room.entry.patch import state_from_contents
from coordination.room.models import Incident, LogEntry, Room
from coordination.room.people.watching import watched_incidents
from coordination.room.reading.log_reading import read_contents
from coordination.room.registry import command_adapter
from coordination.vocabulary import Audience
from mapping.models import Level, Space
from mou.access.fetch import standing_at
from mou.vocabulary import AgencyKind, MemberRole, TermKind
from push.models import Notification
from push.vocabulary import DeviceKind
from tests.factories.cast import Cast, asks, join, make_cast
from tests.factories.mapping import make_plan, make_site
from tests.factories.mou import NOW, make_agency, make_member, make_memorandum, make_widening
from tests.factories.push import make_device
from tests.stage.incident.panic import alert_of, press, pressed, run
from tests.stage.served import session_of

pytestmark = pytest.mark.django_db
BUS: dict[str, Any] = {"place": "Bus 12, County Road 40", "place_lon": -98.51, "place_lat": 39.81}


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    make_plan(cast.site)
    return cast


def opened(cast: Cast, by: User, **fields: Any) -> Room:
    """Open an incident; on the bus, if nothing else is said."""
    said = {"site_id": cast.site.id, "incident_type": "TRAUMA", "severity": "severe", "title": "Bus off the road"}
    command = command_adapter().validate_python(
        {"id": uuid4(), "type": "open_incident", "is_exercise": False, **said, **(fields or BUS)}
    )
    accepted = execute(asker=asks(by), room_id=None, command=command)
    return Room.objects.select_related("incident__site").get(pk=accepted.room_id)


def make_phone(user: User) -> None:
    make_device(user=user, kind=DeviceKind.SMS)


def got(user: User, address: str) -> Any:
    return Client().get(f"/api/v1{address}", headers={"X-Session-Token": session_of(user)}).json()


def page(user: User, address: str) -> str:
    browser = Client()
    browser.force_login(user)
    return browser.get(address).content.decode()


def refused(user: User, room: Room, word: str, **fields: Any) -> str:
    with pytest.raises(CoordinationError) as error:
        run(user, room.pk, word, **fields)
    return error.value.code


# --- where it is said -------------------------------------------------------------------------------------------------
def test_lists_pages_and_alerts_say_the_place_and_whose_it_is(cast: Cast) -> None:
    make_phone(cast.officer)
    room = opened(cast, cast.dispatcher)
    where = "Bus 12, County Road 40 · Lincoln High School"

    (listed,) = got(cast.officer, "/incidents")
    watched = watched_incidents([cast.officer.pk], at=NOW).incidents[room.pk]

    assert (listed["site"], listed["place"], listed["site_id"]) == (where, BUS["place"], str(cast.site.pk))
    assert (watched.site, watched.lon, watched.lat, watched.address) == (where, -98.51, 39.81, "")
    assert where in page(cast.teacher, "/")
    assert where in page(cast.officer, f"/incidents/{room.incident_id}")
    assert {one.detail.split(".")[0] for one in Notification.objects.filter(room_id=room.pk)} == {where}
    (facts,) = json.loads(LogEntry.objects.get(room=room, seq=1).content)["patch"]["incident"].values()
    assert {name: facts[name] for name in BUS} == BUS


def test_the_map_begins_at_the_point_and_shows_no_floor_of_the_school(cast: Cast) -> None:
    away, here = opened(cast, cast.dispatcher), opened(cast, cast.dispatcher, title="Smoke")

    shown = page(cast.dispatcher, f"/incidents/{away.incident_id}")

    assert '"lon": -98.51' in shown
    assert "plan-building" not in shown
    assert got(cast.dispatcher, f"/rooms/{away.pk}/levels") == []
    assert got(cast.dispatcher, f"/rooms/{away.pk}/gazetteer")["places"] == []
    assert got(cast.dispatcher, f"/rooms/{here.pk}/levels") != []
    assert IncidentFloorplan.objects.filter(incident=away.incident).count() == 0


def test_without_a_point_the_map_begins_at_the_site(cast: Cast) -> None:
    room = opened(cast, cast.dispatcher, place="Bus 12")

    assert room.incident.shown_point() == (cast.site.location.x, cast.site.location.y)
    assert "plan-boundary" in page(cast.dispatcher, f"/incidents/{room.incident_id}")


@pytest.mark.parametrize(
    "said", [{"place_lon": 1.0, "place_lat": 1.0}, {"place": "Bus", "place_lon": 1.0}, {"place": " "}]
)
def test_a_point_is_of_a_place_and_a_place_has_words(cast: Cast, said: dict[str, object]) -> None:
    with pytest.raises(NotTaken):
        opened(cast, cast.dispatcher, **said)


# --- who comes in -----------------------------------------------------------------------------------------------------
def test_the_site_whose_it_is_decides_who_sees_it(cast: Cast) -> None:
    school = make_agency(AgencyKind.SCHOOL, parent=cast.district)
    make_site(cast.district, school=school, name="Other")
    principal = make_member(school, role=MemberRole.ADMINISTRATOR).user
    room = opened(cast, cast.teacher)

    sees = {
        one.pk: incidents_for(one.pk, NOW).exists() for one in (cast.officer, cast.insider, principal, cast.stranger)
    }

    assert sees == {cast.officer.pk: True, cast.insider.pk: True, principal.pk: False, cast.stranger.pk: False}
    with pytest.raises(CoordinationError):
        join(principal, room)
    # Nor may an administrator of another school open one that is this school's.
    with pytest.raises(CoordinationError):
        opened(cast, principal)


def test_no_access_decision_costs_a_query_more(cast: Cast) -> None:
    here, away = opened(cast, cast.insider, title="Smoke"), opened(cast, cast.insider)

    def queries(room: Room) -> int:
        with CaptureQueriesContext(connection) as asked:
            got(cast.insider, f"/incidents/{room.incident_id}")
        return len(asked)

    queries(here)
    assert queries(away) == queries(here)


# --- what of the school stays out -------------------------------------------------------------------------------------
def test_nothing_of_the_school_is_begun_or_reported_for_a_bus(cast: Cast) -> None:
    room = opened(cast, cast.insider)
    level = Level.objects.filter(site=cast.site, building__isnull=False).first()
    assert level is not None
    space_id = Space.objects.filter(floorplan__level=level).values_list("pk", flat=True)[0]
    lockdown: dict[str, Any] = {"action_id": uuid4(), "kind": "lockdown"}

    assert refused(cast.insider, room, "start_response_action", **lockdown) == "site_not_in_incident"
    assert refused(cast.insider, room, "report_room", space_id=space_id, state="ok") == "room_not_at_site"
    marked: dict[str, Any] = {
        "marker_id": uuid4(),
        "kind": "hazard",
        "label": "Fuel",
        "lon": -98.5,
        "lat": 39.8,
        "level_id": level.pk,
    }
    assert refused(cast.insider, room, "place_marker", **marked) == "level_not_at_site"
    assert not ActionInForce.objects.exists()
    # What is said in words is taken, and is no room of a plan, even where a room is called so.
    run(cast.insider, room.pk, "report_room", room="101", state="ok", students=24)
    board = got(cast.insider, f"/rooms/{room.pk}/rooms-to-account-for")
    assert (board["rooms"], board["people"]["staff"]) == ([], 0)
    assert (
        got(cast.insider, f"/rooms/{room.pk}/state")["objects"]["room_reports"].popitem()[1]["room_key"] == "words:101"
    )


def test_what_opens_only_in_an_emergency_opens_for_a_bus_no_building(cast: Cast) -> None:
    """The sheriff sees the room and the roster of a shooting: who is on the bus; not the school's floors."""
    row = make_memorandum(cast.district, cast.strangers, sites=[cast.site.id], grants=[])
    kinds = (TermKind.ROOM_ACCESS, TermKind.ROSTER_ACCESS, TermKind.FLOORPLAN_ACCESS, TermKind.CAMERA_ACCESS)
    for kind in kinds:
        make_widening(row, kind, incident_types=["ACTSHOOT"])

    def held() -> set[TermKind]:
        site = cast.site
        found = standing_at(
            user_id=cast.stranger.pk, district_id=site.district_id, school_id=site.school_id, site_id=site.pk, at=NOW
        )
        return set().union(*(one.grants for one in found))

    away = opened(cast, cast.insider, incident_type="ACTSHOOT", **BUS)
    assert held() == {TermKind.ROOM_ACCESS, TermKind.ROSTER_ACCESS}
    join(cast.stranger, away)
    said = json.loads(LogEntry.objects.get(room=away, event_type="access_widened").content)["event"]["widenings"]
    assert [one["grants"] for one in said] == [["room_access"], ["roster_access"]]
    opened(cast, cast.insider, incident_type="ACTSHOOT")
    assert held() == set(kinds)


# --- it goes on -------------------------------------------------------------------------------------------------------
def test_who_opened_it_and_command_say_where_it_is_now_and_others_do_not(cast: Cast) -> None:
    room = opened(cast, cast.teacher)
    for one in (cast.officer, cast.insider, cast.dispatcher):
        join(one, room)
    on: dict[str, Any] = {"place": "Bus 12, at the hospital", "place_lon": -98.6, "place_lat": 39.9}

    assert refused(cast.officer, room, "change_place", **on) == "not_allowed"
    run(cast.teacher, room.pk, "change_place", **on)
    assert refused(cast.dispatcher, room, "change_place", **on) == "place_unchanged"
    run(cast.dispatcher, room.pk, "change_place", place="Hospital, <b>bay 2</b>")

    (facts,) = got(cast.officer, f"/rooms/{room.pk}/state")["objects"]["incident"].values()
    assert facts["site"] == "Hospital, <b>bay 2</b> · Lincoln High School"
    assert "place_lon" not in facts
    assert "Hospital, &lt;b&gt;bay 2&lt;/b&gt; · Lincoln High School" in page(
        cast.officer, f"/incidents/{room.incident_id}"
    )
    assert "<b>bay 2" not in page(cast.officer, "/")
    before = [json.loads(one.content)["event"]["before"] for one in LogEntry.objects.filter(event_type="place_changed")]
    assert before == [BUS["place"], "Bus 12, at the hospital"]
    read = read_contents(room, audiences=[Audience.EVERYONE], up_to=10_000)
    assert state_from_contents(read)["incident"] == {str(room.incident_id): facts}


def test_an_incident_at_its_site_does_not_move(cast: Cast) -> None:
    room = opened(cast, cast.insider, title="Smoke")

    assert refused(cast.insider, room, "change_place", place="Bus 12") == "incident_at_site"
    assert Incident.objects.get(room=room).place is None


# --- the alarm --------------------------------------------------------------------------------------------------------
def test_a_press_from_the_bus_is_an_alarm_of_its_own_and_begins_nothing_at_the_school(cast: Cast) -> None:
    make_phone(cast.officer)
    bus: dict[str, Any] = {"kind": "active_threat", "place": "Bus 12", "lon": -98.51, "lat": 39.81, "accuracy_m": 8.0}
    first = press(cast.teacher, cast.site, **bus)
    again = press(cast.insider, cast.site, **{**bus, "place": " BUS  12"})
    school = press(cast.insider, cast.site, kind="active_threat")
    other_bus = press(cast.insider, cast.site, **{**bus, "place": "Bus 7"})

    assert first.room_id == again.room_id
    assert len({first.room_id, school.room_id, other_bus.room_id}) == 3
    assert (pressed(first).begins, pressed(school).begins) == (None, "lockdown")
    assert set(ActionInForce.objects.values_list("room_id", flat=True)) == {school.room_id}
    incident = Incident.objects.get(room=first.room_id)
    assert (incident.title, incident.shown_place()) == ("Active threat: Bus 12", "Bus 12 · Lincoln High School")
    assert (incident.place_lon, incident.place_lat) == (-98.51, 39.81)
    alert = alert_of(first)
    assert (alert.place.address, alert.place.door, alert.place.grid_cell) == (None, None, None)
    assert "Inside: Bus 12" in alert.dispatch_text
    assert "39.810000, -98.510000" in alert.dispatch_text
    told = {one.room_id: one for one in Notification.objects.filter(device__user=cast.officer)}
    assert told[first.room_id].title == "Alarm away from school: open it to see where"
    assert "lockdown" not in f"{told[first.room_id].title} {told[first.room_id].body}".lower()
    assert "Bus 12" in told[first.room_id].detail


def test_an_alarm_from_a_bus_is_open_once_whoever_presses_at_once(cast: Cast) -> None:
    press(cast.teacher, cast.site, place="Bus 12")
    one = PanicAlarm.objects.get()

    room = opened(cast, cast.insider)
    with pytest.raises(IntegrityError), transaction.atomic():
        PanicAlarm.objects.create(
            site=one.site,
            room=room,
            place_key="bus 12",
            is_exercise=False,
            is_everyday=one.is_everyday,
            takes_presses=True,
            last_pressed_at=NOW,
        )


def test_an_exercise_on_a_bus_is_never_the_real_alarm(cast: Cast) -> None:
    played = press(cast.teacher, cast.site, is_exercise=True, place="Bus 12")
    real = press(cast.insider, cast.site, place="Bus 12")

    assert played.room_id != real.room_id
    assert "EXERCISE" in alert_of(played).words
    assert "EXERCISE" not in alert_of(real).words


def test_a_press_from_a_bus_that_names_a_room_of_the_school_is_taken_without_it(cast: Cast) -> None:
    """A call for help is never refused for what it says too much."""
    place = alert_of(press(cast.teacher, cast.site, place="Bus 12", space_id=uuid4())).place

    assert (place.place, place.space_id, place.room) == ("Bus 12", None, None)
