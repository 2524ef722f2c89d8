"""Lead a discussion from one screen: all others show the step that the facilitator chooses, with what was said.

The steps are the injects in the order of their numbers. What players should do stands on the facilitator's screen only.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.drills.conduct.access import exercise_to_conduct, exercise_with_person, is_staff
from coordination.drills.conduct.errors import ConductLacks, ConductStepRefused, InjectNotFound
from coordination.drills.conduct.models import DiscussionNote, InjectRun
from coordination.drills.conduct.rules.clock import exercise_seconds
from coordination.drills.conduct.vocabulary import InjectState
from coordination.drills.conduct.work.playing import clean_words
from coordination.drills.conduct.work.room_writing import context_in, locked_room, segments_of
from coordination.drills.exercises.errors import ExerciseNotAllowed
from coordination.drills.exercises.models import Exercise, Inject
from coordination.drills.exercises.vocabulary import ExerciseKind, ExerciseRole, ExerciseState
from coordination.incident.exercise_play.actions import phase_of, show_step
from coordination.incident.exercise_play.capability import ExerciseStep, PlayPhase
from coordination.room.models import Room, RoomObject
from mou.foundation.labelled import Reason
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.shown_text import without_hidden

MOST_CHARS = 2000


def let_step_show(*, actor_id: int, exercise_id: UUID, number: int, at: datetime) -> ExerciseStep:
    """Let all screens show a step, counted from 1. Durable; holds the room.

    Raises: ExerciseNotFound, ExerciseNotAllowed, InjectNotFound. ConductStepRefused: it is no discussion, or it does
    not run.
    """
    with transaction.atomic(durable=True):
        seen = exercise_to_conduct(user_id=actor_id, exercise_id=exercise_id, at=at)
        room = locked_room(seen)
        exercise_to_conduct(user_id=actor_id, exercise_id=exercise_id, at=at)
        exercise = Exercise.objects.select_for_update().get(pk=exercise_id)
        if not ExerciseKind(exercise.kind).is_discussion:
            raise ConductStepRefused(Reason(_("Only a discussion has steps that all screens show.")))
        steps = list(exercise.injects.order_by("number"))
        if not 1 <= number <= len(steps):
            raise InjectNotFound(pointer="/number")
        context = context_in(room, exercise=exercise, actor_id=actor_id, at=at)
        if exercise.state != ExerciseState.RUNNING.value or phase_of(context) is not PlayPhase.RUNNING:
            raise ConductStepRefused(Reason(_("The exercise is not running.")))
        inject = steps[number - 1]
        sender = clean_words(inject.sender) if inject.sender.strip() else ""
        seq = show_step(context, inject_id=inject.pk, number=number, sender=sender, text=clean_words(inject.text))
        context.finish()
        _note_first(exercise, inject, actor_id=actor_id, seq=seq, at=at)
    shown = shown_step(exercise)
    assert shown is not None
    return shown


def _note_first(exercise: Exercise, inject: Inject, *, actor_id: int, seq: int, at: datetime) -> None:
    """Write when a step was shown first; to go back to it changes nothing."""
    InjectRun.objects.get_or_create(
        inject=inject,
        defaults={
            "state": InjectState.DELIVERED.value,
            "by_id": actor_id,
            "at": at,
            "exercise_s": round(exercise_seconds(segments_of(exercise), at), 3),
            "seq": seq,
        },
    )


def shown_step(exercise: Exercise) -> ExerciseStep | None:
    """Return what all screens show; None before the first step. One query."""
    if exercise.incident_id is None:
        return None
    rooms = Room.objects.filter(incident_id=exercise.incident_id)
    row = RoomObject.objects.filter(
        room__in=rooms, state_key=ExerciseStep.state_key, object_id=str(exercise.incident_id), value__isnull=False
    ).first()
    return None if row is None else ExerciseStep.model_validate_json(row.value or "")


def write_note(*, actor_id: int, exercise_id: UUID, text: str, at: datetime) -> DiscussionNote:
    """Keep what was said to the step that is shown. Observers look on.

    Raises: ExerciseNotFound, ExerciseNotAllowed, ConductStepRefused: nothing is shown. ConductLacks.
    """
    text = without_hidden(text.replace("\r\n", "\n")).strip()
    if not text or len(text) > MOST_CHARS:
        raise ConductLacks(Reason(_("From 1 to 2,000 characters.")), pointer="/text")
    with transaction.atomic(durable=True):
        exercise, role = exercise_with_person(user_id=actor_id, exercise_id=exercise_id, at=at)
        if role is ExerciseRole.OBSERVER:
            raise ExerciseNotAllowed
        step = shown_step(exercise)
        if step is None or not ExerciseState(exercise.state).has_begun:
            raise ConductStepRefused(Reason(_("No step is shown.")))
        return DiscussionNote.objects.create(
            exercise=exercise, inject_id=step.inject_id, text=text, by_id=actor_id, at=at
        )


def notes_for(exercise: Exercise, *, user_id: int, role: ExerciseRole | None) -> list[DiscussionNote]:
    """Return the notes of a discussion, in their order: all of them for its staff, for others their own."""
    rows = DiscussionNote.objects.filter(exercise=exercise).select_related("by", "inject").order_by("at", "id")
    return list(rows if is_staff(role) else rows.filter(by_id=user_id))
