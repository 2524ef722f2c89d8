"""Write into a room how far its exercise is, and what is simulated in it. Called by the code that directs exercises.

Each runs in the caller's transaction, which holds the room's row.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coordination.incident.accountability.text_messages.simulated_reports import simulated_report
from coordination.incident.accountability.text_messages.text_reports import NOTE
from coordination.incident.emergency_access.actions import narrow_access, widen_access_again
from coordination.incident.exercise_play.capability import (
    ExerciseEnded,
    ExerciseInterrupted,
    ExercisePaced,
    ExercisePaused,
    ExercisePlay,
    ExerciseResumed,
    ExerciseStarted,
    ExerciseStep,
    ExerciseStepShown,
    InjectDelivered,
    PlayPhase,
    Simulated,
    SimulatedBy,
)
from coordination.incident.exercise_play.errors import ExerciseUnderWay
from coordination.incident.exercise_play.telling import simulated_in_words, told_of_play, told_of_simulated
from coordination.incident.lifecycle.actions import set_status
from coordination.incident.lifecycle.capability import CloseIncident
from coordination.incident.map_marks.capability import Marker
from coordination.incident.panic.models import PanicAlarm
from coordination.incident.real_world.capability import DeclareRealWorld
from coordination.incident.response_actions.actions import ended_with_incident
from coordination.room.direction import direction_of_exercises
from coordination.room.entry.patch import joined_patch
from coordination.room.log import CommandContext
from coordination.room.objects import patch_to_change, patch_to_create
from coordination.room.wire.addressed import Readership, audience_word
from coordination.room.wire.model import JsonObject
from coordination.vocabulary import IncidentStatus, MarkerKind, PanicKind

__all__ = ["simulated_in_words", "told_of_play", "told_of_simulated"]

# English, as whatever stands in a log; it is put before every name and label, so that none is ever read without it.
SIMULATED = "EXERCISE · simulated"
MAX_LABEL_CHARS = 120
PLAYING = (PlayPhase.RUNNING, PlayPhase.PAUSED)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where something simulated stands on the map."""

    kind: MarkerKind
    lon: float
    lat: float
    level_id: UUID | None


@dataclass(frozen=True, slots=True)
class Play:
    """Something to bring into play. `marker_id` follows from `inject_id`; `kind` is of an alert."""

    inject_id: UUID
    by: SimulatedBy
    sender: str
    text: str
    audience: Readership
    late_s: int | None = None
    kind: PanicKind | None = None
    mark: Mark | None = None
    marker_id: UUID | None = None


def start_play(context: CommandContext, *, exercise_id: UUID, name: str, is_discussion: bool) -> None:
    """STARTEX: say that an exercise is played here, from now on."""
    play = patch_to_create(
        ExercisePlay,
        context.incident.pk,
        exercise_id=exercise_id,
        name=name,
        phase=PlayPhase.RUNNING,
        is_discussion=is_discussion,
        pace=1.0,
        exercise_s=0.0,
        clock_at=context.at_text,
    )
    context.append(ExerciseStarted(incident_id=context.incident.pk), patch=play)


def pause_play(context: CommandContext, *, exercise_s: float, reason: str) -> None:
    """PAUSEX: the clock stands, and nothing simulated comes."""
    event = ExercisePaused(incident_id=context.incident.pk, reason=reason)
    context.append(event, patch=_patch_of_move(context, PlayPhase.PAUSED, exercise_s))


def resume_play(context: CommandContext, *, exercise_s: float, reason: str) -> None:
    """Let it go on; the incident is opened again where something real had closed it."""
    patch = _patch_of_move(context, PlayPhase.RUNNING, exercise_s)
    was_closed = not IncidentStatus(context.incident.status).is_open
    if was_closed:
        patch = joined_patch(set_status(context, IncidentStatus.REOPENED), patch)
    context.append(ExerciseResumed(incident_id=context.incident.pk, reason=reason), patch=patch)
    if was_closed:
        widen_access_again(context)


def end_play(context: CommandContext, *, exercise_s: float, reason: str) -> None:
    """ENDEX: the incident closes, with what was in force in it."""
    patch = _patch_of_move(context, PlayPhase.ENDED, exercise_s)
    was_open = IncidentStatus(context.incident.status).is_open
    if was_open:
        patch = joined_patch(
            joined_patch(set_status(context, IncidentStatus.CLOSED), ended_with_incident(context)), patch
        )
    context.append(ExerciseEnded(incident_id=context.incident.pk, reason=reason), patch=patch)
    if was_open:
        PanicAlarm.objects.filter(room=context.room, ended_at__isnull=True).update(ended_at=context.at)
        narrow_access(context)


