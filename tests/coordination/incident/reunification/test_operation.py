"""A reunification in its room: opened, moved, paused and closed; roles; counts without names; in an exercise, too."""

from dataclasses import replace
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest

from coordination.errors import CoordinationError, NotAllowed
from coordination.incident.reunification.errors import (
    NotDirecting,
    ReunificationIsOpen,
    ReunificationPlaceRefused,
    ReunificationRoleHeld,
    ReunificationRoleNotAllowed,
    ReunificationRoleNotFound,
    ReunificationStateRefused,
    SumDoesNotClose,
)
from coordination.incident.reunification.rules import Equation, RoleAsked, may_give
from coordination.incident.reunification.standing import id_of_role
from coordination.incident.reunification.vocabulary import SUMMED, ReunificationRole, StudentGroup
from coordination.models import User
from coordination.reunification.access import desk_for
from coordination.reunification.models import Operation
from coordination.reunification.vocabulary import StudentState, StudentStep
from coordination.reunification.work.copying import mix_students
from coordination.reunification.work.counting import view_operation
from coordination.room.models import LogEntry, Participant, Room
from coordination.vocabulary import Audience
from mou.vocabulary import AgencyKind, MemberRole
from push.models import Recipient
from tests.factories.cast import Cast, join, make_cast, open_room
from tests.factories.mou import NOW, make_agency, make_member, make_memorandum
from tests.factories.rosters import QUINCE
from tests.stage.incident.panic import run
from tests.stage.reunification import Reuniting, lead_law_enforcement, parent_of, set_reunification

R, T, G = ReunificationRole, StudentStep, StudentGroup


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def made(cast: Cast) -> Reuniting:
    return set_reunification(cast)


def refused(error: type[CoordinationError], made: Reuniting, who: User, word: str, **fields: Any) -> None:
    before = LogEntry.objects.filter(room=made.room).count()
    with pytest.raises(error):
        made.run(who, word, **fields)
    assert LogEntry.objects.filter(room=made.room).count() == before


def participant_id(room: Room, user: User) -> UUID:
    return Participant.objects.get(room=room, user=user).pk


# --- rules ------------------------------------------------------------------------------------------------------------
def asked(role: ReunificationRole, **known: Any) -> RoleAsked:
    no_one = RoleAsked(role, False, False, False, True, AgencyKind.SCHOOL)
    return replace(no_one, **known)


POLICE: dict[str, Any] = {"taker_is_of_site": False, "taker_kind": AgencyKind.POLICE}


@pytest.mark.parametrize(
    ("role", "known", "may"),
    [
        (R.GREETER, {"is_own": True}, True),
        (R.GREETER, {}, False),
        (R.GREETER, {"by_director": True}, True),
        (R.GREETER, {"is_own": True, **POLICE}, False),
        (R.CHECKER, {"by_director": True, **POLICE}, False),
        (R.COUNSELOR, {"by_director": True, **POLICE}, True),
        (R.COUNSELOR, {"is_own": True, **POLICE}, False),
        (R.DIRECTOR, {"is_own": True}, False),
        (R.DIRECTOR, {"is_own": True, "by_site_command": True}, True),
        (R.DIRECTOR, {"by_director": True}, True),
        (R.DIRECTOR, {"by_director": True, **POLICE}, False),
        (R.LAW_ENFORCEMENT_LEAD, {"by_director": True, **POLICE}, True),
        (R.LAW_ENFORCEMENT_LEAD, {"is_own": True, **POLICE}, False),
        (R.LAW_ENFORCEMENT_LEAD, {"by_director": True}, False),
    ],
)
def test_who_may_have_which_role(role: ReunificationRole, known: dict[str, Any], *, may: bool) -> None:
    assert may_give(asked(role, **known)) is may


def test_the_sum_closes_when_each_student_is_counted_and_resolved() -> None:
    none: dict[StudentGroup, int] = dict.fromkeys(SUMMED, 0)

    assert Equation(5, 1, {**none, G.REUNITED: 3, G.HOSPITAL: 1}).closes
    assert not Equation(5, 1, {**none, G.REUNITED: 3, G.RAN: 1}).closes
    lost = Equation(5, 1, {**none, G.REUNITED: 3})
    assert (lost.is_whole, lost.unresolved, lost.closes) == (False, 0, False)


# --- opened, moved, paused, closed ------------------------------------------------------------------------------------
def test_it_opens_with_the_students_of_the_roster_and_the_room_knows_no_name(made: Reuniting) -> None:
    counts = made.counts()

    assert (counts.enrolled, counts.absent, counts.not_yet_here, counts.here) == (3, 0, 3, 0)
    assert counts.equation().is_whole
    assert counts.roster_at is not None
    made.assemble(1, 2)
    made.step(made.accountant, T.MARK_ABSENT, 3)
    counts = made.counts()
    assert (counts.enrolled, counts.absent, counts.not_yet_here, counts.here) == (3, 1, 0, 2)
    log = list(LogEntry.objects.filter(room=made.room).values_list("content", flat=True))
    assert not any(QUINCE in one for one in log)
    assert any("S-0001" in one for one in log)


