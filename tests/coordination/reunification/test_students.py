"""Students of a reunification: states and steps, groups, who may; the machine and the matching by themselves."""

from typing import Any
from uuid import uuid4

import pytest

from coordination.errors import CoordinationError
from coordination.incident.reunification.vocabulary import ReunificationRole, StudentGroup
from coordination.reunification.access import desk_for
from coordination.reunification.errors import (
    ChildNotReady,
    NotYourVest,
    OperationNotFound,
    OperationNotOpen,
    StudentChanged,
    StudentIsAbsent,
    StudentNotFound,
    StudentNotHere,
    WordsLacking,
)
from coordination.reunification.models import ReunitedStudent, StudentChange
from coordination.reunification.rules.given import StudentAddedIn, StudentsOfClassIn
from coordination.reunification.rules.groups import group_of, may_step, shown_state
from coordination.reunification.rules.machine import STUDENTS
from coordination.reunification.rules.matching import AskedFor, is_listed, judge_pick_up, plain_name
from coordination.reunification.vocabulary import IdKind, PickUpState, StudentState, StudentStep, WhyAsked
from coordination.reunification.work.moving import Told as StepTold
from coordination.reunification.work.moving import add_student, move_students, step_class
from tests.factories.cast import Cast, asks, make_cast
from tests.stage.reunification import Reuniting, set_reunification

S, T, G, R, P, W = StudentState, StudentStep, StudentGroup, ReunificationRole, PickUpState, WhyAsked


# --- rules ------------------------------------------------------------------------------------------------------------
def test_every_state_has_a_group_and_only_a_confirmed_place_resolves_who_left_on_their_own() -> None:
    assert {one: group_of(one).is_resolved for one in S if one is not S.SELF_EVACUATED} == {
        one: STUDENTS.is_end(one) for one in S if one is not S.SELF_EVACUATED
    }
    assert (group_of(S.SELF_EVACUATED), group_of(S.SELF_EVACUATED, is_confirmed=True)) == (G.RAN, G.ELSEWHERE)


def test_a_hold_looks_like_any_child_who_is_asked_for() -> None:
    assert shown_state(S.HELD_CUSTODY_ISSUE, sees_holds=False) is S.REQUESTED
    assert shown_state(S.HELD_CUSTODY_ISSUE, sees_holds=True) is S.HELD_CUSTODY_ISSUE
    assert group_of(S.HELD_CUSTODY_ISSUE) is group_of(S.REQUESTED)
    refusals = {type(STUDENTS.refusal_of(one, T.PULL)) for one in (S.HELD_CUSTODY_ISSUE, S.IN_ASSEMBLY)}
    assert refusals == {ChildNotReady}


def test_a_child_is_released_from_one_state_and_held_children_are_released_by_no_step() -> None:
    assert set(STUDENTS.moves[T.RELEASE].leads) == {S.AT_REUNIFICATION}
    assert not [step for step in STUDENTS.steps_from(S.RELEASED) if step is not T.NOTIFY_DEATH]
    from_hold = {STUDENTS.next_state(S.HELD_CUSTODY_ISSUE, one) for one in STUDENTS.steps_from(S.HELD_CUSTODY_ISSUE)}
    assert not from_hold & {S.RELEASED, S.SELF_RELEASED, S.REQUESTED, S.PULLED, S.AT_REUNIFICATION}


@pytest.mark.parametrize("step", [T.REQUEST, T.RELEASE, T.DECLINE, T.HOLD, T.LIFT_HOLD])
def test_what_follows_from_an_act_is_no_step_by_itself(step: StudentStep) -> None:
    assert not may_step(step, frozenset(R))


def test_a_vest_says_which_steps() -> None:
    assert may_step(T.ARRIVE, frozenset({R.TRANSPORT}))
    assert not may_step(T.ARRIVE, frozenset({R.GREETER}))
    assert not may_step(T.NOTIFY_DEATH, frozenset(R) - {R.DIRECTOR})
    assert may_step(T.NOTIFY_DEATH, frozenset({R.DIRECTOR}))


