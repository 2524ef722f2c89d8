"""What the interface and the pages return of emergency operations plans."""

from datetime import date, datetime
from uuid import UUID

from ninja import Schema

from coordination.casework.kinds.views import Colleague, View
from coordination.emergency_plans.rules.checks import PlanFinding
from coordination.emergency_plans.rules.document import PlanDocument
from coordination.emergency_plans.vocabulary import (
    Discipline,
    EmergencyPlanState,
    EmergencyPlanStep,
    PlanFindingKind,
    RemarkState,
)


class EmergencyPlanMade(Schema):
    """The id of a plan that was begun."""

    plan_id: UUID


class EmergencyPlanLine(View):
    """A plan in a list: of a site or, without one, of the district. `findings`: how many, for its keepers."""

    plan_id: UUID
    district_id: UUID
    district: str
    site_id: UUID | None
    name: str
    number: int
    state: EmergencyPlanState
    adopted_at: datetime | None
    renew_on: date | None
    is_overdue: bool
    findings: int | None


class PlanSeat(View):
    """A seat on the planning team. `is_here`: the member may still have it.

    `has_agreed`: to the text that lies before the team.
    """

    seat_id: UUID
    discipline: Discipline
    name: str
    organization: str
    has_account: bool
    is_here: bool
    has_agreed: bool


class PlanRemarkView(View):
    """A remark on a section. `section_key`: of which section."""

    remark_id: UUID
    section_key: str
    text: str
    author: str
    at: datetime
    state: RemarkState


class PlanVersionLine(View):
    """A version in the list of versions."""

    number: int
    state: EmergencyPlanState
    adopted_at: datetime | None


class PlanRolePeople(View):
    """Who has a role and who steps in, by their ids: for those who write the plan."""

    key: UUID
    person_id: UUID | None
    deputy_id: UUID | None
    second_deputy_id: UUID | None


class PlanSectionNumbers(View):
    """Of a section, what is said with a change: its edit number. `roles`: who acts, by the keys of their roles."""

    key: str
    edit_number: int
    roles: list[str]


class EmergencyPlanView(View):
    """A version of a plan for its reader: the document, what it is to them, and what they may do now.

    `text_sha256`: the SHA-256 of the text that lies before the team; empty, if none does. `holds`: the number of the
    version that was adopted, if any.
    """

    plan_id: UUID
    district_id: UUID
    site_id: UUID | None
    document: PlanDocument
    state: EmergencyPlanState
    text_sha256: str
    facts_number: int
    sections: list[PlanSectionNumbers]
    role_people: list[PlanRolePeople]
    steps: list[EmergencyPlanStep]
    may_write: bool
    may_remark: bool
    may_agree: bool
    may_begin_version: bool
    lacking: list[Discipline]
    team: list[PlanSeat]
    remarks: list[PlanRemarkView]
    holds: int | None
    versions: list[PlanVersionLine]
    people: list[Colleague]
    document_sha256: str
    pdf_sha256: str


class PlanFindingView(View):
    """What the plan's check of itself found. `section_key`: in which section, if it is of one."""

    kind: PlanFindingKind
    words: str
    about: str
    section_key: str
    day: date | None
    count: int

    @classmethod
    def of(cls, one: PlanFinding) -> "PlanFindingView":
        """Return a finding with its sentence in the reader's language."""
        return cls(
            kind=one.kind,
            words=one.kind.label,
            about=one.about,
            section_key=one.section_key,
            day=one.day,
            count=one.count,
        )


class PlanPieceView(View):
    """A run of words. `mark`: it stayed (same), came (added) or went (removed)."""

    mark: str
    text: str


class PlanSectionChange(View):
    """What became of a section from one version to another. `fate`: it was changed, added or removed."""

    key: str
    fate: str
    heading: list[PlanPieceView]
    body: list[PlanPieceView]


class PlanRedline(View):
    """What changed from one version to another: sections, and lines of roles, places, numbers and needs."""

    before: int
    after: int
    sections: list[PlanSectionChange]
    facts: list[PlanPieceView]
