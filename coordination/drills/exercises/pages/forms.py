"""What the forms of an exercise sent, as what the actions take. Every field is text, and may be missing or nonsense."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.http import Http404, QueryDict

from coordination.drills.exercises import words
from coordination.drills.exercises.errors import BadExercise
from coordination.drills.exercises.vocabulary import (
    AgeTier,
    DrillAction,
    ExerciseKind,
    MissionArea,
    SimulationLevel,
)
from coordination.drills.exercises.work.planning import ExerciseGiven
from coordination.errors import CoordinationError
from coordination.vocabulary import IncidentType, Severity


def said(act: Callable[[], object]) -> str:
    """Carry a form out; return what stood in the way. Raises: Http404: it is about nothing the asker knows of."""
    try:
        act()
    except CoordinationError as error:
        if error.status == 404:
            raise Http404 from error
        return words.refusal_words(error)
    return ""


def given_in(posted: QueryDict, time_zone: str, *, before: dict[str, object] | None = None) -> ExerciseGiven:
    """Return what the form of an exercise says; `before` has the fields that the form leaves alone.

    Raises: BadExercise.
    """
    fields: dict[str, object] = {
        **(before or {}),
        "name": posted.get("name", ""),
        "kind": one_of(ExerciseKind, posted, "kind"),
        "action": one_of(DrillAction, posted, "action") if posted.get("action") else None,
        "incident_type": one_of(IncidentType, posted, "incident_type"),
        "severity": one_of(Severity, posted, "severity") if posted.get("severity") else Severity.MODERATE,
        "tells_outside": posted.get("tells_outside") == "yes",
        "is_announced": posted.get("is_announced") != "no",
        "has_students": posted.get("has_students") == "yes",
        "age_tiers": tuple(AgeTier(one) for one in posted.getlist("age_tiers") if one in set(AgeTier)),
        "simulation": one_of(SimulationLevel, posted, "simulation")
        if posted.get("simulation")
        else SimulationLevel.NONE,
        "planned_start": local_time(posted, "planned_start", time_zone),
        "planned_end": local_time(posted, "planned_end", time_zone),
    }
    for name in ("purpose", "scope", "contact", "scenario", "scenario_for_staff"):
        if name in posted:
            fields[name] = posted[name]
    if "mission_areas" in posted:
        fields["mission_areas"] = tuple(
            MissionArea(one) for one in posted.getlist("mission_areas") if one in set(MissionArea)
        )
    return ExerciseGiven(**fields)  # type: ignore[arg-type]  # each field is made of its own type above


def one_of[T: StrEnum](kind: type[T], posted: QueryDict, name: str) -> T:
    """Return a chosen value. Raises: BadExercise."""
    try:
        return kind(posted.get(name, ""))
    except ValueError as nonsense:
        raise BadExercise(pointer=f"/{name}") from nonsense


def local_time(posted: QueryDict, name: str, time_zone: str) -> datetime:
    """Return an instant that was given in a site's own time. Raises: BadExercise."""
    try:
        found = datetime.fromisoformat(posted.get(name, ""))
    except ValueError as nonsense:
        raise BadExercise(pointer=f"/{name}") from nonsense
    return found.replace(tzinfo=ZoneInfo(time_zone))


def whole_number(posted: QueryDict, name: str, *, most: int) -> int:
    """Return a number without sign. Raises: BadExercise."""
    text = posted.get(name, "").strip()
    if not text.isascii() or not text.isdigit() or len(text) > 9 or int(text) > most:
        raise BadExercise(pointer=f"/{name}")
    return int(text)
