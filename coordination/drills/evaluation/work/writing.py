"""What writing into an evaluation has in common: what evaluators send, and when and beside which entry it was seen."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from coordination.drills.evaluation.errors import BadEvaluation, ExerciseNotBegun, TaskNotInExercise
from coordination.drills.evaluation.work.times import newest_seq
from coordination.drills.exercises.models import CriticalTask, Exercise
from coordination.drills.exercises.vocabulary import ExerciseState
from mou.foundation.labelled import Reason
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.shown_text import first_hidden, hidden_sentence

WORDS_MAX_CHARS = 2000
# A device keeps what could not be sent for so long.
SAID_AT_MOST_BEFORE = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Seen:
    """When something was seen, and the newest entry of the log then."""

    at: datetime
    seq: int | None


def seen_at(exercise: Exercise, said_at: datetime | None, *, at: datetime) -> Seen:
    """Return when something was seen: as the device says, within reason. Raises: ExerciseNotBegun."""
    if not ExerciseState(exercise.state).has_begun:
        raise ExerciseNotBegun
    # A wrong clock must not place an observation in the future, before the exercise or too far back.
    earliest = max(exercise.started_at or exercise.planned_start, at - SAID_AT_MOST_BEFORE)
    when = at if said_at is None else min(max(said_at, earliest), at)
    return Seen(when, newest_seq(exercise, at=when))


def words_of(text: str, *, pointer: str, most_chars: int = WORDS_MAX_CHARS, is_needed: bool = False) -> str:
    """Return what was written, or "". Raises: BadEvaluation."""
    said = text.replace("\r\n", "\n").strip()
    if hidden := first_hidden(said):
        raise BadEvaluation(hidden_sentence("text", hidden), pointer=pointer)
    if len(said) > most_chars:
        raise BadEvaluation(Reason(_("At most %(most)s characters."), most=most_chars), pointer=pointer)
    if is_needed and not said:
        raise BadEvaluation(Reason(_("Write something.")), pointer=pointer)
    return said


def task_in(exercise: Exercise, task_id: UUID) -> CriticalTask:
    """Return a critical task of an exercise. Raises: TaskNotInExercise."""
    found = CriticalTask.objects.filter(pk=task_id, objective__exercise=exercise).select_related("objective").first()
    if found is None:
        raise TaskNotInExercise(pointer="/task_id")
    return found
