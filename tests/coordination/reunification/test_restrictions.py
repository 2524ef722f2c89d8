"""Restrictions that change meanwhile, an exercise without real texts, the second person."""

from datetime import timedelta

import pytest

from coordination.incident.reunification.errors import NotDirecting, SumDoesNotClose
from coordination.incident.reunification.standing import CLOSING_WAITS
from coordination.models import User
from coordination.reunification.errors import NotCleared, StudentChanged
from coordination.reunification.models import PickUp, PickUpRestriction, Release
from coordination.reunification.rules.given import PickUpDecisionIn
from coordination.reunification.vocabulary import PickUpState, StudentState, StudentStep, WhyAsked
from coordination.reunification.work.pick_ups import decide_pick_up
from coordination.reunification.work.queries import list_changed_restrictions, list_holds
from coordination.room.models import LogEntry
from coordination.rosters.models import CustodyNote
from tests.factories.cast import Cast, asks, make_cast
from tests.factories.mou import NOW
from tests.stage.incident.panic import run
from tests.stage.reunification import (
    ORDER,
    Reuniting,
    lead_law_enforcement,
    office_takes_away,
    office_writes,
    page_of_holds,
    parent_of,
    set_reunification,
)

S, T, P, W = StudentState, StudentStep, PickUpState, WhyAsked


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def made(cast: Cast) -> Reuniting:
    return set_reunification(cast, students=4, noted=[4])


# --- the office changes one -------------------------------------------------------------------------------------------
def test_a_text_that_the_office_writes_now_holds_the_child_at_the_last_table(made: Reuniting) -> None:
    made.assemble(1)
    (pick_up,) = made.check_in(parent_of(1), 1)
    made.bring_to_family(1)
    entries = LogEntry.objects.filter(room=made.room).count()

    office_writes(made, 1)

    pick_up.refresh_from_db()
    assert (pick_up.state, pick_up.why) == (P.HELD.value, W.RESTRICTION.value)
    assert made.student(1).state == S.HELD_CUSTODY_ISSUE.value
    with pytest.raises(NotCleared):
        made.release(pick_up)
    assert (Release.objects.count(), made.counts().equation().is_whole) == (0, True)
    # A hold leaves no trace in the room.
    assert LogEntry.objects.filter(room=made.room).count() == entries
    (hold,) = list_holds(asks(made.director), made.operation_id)
    assert [(one.text, one.came_at is not None) for one in hold.restrictions] == [(ORDER, True)]
    (changed,) = list_changed_restrictions(asks(made.director), made.operation_id)
    assert (changed.code, changed.text) == ("S-0001", ORDER)
    # Once someone has read it, the child goes on their way.
    made.decide(made.director, pick_up, is_cleared=True)
    made.bring_to_family(1)
    made.release(pick_up)


def test_a_text_is_heard_before_anyone_came_and_of_an_adult_who_waits_for_the_bus(made: Reuniting) -> None:
    (waiting,) = made.check_in(parent_of(2), 2)
    office_writes(made, 1)
    office_writes(made, 2)

    waiting.refresh_from_db()
    assert (waiting.state, made.student(2).state) == (P.HELD.value, S.NOT_EVACUATED.value)
    made.assemble(1, 2)
    assert made.student(2).state == S.HELD_CUSTODY_ISSUE.value
    assert made.check_in(parent_of(1), 1)[0].state == P.HELD.value
    # Who has the child already has them; the director reads that the office wrote it.
    made.assemble(3)
    (third,) = made.check_in(parent_of(3), 3)
    made.bring_to_family(3)
    made.release(third)
    office_writes(made, 3)
    assert made.student(3).state == S.RELEASED.value
    assert "S-0003" in {one.code for one in list_changed_restrictions(asks(made.director), made.operation_id)}


