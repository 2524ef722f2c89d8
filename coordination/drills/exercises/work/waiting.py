"""Which invitations to exercises wait for a person's answer."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from coordination.casework.clocks import day_in
from coordination.drills.exercises.access import planning_agencies
from coordination.drills.exercises.models import ExerciseOrganization
from coordination.drills.exercises.vocabulary import ExerciseState, InvitationState
from mou.foundation.waiting import WaitingKind, WaitingLine

BEFORE = [ExerciseState.PLANNING.value, ExerciseState.READY.value]


def list_waiting_invitations(user_id: int, at: datetime) -> Iterator[WaitingLine]:
    """Yield the exercises to which an agency is asked for which a person answers, until they begin. One query."""
    rows = ExerciseOrganization.objects.filter(
        state=InvitationState.INVITED.value,
        agency_id__in=planning_agencies(user_id, at),
        exercise__state__in=BEFORE,
        exercise__planned_end__gt=at,
    )
    for one in rows.select_related("exercise__site").order_by("exercise__planned_start", "id"):
        exercise = one.exercise
        yield WaitingLine(
            WaitingKind.ANSWER_INVITATION,
            f"{exercise.name} · {exercise.site.name}",
            reverse("exercise", args=[exercise.pk]),
            due_on=day_in(exercise.site.time_zone, exercise.planned_start),
            is_overdue=exercise.planned_start < at,
            is_exercise=True,
        )
