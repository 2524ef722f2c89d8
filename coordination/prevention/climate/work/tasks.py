"""Work on an indicator that fell: who does what until when, and what came of it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.casework.machine import Need, step_words
from coordination.prevention.climate.access import task_for, workers_of
from coordination.prevention.climate.errors import ClimateStepLacks, NotOnClimateTeam
from coordination.prevention.climate.models import ClimateRecord, ClimateTask
from coordination.prevention.climate.rules.given import ClimateStepIn
from coordination.prevention.climate.rules.machine import TASKS
from coordination.prevention.climate.vocabulary import ClimateTaskState, ClimateTaskStep

WORDS_MAX_CHARS = 2000


def take_step(*, actor_id: int, task_id: UUID, given: ClimateStepIn, at: datetime) -> ClimateTask:
    """Take a step. Durable.

    Raises: ClimateTaskNotFound, ClimateStepRefused. ClimateStepLacks, NotOnClimateTeam: what was given is not enough.
    """
    with transaction.atomic(durable=True):
        task = task_for(user_id=actor_id, task_id=task_id, at=at, lock=True)
        now = TASKS.next_state(ClimateTaskState(task.state), given.step)
        words = step_words(
            given.words,
            are_needed=TASKS.needs(given.step, Need.WORDS),
            ask="Say what, or why.",
            most_chars=WORDS_MAX_CHARS,
            lacks=ClimateStepLacks,
        )
        if given.step is ClimateTaskStep.ASSIGN:
            _assign_task(task, given, at)
        task.state = now.value
        task.ended_at = at if TASKS.is_end(now) else None
        task.save(update_fields=["state", "ended_at", "owner", "due_on"])
        ClimateRecord.objects.create(task=task, act=given.step.value, words=words, by_id=actor_id, at=at)
    return task


def _assign_task(task: ClimateTask, given: ClimateStepIn, at: datetime) -> None:
    if given.due_on is None or given.owner_id is None:
        raise ClimateStepLacks("Say who, and until when.", pointer="/owner_id" if given.due_on else "/due_on")
    owner = next((one for one in workers_of(task.school, at) if one.public_id == given.owner_id), None)
    if owner is None:
        raise NotOnClimateTeam(pointer="/owner_id")
    task.owner, task.due_on = owner, given.due_on
