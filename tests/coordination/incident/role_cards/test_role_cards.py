"""Role cards in an incident: who holds a role ticks its steps, deputies step in, and command reads what is open."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from coordination.errors import CoordinationError, IncidentClosed
from coordination.incident.role_cards.capability import RoleTick
from coordination.incident.role_cards.errors import (
    DoesNotStandAside,
    RoleNotHeld,
    RoleOfMany,
    RoleStepNotFound,
    StandsAsideAlready,
    StepNotTicked,
    StepTickedAlready,
)
from coordination.incident.role_cards.holding import roles_now
from coordination.incident.staff_roles import actions as office
from coordination.incident.staff_roles.vocabulary import NamedBy, StaffRole
from coordination.incident.staff_roles.wire import CardStepIn, NamedForRoleIn, RoleCardIn
from coordination.models import User
from coordination.room.models import LogEntry, Participant, Room
from coordination.room.reading.state import state_now
from coordination.vocabulary import Audience
from mou.agreements.memoranda import terminate_memorandum
from mou.models import AgencyMember, Term
from mou.vocabulary import OPERATOR, MemberRole, TermKind
from push.models import Recipient
from tests.factories.cast import Cast, incident_of, join, make_cast, open_room
from tests.factories.mou import NOW, make_member, make_user
from tests.factories.practice.training import make_sro
from tests.factories.push import make_device
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)
CUSTODIAN, PRINCIPAL, TEACHER = "custodian", "principal", "teacher"
# Of the proposed card of the custodian: "Gas shut-off."
GAS = 6


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def room(cast: Cast) -> Room:
    found = open_room(cast)
    for one in (cast.teacher, cast.officer, cast.dispatcher):
        join(one, found)
    return found


def name_people(cast: Cast, role: str, *users: User, by: User | None = None) -> None:
    members = [AgencyMember.objects.get(user=one, ended_at=None) for one in users]
    given = NamedForRoleIn.model_validate({"people": [{"member_id": one.pk} for one in members]})
    office.name_for_role(
        user_id=(by or cast.insider).pk, agency_id=cast.school.pk, role=StaffRole(role), given=given, at=NOW
    )


def new_staff(cast: Cast, title: str = "", role: MemberRole = MemberRole.STAFF) -> User:
    user = make_user(home=cast.school)
    make_member(cast.school, user=user, role=role, title=title)
    return user


def ticks(room: Room) -> dict[tuple[str, int], RoleTick]:
    room.refresh_from_db()
    found = state_now(room, audiences=list(Audience)).of(RoleTick).values()
    return {(one.role.value, one.step): one for one in found}


def refused(user: User, room: Room, word: str, error: type[CoordinationError], **fields: Any) -> None:
    before = LogEntry.objects.filter(room=room).count()
    with pytest.raises(error):
        run(user, room.id, word, **fields)
    assert LogEntry.objects.filter(room=room).count() == before


def holder(room: Room, role: str, at: Any = NOW) -> int | None:
    held = roles_now(incident_of(room), room.pk, incident_of(room).site, at)[StaffRole(role)].held
    return held.holder.user_id if held.holder else None


def test_who_holds_a_role_ticks_its_steps_and_no_one_else(cast: Cast, room: Room) -> None:
    name_people(cast, CUSTODIAN, cast.teacher)

    for other in (cast.insider, cast.officer, cast.dispatcher):
        refused(other, room, "tick_role_step", RoleNotHeld, role=CUSTODIAN, step=GAS)
    run(cast.teacher, room.id, "tick_role_step", role=CUSTODIAN, step=GAS)

    tick = ticks(room)[CUSTODIAN, GAS]
    assert (tick.words, tick.role_words, tick.version) == ("Gas shut-off.", "Custodian", "library")
    assert (tick.words_in["es"], tick.role_words_in["es"]) == ("Corte del gas.", "Conserje")
    refused(cast.teacher, room, "tick_role_step", StepTickedAlready, role=CUSTODIAN, step=GAS)
    refused(cast.insider, room, "untick_role_step", RoleNotHeld, role=CUSTODIAN, step=GAS)
    run(cast.teacher, room.id, "untick_role_step", role=CUSTODIAN, step=GAS)
    assert ticks(room) == {}
    refused(cast.teacher, room, "untick_role_step", StepNotTicked, role=CUSTODIAN, step=GAS)
    # What was taken back may be done after all.
    run(cast.teacher, room.id, "tick_role_step", role=CUSTODIAN, step=GAS)
    assert list(ticks(room)) == [(CUSTODIAN, GAS)]


def test_a_step_that_is_not_on_the_card_or_is_for_other_days_is_not_ticked(cast: Cast, room: Room) -> None:
    name_people(cast, CUSTODIAN, cast.teacher)

    refused(cast.teacher, room, "tick_role_step", RoleStepNotFound, role=CUSTODIAN, step=40)
    refused(cast.teacher, room, "tick_role_step", RoleStepNotFound, role=CUSTODIAN, step=1)


def test_nothing_is_ticked_after_the_incident_is_closed(cast: Cast, room: Room) -> None:
    name_people(cast, CUSTODIAN, cast.teacher)
    run(cast.insider, room.id, "claim_command")
    run(cast.insider, room.id, "close_incident", reason="Over")

    refused(cast.teacher, room, "tick_role_step", IncidentClosed, role=CUSTODIAN, step=GAS)


def test_each_teacher_ticks_for_themselves_and_stands_aside_for_no_one(cast: Cast, room: Room) -> None:
    other = new_staff(cast, "Math teacher")
    join(other, room)
    for one in (cast.teacher, other):
        run(one, room.id, "tick_role_step", role=TEACHER, step=9)

    room.refresh_from_db()
    found = state_now(room, audiences=list(Audience)).of(RoleTick)
    assert len(found) == 2
    refused(cast.teacher, room, "stand_aside_from_role", RoleOfMany, role=TEACHER)
    # The officer is no teacher, nor is who administers the school.
    for stranger in (cast.officer, cast.insider):
        refused(stranger, room, "tick_role_step", RoleNotHeld, role=TEACHER, step=9)


def test_a_deputy_steps_in_late_or_when_the_holder_says_so_and_steps_back(cast: Cast, room: Room) -> None:
    principal = new_staff(cast, "Principal")
    name_people(cast, PRINCIPAL, principal, cast.teacher)
    run(cast.teacher, room.id, "stand_aside_from_role", role=PRINCIPAL)
    # With no device the first is not awaited, and the second has said that they cannot.
    assert holder(room, PRINCIPAL) is None
    run(cast.teacher, room.id, "return_to_role", role=PRINCIPAL)
    assert holder(room, PRINCIPAL) == cast.teacher.pk
    join(principal, room)
    assert holder(room, PRINCIPAL) == principal.pk
    refused(cast.teacher, room, "tick_role_step", RoleNotHeld, role=PRINCIPAL, step=3)

    run(principal, room.id, "stand_aside_from_role", role=PRINCIPAL)

    assert holder(room, PRINCIPAL) == cast.teacher.pk
    seq = LogEntry.objects.filter(room=room, event_type="role_stood_aside").latest("seq").seq
    told = Recipient.objects.filter(source_key=f"room:{room.pk}:{seq}").values_list("user__username", flat=True)
    assert {cast.teacher.username, cast.insider.username} <= set(told)
    assert not {principal.username, cast.officer.username} & set(told)
    refused(principal, room, "stand_aside_from_role", StandsAsideAlready, role=PRINCIPAL)
    refused(cast.teacher, room, "return_to_role", DoesNotStandAside, role=PRINCIPAL)
    refused(cast.dispatcher, room, "stand_aside_from_role", RoleNotHeld, role=PRINCIPAL)
    run(principal, room.id, "return_to_role", role=PRINCIPAL)
    assert holder(room, PRINCIPAL) == principal.pk


def test_who_has_stood_aside_and_left_the_room_does_not_hold_the_role_again(cast: Cast, room: Room) -> None:
    principal = new_staff(cast, "Principal")
    name_people(cast, PRINCIPAL, principal, cast.teacher)
    make_device(user=principal)
    # Until some minutes have passed, who is reached is awaited.
    assert holder(room, PRINCIPAL) == principal.pk
    join(principal, room)
    run(principal, room.id, "stand_aside_from_role", role=PRINCIPAL)

    Participant.objects.filter(room=room, user=principal).update(left_at=NOW)

    assert holder(room, PRINCIPAL) == cast.teacher.pk


def test_an_officer_holds_a_role_as_long_as_an_agreement_lets_them_in(cast: Cast, room: Room) -> None:
    make_sro(cast.officer_member, cast.district, [cast.site.pk])
    assert holder(room, "sro") == cast.officer.pk
    assert [one["role"] for one in read_roles(cast.officer, room).json()["mine"]] == ["sro"]

    # The assignment outlives the agreement, and so does the row that they joined.
    terminate_memorandum(actor_id=OPERATOR, memorandum_id=cast.agreement.pk, reason="Over.", at=NOW)

    assert holder(room, "sro") is None
    assert roles_now(incident_of(room), room.pk, incident_of(room).site, NOW)[StaffRole.SRO].people == ()


def test_without_names_titles_say_whose_role_it_is_and_administrators_lead(cast: Cast, room: Room) -> None:
    nurse = new_staff(cast, "School nurse")
    now = roles_now(incident_of(room), room.pk, incident_of(room).site, NOW)

    assert [(one.user_id, one.named_by) for one in now[StaffRole.NURSE].people] == [(nurse.pk, NamedBy.TITLE)]
    assert [(one.user_id, one.named_by) for one in now[StaffRole.PRINCIPAL].people] == [
        (cast.insider.pk, NamedBy.ADMINISTERS)
    ]
    assert [(one.user_id, one.named_by) for one in now[StaffRole.TEACHER].people] == [(cast.teacher.pk, NamedBy.STAFF)]
    assert now[StaffRole.CUSTODIAN].people == ()


def test_a_card_is_that_of_the_opening_whatever_is_changed_later(cast: Cast, room: Room) -> None:
    name_people(cast, CUSTODIAN, cast.teacher)
    hostile = '<img src=x onerror="alert(1)"> {role} %s'
    given = RoleCardIn(drawn_from="library", steps=[CardStepIn.model_validate({"phase": "next_ten", "words": hostile})])
    at = NOW + timedelta(seconds=1)
    version = office.change_card(
        user_id=cast.insider.pk, agency_id=cast.school.pk, role=StaffRole.CUSTODIAN, given=given, at=at
    )
    assert version == "school 1"

    run(cast.teacher, room.id, "tick_role_step", role=CUSTODIAN, step=GAS)
    assert ticks(room)[CUSTODIAN, GAS].version == "library"
    later = open_room(cast, at=LATER, is_exercise=True)
    join(cast.teacher, later, at=LATER)
    run(cast.teacher, later.id, "tick_role_step", at=LATER, role=CUSTODIAN, step=1)
    assert (ticks(later)[CUSTODIAN, 1].version, ticks(later)[CUSTODIAN, 1].words) == ("school 1", hostile)
    assert '"exercise":true' in LogEntry.objects.filter(room=later).latest("seq").content


def read_roles(user: User, room: Room) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(f"/api/v1/rooms/{room.pk}/roles")


def test_command_reads_all_roles_names_only_by_agreement_and_others_their_own(cast: Cast, room: Room) -> None:
    name_people(cast, CUSTODIAN, cast.teacher)
    Term.objects.filter(clause__version__memorandum__agency=cast.dispatch, kind=TermKind.ROSTER_ACCESS.value).delete()

    teacher, officer = read_roles(cast.teacher, room).json(), read_roles(cast.officer, room).json()
    assert [(one["role"], one["is_mine"]) for one in teacher["mine"]] == [("custodian", True)]
    assert (teacher["board"], officer["mine"], officer["board"], officer["changes"]) == (None, [], None, False)
    principal, dispatcher = read_roles(cast.insider, room).json(), read_roles(cast.dispatcher, room).json()
    of_principal = {one["role"]: one for one in principal["board"]}
    of_dispatch = {one["role"]: one for one in dispatcher["board"]}
    assert of_principal["custodian"]["holder"] == cast.teacher.shown_name()
    assert (of_dispatch["custodian"]["is_held"], of_dispatch["custodian"]["holder"]) == (True, "")
    assert len(of_dispatch) == len(StaffRole)
    for one in (cast.stranger, cast.former):
        assert read_roles(one, room).status_code == 404


def test_what_is_read_costs_the_same_for_many_people(
    cast: Cast, room: Room, django_assert_max_num_queries: Any
) -> None:
    for n in range(20):
        new_staff(cast, f"Teacher {n}")
    with django_assert_max_num_queries(11):
        roles_now(incident_of(room), room.pk, incident_of(room).site, NOW)


def test_two_ticks_of_one_step_at_once_are_one(cast: Cast, room: Room) -> None:
    name_people(cast, CUSTODIAN, cast.teacher)
    same = uuid4()

    first = run(cast.teacher, room.id, "tick_role_step", id=same, role=CUSTODIAN, step=GAS)
    again = run(cast.teacher, room.id, "tick_role_step", id=same, role=CUSTODIAN, step=GAS)

    assert first.seq == again.seq
    refused(cast.teacher, room, "tick_role_step", StepTickedAlready, role=CUSTODIAN, step=GAS)
