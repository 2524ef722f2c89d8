"""Whether an exercise that was run is a drill as school law counts them, and of which type. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from coordination.drills.exercises.vocabulary import DrillAction, ExerciseKind
from coordination.drills.requirements.vocabulary import DrillType
from coordination.vocabulary import IncidentType
from mou.foundation.labelled import Reason
from mou.foundation.labelled import gettext_noop as _

OF_ACTION: Mapping[DrillAction, DrillType] = {
    DrillAction.HOLD: DrillType.HOLD,
    DrillAction.SECURE: DrillType.SECURE,
    DrillAction.LOCKDOWN: DrillType.LOCKDOWN,
    DrillAction.EVACUATE: DrillType.EVACUATE,
    DrillAction.REUNIFY: DrillType.REUNIFY,
}
# Laws tell fire from other reasons to leave, and what people shelter from.
OF_HAZARD: Mapping[tuple[DrillAction, IncidentType], DrillType] = {
    **dict.fromkeys(
        (
            (DrillAction.EVACUATE, IncidentType.STRUCTURE_FIRE),
            (DrillAction.EVACUATE, IncidentType.SMOKE),
            (DrillAction.EVACUATE, IncidentType.FIRE_ALARM),
        ),
        DrillType.FIRE,
    ),
    (DrillAction.EVACUATE, IncidentType.BOMB): DrillType.BOMB_THREAT,
    **dict.fromkeys(
        (
            (DrillAction.SHELTER, IncidentType.HAZMAT),
            (DrillAction.SHELTER, IncidentType.GAS_LEAK_INSIDE),
            (DrillAction.SHELTER, IncidentType.GAS_LEAK_OUTSIDE),
        ),
        DrillType.SHELTER_HAZMAT,
    ),
    (DrillAction.SHELTER, IncidentType.WEATHER): DrillType.SHELTER_WEATHER,
    (DrillAction.SHELTER, IncidentType.TORNADO): DrillType.TORNADO,
    (DrillAction.SHELTER, IncidentType.EARTHQUAKE): DrillType.EARTHQUAKE,
}


@dataclass(frozen=True, slots=True)
class ExerciseRun:
    """An exercise as it was run.

    `fastest_pace`: of exercise time; 1 unless it was rehearsed faster.
    `was_stopped`: paused, or interrupted by something real, when it ended.
    """

    kind: ExerciseKind
    action: str
    incident_type: str
    has_ended: bool
    has_students: bool
    fastest_pace: float
    was_stopped: bool


def type_of(action: str, incident_type: str) -> DrillType | None:
    """Return which type of drill an exercise practices; None where its plan leaves that open."""
    if not action:
        return None
    hazard = IncidentType(incident_type) if incident_type in set(IncidentType) else IncidentType.INFORMATION
    return OF_HAZARD.get((DrillAction(action), hazard)) or OF_ACTION.get(DrillAction(action))


def why_no_drill(run: ExerciseRun) -> Reason | None:
    """Return why an exercise is no drill of itself; None: it is one. A keeper may still write one down by hand."""
    if not run.has_ended:
        return Reason(_("It has not ended: it may count once it has."))
    if run.kind.is_discussion:
        return Reason(_("A discussion is no drill."))
    if not run.has_students:
        return Reason(_("No students took part: only a person can say that it was a drill."))
    if run.fastest_pace > 1:
        return Reason(_("Its time ran faster than the clock, as in a rehearsal: only a person can say that it counts."))
    if run.was_stopped:
        return Reason(_("It was stopped and not taken up again: only a person can say that it counts."))
    if type_of(run.action, run.incident_type) is None:
        return Reason(_("Its plan does not say which drill it is: choose the type by hand."))
    return None
