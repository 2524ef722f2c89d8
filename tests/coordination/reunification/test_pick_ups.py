"""Adults who come for a child: checked in, held, decided, handed over once; ten ways to the wrong adult, which fail."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from coordination.errors import CoordinationError
from coordination.models import User
from coordination.reunification.access import desk_for
from coordination.reunification.errors import (
    ChildNotReady,
    DecidedByTheSame,
    NotCleared,
    NotYourVest,
    OperationNotOpen,
    PickUpDecided,
    PickUpNotFound,
    PickUpTaken,
    StudentNotFound,
    StudentReleased,
)
from coordination.reunification.models import AuthorizedAdult, PickUp, Release, ReunitedStudent
from coordination.reunification.rules.given import CheckInIn, HandOverIn
from coordination.reunification.vocabulary import PickUpState, StudentState, StudentStep, WhyAsked
from coordination.reunification.work.pick_ups import check_in, release_student
from coordination.reunification.work.queries import view_student
from coordination.room.models import LogEntry, Participant
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.cast import Cast, asks, join, make_cast, open_room
from tests.factories.mou import NOW, make_member
from tests.stage.incident.panic import run
from tests.stage.reunification import Reuniting, lead_law_enforcement, parent_of, set_reunification

S, T, P, W = StudentState, StudentStep, PickUpState, WhyAsked


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def made(cast: Cast) -> Reuniting:
    return set_reunification(cast, students=4, noted=[4])


def not_released(error: type[CoordinationError], made: Reuniting, pick_up: PickUp, by: User | None = None) -> None:
    before = (made.counts(), Release.objects.count(), list(ReunitedStudent.objects.order_by("pk").values()))
    with pytest.raises(error):
        made.release(pick_up, by=by)
    after = (made.counts(), Release.objects.count(), list(ReunitedStudent.objects.order_by("pk").values()))
    assert after == before


def test_a_child_goes_home_with_the_adult_whom_the_roster_lists(made: Reuniting) -> None:
    made.assemble(1, 2)
    (pick_up,) = made.check_in(parent_of(1), 1)
    assert (pick_up.state, made.student(1).state) == (P.WAITING.value, S.REQUESTED.value)
    made.bring_to_family(1)

    made.release(pick_up)

    row = Release.objects.get()
    assert (row.student.code, row.initials, row.by, row.at) == ("S-0001", "RB", made.reunifier, NOW)
    assert (made.counts().reunited, made.counts().here, made.counts().equation().is_whole) == (1, 1, True)
    pick_up.refresh_from_db()
    assert pick_up.state == P.DONE.value


def test_siblings_on_one_card_and_a_child_who_has_not_arrived(made: Reuniting) -> None:
    made.assemble(1)
    one, two = made.check_in(parent_of(1), 1, 2)

    # The roster lists the adult for one of them only: the director decides on the other.
    assert (one.state, two.state, two.why) == (P.WAITING.value, P.SUPERVISOR.value, W.NOT_LISTED.value)
    made.decide(made.director, two, is_cleared=True)
    assert made.student(2).state == S.NOT_EVACUATED.value
    # Once the child is there, they are asked for.
    made.step(made.accountant, T.ARRIVE, 2)
    assert made.student(2).state == S.REQUESTED.value


def test_adults_of_one_name_with_two_phones_make_no_siblings(made: Reuniting) -> None:
    AuthorizedAdult.objects.all().delete()
    for number, phone in ((1, "555-0101"), (2, "555-0101"), (3, "555-0202"), (4, "")):
        AuthorizedAdult.objects.create(student=made.student(number), name="Maria Garcia", phone=phone)

    view = view_student(desk_for(user_id=made.greeter.pk, operation_id=made.operation_id, at=NOW), made.code(1))

    # Without a phone nothing tells them apart.
    assert [one.code for one in view.siblings] == [made.code(2), made.code(4)]


def test_a_card_that_is_sent_twice_counts_once_and_says_the_same(made: Reuniting) -> None:
    made.assemble(1)
    card = uuid4()

    first, again = (made.check_in(parent_of(1), 1, card_id=card) for _ in range(2))

    assert [one.pk for one in first] == [one.pk for one in again]


# --- ten ways to the wrong adult --------------------------------------------------------------------------------------
def test_1_to_an_adult_whom_no_list_has(made: Reuniting) -> None:
    made.assemble(1)
    (pick_up,) = made.check_in("Mallory Mean", 1)

    assert (pick_up.state, pick_up.why) == (P.SUPERVISOR.value, W.NOT_LISTED.value)
    assert made.student(1).state == S.IN_ASSEMBLY.value
    with pytest.raises(ChildNotReady):
        made.step(made.reunifier, T.PULL, 1)
    not_released(NotCleared, made, pick_up)


def test_2_without_a_photo_id(made: Reuniting) -> None:
    made.assemble(1)
    (pick_up,) = made.check_in(parent_of(1), 1, id_kind="none")

    assert (pick_up.state, pick_up.why) == (P.SUPERVISOR.value, W.NO_PHOTO_ID.value)
    not_released(NotCleared, made, pick_up)


def test_3_a_text_is_a_hold_whatever_it_says_and_the_queue_does_not_know(made: Reuniting) -> None:
    made.assemble(1, 4)
    entries = LogEntry.objects.filter(room=made.room).count()
    (pick_up,) = made.check_in(parent_of(4), 4)

    # The note says "Allowed: anyone." No program reads it.
    assert (pick_up.state, made.student(4).state) == (P.HELD.value, S.HELD_CUSTODY_ISSUE.value)
    assert LogEntry.objects.filter(room=made.room).count() == entries
    assert made.counts().here == 2
    not_released(NotCleared, made, pick_up)
    for who in (made.greeter, made.reunifier, made.accountant):
        with pytest.raises(PickUpNotFound):
            made.decide(who, pick_up, is_cleared=True)
    # A colleague's act on a held child is refused in the words of any child who is not ready.
    with pytest.raises(ChildNotReady):
        made.step(made.reunifier, T.PULL, 4)
    made.decide(lead_law_enforcement(made), pick_up, is_cleared=True)
    assert made.student(4).state == S.REQUESTED.value


def test_4_to_the_second_adult_while_the_first_is_held(made: Reuniting) -> None:
    made.assemble(4)
    (held,) = made.check_in("Uncle Quick", 4)
    (second,) = made.check_in(parent_of(4), 4)
    assert (held.state, second.state) == (P.HELD.value, P.HELD.value)

    made.decide(made.director, held, is_cleared=False)

    assert made.student(4).state == S.HELD_CUSTODY_ISSUE.value
    made.decide(made.director, second, is_cleared=True)
    made.bring_to_family(4)
    not_released(NotCleared, made, held)
    made.release(second)
    assert made.released() == 1


def test_5_by_a_person_who_checks_in_and_clears_by_themselves(made: Reuniting) -> None:
    made.assemble(1)
    (pick_up,) = made.check_in("Mallory Mean", 1, by=made.director)

    with pytest.raises(DecidedByTheSame):
        made.decide(made.director, pick_up, is_cleared=True)
    with pytest.raises(PickUpNotFound):
        made.decide(made.greeter, pick_up, is_cleared=True)


def test_6_by_another_child_s_pick_up(made: Reuniting) -> None:
    made.assemble(1, 2)
    (mine,), (theirs,) = made.check_in(parent_of(1), 1), made.check_in(parent_of(2), 2)
    made.bring_to_family(1)

    # The adult of the second child: it is the second child who would be released, and they are not there.
    not_released(ChildNotReady, made, theirs)
    made.release(mine)
    assert made.student(2).state == S.REQUESTED.value


def test_7_to_a_second_adult_after_the_first_has_the_child(made: Reuniting) -> None:
    made.assemble(1)
    (first,) = made.check_in(parent_of(1), 1)
    (second,) = made.check_in(parent_of(1), 1)
    assert (second.state, second.why) == (P.SUPERVISOR.value, W.ASKED_TWICE.value)
    with pytest.raises(PickUpTaken):
        made.decide(made.director, second, is_cleared=True)
    made.bring_to_family(1)
    made.release(first)

    not_released(StudentReleased, made, first)
    not_released(StudentReleased, made, second)
    with pytest.raises(NotCleared):
        made.decide(made.director, second, is_cleared=True)
    (late,) = made.check_in(parent_of(1), 1)
    assert (late.state, late.why) == (P.SUPERVISOR.value, W.NOT_TO_BE_ASKED.value)


def test_8_by_someone_of_another_agency_or_without_the_vest(made: Reuniting) -> None:
    made.assemble(1)
    (pick_up,) = made.check_in(parent_of(1), 1)
    made.bring_to_family(1)

    for who in (made.cast.officer, made.cast.dispatcher, lead_law_enforcement(made), made.greeter, made.accountant):
        not_released(NotYourVest, made, pick_up, by=who)
    for who in (made.cast.officer, made.reunifier):
        with pytest.raises(NotYourVest):
            made.check_in(parent_of(1), 1, by=who)


def test_9_to_an_adult_with_whom_the_child_does_not_want_to_go(made: Reuniting) -> None:
    made.assemble(1)
    (pick_up,) = made.check_in(parent_of(1), 1)
    made.bring_to_family(1)

    made.release(pick_up, is_comfortable="no")

    pick_up.refresh_from_db()
    assert (pick_up.state, pick_up.why) == (P.SUPERVISOR.value, W.DECLINED.value)
    assert (made.released(), made.student(1).state) == (0, S.DECLINED_BY_STUDENT.value)
    not_released(NotCleared, made, pick_up)


def test_9_nor_to_someone_who_was_refused_and_comes_to_another_table(made: Reuniting) -> None:
    made.assemble(1, 2)
    (pick_up,) = made.check_in(parent_of(1), 1)
    made.bring_to_family(1)
    made.release(pick_up, is_comfortable="no")
    made.decide(made.director, pick_up, is_cleared=False)
    made.step(made.accountant, T.ASSEMBLE, 1)

    (again,) = made.check_in(parent_of(1), 1, by=made.director)

    assert (again.state, again.why) == (P.SUPERVISOR.value, W.ASKED_TWICE.value)
    assert made.student(1).state == S.IN_ASSEMBLY.value
    # A refusal is about one child.
    assert made.check_in(parent_of(2), 2)[0].state == P.WAITING.value


def test_10_in_a_paused_operation_or_by_the_code_of_an_exercise(cast: Cast, made: Reuniting) -> None:
    made.assemble(1)
    (pick_up,) = made.check_in(parent_of(1), 1)
    made.bring_to_family(1)
    made.run(made.director, "pause_reunification", reason="Shots")
    not_released(OperationNotOpen, made, pick_up)
    made.run(made.director, "resume_reunification")
    # A card of an exercise is none of the real one, nor the other way around.
    drill = open_room(cast, is_exercise=True)
    other, place = uuid4(), uuid4()
    run(cast.insider, drill.pk, "open_reunification", operation_id=other, place_id=place, place="Gym")
    run(cast.insider, drill.pk, "give_reunification_role", operation_id=other, role="reunifier")
    card = {"card_id": uuid4(), "adult_name": parent_of(1), "id_kind": "passport", "codes": ["X-0001"]}
    with pytest.raises(StudentNotFound):
        check_in(asks(made.greeter), made.operation_id, CheckInIn.model_validate(card))
    given = HandOverIn.model_validate({"pick_up_id": pick_up.pk, "is_comfortable": "yes", "initials": "X"})
    with pytest.raises(PickUpNotFound):
        release_student(asks(cast.insider), other, given)
    made.release(pick_up)
    assert Release.objects.get().student.operation_id == made.operation_id


# --- what cannot happen twice -----------------------------------------------------------------------------------------
def test_the_database_takes_no_second_release_and_no_second_cleared_adult(made: Reuniting) -> None:
    made.assemble(1)
    (pick_up,) = made.check_in(parent_of(1), 1)
    (second,) = made.check_in(parent_of(1), 1)
    made.bring_to_family(1)
    made.release(pick_up)

    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.create(student=pick_up.student, pick_up=second, initials="M", by=made.director, at=NOW)
    PickUp.objects.filter(pk=pick_up.pk).update(state=P.WAITING.value)
    with pytest.raises(IntegrityError), transaction.atomic():
        PickUp.objects.filter(pk=second.pk).update(state=P.WAITING.value)


def test_a_decision_is_made_once_and_a_cleared_adult_can_still_be_refused(made: Reuniting) -> None:
    made.assemble(1)
    (pick_up,) = made.check_in(parent_of(1), 1)
    made.step(made.reunifier, T.PULL, 1)

    made.decide(made.director, pick_up, is_cleared=False)

    assert made.student(1).state == S.IN_ASSEMBLY.value
    with pytest.raises(PickUpDecided):
        made.decide(made.director, pick_up, is_cleared=True)


def test_a_child_whose_adult_is_held_is_held_on_arrival_as_another_is_asked_for(made: Reuniting) -> None:
    (held,), (free,) = made.check_in("Uncle Quick", 4), made.check_in(parent_of(1), 1)
    assert (held.state, free.state) == (P.HELD.value, P.WAITING.value)

    made.assemble(1, 4)

    assert (made.student(4).state, made.student(1).state) == (S.HELD_CUSTODY_ISSUE.value, S.REQUESTED.value)
    assert (made.counts().here, made.counts().equation().is_whole) == (2, True)
    # An adult who was cleared waits until it is decided on the other.
    made.decide(made.director, held, is_cleared=True)
    made.check_in(parent_of(4), 4)
    not_released(ChildNotReady, made, held)


def test_vests_are_off_once_it_is_closed(made: Reuniting) -> None:
    officer = lead_law_enforcement(made)
    made.run(made.director, "close_reunification", reason="One")
    made.run(made.cast.dispatcher, "close_reunification", reason="Two")

    def desk(user: User) -> tuple[bool, bool]:
        found = desk_for(user_id=user.pk, operation_id=made.operation_id, at=NOW)
        return found.reads_names, found.sees_holds

    assert (desk(officer), desk(made.greeter), desk(made.director)) == ((False, False), (False, False), (True, True))


def test_who_comes_back_for_another_agency_leads_law_enforcement_no_more(made: Reuniting) -> None:
    officer = lead_law_enforcement(made)
    row = Participant.objects.filter(room=made.room, user=officer)

    row.update(agency_kind=AgencyKind.FIRE.value)

    assert not desk_for(user_id=officer.pk, operation_id=made.operation_id, at=NOW).sees_holds
    row.update(agency_kind=AgencyKind.SHERIFF.value)
    assert desk_for(user_id=officer.pk, operation_id=made.operation_id, at=NOW).sees_holds


def test_a_vest_of_another_agency_reads_no_name(made: Reuniting) -> None:
    officer = lead_law_enforcement(made)
    outsider = make_member(made.cast.school, role=MemberRole.STAFF).user
    join(outsider, made.room)

    def desk(user: User) -> tuple[bool, bool]:
        found = desk_for(user_id=user.pk, operation_id=made.operation_id, at=NOW)
        return found.reads_names, found.sees_holds

    assert desk(officer) == (False, True)
    assert desk(made.greeter) == (True, False)
    assert desk(made.director) == (True, True)
    assert desk(outsider) == (False, False)
