"""Write into a review: marks, texts of the report, actions; take answers to its hot wash, and close it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from coordination.casework.clocks import day_in
from coordination.drills.evaluation.errors import HotWashAnsweredAlready, HotWashIsClosed
from coordination.drills.evaluation.vocabulary import HotWashGroup, HotWashScale, HotWashState
from coordination.drills.evaluation.work.anonymous import HotWashGiven, answer_columns, write_anew
from coordination.drills.exercises.places import people_of
from coordination.drills.improvement.vocabulary import ActionAct
from coordination.reviews.access import OF_SCHOOLS, review_asked, review_to_keep
from coordination.reviews.errors import (
    BadReview,
    ReviewChanged,
    ReviewMarkedAlready,
    ReviewMarkNotFound,
    ReviewMarkSettled,
    ReviewOwnerNotThere,
)
from coordination.reviews.models import IncidentReview, ReviewAction, ReviewAnswer, ReviewFollowUp
from coordination.reviews.rules.figures import FIGURES
from coordination.reviews.rules.given import MarkIn, ReviewActionIn, ReviewAnswerIn, ReviewTextsIn
from coordination.room.models import Incident, Participant
from mou.foundation.labelled import Reason
from mou.foundation.labelled import gettext_noop as _
from mou.models import Agency

MOST_ACTIONS = 200
MOST_MARKS = 500


# --- marks ------------------------------------------------------------------------------------------------------------
def add_mark(*, actor_id: int, incident_id: UUID, given: MarkIn, at: datetime) -> ReviewFollowUp:
    """Mark that something needs follow-up. Locks the review. Durable.

    Raises: ReviewNotFound, ReviewNotYours. BadReview: the log has no such entry. ReviewMarkedAlready.
    """
    with transaction.atomic(durable=True):
        review = review_to_keep(user_id=actor_id, incident_id=incident_id, at=at)
        _require_incident(review)
        if given.seq is not None:
            if given.seq > FIGURES.validate_python(review.figures).entries:
                raise BadReview(Reason(_("The log has no such entry.")), pointer="/seq")
            if review.follow_ups.filter(seq=given.seq).exists():
                raise ReviewMarkedAlready(pointer="/seq")
        if review.follow_ups.count() >= MOST_MARKS:
            raise BadReview(Reason(_("A review has at most 500 marks.")), pointer="/words")
        return ReviewFollowUp.objects.create(
            review=review, seq=given.seq, words=given.words, marked_at=at, marked_by_id=actor_id
        )


def settle_mark(*, actor_id: int, incident_id: UUID, mark_id: UUID, outcome: str, at: datetime) -> None:
    """Say what came of a mark. Locks the review. Durable.

    Raises: ReviewNotFound, ReviewNotYours, ReviewMarkNotFound, ReviewMarkSettled.
    """
    with transaction.atomic(durable=True):
        review = review_to_keep(user_id=actor_id, incident_id=incident_id, at=at)
        _require_incident(review)
        mark = review.follow_ups.filter(pk=mark_id).first()
        if mark is None:
            raise ReviewMarkNotFound
        if mark.settled_at is not None:
            raise ReviewMarkSettled
        mark.settled_at, mark.settled_by_id, mark.outcome = at, actor_id, outcome
        mark.save(update_fields=["settled_at", "settled_by", "outcome"])


# --- texts ------------------------------------------------------------------------------------------------------------
def write_texts(*, actor_id: int, incident_id: UUID, given: ReviewTextsIn, at: datetime) -> IncidentReview:
    """Write the texts of the report. Locks the review. Durable.

    Raises: ReviewNotFound, ReviewNotYours, ReviewChanged.
    """
    with transaction.atomic(durable=True):
        review = review_to_keep(user_id=actor_id, incident_id=incident_id, at=at)
        _require_incident(review)
        check_version(review, given.version)
        review.summary, review.went_well, review.to_improve = given.summary, given.went_well, given.to_improve
        review.version += 1
        review.save(update_fields=["summary", "went_well", "to_improve", "version"])
    return review


def _require_incident(review: IncidentReview) -> None:
    """Refuse words about an incident that was deleted with all that was said of it."""
    if not Incident.objects.filter(pk=review.pk).exists():
        raise BadReview(Reason(_("The incident was deleted, and all words about it. Actions and sealed reports stay.")))


def check_version(review: IncidentReview, version: int) -> None:
    """Raises: ReviewChanged: another person has written since."""
    if review.version != version:
        raise ReviewChanged


# --- actions ----------------------------------------------------------------------------------------------------------
def add_action(*, actor_id: int, incident_id: UUID, given: ReviewActionIn, at: datetime) -> ReviewAction:
    """Write what is changed after an incident. Locks the review. Durable.

    Raises: ReviewNotFound, ReviewNotYours. BadReview, ReviewOwnerNotThere: the pointer names the field.
    """
    if given.due_on < given.starts_on:
        raise BadReview(Reason(_("It is due after it starts.")), pointer="/due_on")
    with transaction.atomic(durable=True):
        review = review_to_keep(user_id=actor_id, incident_id=incident_id, at=at)
        if not agencies_to_choose(review).filter(pk=given.agency_id).exists():
            raise BadReview(Reason(_("Choose an agency that took part.")), pointer="/agency_id")
        owner = None
        if given.owner_id is not None:
            owner = people_of(given.agency_id, at).filter(public_id=given.owner_id).first()
            if owner is None:
                raise ReviewOwnerNotThere(pointer="/owner_id")
        number = review.actions.aggregate(last=Max("number"))["last"] or 0
        if number >= MOST_ACTIONS:
            raise BadReview(Reason(_("A plan has at most 200 actions.")), pointer="/words")
        action = ReviewAction.objects.create(
            review=review,
            number=number + 1,
            area=given.area,
            words=given.words,
            element=given.element.value,
            capability=given.capability.value,
            agency_id=given.agency_id,
            owner=owner,
            starts_on=given.starts_on,
            due_on=given.due_on,
            created_at=at,
        )
        action.records.create(act=ActionAct.WRITTEN.value, by_id=actor_id, at=at)
    return action


def agencies_to_choose(review: IncidentReview) -> QuerySet[Agency]:
    """Return the agencies to which an action may be given: the school, its district, and agencies with an agreement."""
    own = [one for one in (review.site.school_id, review.site.district_id) if one is not None]
    return Agency.objects.filter(Q(pk__in=own) | Q(pk__in=review.parts.values("agency_id"))).order_by("name", "id")


# --- the hot wash -----------------------------------------------------------------------------------------------------
def wash_state(review: IncidentReview) -> HotWashState:
    """Return whether answers are taken: from the closing of the incident on, until a keeper closes it."""
    return HotWashState.OPEN if review.wash_closed_at is None else HotWashState.CLOSED


def has_answered(review: IncidentReview, *, user_id: int) -> bool:
    """Tell whether a person has answered; what they said cannot be found."""
    return review.answered.filter(user_id=user_id).exists()


def answer_wash(*, actor_id: int, incident_id: UUID, given: ReviewAnswerIn, at: datetime) -> None:
    """Take an answer, once per person, so that words do not lead back to them. Locks the review. Durable.

    Raises: ReviewNotFound. HotWashIsClosed, HotWashAnsweredAlready. BadEvaluation.
    """
    with transaction.atomic(durable=True):
        review = review_asked(user_id=actor_id, incident_id=incident_id, at=at, lock=True)
        if wash_state(review) is HotWashState.CLOSED:
            raise HotWashIsClosed
        if has_answered(review, user_id=actor_id):
            raise HotWashAnsweredAlready
        scales = {one: getattr(given, one.value) for one in HotWashScale}
        answer = HotWashGiven(scales, given.went_well, given.did_not, given.suggestion, is_named=given.is_named)
        columns = answer_columns(answer, actor_id, day_in(review.site.time_zone, at))
        said = ReviewAnswer(review=review, group=_group_of(review, actor_id).value, **columns)
        write_anew(review.answers, review.answered, said, actor_id, {"review": review})


def close_wash(*, actor_id: int, incident_id: UUID, at: datetime) -> None:
    """Close the hot wash, for good: from then on what was said is shown. Locks the review. Durable.

    Raises: ReviewNotFound, ReviewNotYours, HotWashIsClosed.
    """
    with transaction.atomic(durable=True):
        review = review_to_keep(user_id=actor_id, incident_id=incident_id, at=at)
        if wash_state(review) is HotWashState.CLOSED:
            raise HotWashIsClosed
        review.wash_closed_at, review.wash_closed_by_id = at, actor_id
        review.save(update_fields=["wash_closed_at", "wash_closed_by"])


def _group_of(review: IncidentReview, user_id: int) -> HotWashGroup:
    kinds = Participant.objects.filter(room_id=review.room_id, user_id=user_id).values_list("agency_kind", flat=True)
    return HotWashGroup.SCHOOL if set(kinds) & set(OF_SCHOOLS) else HotWashGroup.RESPONDERS
