"""STARTEX, PAUSEX, going on, ENDEX, and the pace: each said in the room, and durable."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from coordination.drills.conduct.access import exercise_to_move
from coordination.drills.conduct.errors import (
    ConductLacks,
    ConductStepRefused,
)
from coordination.drills.conduct.vocabulary import (
    MAX_PACE,
    MIN_PACE,
    STEP_FROM,
    STEP_ROLES,
    ConductStep,
)
from coordination.drills.conduct.work.hindrances import hindrance_of
from coordination.drills.conduct.work.playing import clean_words
from coordination.drills.conduct.work.room_writing import (
    context_in,
    last_pace,
    locked_room,
    start_clock,
    stop_clock,
)
from coordination.drills.exercises.errors import ExerciseNotAllowed
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import ExerciseKind, ExerciseRole, ExerciseState
from coordination.incident.exercise_play import actions as play
from coordination.incident.lifecycle.actions import open_room as open_incident_room
from coordination.incident.lifecycle.capability import OpenIncident
from coordination.incident.lifecycle.floods import refuse_too_many
from coordination.planning_bell import ring_on_commit
from coordination.room.access import site_to_open_at
from coordination.room.dispatch import Accepted, carry_out_opening
from coordination.room.log import CommandContext
from coordination.room.models import Incident, LogEntry
from coordination.vocabulary import IncidentType, Severity
from mapping.models import Site
from mou.access.fetch import Standing
from mou.foundation.labelled import Reason
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.shown_text import without_hidden

NAMESPACE = UUID("5c1f0a7e-8a52-5d7b-9f5e-3f1f6c0b2d61")
MOST_REASON_CHARS = 400
MAX_TITLE_CHARS = 120


def start_exercise(*, actor_id: int, exercise_id: UUID, at: datetime) -> Exercise:
    """STARTEX: open the exercise's incident as its director, and let its people know. Durable; given twice, it is one.

    Raises: ExerciseNotFound, ExerciseNotAllowed. ConductStepRefused: it is not ready. ExerciseHasNoRoom,
    RealIncidentOpen, TooManyIncidents.
    """
    carry_out_opening(lambda: _start_exercise(actor_id, exercise_id, at))
    return Exercise.objects.get(pk=exercise_id)


def _start_exercise(actor_id: int, exercise_id: UUID, at: datetime) -> Accepted:
    roles = STEP_ROLES[ConductStep.START]
    exercise = exercise_to_move(user_id=actor_id, exercise_id=exercise_id, roles=roles, at=at, lock=True)
    if exercise.incident_id is not None:
        first = LogEntry.objects.get(room__incident_id=exercise.incident_id, seq=1)
        return Accepted(first.room_id, first.seq, is_repeat=True)
    if ExerciseState(exercise.state) not in STEP_FROM[ConductStep.START]:
        raise ConductStepRefused(Reason(_("It is not ready: its checks come first.")))
    site, standings = _site_and_standings(exercise, actor_id, at)
    refuse_too_many(site, user_id=actor_id, is_exercise=True, at=at)
    context = _open_incident(exercise, site, standings, at)
    play.start_play(
        context,
        exercise_id=exercise.pk,
        name=clean_words(exercise.name),
        is_discussion=ExerciseKind(exercise.kind).is_discussion,
    )
    # Before the entry goes out, because its alerts find the exercise's people by the incident.
    exercise.state, exercise.started_at, exercise.incident_id = ExerciseState.RUNNING.value, at, context.incident.pk
    exercise.save(update_fields=["state", "started_at", "incident_id"])
    ring_on_commit()
    start_clock(exercise, exercise_s=0.0, pace=1.0, at=at)
    entry = context.finish()
    return Accepted(entry.room_id, entry.seq)


def _site_and_standings(exercise: Exercise, actor_id: int, at: datetime) -> tuple[Site, list[Standing]]:
    """Return the site and the director's standings there, first for the agency for which they direct."""
    _refuse_hindered(ConductStep.START, exercise, actor_id, at)
    site, standings = site_to_open_at(user_id=actor_id, site_id=exercise.site_id, at=at)
    agency_id = exercise.people.filter(user_id=actor_id).values_list("agency_id", flat=True).first()
    return site, sorted(standings, key=lambda one: one.member.agency_id != agency_id)


def _refuse_hindered(step: ConductStep, exercise: Exercise, actor_id: int, at: datetime) -> None:
    refusal = hindrance_of(step, exercise, user_id=actor_id, at=at)
    if refusal is not None:
        raise refusal


