"""What the interface answers of assessments and findings, and pages show, beside the views of mapping.assessments."""

from datetime import datetime
from uuid import UUID

from coordination.casework.kinds.views import ThingRecord, View
from mapping.assessments.vocabulary import (
    AssessmentRole,
    AssessmentState,
    AssessmentStep,
    ChecklistAnswer,
    SecurityLayer,
    SecurityStrategy,
)
from mapping.assessments.work.queries import SiteFindingView
from mapping.assessments.work.rating import ScoreView
from mapping.assessments.work.upgrades import UpgradeView


class AssessmentLine(View):
    """An assessment in a list."""

    assessment_id: UUID
    site_id: UUID
    site: str
    school_year: int
    state: AssessmentState
    time_zone: str
    opened_at: datetime
    adopted_at: datetime | None
    findings_open: int
    findings: int


class AssessmentMemberView(View):
    person_id: UUID
    name: str
    agency_id: UUID
    agency: str
    role: AssessmentRole
    is_leader: bool


class AssessmentAnswerView(View):
    """A line of the checklist in both languages, with what the team found of it; nothing yet: None."""

    line: str
    layer: SecurityLayer
    strategy: SecurityStrategy
    en: str
    es: str
    answer: ChecklistAnswer | None
    note: str
    by: str
    at: datetime | None


class AssessmentView(View):
    """An assessment with everything in it. `may_write` and `may_decide` are the reader's."""

    assessment_id: UUID
    site_id: UUID
    site: str
    school_year: int
    state: AssessmentState
    opened_at: datetime
    adopted_at: datetime | None
    closed_at: datetime | None
    checklist: str
    checklist_source: str
    time_zone: str
    may_write: bool
    may_decide: bool
    may_draw: bool
    steps: list[AssessmentStep]
    team: list[AssessmentMemberView]
    answers: list[AssessmentAnswerView]
    findings: list[SiteFindingView]
    scores: list[ScoreView]
    upgrades: list[UpgradeView]
    records: list[ThingRecord]


class SiteFindingFile(View):
    """A finding, and what was done with it."""

    finding: SiteFindingView
    time_zone: str
    records: list[ThingRecord]

    @property
    def line(self) -> SiteFindingView:
        """Return what a list shows of it."""
        return self.finding