def pace_play(context: CommandContext, *, exercise_s: float, pace: float) -> None:
    """Let exercise time pass faster or slower, as the room reads it."""
    patch = patch_to_change(
        ExercisePlay, context.incident.pk, pace=float(pace), exercise_s=float(exercise_s), clock_at=context.at_text
    )
    context.append(ExercisePaced(incident_id=context.incident.pk), patch=patch)


def phase_of(context: CommandContext) -> PlayPhase | None:
    """Return how far the play is, behind the room's lock; None where no exercise of the plan is played."""
    play = context.objects.get(ExercisePlay, context.incident.pk)
    return None if play is None else play.phase


def bring_in(context: CommandContext, play: Play) -> int:
    """Write something simulated and return its seq. The caller has seen that the play is running."""
    said = patch_to_create(
        Simulated,
        play.inject_id,
        by=play.by,
        sender=_mark_simulated(play.sender),
        text=play.text,
        at=context.at_text,
        late_s=play.late_s,
        kind=play.kind,
        marker_id=play.marker_id if play.mark is not None else None,
    )
    patch = joined_patch(said, _patch_of_marker(context, play)) if play.mark is not None else said
    report = _report_of_play(context, play) if play.by is SimulatedBy.PHONE_TEXT else None
    if report is not None:
        patch = joined_patch(patch, report)
    return context.append(InjectDelivered(inject_id=play.inject_id, by=play.by), patch=patch, audience=play.audience)


def _report_of_play(context: CommandContext, play: Play) -> JsonObject | None:
    """Return what a played text says of a room, marked: boards show it, and counts and times leave it out."""
    return simulated_report(
        context.incident.site,
        report_id=play.inject_id,
        sender=play.sender,
        shown_sender=_mark_simulated(play.sender),
        words=play.text.removeprefix(f"{NOTE} "),
        at_text=context.at_text,
    )


def show_step(context: CommandContext, *, inject_id: UUID, number: int, sender: str, text: str) -> int:
    """Let all screens show a step of a discussion."""
    incident_id = context.incident.pk
    fields: dict[str, object] = {
        "inject_id": inject_id,
        "number": number,
        "sender": _mark_simulated(sender),
        "text": text,
    }
    is_first = context.objects.record(ExerciseStep, incident_id) is None
    patch = (patch_to_create if is_first else patch_to_change)(ExerciseStep, incident_id, **fields)
    return context.append(ExerciseStepShown(incident_id=incident_id, number=number), patch=patch)


# --- beside the commands of others ------------------------------------------------------------------------------------
def refuse_while_played(*, context: CommandContext, command: CloseIncident) -> None:
    """Keep an incident open until its exercise has ended. Raises: ExerciseUnderWay."""
    if phase_of(context) in PLAYING:
        raise ExerciseUnderWay


def interrupt_with_real_world(*, context: CommandContext, command: DeclareRealWorld) -> None:
    """Stop what is played, in the transaction of the real-world word: nothing simulated follows it."""
    play = context.objects.get(ExercisePlay, context.incident.pk)
    if play is None or play.phase not in PLAYING:
        return
    direction_of_exercises().interrupted(context.incident.pk, context.at)
    patch = _patch_of_move(context, PlayPhase.INTERRUPTED, _exercise_s(play, context.at_text))
    context.append(ExerciseInterrupted(incident_id=context.incident.pk), patch=patch)


def _exercise_s(play: ExercisePlay, now: str) -> float:
    """Return the exercise time by what the room was told of its clock."""
    if play.phase is not PlayPhase.RUNNING:
        return play.exercise_s
    passed = datetime.fromisoformat(now) - datetime.fromisoformat(play.clock_at)
    return play.exercise_s + max(0.0, passed.total_seconds()) * play.pace


def _patch_of_move(context: CommandContext, phase: PlayPhase, exercise_s: float) -> JsonObject:
    return patch_to_change(
        ExercisePlay,
        context.incident.pk,
        phase=phase,
        exercise_s=round(float(exercise_s), 3),
        clock_at=context.at_text,
    )


def _mark_simulated(name: str) -> str:
    return f"{SIMULATED}: {name}" if name else SIMULATED


def _patch_of_marker(context: CommandContext, play: Play) -> JsonObject:
    assert play.mark is not None
    return patch_to_create(
        Marker,
        play.marker_id,
        kind=play.mark.kind,
        label=f"{_mark_simulated(play.sender)} · {play.text}"[:MAX_LABEL_CHARS],
        lon=play.mark.lon,
        lat=play.mark.lat,
        level_id=play.mark.level_id,
        audience=audience_word(play.audience),
        placed_by=context.participant.id,
        placed_at=context.at_text,
        moved_at=context.at_text,
    )