def _open_incident(exercise: Exercise, site: Site, standings: list[Standing], at: datetime) -> CommandContext:
    """Open the incident as by its own command; its people are told by the entry that follows."""
    title = f"EXERCISE · {clean_words(exercise.name)}"[:MAX_TITLE_CHARS].strip()
    command = OpenIncident(
        id=uuid5(NAMESPACE, f"startex:{exercise.pk}"),
        type="open_incident",
        site_id=site.pk,
        is_exercise=True,
        incident_type=IncidentType(exercise.incident_type),
        severity=Severity(exercise.severity),
        title=title,
    )
    incident = Incident(
        id=uuid5(NAMESPACE, f"incident:{exercise.pk}"),
        site=site,
        incident_type=command.incident_type.value,
        severity=command.severity.value,
        title=command.title,
        is_exercise=True,
        opened_at=at,
        opened_by_id=standings[0].member.user_id,
    )
    opens_as = command.incident_type
    return open_incident_room(incident, standings, command=command, opens_as=opens_as, is_told=False)


def move_exercise(
    *, actor_id: int, exercise_id: UUID, step: ConductStep, reason: str = "", pace: float | None = None, at: datetime
) -> Exercise:
    """Pause an exercise, let it go on, end it, or change its pace. Durable; holds its room, then its row.

    After something real only the director lets it go on. Raises: ExerciseNotFound, ExerciseNotAllowed,
    ConductStepRefused, ConductLacks, RealIncidentOpen.
    """
    if step is ConductStep.START:
        return start_exercise(actor_id=actor_id, exercise_id=exercise_id, at=at)
    reason, roles = _clean_reason(reason), STEP_ROLES[step]
    with transaction.atomic(durable=True):
        seen = exercise_to_move(user_id=actor_id, exercise_id=exercise_id, roles=roles, at=at)
        room = locked_room(seen)
        exercise = exercise_to_move(user_id=actor_id, exercise_id=exercise_id, roles=roles, at=at, lock=True)
        before = ExerciseState(exercise.state)
        if before not in STEP_FROM[step]:
            raise ConductStepRefused
        context = context_in(room, exercise=exercise, actor_id=actor_id, at=at)
        match step:
            case ConductStep.PAUSE:
                _pause_exercise(exercise, context, reason)
            case ConductStep.RESUME:
                _resume_exercise(exercise, context, reason, before=before, actor_id=actor_id)
            case ConductStep.END:
                _end_exercise(exercise, context, reason)
            case ConductStep.PACE:
                _change_pace(exercise, context, pace)
        context.finish()
    return exercise


def _clean_reason(reason: str) -> str:
    reason = without_hidden(" ".join(reason.split()))
    if len(reason) > MOST_REASON_CHARS:
        raise ConductLacks(Reason(_("At most 400 characters.")), pointer="/reason")
    return reason


def _pause_exercise(exercise: Exercise, context: CommandContext, reason: str) -> None:
    play.pause_play(context, exercise_s=stop_clock(exercise, context.at), reason=reason)
    _set_state(exercise, ExerciseState.PAUSED)


def _resume_exercise(
    exercise: Exercise, context: CommandContext, reason: str, *, before: ExerciseState, actor_id: int
) -> None:
    if before is ExerciseState.INTERRUPTED and not _is_director(exercise, actor_id):
        raise ExerciseNotAllowed(Reason(_("After something real, only the director lets it go on.")))
    _refuse_hindered(ConductStep.RESUME, exercise, actor_id, context.at)
    exercise_s = stop_clock(exercise, context.at)
    play.resume_play(context, exercise_s=exercise_s, reason=reason)
    start_clock(exercise, exercise_s=exercise_s, pace=last_pace(exercise), at=context.at)
    _set_state(exercise, ExerciseState.RUNNING)


def _is_director(exercise: Exercise, actor_id: int) -> bool:
    return exercise.people.filter(user_id=actor_id, role=ExerciseRole.DIRECTOR.value).exists()


def _end_exercise(exercise: Exercise, context: CommandContext, reason: str) -> None:
    play.end_play(context, exercise_s=stop_clock(exercise, context.at), reason=reason)
    exercise.ended_at = context.at
    _set_state(exercise, ExerciseState.ENDED)


def _change_pace(exercise: Exercise, context: CommandContext, pace: float | None) -> None:
    if pace is None or not MIN_PACE <= pace <= MAX_PACE:
        raise ConductLacks(Reason(_("A pace from 1 to 60.")), pointer="/pace")
    runs = exercise.state == ExerciseState.RUNNING
    exercise_s = stop_clock(exercise, context.at)
    start_clock(exercise, exercise_s=exercise_s, pace=pace, at=context.at)
    if not runs:
        # It is paused; the next stretch begins at this pace.
        stop_clock(exercise, context.at)
    play.pace_play(context, exercise_s=exercise_s, pace=pace)


def _set_state(exercise: Exercise, state: ExerciseState) -> None:
    exercise.state = state.value
    exercise.save(update_fields=["state", "ended_at"])
    ring_on_commit()
