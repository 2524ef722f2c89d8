"""Whatever people do in a reunification, it is what a small plain model says: who goes with whom, and a whole sum.

The model knows nothing of tables, entries or vests: a set of children who are released, to whom, and who is held.
"""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordination.errors import CoordinationError
from coordination.incident.reunification.vocabulary import SUMMED
from coordination.reunification.access import desk_for
from coordination.reunification.models import PickUp, Release
from coordination.reunification.rules.machine import STUDENTS
from coordination.reunification.vocabulary import PickUpState, StudentState, StudentStep
from coordination.reunification.work.counting import tally_students, view_operation
from tests.factories.cast import asks, make_cast
from tests.stage.reunification import Reuniting, parent_of, set_reunification
from tests.support.database.undone import undone

T = StudentStep
STUDENTS_IN_IT, NOTED = 3, 3
STEPS = (*(one for one in T if one not in (T.REQUEST, T.RELEASE, T.DECLINE, T.HOLD, T.LIFT_HOLD)),)
NUMBERS = st.integers(1, STUDENTS_IN_IT)
ADULTS = st.sampled_from(("own", "other", "Mallory Mean"))
ACTS = st.one_of(
    st.tuples(st.just("step"), NUMBERS, st.sampled_from(STEPS)),
    st.tuples(st.just("check_in"), NUMBERS, ADULTS),
    st.tuples(st.just("decide"), NUMBERS, st.booleans()),
    st.tuples(st.just("way"), NUMBERS, st.none()),
    st.tuples(st.just("release"), NUMBERS, st.sampled_from(("yes", "no"))),
)


class Plain:
    """What may have happened: whom a second person has cleared, and to whom each child went."""

    def __init__(self) -> None:
        self.cleared: set[tuple[int, str]] = set()
        self.went: dict[int, str] = {}


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, min_size=8, max_size=25))
def test_a_release_is_to_an_adult_who_was_listed_or_cleared_and_the_sum_is_whole(acts: list[Any]) -> None:
    with undone():
        made, plain = set_reunification(make_cast(), students=STUDENTS_IN_IT, noted=[NOTED]), Plain()
        for act, number, what in acts:
            try:
                do_act(made, plain, act, number, what)
            except CoordinationError:
                continue
            finally:
                check_all(made, plain)


def do_act(made: Reuniting, plain: Plain, act: str, number: int, what: Any) -> None:
    if act == "step":
        words = "Said so" if STUDENTS.moves[what].needs else ""
        made.step(made.director, what, number, words=words)
    elif act == "check_in":
        made.check_in(adult_called(number, what), number)
    elif act == "way":
        made.bring_to_family(number)
    elif act == "decide":
        pick_up = PickUp.objects.filter(student=made.student(number)).exclude(state=PickUpState.DONE.value).first()
        if pick_up is not None:
            made.decide(made.director, pick_up, is_cleared=what)
            note_decision(plain, number, pick_up.adult_name, is_cleared=what)
    else:
        pick_up = PickUp.objects.filter(student=made.student(number), state=PickUpState.WAITING.value).first()
        if pick_up is not None:
            made.release(pick_up, is_comfortable=what)
            if what == "yes":
                assert number not in plain.went, "no child goes twice"
                plain.went[number] = pick_up.adult_name
            else:
                plain.cleared.discard((number, pick_up.adult_name))


def note_decision(plain: Plain, number: int, adult: str, *, is_cleared: bool) -> None:
    if is_cleared:
        plain.cleared.add((number, adult))


def adult_called(number: int, what: str) -> str:
    if what == "own":
        return parent_of(number)
    return parent_of(number % STUDENTS_IN_IT + 1) if what == "other" else what


def check_all(made: Reuniting, plain: Plain) -> None:
    released = {
        one.student.code: one.pick_up.adult_name for one in Release.objects.select_related("student", "pick_up")
    }
    assert released == {made.code(number): adult for number, adult in plain.went.items()}
    for number, adult in plain.went.items():
        is_listed = adult == parent_of(number) and number != NOTED
        assert is_listed or (number, adult) in plain.cleared
    desk = desk_for(user_id=made.director.pk, operation_id=made.operation_id, at=asks(made.director).at)
    counted, log = tally_students(desk).groups, made.counts().equation()
    assert {one: counted[one] for one in SUMMED} == dict(log.groups)
    assert view_operation(desk).is_whole
    assert not [
        one
        for one in made.operation.students.filter(state=StudentState.RELEASED.value)
        if not Release.objects.filter(student=one).exists()
    ]
