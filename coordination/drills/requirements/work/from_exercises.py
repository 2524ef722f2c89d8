"""Write exercises that were run down as drills, once each: all that counts drills reads this one record."""

import logging
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import ExerciseKind, ExerciseRole, ExerciseState
from coordination.drills.requirements.models import Drill
from coordination.drills.requirements.rules.from_exercise import ExerciseRun, type_of, why_no_drill
from coordination.drills.requirements.rules.record import day_at
from coordination.drills.requirements.vocabulary import Announcement, DrillState
from coordination.room.models import Participant
from mou.foundation.chore_signs import due_while
from mou.foundation.labelled import Reason
from mou.vocabulary import AgencyKind

logger = logging.getLogger(__name__)
# What ended earlier is written down by hand: a server that is updated adds nothing to years that were reported.
LOOK_BACK = timedelta(days=30)
POLICE = (AgencyKind.POLICE.value, AgencyKind.SHERIFF.value)


@due_while(lambda at: [_unwritten(at)])
def write_ended_exercises(at: datetime) -> int:
    """Write down the exercises that have ended and count as drills; return how many. Durable, for each its own.

    Raises: DatabaseError: there is no database to ask for any of them.
    """
    done = 0
    for exercise in _unwritten(at).select_related("site").order_by("ended_at", "id"):
        try:
            done += _write_down(exercise, at)
        except DatabaseError:
            raise
        except Exception:
            logger.exception("exercise %s was not written down as a drill", exercise.pk)
    return done


def _unwritten(at: datetime) -> QuerySet[Exercise]:
    """Return the exercises that have ended and are in no record, also those that count as no drill."""
    written = Drill.objects.filter(exercise_id=OuterRef("pk"))
    rows = Exercise.objects.filter(state=ExerciseState.ENDED.value, ended_at__gt=at - LOOK_BACK, has_students=True)
    return rows.exclude(Exists(written))


def drill_written_of(exercise: Exercise) -> Drill | None:
    """Return the record of an exercise as a drill, the first if it is several."""
    return Drill.objects.filter(exercise_id=exercise.pk, site_id=exercise.site_id).order_by("created_at", "id").first()


def why_not_written(exercise: Exercise) -> Reason | None:
    """Return why an exercise is not written down by itself; None: it is, within a minute of its end."""
    return why_no_drill(_run_of(exercise))


def fields_of(exercise: Exercise) -> dict[str, object]:
    """Return what a run exercise says of the drill that it was, for a form or a record; no type where that is open."""
    found = type_of(exercise.action, exercise.incident_type)
    return {
        "exercise_id": exercise.pk,
        "state": DrillState.HELD.value,
        "type": found.value if found else "",
        "starts_at": exercise.started_at,
        "ends_at": exercise.ended_at,
        "announcement": (Announcement.FULL if exercise.is_announced else Announcement.NONE).value,
        "simulation": exercise.simulation,
        "scenario": exercise.name,
        "police_present": _were_there(exercise, POLICE),
        "fire_present": _were_there(exercise, (AgencyKind.FIRE.value,)),
    }


def _run_of(exercise: Exercise) -> ExerciseRun:
    clock = exercise.clock.aggregate(fastest=Max("pace"), last=Max("ended_at"))
    return ExerciseRun(
        kind=ExerciseKind(exercise.kind),
        action=exercise.action,
        incident_type=exercise.incident_type,
        has_ended=exercise.state == ExerciseState.ENDED.value and exercise.started_at is not None,
        has_students=exercise.has_students,
        fastest_pace=clock["fastest"] or 1.0,
        was_stopped=None not in (clock["last"], exercise.ended_at) and clock["last"] < exercise.ended_at,
    )


def _were_there(exercise: Exercise, kinds: tuple[str, ...]) -> bool:
    """Say whether a player of such an agency was in the exercise's room: to be invited is not to be there."""
    if exercise.incident_id is None:
        return False
    players = exercise.people.filter(role=ExerciseRole.PLAYER.value, agency__kind__in=kinds).values("user_id")
    here = Participant.objects.filter(room__incident_id=exercise.incident_id, agency_kind__in=kinds)
    return here.filter(user_id__in=players, removed_at__isnull=True).exists()


def _write_down(exercise: Exercise, at: datetime) -> int:
    if exercise.started_at is None or why_not_written(exercise) is not None:
        return 0
    fields = fields_of(exercise)
    on = day_at(exercise.started_at, exercise.site.time_zone)
    with transaction.atomic(durable=True):
        # Of two servers the second finds the row, and a drill that was written by hand is not counted twice.
        Exercise.objects.select_for_update().get(pk=exercise.pk)
        same = Drill.objects.filter(site_id=exercise.site_id, on=on, type=str(fields["type"]))
        by_hand = same.filter(state=DrillState.HELD.value, exercise_id__isnull=True)
        # A record whose exercise a keeper took out of it in a correction is not written down a second time.
        was_written = Q(exercise_id=exercise.pk) | Q(changes__field="exercise_id", changes__before=str(exercise.pk))
        if by_hand.exists() or Drill.objects.filter(was_written).exists():
            return 0
        director = exercise.people.filter(role=ExerciseRole.DIRECTOR.value).order_by("added_at", "id").first()
        author_id = director.user_id if director else exercise.created_by_id
        Drill.objects.create(site_id=exercise.site_id, on=on, created_by_id=author_id, created_at=at, **fields)
    return 1