@pytest.mark.parametrize(
    ("adult", "listed", "is_one"),
    [
        ("Maria Nuñez", ["María Nunez"], True),
        ("NUNEZ, MARIA", ["María Núñez"], True),
        ("Maria Nunez-Lopez", ["Maria Nunez"], False),
        ("Maria", ["Maria Nunez"], False),
        ("", [""], False),
        ("...", ["..."], False),
    ],
)
def test_a_name_is_listed_with_all_its_words_and_no_other(adult: str, listed: list[str], *, is_one: bool) -> None:
    assert is_listed(adult, listed) is is_one


def test_names_are_compared_plainly() -> None:
    assert plain_name("  O-Brien,  Zoë ") == "brien o zoe"


def judged(**known: Any) -> tuple[PickUpState, WhyAsked | None]:
    facts: dict[str, Any] = {"adult": "Ann Lee", "id_kind": IdKind.PASSPORT, "authorized": ("Ann Lee",)}
    return judge_pick_up(
        AskedFor(**{**facts, "restrictions": 0, "state": S.IN_ASSEMBLY, "has_other_adult": False, **known})
    )


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, (P.WAITING, None)),
        ({"restrictions": 1}, (P.HELD, W.RESTRICTION)),
        ({"restrictions": 1, "state": S.RELEASED, "id_kind": IdKind.NONE}, (P.HELD, W.RESTRICTION)),
        ({"id_kind": IdKind.NONE}, (P.SUPERVISOR, W.NO_PHOTO_ID)),
        ({"authorized": ()}, (P.SUPERVISOR, W.NOT_LISTED)),
        ({"has_other_adult": True}, (P.SUPERVISOR, W.ASKED_TWICE)),
        ({"state": S.RELEASED}, (P.SUPERVISOR, W.NOT_TO_BE_ASKED)),
        ({"state": S.DECEASED_NOTIFICATION}, (P.SUPERVISOR, W.NOT_TO_BE_ASKED)),
        ({"state": S.MISSING}, (P.SUPERVISOR, W.NOT_TO_BE_ASKED)),
        ({"state": S.NOT_EVACUATED}, (P.WAITING, None)),
    ],
)
def test_what_becomes_of_a_pick_up(known: dict[str, Any], expected: tuple[PickUpState, WhyAsked | None]) -> None:
    assert judged(**known) == expected


# --- in an operation --------------------------------------------------------------------------------------------------
@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def made(cast: Cast) -> Reuniting:
    return set_reunification(cast, students=4)


def refused(error: type[CoordinationError], made: Reuniting, *step: Any, **fields: Any) -> None:
    before = (made.counts(), list(ReunitedStudent.objects.order_by("pk").values()), StudentChange.objects.count())
    with pytest.raises(error):
        made.step(*step, **fields)
    after = (made.counts(), list(ReunitedStudent.objects.order_by("pk").values()), StudentChange.objects.count())
    assert after == before


def test_children_come_by_bus_with_a_manifest_and_are_seated(made: Reuniting) -> None:
    made.step(made.accountant, T.BOARD, 1, 2, bus="12")
    given = StudentsOfClassIn.model_validate({"of_bus": "12", "step": "arrive"})

    assert step_class(asks(made.accountant), made.operation_id, given) == 2

    assert {made.student(one).state for one in (1, 2)} == {S.ARRIVED.value}
    assert (made.counts().here, made.counts().not_yet_here) == (2, 2)
    trail = StudentChange.objects.filter(student__code="S-0001").order_by("id")
    assert [(one.before, one.after) for one in trail] == [("not_evacuated", "in_transit"), ("in_transit", "arrived")]
    assert {one.by_name for one in trail} == {made.accountant.shown_name()}
    assert {one.place_id for one in trail} == {made.place_id}
    whole = StudentsOfClassIn.model_validate({"homeroom": "Algebra I", "step": "assemble"})
    assert step_class(asks(made.accountant), made.operation_id, whole) == 4
    with pytest.raises(StudentNotFound):
        step_class(asks(made.accountant), made.operation_id, StudentsOfClassIn.model_validate({"step": "arrive"}))