def test_a_text_that_is_taken_away_holds_no_one_who_comes_later_and_frees_no_one_by_itself(made: Reuniting) -> None:
    made.assemble(1)
    note = office_writes(made, 1)
    (held,) = made.check_in("Uncle Quick", 1)

    office_takes_away(made, 1, note)

    held.refresh_from_db()
    assert (held.state, made.student(1).state) == (P.HELD.value, S.HELD_CUSTODY_ISSUE.value)
    (line,) = list_changed_restrictions(asks(made.director), made.operation_id)
    assert line.gone_at is not None
    made.decide(made.director, held, is_cleared=False)
    (parent,) = made.check_in(parent_of(1), 1)
    # Someone was refused before: the director looks, and no text holds.
    assert (parent.state, parent.why) == (P.SUPERVISOR.value, W.ASKED_TWICE.value)


def test_a_closed_operation_hears_nothing(made: Reuniting) -> None:
    made.run(made.director, "close_reunification", reason="One")
    made.run(made.cast.dispatcher, "close_reunification", reason="Two")
    office_writes(made, 1)
    assert not PickUpRestriction.objects.filter(student__code="S-0001").exists()


def test_what_changed_is_read_by_who_decides_on_holds_alone(made: Reuniting) -> None:
    office_writes(made, 1)
    assert ORDER in page_of_holds(made, made.director)
    assert ORDER in page_of_holds(made, lead_law_enforcement(made))
    for who in (made.greeter, made.reunifier, made.accountant, made.cast.dispatcher):
        assert ORDER not in page_of_holds(made, who)


# --- an exercise ------------------------------------------------------------------------------------------------------
def test_an_exercise_has_that_there_is_a_restriction_and_not_what_it_says(cast: Cast) -> None:
    made = set_reunification(cast, students=4, noted=[4], is_exercise=True)
    office_writes(made, 1)
    assert set(PickUpRestriction.objects.values_list("text", "by_name")) == {("", "")}

    made.assemble(4)
    assert made.check_in(parent_of(4), 4)[0].state == P.HELD.value
    shown = page_of_holds(made, made.director)
    assert "Its text is not shown" in shown
    assert ORDER not in shown
    assert "Allowed: anyone." not in shown
    assert CustodyNote.objects.count() == 2


# --- the second person ------------------------------------------------------------------------------------------------
def close(made: Reuniting, who: User, after: timedelta) -> object:
    said = {"operation_id": made.operation_id, "reason": "They are at home"}
    return run(who, made.room.pk, "close_reunification", at=NOW + after, **said)


def test_a_closing_waits_a_quarter_of_an_hour_for_its_second_person(made: Reuniting) -> None:
    close(made, made.director, timedelta())
    with pytest.raises(SumDoesNotClose):
        close(made, made.director, CLOSING_WAITS - timedelta(seconds=1))
    # Too late, and no director: it is as if no one had asked.
    with pytest.raises(NotDirecting):
        close(made, made.cast.dispatcher, CLOSING_WAITS)
    assert made.counts().state == "open"

    close(made, made.director, CLOSING_WAITS + timedelta(minutes=1))
    assert made.counts().state == "open"
    close(made, made.cast.dispatcher, CLOSING_WAITS + timedelta(minutes=2))
    assert made.counts().state == "closed"
    assert PickUp.objects.count() == 0


def test_who_clears_an_adult_has_read_the_newest_text(made: Reuniting) -> None:
    office_writes(made, 1)
    (held,) = made.check_in(parent_of(1), 1)
    read = max(one.pk for one in PickUpRestriction.objects.filter(student=held.student))
    office_writes(made, 1, "By order of the court neither parent.")
    stale = PickUpDecisionIn(is_cleared=True, words="Read the order.", newest_text=read)

    with pytest.raises(StudentChanged):
        decide_pick_up(asks(made.director), made.operation_id, held.pk, stale)
    held.refresh_from_db()
    assert held.state == P.HELD

    (line,) = list_holds(asks(made.director), made.operation_id)
    again = PickUpDecisionIn(is_cleared=True, words="Read both.", newest_text=line.newest_text)
    decide_pick_up(asks(made.director), made.operation_id, held.pk, again)
    held.refresh_from_db()
    assert held.state == P.WAITING
