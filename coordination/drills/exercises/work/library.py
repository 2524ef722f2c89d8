"""The library of scenarios: read from files, copied into an exercise. A copy does not change with the library."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language

from coordination.drills.exercises.errors import BadExercise
from coordination.drills.exercises.models import CriticalTask, Exercise, Inject, Objective
from coordination.drills.exercises.rules.msel import checked_payload
from coordination.drills.exercises.vocabulary import CoreCapability, ExerciseKind, InjectDelivery, InjectKind
from coordination.drills.exercises.work.planning import DIRECTS, plan_to_change
from coordination.vocabulary import IncidentType, Severity
from mou.foundation.labelled import Reason
from mou.foundation.labelled import gettext_noop as _

FOLDER = Path(__file__).parent.parent / "scenarios"
type Spoken = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ScenarioTask:
    text: Spoken
    target: Spoken
    capability: CoreCapability


@dataclass(frozen=True, slots=True)
class ScenarioObjective:
    text: Spoken
    capabilities: tuple[CoreCapability, ...]
    tasks: tuple[ScenarioTask, ...]


@dataclass(frozen=True, slots=True)
class ScenarioInject:
    """A line of the MSEL. `objective` counts from 1. A marker has no place: it depends on the site."""

    offset_s: int | None
    kind: InjectKind
    delivery: InjectDelivery
    sender: Spoken
    text: Spoken
    to_role: Spoken
    expected_action: Spoken
    objective: int
    payload: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario in both languages."""

    key: str
    title: Spoken
    incident_type: IncidentType
    severity: Severity
    kinds: tuple[ExerciseKind, ...]
    players: Spoken
    staff: Spoken
    objectives: tuple[ScenarioObjective, ...]
    injects: tuple[ScenarioInject, ...]


@dataclass(frozen=True, slots=True)
class ScenarioLine:
    """A scenario to choose, in the reader's language."""

    key: str
    title: str
    players: str
    incident_type: IncidentType
    kinds: tuple[ExerciseKind, ...]
    injects: int


@cache
def read_library() -> Mapping[str, Scenario]:
    """Return all scenarios by their keys."""
    return {path.stem: read_scenario(path) for path in sorted(FOLDER.glob("*.toml"))}


def read_scenario(path: Path) -> Scenario:
    """Return a scenario from its file. Raises: KeyError, ValueError: the file is not one."""
    found = tomllib.loads(path.read_text())
    return Scenario(
        key=path.stem,
        title=found["title"],
        incident_type=IncidentType(found["incident_type"]),
        severity=Severity(found["severity"]),
        kinds=tuple(ExerciseKind(one) for one in found["kinds"]),
        players=found["players"],
        staff=found["staff"],
        objectives=tuple(
            ScenarioObjective(
                one["text"],
                tuple(CoreCapability(value) for value in one["capabilities"]),
                tuple(
                    ScenarioTask(task["text"], task["target"], CoreCapability(task["capability"]))
                    for task in one["tasks"]
                ),
            )
            for one in found["objectives"]
        ),
        injects=tuple(
            ScenarioInject(
                # Minutes are easier to read in a file; what has none waits for a controller.
                offset_s=round(one["minute"] * 60) if "minute" in one else None,
                kind=InjectKind(one["kind"]),
                delivery=InjectDelivery(one["delivery"]),
                sender=one["sender"],
                text=one["text"],
                to_role=one.get("to_role", {"en": "", "es": ""}),
                expected_action=one["expected"],
                objective=one["objective"],
                payload={name: one[name] for name in ("marker", "tier") if name in one},
            )
            for one in found["injects"]
        ),
    )


def scenario_lines() -> Sequence[ScenarioLine]:
    """Return what there is to choose, in the reader's language, by title."""
    spoken = "es" if (get_language() or "").startswith("es") else "en"
    lines = [
        ScenarioLine(one.key, one.title[spoken], one.players[spoken], one.incident_type, one.kinds, len(one.injects))
        for one in read_library().values()
    ]
    return sorted(lines, key=lambda one: one.title)


def take_scenario(*, actor_id: int, exercise_id: UUID, version: int, key: str, language: str, at: datetime) -> Exercise:
    """Copy a scenario into an exercise, in one language: texts, objectives, tasks and MSEL. Durable.

    What the exercise had of these is replaced. Markers wait for their places, and injects go to all people.
    Raises: as `plan_to_change`. BadExercise: there is no such scenario.
    """
    scenario = read_library().get(key)
    if scenario is None or language not in scenario.title:
        raise BadExercise(Reason(_("The library has no such scenario.")), pointer="/key")
    with transaction.atomic(durable=True):
        exercise = plan_to_change(actor_id=actor_id, exercise_id=exercise_id, version=version, at=at, roles=DIRECTS)
        exercise.scenario_key = key
        exercise.scenario = scenario.players[language]
        exercise.scenario_for_staff = scenario.staff[language]
        exercise.incident_type, exercise.severity = scenario.incident_type.value, scenario.severity.value
        exercise.save()
        exercise.injects.all().delete()
        exercise.objectives.all().delete()
        copied = [_copy_objective(exercise, number, one, language) for number, one in enumerate(scenario.objectives, 1)]
        Inject.objects.bulk_create(
            Inject(
                exercise=exercise,
                number=number,
                offset_s=one.offset_s,
                kind=one.kind.value,
                delivery=one.delivery.value,
                sender=one.sender[language],
                text=one.text[language],
                payload=dict(checked_payload(one.delivery, one.payload)),
                to_role=one.to_role[language],
                expected_action=one.expected_action[language],
                objective=copied[one.objective - 1],
            )
            for number, one in enumerate(scenario.injects, 1)
        )
    return exercise


def _copy_objective(exercise: Exercise, position: int, given: ScenarioObjective, language: str) -> Objective:
    objective = Objective.objects.create(
        exercise=exercise,
        position=position,
        text=given.text[language],
        capabilities=sorted(one.value for one in given.capabilities),
    )
    CriticalTask.objects.bulk_create(
        CriticalTask(
            objective=objective,
            position=number,
            text=one.text[language],
            target=one.target[language],
            capability=one.capability.value,
        )
        for number, one in enumerate(given.tasks, 1)
    )
    return objective