def test_command_of_the_school_opens_it_once_and_no_one_else(cast: Cast) -> None:
    made = set_reunification(cast)
    again: dict[str, Any] = {"operation_id": uuid4(), "place_id": uuid4(), "place": "Gym"}

    with pytest.raises(ReunificationIsOpen):
        run(cast.insider, made.room.pk, "open_reunification", **again)
    for who in (cast.teacher, cast.officer):
        with pytest.raises(NotAllowed):
            run(who, made.room.pk, "open_reunification", **again)
    # The dispatcher commands, but is not the school.
    with pytest.raises(NotDirecting):
        run(cast.dispatcher, made.room.pk, "open_reunification", **again)
    # Neither a second room nor a second incident makes a second one of the school; an exercise does not count.
    second = open_room(cast)
    with pytest.raises(ReunificationIsOpen):
        run(cast.insider, second.pk, "open_reunification", **again)
    drill = open_room(cast, is_exercise=True)
    run(cast.insider, drill.pk, "open_reunification", **again)


def test_a_code_says_nothing_of_the_name(made: Reuniting) -> None:
    people = list(range(200))
    mixed = mix_students(people)
    assert sorted(mixed) == people
    assert mixed != people

    drill = open_room(made.cast, is_exercise=True)
    where: dict[str, Any] = {"operation_id": uuid4(), "place_id": uuid4(), "place": "Gym"}
    with patch("coordination.reunification.work.copying.mix_students", lambda people: list(people)[::-1]):
        run(made.director, drill.pk, "open_reunification", **where)
    names = Operation.objects.get(room=drill).students.order_by("code").values_list("given_name", flat=True)
    assert list(names) == sorted(names, reverse=True)
    assert len(set(names)) == 3


def test_an_operation_that_begins_anew_hands_no_child_over_again(made: Reuniting) -> None:
    made.assemble(1, 2)
    (pick_up,) = made.check_in(parent_of(1), 1)
    made.bring_to_family(1)
    made.release(pick_up)
    made.run(made.director, "close_reunification", reason="By mistake")
    made.run(made.cast.dispatcher, "close_reunification", reason="By mistake, too")

    anew: dict[str, Any] = {"operation_id": uuid4(), "place_id": uuid4(), "place": "Gym"}
    run(made.director, made.room.pk, "open_reunification", **anew)

    operation = Operation.objects.get(pk=anew["operation_id"])
    (gone,) = operation.students.filter(state=StudentState.LEFT_BEFORE.value)
    assert gone.roster_person_id == pick_up.student.roster_person_id
    desk = desk_for(user_id=made.director.pk, operation_id=operation.pk, at=NOW)
    assert (desk.stands.reunited, desk.stands.not_yet_here) == (1, 2)
    assert view_operation(desk).is_whole
    # A drill knows nothing of it, nor does another incident.
    drill = open_room(made.cast, is_exercise=True)
    run(made.director, drill.pk, "open_reunification", **{**anew, "operation_id": uuid4(), "place_id": uuid4()})
    assert not Operation.objects.get(room=drill).students.filter(state=StudentState.LEFT_BEFORE.value).exists()


def test_it_moves_to_another_site_and_its_last_one_stays(made: Reuniting) -> None:
    stadium = uuid4()
    refused(ReunificationPlaceRefused, made, made.director, "close_reunification_place", place_id=made.place_id)
    Recipient.objects.all().delete()
    moved = {"place_id": stadium, "place": "Stadium", "instead_of": made.place_id}
    made.run(made.director, "open_reunification_place", **moved)

    # All who are there are told where it is now.
    assert {made.cast.officer.pk, made.greeter.pk} <= set(Recipient.objects.values_list("user_id", flat=True))
    refused(ReunificationPlaceRefused, made, made.director, "close_reunification_place", place_id=stadium)
    refused(ReunificationPlaceRefused, made, made.director, "close_reunification_place", place_id=made.place_id)
    refused(NotDirecting, made, made.greeter, "open_reunification_place", place_id=uuid4(), place="Ours")
    elsewhere = {"place_id": uuid4(), "place": "Foreign", "reunification_site_id": uuid4()}
    refused(ReunificationPlaceRefused, made, made.director, "open_reunification_place", **elsewhere)


