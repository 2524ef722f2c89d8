"""Write corrective actions into the improvement plan of an exercise."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from coordination.drills.exercises.places import people_of
from coordination.drills.improvement.access import agencies_to_choose, grant_to
from coordination.drills.improvement.errors import BadReport, OwnerNotThere, ReportTooEarly
from coordination.drills.improvement.models import CorrectiveAction
from coordination.drills.improvement.rules.given import CorrectiveActionIn
from coordination.drills.improvement.vocabulary import ActionAct, ReportRight
from coordination.models import User
from mou.foundation.labelled import Reason
from mou.foundation.labelled import gettext_noop as _

WORDS_MAX_CHARS, AREA_MAX_CHARS = 2000, 400
MOST_ACTIONS = 200


def add_action(*, actor_id: int, exercise_id: UUID, given: CorrectiveActionIn, at: datetime) -> CorrectiveAction:
    """Write a line of the improvement plan. Durable.

    Raises: ReportNotFound, ReportNotYours, ReportTooEarly. BadReport, OwnerNotThere: the pointer names the field.
    """
    area, words = _clean_text(given.area, AREA_MAX_CHARS, "/area"), _clean_text(given.words, WORDS_MAX_CHARS, "/words")
    if given.due_on < given.starts_on:
        raise BadReport(Reason(_("It is due after it starts.")), pointer="/due_on")
    with transaction.atomic(durable=True):
        grant = grant_to(ReportRight.WRITE, user_id=actor_id, exercise_id=exercise_id, at=at)
        exercise = grant.exercise
        if exercise.ended_at is None:
            raise ReportTooEarly
        if not agencies_to_choose(exercise).filter(pk=given.agency_id).exists():
            raise BadReport(Reason(_("Choose an agency that took part.")), pointer="/agency_id")
        number = exercise.corrective_actions.aggregate(last=Max("number"))["last"] or 0
        if number >= MOST_ACTIONS:
            raise BadReport(Reason(_("A plan has at most 200 actions.")), pointer="/words")
        action = CorrectiveAction.objects.create(
            exercise=exercise,
            number=number + 1,
            area=area,
            finding_id=given.finding_id,
            words=words,
            element=given.element.value,
            capability=given.capability.value,
            agency_id=given.agency_id,
            owner=_find_owner(given.agency_id, given.owner_id, at) if given.owner_id else None,
            starts_on=given.starts_on,
            due_on=given.due_on,
            created_at=at,
        )
        action.records.create(act=ActionAct.WRITTEN.value, by_id=actor_id, at=at)
    return action


def _find_owner(agency_id: UUID, owner_id: UUID, at: datetime) -> User:
    found = people_of(agency_id, at).filter(public_id=owner_id).first()
    if found is None:
        raise OwnerNotThere(pointer="/owner_id")
    return found


def _clean_text(text: str, most: int, pointer: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise BadReport(Reason(_("Say what.")), pointer=pointer)
    if len(text) > most or "\x00" in text:
        raise BadReport(Reason(_("At most %(most)s characters."), most=most), pointer=pointer)
    return text
