"""Tell people that an exercise waits for them, and no more: neither which, nor where, nor what will happen in it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from coordination.casework.telling import Waiting
from coordination.drills.exercises.access import PLANNING_ROLES
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import STAFF_ROLES, ExerciseRole
from mou.access import fetch
from mou.foundation.labelled import gettext_noop as _
from push.texts import PushWords
from push.vocabulary import Urgency

# A phone says only that one waits; it is marked as an exercise, as everything of it.
EXERCISE_WAITS = Waiting(
    "exercise",
    "exercise_waits",
    "exercises",
    Urgency.ROUTINE,
    PushWords(_("Joint training waits for you")),
    of_exercises=True,
)


def tell_of(exercise: Exercise, *, occasion: str, user_ids: Iterable[int], at: datetime) -> None:
    """Tell people that an exercise waits, in the caller's transaction; each time is another event."""
    EXERCISE_WAITS.tell_of(exercise.pk, occasion=f"{occasion}:{at.timestamp():.3f}", user_ids=user_ids)


def planners_of(agency_id: UUID, at: datetime) -> set[int]:
    """Return who answers for an agency."""
    roles = [one.value for one in PLANNING_ROLES]
    return set(
        fetch.members_who_count(at).filter(agency_id=agency_id, role__in=roles).values_list("user_id", flat=True)
    )


def people_to_tell(exercise: Exercise) -> set[int]:
    """Return all people with a role; of an exercise that is not announced its staff only."""
    rows = exercise.people.all()
    if not exercise.is_announced:
        rows = rows.filter(role__in=[one.value for one in STAFF_ROLES])
    return set(rows.values_list("user_id", flat=True))


def directors_of(exercise: Exercise) -> set[int]:
    """Return who directs an exercise."""
    return set(exercise.people.filter(role=ExerciseRole.DIRECTOR.value).values_list("user_id", flat=True))
