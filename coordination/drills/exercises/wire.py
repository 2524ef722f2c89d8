"""What the interface of exercises takes and returns, beside the views of exercises.work."""

from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, ConfigDict, Field

from coordination.drills.exercises.rules.msel import InjectGiven
from coordination.drills.exercises.vocabulary import (
    AgeTier,
    CheckAnswer,
    CoreCapability,
    DrillAction,
    ExerciseKind,
    ExerciseRole,
    ExerciseStep,
    InjectDelivery,
    InjectKind,
    MissionArea,
    SimulationLevel,
)
from coordination.drills.exercises.work.planning import ExerciseGiven
from coordination.vocabulary import IncidentType, MarkerKind, PanicKind, Severity

type Version = Annotated[int, Field(ge=1, le=2**31 - 1)]


class Closed(Schema):
    """An undeclared field is an error."""

    model_config = ConfigDict(extra="forbid")


class ExercisePlanIn(Closed):
    """What an exercise is. Students are told by `age_tiers` which ages take part.

    `tells_outside`: alerts of its room go, as the rules of the site say, also to people who have no part in it.
    """

    name: Annotated[str, Field(max_length=120)]
    kind: ExerciseKind
    action: DrillAction | None = None
    incident_type: IncidentType
    severity: Severity = Severity.MODERATE
    planned_start: AwareDatetime
    planned_end: AwareDatetime
    purpose: Annotated[str, Field(max_length=4000)] = ""
    scope: Annotated[str, Field(max_length=4000)] = ""
    contact: Annotated[str, Field(max_length=200)] = ""
    scenario: Annotated[str, Field(max_length=8000)] = ""
    scenario_for_staff: Annotated[str, Field(max_length=8000)] = ""
    mission_areas: Annotated[list[MissionArea], Field(max_length=5)] = [MissionArea.RESPONSE]
    is_announced: bool = True
    tells_outside: bool = False
    has_students: bool = False
    age_tiers: Annotated[list[AgeTier], Field(max_length=4)] = []
    simulation: SimulationLevel = SimulationLevel.NONE

    def given(self) -> ExerciseGiven:
        """Return the input of the action."""
        fields = {name: getattr(self, name) for name in ExercisePlanIn.model_fields}
        lists = {"mission_areas": tuple(self.mission_areas), "age_tiers": tuple(self.age_tiers)}
        return ExerciseGiven(**{**fields, **lists})


class ExerciseIn(ExercisePlanIn):
    """A new exercise: where, and for which agency."""

    site_id: UUID
    agency_id: UUID


class ExerciseChangeIn(ExercisePlanIn):
    """A change of what an exercise is: everything anew. `version`: of the plan that was read."""

    version: Version


class ExerciseMade(Schema):
    exercise_id: UUID
    version: int


class ExerciseStepIn(Closed):
    step: ExerciseStep
    version: Version


class ExerciseVersion(Schema):
    """The version after a change: the next one is made on it."""

    version: int


class ExerciseInvitationIn(Closed):
    agency_id: UUID


class ExerciseInvitationAnswerIn(Closed):
    """Whether an agency takes part, with how many players who have no account here."""

    accepts: bool
    players_planned: Annotated[int, Field(ge=0, le=5000)] = 0
    words: Annotated[str, Field(max_length=400)] = ""


class ExercisePersonIn(Closed):
    agency_id: UUID
    role: ExerciseRole


class ObjectiveIn(Closed):
    text: Annotated[str, Field(max_length=400)]
    capabilities: Annotated[list[CoreCapability], Field(max_length=12)] = []
    version: Version


class ObjectiveWritten(ExerciseVersion):
    objective_id: UUID


class CriticalTaskIn(Closed):
    text: Annotated[str, Field(max_length=400)]
    target: Annotated[str, Field(max_length=200)] = ""
    capability: CoreCapability
    version: Version


class CriticalTaskWritten(ExerciseVersion):
    task_id: UUID


class InjectPayloadIn(Closed):
    """What a marker or an alarm needs beside its text. Degrees of WGS 84."""

    marker: MarkerKind | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    level_id: UUID | None = None
    tier: PanicKind | None = None


class InjectIn(Closed):
    """A line of the MSEL. `offset_s`: seconds of exercise time from STARTEX; none waits for a controller."""

    text: Annotated[str, Field(max_length=2000)]
    delivery: InjectDelivery
    kind: InjectKind = InjectKind.CONTEXTUAL
    offset_s: Annotated[int, Field(ge=0, le=259_200)] | None = None
    sender: Annotated[str, Field(max_length=120)] = ""
    payload: InjectPayloadIn | None = None
    to_agency_id: UUID | None = None
    to_role: Annotated[str, Field(max_length=120)] = ""
    controller_id: UUID | None = None
    expected_action: Annotated[str, Field(max_length=400)] = ""
    objective_id: UUID | None = None
    notes: Annotated[str, Field(max_length=400)] = ""
    version: Version

    def given(self) -> InjectGiven:
        """Return the input of the action."""
        fields = {name: getattr(self, name) for name in InjectIn.model_fields if name not in ("payload", "version")}
        payload = self.payload.model_dump(mode="json", exclude_none=True) if self.payload else {}
        return InjectGiven(**fields, payload=payload)


class InjectWritten(ExerciseVersion):
    inject_id: UUID
    number: int


class InjectOrderIn(Closed):
    """Every inject once, in the order of their new numbers."""

    inject_ids: Annotated[list[UUID], Field(max_length=200)]
    version: Version


class MselFileIn(Closed):
    """A MSEL as the text of a CSV file. With `dry_run` nothing is stored."""

    text: Annotated[str, Field(max_length=200_000)]
    dry_run: bool = True
    version: Version


class SafetyAnswerIn(Closed):
    answer: CheckAnswer
    words: Annotated[str, Field(max_length=400)] = ""


class ScenarioCopyIn(Closed):
    key: Annotated[str, Field(max_length=40)]
    language: Annotated[str, Field(pattern="^(en|es)$")] = "en"
    version: Version
