"""In an incident at several schools each school has its own roles, rooms and reports, as if it were alone in it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point
from django.test import Client

from coordination.console.board import board_rows
from coordination.errors import CoordinationError
from coordination.incident.accountability.capability import RoomReport
from coordination.incident.accountability.my_room import my_room
from coordination.incident.accountability.text_messages.text_reports import Text, take_text
from coordination.incident.agreement_card.queries import agreements_of
from coordination.incident.role_cards.capability import RoleTick
from coordination.incident.role_cards.holding import roles_now
from coordination.incident.staff_roles import actions as office
from coordination.incident.staff_roles.vocabulary import StaffRole
from coordination.incident.staff_roles.wire import NamedForRoleIn
from coordination.models import User
from coordination.room.access import grants_in
from coordination.room.models import Room
from coordination.room.reading.state import state_now
from coordination.room.wire.addressed import Readership, addressed_to_site
from coordination.vocabulary import Audience
from mapping.models import Site
from mou.models import Agency, AgencyMember
from push.vocabulary import DeviceKind
from tests.factories.cast import Cast, join, make_cast, open_room
from tests.factories.mapping import make_plan
from tests.factories.mou import NOW, make_memorandum
from tests.factories.practice.training import make_sro
from tests.factories.push import make_device
from tests.stage.incident.joined_school import Other, joined
from tests.stage.incident.panic import run
from tests.stage.served import session_of

pytestmark = pytest.mark.django_db
CUSTODIAN, PRINCIPAL = "custodian", "principal"
GAS = 6


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    make_plan(cast.site)
    return cast


@pytest.fixture
def other(cast: Cast) -> Other:
    return Other(cast)


@pytest.fixture
def room(cast: Cast, other: Other) -> Room:
    room = open_room(cast, by=cast.dispatcher)
    for one in (cast.officer, cast.insider, cast.teacher):
        join(one, room)
    return joined(cast, other, room)


def name(agency: Agency, role: str, user: User, *, by: User) -> None:
    member = AgencyMember.objects.get(user=user, ended_at=None)
    given = NamedForRoleIn.model_validate({"people": [{"member_id": member.pk}]})
    office.name_for_role(user_id=by.pk, agency_id=agency.pk, role=StaffRole(role), given=given, at=NOW)


def roles_of(user: User, room: Room, site_id: Any = None) -> Any:
    asked = "" if site_id is None else f"?site_id={site_id}"
    address = f"/api/v1/rooms/{room.pk}/roles{asked}"
    return Client().get(address, headers={"X-Session-Token": session_of(user)}).json()


def ticks(room: Room) -> set[tuple[str, object]]:
    found = state_now(Room.objects.get(pk=room.pk), audiences=[Audience.EVERYONE]).of(RoleTick).values()
    return {(one.role_words, one.site_id) for one in found}


def refused(user: User, room: Room, word: str, **fields: Any) -> str:
    with pytest.raises(CoordinationError) as error:
        run(user, room.pk, word, **fields)
    return error.value.code


def test_a_school_that_joined_has_its_own_role_cards_and_ticks(cast: Cast, other: Other, room: Room) -> None:
    name(cast.school, CUSTODIAN, cast.teacher, by=cast.insider)
    name(other.school, CUSTODIAN, other.teacher, by=other.principal)

    run(other.teacher, room.pk, "tick_role_step", role=CUSTODIAN, step=GAS)
    run(cast.teacher, room.pk, "tick_role_step", role=CUSTODIAN, step=GAS)

    assert ticks(room) == {("Custodian", None), ("Custodian (Hill High School)", other.site.pk)}
    (mine,) = roles_of(other.teacher, room)["mine"]
    assert (mine["role"], mine["site_id"], mine["is_mine"]) == (CUSTODIAN, str(other.site.pk), True)
    assert [one["site_id"] for one in roles_of(cast.teacher, room)["mine"]] == [None]
    # Neither holds the other's role: it is of one person at each school.
    run(other.teacher, room.pk, "untick_role_step", role=CUSTODIAN, step=GAS)
    assert refused(other.principal, room, "tick_role_step", role=CUSTODIAN, step=GAS) == "role_not_held"
    assert ticks(room) == {("Custodian", None)}


def test_who_stands_aside_at_one_school_leaves_the_role_of_the_other_alone(
    cast: Cast, other: Other, room: Room
) -> None:
    name(cast.school, CUSTODIAN, cast.teacher, by=cast.insider)
    name(other.school, CUSTODIAN, other.teacher, by=other.principal)

    run(other.teacher, room.pk, "stand_aside_from_role", role=CUSTODIAN)

    assert [roles_of(one, room)["mine"][0]["is_held"] for one in (other.teacher, cast.teacher)] == [False, True]
    run(other.teacher, room.pk, "return_to_role", role=CUSTODIAN)
    assert roles_of(other.teacher, room)["mine"][0]["is_held"]


def test_command_reads_the_board_of_every_school_and_a_joined_leader_of_their_own(
    cast: Cast, other: Other, room: Room
) -> None:
    name(other.school, CUSTODIAN, other.teacher, by=other.principal)

    def board(user: User, site_id: Any = None) -> Any:
        found = roles_of(user, room, site_id)["board"]
        return None if found is None else next(one["holder"] for one in found if one["role"] == CUSTODIAN)

    assert board(cast.dispatcher) == ""
    of_hill = {one["role"]: one["people"] for one in roles_of(cast.dispatcher, room, other.site.pk)["board"]}
    assert of_hill[CUSTODIAN] == 1
    assert board(other.principal) == other.teacher.shown_name()
    # Lincoln's principal commands, and reads what is open at Hill, without names of its people.
    assert board(cast.insider, other.site.pk) == ""
    assert board(other.principal, cast.site.pk) is None
    assert [board(one, other.site.pk) for one in (other.teacher, cast.teacher, cast.officer)] == [None, None, None]
    assert roles_of(cast.dispatcher, room, uuid4())["code"] == "site_not_in_incident"
    run(cast.dispatcher, room.pk, "leave_site", site_id=other.site.pk, reason="He was seen elsewhere.")
    assert roles_of(other.principal, room)["code"] == "not_found"
    assert roles_of(cast.dispatcher, room, other.site.pk)["code"] == "site_not_in_incident"


def test_a_holder_is_awaited_since_their_school_joined(cast: Cast, other: Other, room: Room) -> None:
    name(other.school, CUSTODIAN, other.teacher, by=other.principal)
    room.incident.opened_at = NOW - timedelta(hours=2)

    held = roles_now(room.incident, room.pk, other.site, NOW)[StaffRole(CUSTODIAN)].held

    assert held.holder is not None
    assert held.holder.user_id == other.teacher.pk


def test_the_officer_of_a_joined_school_holds_the_role_there(cast: Cast, other: Other, room: Room) -> None:
    """Their agency has agreements with both schools; they are assigned to one."""
    make_memorandum(other.district, cast.police)
    make_sro(cast.officer_member, other.district, [other.site.pk])

    assert [(one["role"], one["site_id"]) for one in roles_of(cast.officer, room)["mine"]] == [
        ("sro", str(other.site.pk))
    ]
    assert roles_of(other.chief, room)["mine"] == []


def test_ones_own_room_is_of_ones_own_school(cast: Cast, other: Other, room: Room) -> None:
    run(other.teacher, room.pk, "report_room", room="Gym", state="ok", students=1)

    mine = my_room(room, other.site, user_id=other.teacher.pk)

    assert mine is not None
    assert mine.room == "Gym"
    assert my_room(room, other.site, user_id=other.principal.pk) is None


def test_a_text_from_a_joined_school_is_the_report_of_its_room(cast: Cast, other: Other, room: Room) -> None:
    number = "+15550100205"
    make_device(user=other.teacher, kind=DeviceKind.SMS, value=number)

    def reports() -> list[tuple[str, object]]:
        audiences: list[Readership] = [Audience.EVERYONE, addressed_to_site(other.site.pk)]
        found = state_now(Room.objects.get(pk=room.pk), audiences=audiences).of(RoomReport).values()
        return [(one.room, one.site_id) for one in found]

    # At Lincoln alone something was called: no one asks for Hill's rooms.
    run(cast.teacher, room.pk, "start_response_action", action_id=uuid4(), kind="secure")
    take_text(Text("SM1", number, "101 OK 19"), at=NOW)
    assert reports() == []
    run(other.teacher, room.pk, "start_response_action", action_id=uuid4(), kind="hold", site_id=other.site.pk)
    take_text(Text("SM2", number, "101 OK 19"), at=NOW)
    ((said, site_id),) = reports()
    assert said.startswith("101")
    assert site_id == other.site.pk


def test_the_board_of_those_who_watch_counts_the_rooms_that_they_read(cast: Cast, other: Other, room: Room) -> None:
    run(other.teacher, room.pk, "report_room", room="Gym", state="ok", students=1)

    def counts(user: User) -> list[tuple[int, int | None]]:
        rows = board_rows(user.pk, at=NOW)
        return [(one.needs.rooms_reported, one.needs.rooms_total) for one in rows if one.needs is not None]

    assert counts(cast.dispatcher) == [(1, 2)]
    assert counts(other.chief) == [(1, 1)]
    # Police of Lincoln's town have no agreement with Hill.
    assert counts(cast.officer) == [(0, 1)]


def test_the_page_of_a_joined_school_begins_at_that_school(cast: Cast, other: Other, room: Room) -> None:
    Site.objects.filter(pk=other.site.pk).update(location=Point(-90.5, 41.5, srid=4326), boundary=None)

    def begins_there(user: User) -> bool:
        page = Client()
        page.force_login(user)
        return "-90.5" in page.get(f"/incidents/{room.incident_id}").context["base_map"].script

    assert [begins_there(one) for one in (other.teacher, cast.teacher, cast.dispatcher)] == [True, False, False]


def test_agreements_are_those_of_the_school_for_which_one_is_there(cast: Cast, other: Other, room: Room) -> None:
    def partners(user: User) -> set[str]:
        grant = grants_in(room, user_ids=[user.pk], at=NOW)[user.pk]
        return {one.agency for one in agreements_of(grant, NOW).cards}

    assert "Hill Police" in partners(other.principal)
    assert "Fairview Police" not in partners(other.principal)
    assert "Hill Police" not in partners(cast.insider)