def test_it_is_paused_and_goes_on_by_the_director(made: Reuniting) -> None:
    refused(ReunificationStateRefused, made, made.director, "resume_reunification")
    refused(NotDirecting, made, made.cast.officer, "pause_reunification", reason="Shots")
    made.run(made.director, "pause_reunification", reason="Shots near the site")

    refused(ReunificationStateRefused, made, made.director, "pause_reunification", reason="again")
    made.run(made.director, "resume_reunification")
    assert made.counts().state == "open"


def test_closing_needs_a_sum_that_closes_or_two_people_who_say_why(made: Reuniting) -> None:
    refused(SumDoesNotClose, made, made.director, "close_reunification")
    refused(NotDirecting, made, made.greeter, "close_reunification", reason="Done")
    made.run(made.director, "close_reunification", reason="The rest is at home.")
    assert made.counts().state == "open"
    # The same person a second time is no second person; nor is one without a role that commands.
    refused(SumDoesNotClose, made, made.director, "close_reunification", reason="Really")
    refused(NotDirecting, made, made.cast.officer, "close_reunification", reason="Yes")

    made.run(made.cast.dispatcher, "close_reunification", reason="Confirmed by phone.")

    assert made.counts().state == "closed"
    assert made.operation.closed_at is not None
    refused(ReunificationStateRefused, made, made.director, "close_reunification", reason="Again")


def test_a_sum_that_closes_needs_one_person(made: Reuniting) -> None:
    made.step(made.accountant, T.MARK_ABSENT, 1, 2)
    made.step(made.accountant, T.NOTE_LEFT_BEFORE, 3, words="With the mother at ten")

    made.run(made.director, "close_reunification")

    assert made.counts().state == "closed"


def test_an_incident_is_not_closed_while_children_are_handed_over(made: Reuniting) -> None:
    run(made.director, made.room.pk, "claim_command")
    with pytest.raises(ReunificationIsOpen):
        run(made.director, made.room.pk, "close_incident", reason="Over")
    made.step(made.accountant, T.MARK_ABSENT, 1, 2, 3)
    made.run(made.director, "close_reunification")

    run(made.director, made.room.pk, "close_incident", reason="Over")


# --- roles ------------------------------------------------------------------------------------------------------------
def test_roles_are_taken_given_and_handed_over(made: Reuniting) -> None:
    room, cast = made.room, made.cast
    refused(ReunificationRoleHeld, made, made.greeter, "give_reunification_role", role="greeter")
    refused(ReunificationRoleNotAllowed, made, cast.officer, "give_reunification_role", role="checker")
    refused(ReunificationRoleNotAllowed, made, made.greeter, "give_reunification_role", role="director")
    unknown = {"role": "host", "participant_id": uuid4()}
    refused(ReunificationRoleNotFound, made, made.director, "give_reunification_role", **unknown)
    lead_law_enforcement(made)
    reunifier = participant_id(room, made.reunifier)

    made.run(made.director, "give_reunification_role", role="director", participant_id=reunifier)

    made.run(made.reunifier, "pause_reunification", reason="Shift change")
    vest = id_of_role(made.operation_id, R.GREETER, participant_id(room, made.greeter))
    refused(NotDirecting, made, made.accountant, "end_reunification_role", role_id=vest)
    made.run(made.reunifier, "end_reunification_role", role_id=vest)
    refused(ReunificationRoleNotFound, made, made.greeter, "end_reunification_role", role_id=vest)
    directing = id_of_role(made.operation_id, R.DIRECTOR, reunifier)
    refused(ReunificationRoleNotAllowed, made, made.reunifier, "end_reunification_role", role_id=directing)


def test_another_school_with_command_directs_nothing_here(made: Reuniting) -> None:
    neighbor = make_agency(AgencyKind.SCHOOL)
    make_memorandum(made.cast.district, neighbor)
    leader = make_member(neighbor, role=MemberRole.ADMINISTRATOR).user
    join(leader, made.room)

    refused(NotDirecting, made, leader, "pause_reunification", reason="Mine now")
    refused(ReunificationRoleNotAllowed, made, leader, "give_reunification_role", role="director")
    refused(ReunificationRoleNotAllowed, made, leader, "give_reunification_role", role="checker")


# --- exercises --------------------------------------------------------------------------------------------------------
def test_an_exercise_is_marked_in_every_code_and_entry(cast: Cast) -> None:
    made = set_reunification(cast, is_exercise=True)
    made.assemble(1)

    assert made.code(1) == "X-0001"
    assert made.operation.is_exercise
    entries = LogEntry.objects.filter(room=made.room, event_type__startswith="reunification")
    assert entries
    assert all('"exercise":true' in one.content for one in entries)
    assert {one.audience for one in entries} == {Audience.EVERYONE.value}
