"""What happens to casualties and hospitals, as entries say it. Pure."""

from typing import Literal
from uuid import UUID

from coordination.incident.casualties.vocabulary import (
    AgeGroup,
    CasualtyCategory,
    CasualtyState,
    CasualtyStep,
    Injury,
    Intervention,
    TreatmentArea,
    TriageAlgorithm,
)
from coordination.room.capability import Event


class CasualtyOpened(Event):
    type: Literal["casualty_opened"] = "casualty_opened"
    casualty_id: UUID
    number: int
    category: CasualtyCategory
    algorithm: TriageAlgorithm


class CasualtyReported(Event):
    """By a responder who is no medic. `where`: the room's name, or what was said in words."""

    type: Literal["casualty_reported"] = "casualty_reported"
    casualty_id: UUID
    number: int
    category: CasualtyCategory
    where: str | None = None
    age_group: AgeGroup | None = None


class CasualtyRetriaged(Event):
    type: Literal["casualty_retriaged"] = "casualty_retriaged"
    casualty_id: UUID
    number: int
    before: CasualtyCategory
    category: CasualtyCategory
    algorithm: TriageAlgorithm


class CasualtyPlaced(Event):
    """`where`: the room's name, or what was said in words."""

    type: Literal["casualty_placed"] = "casualty_placed"
    casualty_id: UUID
    number: int
    where: str | None = None


class CasualtyTagged(Event):
    type: Literal["casualty_tagged"] = "casualty_tagged"
    casualty_id: UUID
    number: int
    tag: str


class CasualtyAged(Event):
    type: Literal["casualty_aged"] = "casualty_aged"
    casualty_id: UUID
    number: int
    age_group: AgeGroup


class CasualtyIdentified(Event):
    type: Literal["casualty_identified"] = "casualty_identified"
    casualty_id: UUID
    number: int
    name: str


class CasualtyInjuryNoted(Event):
    type: Literal["casualty_injury_noted"] = "casualty_injury_noted"
    casualty_id: UUID
    number: int
    injury: Injury


class CasualtyInterventionNoted(Event):
    type: Literal["casualty_intervention_noted"] = "casualty_intervention_noted"
    casualty_id: UUID
    number: int
    intervention: Intervention
    applied_at: str


class CasualtyFindingWithdrawn(Event):
    """An injury or an intervention that was said by mistake."""

    type: Literal["casualty_finding_withdrawn"] = "casualty_finding_withdrawn"
    casualty_id: UUID
    number: int
    injury: Injury | None = None
    intervention: Intervention | None = None


class CasualtyMoved(Event):
    """What was said of the step. `into_number`: that of the casualty as which it was counted already."""

    type: Literal["casualty_moved"] = "casualty_moved"
    casualty_id: UUID
    number: int
    step: CasualtyStep
    before: CasualtyState
    state: CasualtyState
    area: TreatmentArea | None = None
    unit: str | None = None
    hospital: str | None = None
    destination: str | None = None
    into_number: int | None = None
    reason: str | None = None


class CasualtiesCounted(Event):
    """How many casualties count now, and how many of them were taken to hospitals, for all responders."""

    type: Literal["casualties_counted"] = "casualties_counted"
    total: int
    immediate: int
    delayed: int
    minimal: int
    expectant: int
    dead: int
    untriaged: int
    taken_away: int


class HospitalTold(Event):
    """A hospital is listed, or has told its free beds."""

    type: Literal["hospital_told"] = "hospital_told"
    hospital_id: UUID
    name: str
    immediate: int | None = None
    delayed: int | None = None
    minimal: int | None = None
    told_by: str | None = None
