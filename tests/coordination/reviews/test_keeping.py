"""What is written into a review: marks, answers that lead to no one, actions, a sealed report; by whom."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypedDict
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.test import Client

from coordination.drills.evaluation.errors import HotWashAnsweredAlready, HotWashIsClosed
from coordination.drills.exercises.vocabulary import CoreCapability
from coordination.drills.improvement.models import CorrectiveAction
from coordination.drills.improvement.vocabulary import ActionStep, CapabilityElement
from coordination.errors import CoordinationError
from coordination.keeping.vocabulary import DataClass
from coordination.models import User
from coordination.records.retention.incidents import delete_incident
from coordination.records.retention.rules import Days
from coordination.reviews import errors
from coordination.reviews.models import IncidentReview, ReviewAction, ReviewAnswered, ReviewFollowUp, SealedReview
from coordination.reviews.rules.document import DOCUMENT
from coordination.reviews.rules.given import (
    MarkIn,
    ReviewActionIn,
    ReviewActionStepIn,
    ReviewAnswerIn,
    ReviewTextsIn,
)
from coordination.reviews.work.kinds import REVIEW_ACTION_KIND
from coordination.reviews.work.opening import open_reviews
from coordination.reviews.work.queries import wash_summary
from coordination.reviews.work.sealing import seal_review
from coordination.reviews.work.waiting import list_waiting
from coordination.reviews.work.writing import (
    add_action,
    add_mark,
    answer_wash,
    close_wash,
    settle_mark,
    write_texts,
)
from coordination.room.models import Incident
from mou.foundation.waiting import WaitingKind
from tests.coordination.reviews.reviewed import at, lead, make_closed, reviewed
from tests.factories.cast import Cast, make_cast
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db
NOW = at(700)


class Who(TypedDict):
    actor_id: int
    incident_id: UUID
    at: datetime


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def action_in(cast: Cast, **fields: object) -> ReviewActionIn:
    given = {
        "area": "Door 7",
        "words": "Give door 7 a closer.",
        "element": CapabilityElement.EQUIPMENT,
        "capability": CoreCapability.ON_SCENE_SECURITY,
        "agency_id": cast.school.pk,
        "owner_id": cast.teacher.public_id,
        "starts_on": NOW.date(),
        "due_on": NOW.date() + timedelta(days=30),
        **fields,
    }
    return ReviewActionIn.model_validate(given)


ANSWER = ReviewAnswerIn(clarity=4, communication=3, felt_safe=5, went_well="The words were clear.")


# --- follow-up --------------------------------------------------------------------------------------------------------
def test_what_was_marked_in_the_room_is_followed_up_in_the_review(cast: Cast) -> None:
    room = make_closed(cast)
    run(cast.insider, room.pk, "reopen_incident", at=at(650), reason="Once more.")
    run(cast.teacher, room.pk, "mark_follow_up", at=at(660), seq=1, words="Door 7 did not close")
    run(cast.insider, room.pk, "close_incident", at=at(690), reason="Over.")
    open_reviews(NOW)

    (mark,) = ReviewFollowUp.objects.all()
    assert (mark.seq, mark.words, mark.marked_by) == (1, "Door 7 did not close", None)
    settle_mark(actor_id=cast.insider.pk, incident_id=room.incident_id, mark_id=mark.pk, outcome="Mended", at=NOW)
    with pytest.raises(errors.ReviewMarkSettled):
        settle_mark(actor_id=cast.insider.pk, incident_id=room.incident_id, mark_id=mark.pk, outcome="", at=NOW)


def test_words_that_responders_said_among_themselves_stay_in_the_room(cast: Cast) -> None:
    room = make_closed(cast)
    run(cast.insider, room.pk, "reopen_incident", at=at(650), reason="Once more.")
    said = run(cast.officer, room.pk, "post_message", at=at(655), text="Between us.", audience="responders")
    run(cast.officer, room.pk, "mark_follow_up", at=at(660), seq=said.seq, words="Between us, too")
    run(cast.insider, room.pk, "close_incident", at=at(690), reason="Over.")
    open_reviews(NOW)

    (mark,) = ReviewFollowUp.objects.all()
    assert (mark.seq, mark.words) == (said.seq, "")


def test_a_mark_in_the_review_is_of_an_entry_that_is_there(cast: Cast) -> None:
    review = reviewed(cast)
    who: Who = {"actor_id": cast.insider.pk, "incident_id": review.pk, "at": NOW}

    add_mark(given=MarkIn(words="Look at the door", seq=2), **who)

    with pytest.raises(errors.ReviewMarkedAlready):
        add_mark(given=MarkIn(words="Again", seq=2), **who)
    with pytest.raises(errors.BadReview):
        add_mark(given=MarkIn(words="Nothing there", seq=9999), **who)
    with pytest.raises(errors.ReviewMarkNotFound):
        settle_mark(mark_id=uuid4(), outcome="", **who)


# --- who may, and may not ---------------------------------------------------------------------------------------------
def writes(cast: Cast, review: IncidentReview, user: User) -> dict[str, Callable[[], object]]:
    who: Who = {"actor_id": user.pk, "incident_id": review.pk, "at": NOW}
    return {
        "mark": lambda: add_mark(given=MarkIn(words="x"), **who),
        "texts": lambda: write_texts(given=ReviewTextsIn(version=review.version), **who),
        "action": lambda: add_action(given=action_in(cast), **who),
        "close": lambda: close_wash(**who),
        "seal": lambda: seal_review(version=review.version, **who),
    }


@pytest.mark.parametrize("act", ["mark", "texts", "action", "close", "seal"])
def test_only_its_keepers_write_into_a_review(cast: Cast, act: str) -> None:
    review = reviewed(cast)
    lead(cast)

    refused: dict[str, type[CoordinationError]] = {
        "officer": errors.ReviewNotYours,
        "teacher": errors.ReviewNotFound,
        "stranger": errors.ReviewNotFound,
        "former": errors.ReviewNotFound,
    }
    for name, error in refused.items():
        with pytest.raises(error):
            writes(cast, review, getattr(cast, name))[act]()


# --- the hot wash -----------------------------------------------------------------------------------------------------
def test_who_was_there_answers_once_and_is_not_found_again(cast: Cast) -> None:
    review = reviewed(cast)

    answer_wash(actor_id=cast.teacher.pk, incident_id=review.pk, given=ANSWER, at=NOW)

    with pytest.raises(HotWashAnsweredAlready):
        answer_wash(actor_id=cast.teacher.pk, incident_id=review.pk, given=ANSWER, at=NOW)
    for person in (cast.dispatcher, cast.stranger, cast.former):
        with pytest.raises(errors.ReviewNotFound):
            answer_wash(actor_id=person.pk, incident_id=review.pk, given=ANSWER, at=NOW)
    (said,) = review.answers.all()
    assert (said.named_id, said.group) == (None, "school")
    # Of one person nothing is shown, not even after the end.
    close_wash(actor_id=cast.insider.pk, incident_id=review.pk, at=NOW)
    review.refresh_from_db()
    found = wash_summary(review)
    assert (found.answered, found.went_well, found.words_hidden) == (1, [], True)
    with pytest.raises(HotWashIsClosed):
        answer_wash(actor_id=cast.officer.pk, incident_id=review.pk, given=ANSWER, at=NOW)


def test_what_waits_is_the_answer_and_then_the_action_and_costs_one_query(
    cast: Cast, django_assert_num_queries: Callable[[int], object]
) -> None:
    review = reviewed(cast)

    assert [one.kind for one in list_waiting(cast.teacher.pk, NOW)] == [WaitingKind.ANSWER_HOT_WASH]
    answer_wash(actor_id=cast.teacher.pk, incident_id=review.pk, given=ANSWER, at=NOW)
    assert list(list_waiting(cast.teacher.pk, NOW)) == []
    add_action(actor_id=cast.insider.pk, incident_id=review.pk, given=action_in(cast), at=NOW)
    assert [one.kind for one in list_waiting(cast.teacher.pk, NOW)] == [WaitingKind.CARRY_OUT_ACTION]
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert list(list_waiting(cast.stranger.pk, NOW)) == []
    assert ReviewAnswered.objects.count() == 1


# --- actions ----------------------------------------------------------------------------------------------------------
def test_an_action_is_carried_out_by_its_owner_and_stands_in_no_list_of_exercises(cast: Cast) -> None:
    review = reviewed(cast)
    action = add_action(actor_id=cast.insider.pk, incident_id=review.pk, given=action_in(cast), at=NOW)

    done = ReviewActionStepIn(step=ActionStep.FINISH, words="The closer works.")
    with pytest.raises(errors.ReviewActionNotFound):
        REVIEW_ACTION_KIND.take_step(actor_id=cast.officer.pk, thing_id=action.pk, given=done, at=NOW)
    REVIEW_ACTION_KIND.take_step(actor_id=cast.teacher.pk, thing_id=action.pk, given=done, at=NOW)

    assert ReviewAction.objects.get().state == "done"
    assert CorrectiveAction.objects.count() == 0


def test_an_action_is_of_an_agency_that_had_to_do_with_it(cast: Cast) -> None:
    review = reviewed(cast)
    who: Who = {"actor_id": cast.insider.pk, "incident_id": review.pk, "at": NOW}

    with pytest.raises(errors.BadReview):
        add_action(given=action_in(cast, agency_id=cast.strangers.pk, owner_id=None), **who)
    with pytest.raises(errors.ReviewOwnerNotThere):
        add_action(given=action_in(cast, owner_id=cast.officer.public_id), **who)
    with pytest.raises(errors.BadReview):
        add_action(given=action_in(cast, due_on=NOW.date() - timedelta(days=1)), **who)


# --- the report -------------------------------------------------------------------------------------------------------
def test_a_report_is_sealed_and_changes_no_more(cast: Cast) -> None:
    review = reviewed(cast)
    texts = ReviewTextsIn(summary="Someone walked along the fence.", version=review.version)
    review = write_texts(actor_id=cast.insider.pk, incident_id=review.pk, given=texts, at=NOW)
    with pytest.raises(errors.ReviewChanged):
        seal_review(actor_id=cast.insider.pk, incident_id=review.pk, version=review.version - 1, at=NOW)

    sealed = seal_review(actor_id=cast.insider.pk, incident_id=review.pk, version=review.version, at=NOW)

    document = DOCUMENT.validate_json(bytes(sealed.document))
    assert (document.is_exercise, document.number, document.summary) == (False, 1, "Someone walked along the fence.")
    assert bytes(sealed.pdf).startswith(b"%PDF")
    with pytest.raises(DatabaseError), transaction.atomic():
        SealedReview.objects.update(number=7)
    client = Client()
    client.force_login(cast.insider)
    assert client.get(f"/reviews/{review.pk}.pdf").content == bytes(sealed.pdf)
    client.force_login(cast.teacher)
    assert client.get(f"/reviews/{review.pk}.pdf").status_code == 404
    assert Incident.objects.get().is_exercise is False


def test_the_page_takes_what_its_keepers_write(cast: Cast) -> None:
    review = reviewed(cast)
    client = Client()
    client.force_login(cast.insider)

    answer = client.post(f"/reviews/{review.pk}", {"act": "mark", "words": "Look at door 7", "seq": "2"})

    assert answer.status_code == 303
    page = client.get(f"/reviews/{review.pk}").content.decode()
    assert "Look at door 7" in page
    client.force_login(cast.teacher)
    assert client.get(f"/reviews/{review.pk}/hot-wash").status_code == 200
    assert client.post(f"/reviews/{review.pk}", {"act": "mark", "words": "x"}).status_code == 404


def test_no_words_come_back_once_the_incident_is_deleted(cast: Cast) -> None:
    review = reviewed(cast)
    long_after = at(0) + timedelta(days=400)
    delete_incident(review.pk, Days(DataClass.INCIDENTS, 365, None, None, "", None, ""), long_after)
    who: Who = {"actor_id": cast.insider.pk, "incident_id": review.pk, "at": long_after}

    with pytest.raises(errors.BadReview):
        add_mark(given=MarkIn(words="Look at the door"), **who)
    with pytest.raises(errors.BadReview):
        write_texts(given=ReviewTextsIn(version=review.version, summary="Someone said"), **who)

    assert not ReviewFollowUp.objects.exists()
