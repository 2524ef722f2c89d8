"""Write corrective actions and move them on: who does what until when, and the evidence of it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from coordination.casework.machine import Need, step_words
from coordination.drills.exercises.places import people_of
from coordination.drills.improvement.access import (
    action_for,
    agencies_to_choose,
    grant_to,
    may_change,
)
from coordination.drills.improvement.errors import (
    ActionNotYours,
    ActionStepLacks,
    BadReport,
    OwnerNotThere,
    ReportTooEarly,
)
from coordination.drills.improvement.models import ActionRecord, CorrectiveAction
from coordination.drills.improvement.rules.given import CorrectiveActionIn, CorrectiveActionStepIn
from coordination.drills.improvement.rules.machine import ACTIONS
from coordination.drills.improvement.vocabulary import ActionState, ActionStep, ReportRight
from coordination.models import User

WORDS_MAX_CHARS, AREA_MAX_CHARS = 2000, 400
MOST_ACTIONS = 200


def add_action(*, actor_id: int, exercise_id: UUID, given: CorrectiveActionIn, at: datetime) -> CorrectiveAction:
    """Write a line of the improvement plan. Durable.

    Raises: ReportNotFound, ReportNotYours, ReportTooEarly. BadReport, OwnerNotThere: the pointer names the field.
    """
    area, words = _clean_text(given.area, AREA_MAX_CHARS, "/area"), _clean_text(given.words, WORDS_MAX_CHARS, "/words")
    if given.due_on < given.starts_on:
        raise BadReport("It is due after it starts.", pointer="/due_on")
    with transaction.atomic(durable=True):
        grant = grant_to(ReportRight.WRITE, user_id=actor_id, exercise_id=exercise_id, at=at)
        exercise = grant.exercise
        if exercise.ended_at is None:
            raise ReportTooEarly
        if not agencies_to_choose(exercise).filter(pk=given.agency_id).exists():
            raise BadReport("Choose an agency that took part.", pointer="/agency_id")
        number = exercise.corrective_actions.aggregate(last=Max("number"))["last"] or 0
        if number >= MOST_ACTIONS:
            raise BadReport("A plan has at most 200 actions.", pointer="/words")
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
        ActionRecord.objects.create(action=action, act="written", by_id=actor_id, at=at)
    return action


def take_step(*, actor_id: int, action_id: UUID, given: CorrectiveActionStepIn, at: datetime) -> CorrectiveAction:
    """Take a step. Durable.

    Raises: ActionNotFound, ActionNotYours, ActionStepRefused. ActionStepLacks, OwnerNotThere: what was given.
    """
    with transaction.atomic(durable=True):
        action = action_for(user_id=actor_id, action_id=action_id, at=at, lock=True)
        if not may_change(action, user_id=actor_id, at=at):
            raise ActionNotYours
        state = ACTIONS.next_state(ActionState(action.state), given.step)
        words = step_words(
            given.words,
            are_needed=ACTIONS.needs(given.step, Need.WORDS),
            ask="Say what was done, or why.",
            most_chars=WORDS_MAX_CHARS,
            lacks=ActionStepLacks,
        )
        if given.step is ActionStep.ASSIGN:
            _assign_action(action, given, at)
        action.state, action.ended_at = state.value, at if ACTIONS.is_end(state) else None
        action.save(update_fields=["state", "ended_at", "owner", "due_on"])
        ActionRecord.objects.create(action=action, act=given.step.value, words=words, by_id=actor_id, at=at)
    return action


def _assign_action(action: CorrectiveAction, given: CorrectiveActionStepIn, at: datetime) -> None:
    if given.due_on is None or given.owner_id is None:
        raise ActionStepLacks("Say who, and until when.", pointer="/owner_id" if given.due_on else "/due_on")
    if given.due_on < action.starts_on:
        raise ActionStepLacks("It is due after it starts.", pointer="/due_on")
    action.owner, action.due_on = _find_owner(action.agency_id, given.owner_id, at), given.due_on


def _find_owner(agency_id: UUID, owner_id: UUID, at: datetime) -> User:
    found = people_of(agency_id, at).filter(public_id=owner_id).first()
    if found is None:
        raise OwnerNotThere(pointer="/owner_id")
    return found


def _clean_text(text: str, most: int, pointer: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise BadReport("Say what.", pointer=pointer)
    if len(text) > most or "\x00" in text:
        raise BadReport(f"At most {most} characters.", pointer=pointer)
    return text