def test_a_child_who_ran_is_resolved_once_it_is_confirmed_where_they_are(made: Reuniting) -> None:
    refused(WordsLacking, made, made.greeter, T.REPORT_RUN, 1)
    made.step(made.greeter, T.REPORT_RUN, 1, words="At the library with a neighbor")

    assert (made.counts().ran, made.counts().equation().unresolved) == (1, 4)
    refused(NotYourVest, made, made.greeter, T.CONFIRM_RUN, 1, words="Seen")
    made.step(made.accountant, T.CONFIRM_RUN, 1, words="Officer Lane spoke to her")
    assert (made.counts().ran, made.counts().elsewhere, made.counts().equation().unresolved) == (0, 1, 3)
    # Who comes after all is counted once.
    made.step(made.accountant, T.ARRIVE, 1)
    assert (made.counts().elsewhere, made.counts().here) == (0, 1)
    assert made.counts().equation().is_whole


def test_absences_leave_the_sum_and_come_back(made: Reuniting) -> None:
    made.step(made.accountant, T.MARK_ABSENT, 1, 2)
    assert (made.counts().absent, made.counts().equation().expected) == (2, 2)

    refused(StudentIsAbsent, made, made.accountant, T.ARRIVE, 1)
    made.step(made.accountant, T.MARK_PRESENT, 1)
    assert (made.counts().absent, made.counts().equation().is_whole) == (1, True)


def test_an_unknown_child_is_added_on_the_spot_and_counts(made: Reuniting) -> None:
    given = StudentAddedIn(given_name="Boy, blue jacket")
    child = add_student(asks(made.greeter), made.operation_id, given)

    assert (child.code, child.state) == ("S-0005", S.ARRIVED.value)
    assert (made.counts().enrolled, made.counts().here, made.counts().equation().is_whole) == (5, 1, True)
    # A second of the same name is another child.
    assert add_student(asks(made.greeter), made.operation_id, given).code == "S-0006"
    with pytest.raises(NotYourVest):
        add_student(asks(made.reunifier), made.operation_id, given)


def test_a_step_of_several_is_done_by_all_or_none(made: Reuniting) -> None:
    made.step(made.accountant, T.MARK_ABSENT, 2)

    refused(StudentIsAbsent, made, made.accountant, T.ASSEMBLE, 1, 2, 3)
    refused(StudentNotHere, made, made.reunifier, T.PULL, 1)


def test_what_changed_meanwhile_changes_nothing(made: Reuniting) -> None:
    seen = [made.student(1)]
    made.assemble(1)
    desk = desk_for(user_id=made.accountant.pk, operation_id=made.operation_id, at=asks(made.accountant).at)

    with pytest.raises(StudentChanged):
        move_students(desk, seen, T.ARRIVE, StepTold())


def test_who_has_no_vest_or_is_another_agency_moves_no_one(made: Reuniting) -> None:
    cast = made.cast
    refused(NotYourVest, made, cast.officer, T.ARRIVE, 1)
    refused(NotYourVest, made, cast.dispatcher, T.MARK_MISSING, 1)
    refused(OperationNotFound, made, cast.stranger, T.ARRIVE, 1)
    refused(OperationNotFound, made, cast.former, T.ARRIVE, 1)


def test_nothing_is_done_while_it_is_paused_or_once_it_is_closed(made: Reuniting) -> None:
    made.run(made.director, "pause_reunification", reason="Shots")
    refused(OperationNotOpen, made, made.accountant, T.ARRIVE, 1)
    made.run(made.director, "resume_reunification")
    made.run(made.director, "close_reunification", reason="One")
    made.run(made.cast.dispatcher, "close_reunification", reason="Two")

    refused(OperationNotOpen, made, made.accountant, T.ARRIVE, 1)
    with pytest.raises(OperationNotFound):
        add_student(asks(made.greeter), uuid4(), StudentAddedIn(given_name="X"))
