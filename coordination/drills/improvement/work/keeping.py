"""What upkeep does for improvement: tell what is due, and keep the times of drills before their logs go."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet

from coordination.casework.due_days import tell_by_key
from coordination.drills.evaluation.work.times import ExerciseTimes, times_of, times_of_room
from coordination.drills.exercises.access import exercises_for
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.telling import EXERCISE_WAITS, planners_of
from coordination.drills.exercises.vocabulary import ExerciseKind, ExerciseRole, ExerciseState
from coordination.drills.improvement.access import actions_for
from coordination.drills.improvement.models import CorrectiveAction, DrillTimes, Report
from coordination.drills.improvement.rules.deadlines import REPORT_DAYS, STAGES, report_due_on, stage_of
from coordination.drills.improvement.vocabulary import ActionState, ReportState
from coordination.incident.response_actions.capability import ResponseAction
from coordination.room.models import Incident, Room, RoomObject
from mou.foundation.chore_signs import due_while

MOST_AT_ONCE = 100
# An incident that was closed may be opened again for a while.
SETTLED = timedelta(hours=1)
# There are no reminders of a report that is a year late.
GIVEN_UP = timedelta(days=365)
RUNNING = (ActionState.OPEN.value, ActionState.IN_PROGRESS.value)
type Told = tuple[str, Callable[[], list[int]]]


# --- what is due ------------------------------------------------------------------------------------------------------
@due_while(lambda at: [list_unsigned(at), _actions_due(at)])
def tell_due(at: datetime) -> int:
    """Tell of reports and corrective actions a week before, on their day and a week after; return how many. Durable."""
    due = [*_due_reports(at), *_due_actions(at)]
    return tell_by_key(due, EXERCISE_WAITS.tell_by)


def list_unsigned(at: datetime) -> QuerySet[Exercise]:
    """Return the exercises that have ended and have no signed report."""
    signed = Report.objects.filter(exercise=OuterRef("pk"), state=ReportState.SIGNED.value)
    rows = Exercise.objects.filter(state=ExerciseState.ENDED.value, ended_at__isnull=False)
    soonest = timedelta(days=min(REPORT_DAYS.values()) + min(STAGES) - 1)
    return rows.filter(ended_at__lte=at - soonest, ended_at__gt=at - GIVEN_UP).exclude(Exists(signed))


def _due_reports(at: datetime) -> list[Told]:
    found: list[Told] = []
    for one in list_unsigned(at).select_related("site").order_by("ended_at"):
        assert one.ended_at is not None
        zone = ZoneInfo(one.site.time_zone)
        due_on = report_due_on(ExerciseKind(one.kind), one.ended_at.astimezone(zone).date())
        stage = stage_of(due_on, at.astimezone(zone).date())
        if stage is not None:
            found.append((f"report:{one.pk.hex}:{due_on}:{stage}", partial(_who_writes, one, at)))
    return found


def _due_actions(at: datetime) -> list[Told]:
    found: list[Told] = []
    for one in _actions_due(at).select_related("exercise__site").order_by("due_on"):
        today = at.astimezone(ZoneInfo(one.exercise.site.time_zone)).date()
        stage = stage_of(one.due_on, today)
        if stage is not None:
            key = f"action:{one.pk.hex}:{one.due_on}:{stage}"
            found.append((key, partial(_who_acts, one, at, is_late=stage > 0)))
    return found


def _actions_due(at: datetime) -> QuerySet[CorrectiveAction]:
    # By the earliest calendar on earth: each is then looked at by its site's own.
    day = (at + timedelta(hours=14)).date() - timedelta(days=min(STAGES))
    return CorrectiveAction.objects.filter(state__in=RUNNING, due_on__lte=day)


def _who_writes(exercise: Exercise, at: datetime) -> list[int]:
    directors = exercise.people.filter(role=ExerciseRole.DIRECTOR.value).values_list("user_id", flat=True)
    counting = [one for one in directors if exercises_for(one, at).filter(pk=exercise.pk).exists()]
    return counting or list(planners_of(exercise.sponsor_id, at))


def _who_acts(action: CorrectiveAction, at: datetime, *, is_late: bool) -> list[int]:
    """Return the owner, or the agency's planners if it has none; and who directed, where it is late."""
    owners = [action.owner_id] if action.owner_id is not None else []
    counting = [one for one in owners if actions_for(one, at).filter(pk=action.pk).exists()]
    people = counting or list(planners_of(action.agency_id, at))
    return [*people, *_who_writes(action.exercise, at)] if is_late else people


# --- times ------------------------------------------------------------------------------------------------------------
@due_while(lambda at: [_planned_ends(at), _unplanned_ends(at)])
def keep_times(at: datetime) -> int:
    """Keep the times of exercises and exercise incidents that ended an hour ago; return how many. Durable each."""
    exercises = list(_planned_ends(at).select_related("site").order_by("ended_at")[:MOST_AT_ONCE])
    for exercise in exercises:
        store_times(exercise, times_of(exercise, at=at))
    rooms = Room.objects.filter(incident__in=_unplanned_ends(at).values("pk")).select_related("incident__site")
    unplanned = list(rooms.order_by("incident__closed_at")[: MOST_AT_ONCE - len(exercises)])
    for room in unplanned:
        _store_times(room, None, times_of_room(room, at=at))
    return len(exercises) + len(unplanned)


def _planned_ends(at: datetime) -> QuerySet[Exercise]:
    """Return the exercises that ended an hour ago and whose times are not kept."""
    ended = Exercise.objects.filter(state=ExerciseState.ENDED.value, ended_at__lte=at - SETTLED)
    return ended.filter(incident_id__isnull=False).exclude(incident_id__in=DrillTimes.objects.values("incident_id"))


def _unplanned_ends(at: datetime) -> QuerySet[Incident]:
    """Return the exercise incidents without a plan that ended an hour ago and whose times are not kept."""
    planned = Exercise.objects.filter(incident_id__isnull=False).values("incident_id")
    ended = Incident.objects.filter(is_exercise=True, closed_at__lte=at - SETTLED)
    return ended.exclude(pk__in=DrillTimes.objects.values("incident_id")).exclude(pk__in=planned)


def store_times(exercise: Exercise, times: ExerciseTimes) -> None:
    """Keep the times of an exercise for comparisons, anew where they are kept already. In the caller's transaction."""
    if exercise.incident_id is None:
        return
    room = Room.objects.filter(incident_id=exercise.incident_id).select_related("incident__site").first()
    if room is not None:
        _store_times(room, exercise, times)


def _store_times(room: Room, exercise: Exercise | None, times: ExerciseTimes) -> None:
    DrillTimes.objects.update_or_create(
        incident_id=room.incident_id,
        defaults={
            "exercise": exercise,
            "site": room.incident.site,
            "kind": exercise.kind if exercise else ExerciseKind.DRILL.value,
            "action": (exercise.action if exercise else "") or _first_action(room),
            "began_at": (exercise.started_at if exercise else None) or room.incident.opened_at,
            "people": room.participants.values("user_id").distinct().count(),
            "seconds": {
                one.kind.value: round(one.exercise_s) for one in times.milestones if one.exercise_s is not None
            },
        },
    )


def _first_action(room: Room) -> str:
    row = RoomObject.objects.filter(room=room, state_key=ResponseAction.state_key).order_by("created_seq").first()
    if row is None or row.value is None:
        return ""
    return ResponseAction.model_validate_json(row.value).kind.value
