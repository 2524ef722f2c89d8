"""Tell people that an exercise waits for them, and no more: neither which, nor where, nor what will happen in it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from coordination.drills.exercises.access import PLANNING_ROLES
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import STAFF_ROLES, ExerciseRole
from mou.access import fetch
from push.outbox.notifications import enqueue
from push.vocabulary import Urgency

KIND = "exercise_waits"
# Pushes name a room. All exercises have the same nil id, so that the services in between cannot tell two apart.
NO_ROOM = UUID(int=0)


def tell_of(exercise: Exercise, *, occasion: str, user_ids: Iterable[int], at: datetime) -> None:
    """Tell people that an exercise waits, in the caller's transaction. It is marked as an exercise, as everything."""
    people = sorted(set(user_ids))
    if not people:
        return
    enqueue(
        source_key=f"exercise:{exercise.pk.hex}:{occasion}:{at.timestamp():.3f}",
        user_ids=people,
        is_exercise=True,
        urgency=Urgency.ROUTINE,
        kind=KIND,
        room_id=NO_ROOM,
        seq=0,
        collapse_key="exercises",
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
