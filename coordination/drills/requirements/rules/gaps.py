"""What the record of a drill lacks that its law asks for. Pure."""

from dataclasses import dataclass
from datetime import datetime

from coordination.drills.exercises.vocabulary import SimulationLevel
from coordination.drills.requirements.rules.laws import DrillLaw
from coordination.drills.requirements.vocabulary import DrillGap, DrillType


@dataclass(frozen=True, slots=True)
class DrillEvidence:
    """What a record says, as far as a law asks for it."""

    type: DrillType
    starts_at: datetime
    ends_at: datetime | None
    told_parents_at: datetime | None
    police_present: bool
    mental_health_present: bool
    simulation: SimulationLevel
    is_debriefed: bool
    is_signed: bool


def gaps_of(law: DrillLaw, drill: DrillEvidence) -> list[DrillGap]:
    """Return what a record lacks until it is corrected. A notice to parents counts only if it came before the drill."""
    told = drill.told_parents_at
    lacks = {
        DrillGap.PARENT_NOTICE: drill.type in law.types_told and (told is None or told > drill.starts_at),
        DrillGap.FIRE_SIGN_OFF: drill.type in law.types_signed and not drill.is_signed,
        # Where every rule that names the type needs the police, a drill without counts for none.
        DrillGap.POLICE: _needs_police(law, drill.type) and not drill.police_present,
        # NASP, NASRO: a mental health professional is there wherever something is simulated.
        DrillGap.MENTAL_HEALTH: drill.simulation is not SimulationLevel.NONE and not drill.mental_health_present,
        DrillGap.DEBRIEF: drill.simulation is not SimulationLevel.NONE and not drill.is_debriefed,
        DrillGap.TIMES: drill.ends_at is None,
    }
    return [gap for gap in DrillGap if lacks[gap]]


def _needs_police(law: DrillLaw, drill_type: DrillType) -> bool:
    naming = [one for one in law.rules if drill_type in one.types]
    return bool(naming) and all(one.needs_police for one in naming)
