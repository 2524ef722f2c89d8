"""What the interface of assessments takes and answers, beside the views of assessments.work."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field, FiniteFloat, StringConstraints

from mapping.assessments.rules.checklist import MAX_CHECKLIST_BYTES
from mapping.assessments.rules.risk import Effect
from mapping.assessments.vocabulary import (
    AssessmentRole,
    AssessmentStep,
    ChecklistAnswer,
    CostBand,
    DoorOutcome,
    FindingKind,
    FindingStep,
    MeasureState,
    SecurityLayer,
    SecurityStrategy,
    UpgradeStep,
)
from mapping.assessments.work.findings import FindingGiven, MendingGiven, PlaceGiven
from mapping.assessments.work.measures import MeasureGiven
from mapping.assessments.work.rating import ScoreGiven
from mapping.assessments.work.sweeps import DoorCheckGiven
from mapping.assessments.work.upgrades import UpgradeGiven
from mapping.sites.schemas import Answer, Asked

type Words = Annotated[str, Field(max_length=1000)]


class AssessmentIn(Asked):
    """A new assessment: by which checklist, and who leads the team, as what."""

    checklist: Annotated[str, StringConstraints(max_length=20)]
    leader_id: UUID
    leader_role: AssessmentRole


class AssessmentMemberIn(Asked):
    person_id: UUID
    role: AssessmentRole
    is_leader: bool = False


class AssessmentStepIn(Asked):
    step: AssessmentStep
    words: Words = ""


class AssessmentAnswerIn(Asked):
    answer: ChecklistAnswer
    note: Words = ""


class ScoreIn(Asked):
    """Three numbers from 1 to 5, and why each is what it is."""

    threat: int
    vulnerability: int
    consequence: int
    threat_note: Annotated[str, Field(max_length=500)]
    vulnerability_note: Annotated[str, Field(max_length=500)]
    consequence_note: Annotated[str, Field(max_length=500)]

    def given(self) -> ScoreGiven:
        """Return the input of the action."""
        return ScoreGiven(**self.model_dump())


class EffectIn(Asked):
    """What an upgrade alone leaves of a scenario: from 1 to what it is now."""

    scenario: Annotated[str, Field(max_length=40)]
    vulnerability: int
    consequence: int


class UpgradeIn(Asked):
    """What is to be done, for which findings, at which cost in whole dollars, and what it leaves of the risk."""

    title: Annotated[str, Field(max_length=200)]
    words: Words = ""
    cost_dollars: int
    finding_ids: Annotated[list[UUID], Field(max_length=200)] = []
    effects: Annotated[list[EffectIn], Field(max_length=60)]

    def given(self) -> UpgradeGiven:
        """Return the input of the action."""
        effects = [Effect(one.scenario, one.vulnerability, one.consequence) for one in self.effects]
        return UpgradeGiven(self.title, self.words, self.cost_dollars, self.finding_ids, effects)


class UpgradeStepIn(Asked):
    step: UpgradeStep
    words: Words = ""


class FindingPlaceIn(Asked):
    """A floor and a point on it, WGS 84 degrees, both or neither; and what people call the place."""

    level_id: UUID | None = None
    lonlat: (
        tuple[
            Annotated[FiniteFloat, Field(ge=-180, le=180)],
            Annotated[FiniteFloat, Field(ge=-90, le=90)],
        ]
        | None
    ) = None
    words: Annotated[str, Field(max_length=200)] = ""

    def given(self) -> PlaceGiven:
        """Return the input of the action."""
        return PlaceGiven(self.level_id, self.lonlat, self.words)


class FindingMendingIn(Asked):
    """Who mends it until when, and what that is likely to cost."""

    owner_id: UUID | None = None
    due_on: date | None = None
    cost: CostBand | None = None

    def given(self) -> MendingGiven:
        """Return the input of the action."""
        return MendingGiven(self.owner_id, self.due_on, self.cost)


class SiteFindingIn(Asked):
    """What is wrong. `rule`: which rule of the map law it contradicts, of kind `map_is_wrong` only."""

    kind: FindingKind
    layer: SecurityLayer
    strategy: SecurityStrategy
    words: Annotated[str, Field(max_length=500)]
    rule: Annotated[str, Field(max_length=12)] = ""
    place: FindingPlaceIn | None = None
    mending: FindingMendingIn | None = None

    def given(self) -> FindingGiven:
        """Return the input of the action."""
        place, mending = self.place or FindingPlaceIn(), self.mending or FindingMendingIn()
        return FindingGiven(self.kind, self.layer, self.strategy, self.words, place.given(), mending.given(), self.rule)


class SiteFindingChangeIn(Asked):
    """Where it is, or who mends it until when; what is left out stays."""

    place: FindingPlaceIn | None = None
    mending: FindingMendingIn | None = None


class SiteFindingStepIn(Asked):
    step: FindingStep
    words: Words = ""


class DrawFindingIn(Asked):
    """What responders read on the plan."""

    label: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class FindingDrawnOut(Answer):
    """The draft of the floor on which it is drawn; responders see it once that is published."""

    floorplan_id: UUID


class DoorCheckIn(Asked):
    """The state of a door. `id` is the sender's: sent twice, it is written once."""

    id: UUID
    number: Annotated[str, Field(max_length=40)]
    outcome: DoorOutcome
    note: Annotated[str, Field(max_length=300)] = ""
    said_at: AwareDatetime

    def given(self) -> DoorCheckGiven:
        """Return the input of the action."""
        return DoorCheckGiven(self.id, self.number, self.outcome, self.note, self.said_at)


class MeasureIn(Asked):
    """The state of a protective measure. A measure that is missing or partial needs a note."""

    measure: Annotated[str, Field(max_length=40)]
    state: MeasureState
    note: Annotated[str, Field(max_length=500)] = ""

    def given(self) -> MeasureGiven:
        """Return the input of the action."""
        return MeasureGiven(self.measure, self.state, self.note)


class MeasuresIn(Asked):
    measures: Annotated[list[MeasureIn], Field(min_length=1, max_length=200)]


class TierIn(Asked):
    tier: Annotated[int, Field(ge=1, le=4)]


class ChecklistIn(Asked):
    """A checklist as TOML; docs/capabilities/assessments.md says of which form."""

    toml: Annotated[str, StringConstraints(max_length=MAX_CHECKLIST_BYTES)]


class ChecklistOut(Answer):
    key: str
    name: str
    source: str
    lines: int
