"""Tell people that an exercise waits for them, and no more: neither which, nor where, nor what will happen in it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from coordination.casework.telling import tell_that_it_waits
from coordination.drills.exercises.access import PLANNING_ROLES
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import STAFF_ROLES, ExerciseRole
from mou.access import fetch
from mou.foundation.labelled import gettext_noop as _
from push.texts import PushWords
from push.vocabulary import Urgency

WAITS = PushWords(_("Joint training waits for you"))


def tell_of(exercise: Exercise, *, occasion: str, user_ids: Iterable[int], at: datetime) -> None:
    """Tell people that an exercise waits, in the caller's transaction. It is marked as an exercise, as everything."""
    tell_that_it_waits(
        f"exercise:{exercise.pk.hex}:{occasion}:{at.timestamp():.3f}",
        kind="exercise_waits",
        words=WAITS,
        collapse_key="exercises",
        user_ids=user_ids,
        urgency=Urgency.ROUTINE,
        is_exercise=True,
    )


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
