"""Read assessments and findings as pages and programs show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from mapping.assessments.access import AssessmentGrant, FindingGrant
from mapping.assessments.audit import note_reads
from mapping.assessments.models import Assessment, AssessmentRecord, SiteFinding
from mapping.assessments.rules.checklist import Checklist
from mapping.assessments.rules.machine import ASSESSMENTS, FINDINGS
from mapping.assessments.vocabulary import (
    AssessmentDoor,
    AssessmentRole,
    AssessmentState,
    AssessmentStep,
    ChecklistAnswer,
    CostBand,
    FindingKind,
    FindingState,
    FindingStep,
    OnPlan,
    SecurityLayer,
    SecurityStrategy,
)
from mapping.assessments.work.checklists import checklist_of
from mapping.assessments.work.on_plan import on_plan
from mapping.assessments.work.rating import ScoreView, score_views
from mapping.assessments.work.steps import SETTLED
from mapping.assessments.work.upgrades import UpgradeView, upgrade_views
from mapping.models import Site
from mapping.plans.levels import level_name
from mapping.plans.versions import local_day

MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """An assessment in a list."""

    assessment_id: UUID
    site_id: UUID
    site: str
    school_year: int
    state: AssessmentState
    opened_at: datetime
    adopted_at: datetime | None
    findings_open: int
    findings: int


@dataclass(frozen=True, slots=True)
class AssessmentMemberView:
    person_id: UUID
    name: str
    agency_id: UUID
    agency: str
    role: AssessmentRole
    is_leader: bool


@dataclass(frozen=True, slots=True)
class AssessmentAnswerView:
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


@dataclass(frozen=True, slots=True)
class AssessmentRecordView:
    act: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SiteFindingView:
    """A finding; `lon`, `lat` in WGS 84 degrees. `steps` are those that the reader may take from its state."""

    finding_id: UUID
    number: int
    site_id: UUID
    site: str
    assessment_id: UUID | None
    kind: FindingKind
    layer: SecurityLayer
    strategy: SecurityStrategy
    words: str
    rule: str
    level_id: UUID | None
    level: str
    lon: float | None
    lat: float | None
    place: str
    has_photo: bool
    owner_id: UUID | None
    owner: str
    due_on: date | None
    is_overdue: bool
    cost: CostBand | None
    state: FindingState
    on_plan: OnPlan
    found_at: datetime
    steps: list[FindingStep]


@dataclass(frozen=True, slots=True)
class SiteFindingFile:
    """A finding, and what was done with it."""

    finding: SiteFindingView
    records: list[AssessmentRecordView]


@dataclass(frozen=True, slots=True)
class AssessmentView:
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
    records: list[AssessmentRecordView]


def assessment_lines(rows: QuerySet[Assessment]) -> list[AssessmentLine]:
    """Return assessments, the newest first. One query."""
    counted = rows.annotate(
        all_findings=Count("findings", distinct=True),
        open_findings=Count("findings", filter=~Q(findings__state__in=SETTLED), distinct=True),
    ).order_by("-opened_at", "-id")
    return [
        AssessmentLine(
            assessment_id=one.pk,
            site_id=one.site_id,
            site=one.site.name,
            school_year=one.school_year,
            state=AssessmentState(one.state),
            opened_at=one.opened_at,
            adopted_at=one.adopted_at,
            findings_open=one.open_findings,
            findings=one.all_findings,
        )
        for one in counted[:MOST_LISTED]
    ]


def noted_view_of(grant: AssessmentGrant, *, user_id: int, at: datetime, door: AssessmentDoor) -> AssessmentView:
    """Return an assessment as its reader has it; the reading is written down. Some ten queries."""
    note_reads([grant.assessment.pk], user_id=user_id, at=at, door=door)
    return view_of(grant, at)


def view_of(grant: AssessmentGrant, at: datetime) -> AssessmentView:
    """Return an assessment as its reader has it, without writing anything down."""
    assessment, checklist = grant.assessment, checklist_of(grant.assessment)
    rows = assessment.findings.select_related("site", "assessment", "level__building", "owner").order_by("number")
    state = AssessmentState(assessment.state)
    return AssessmentView(
        assessment_id=assessment.pk,
        site_id=assessment.site_id,
        site=assessment.site.name,
        school_year=assessment.school_year,
        state=state,
        opened_at=assessment.opened_at,
        adopted_at=assessment.adopted_at,
        closed_at=assessment.closed_at,
        checklist=checklist.name,
        checklist_source=checklist.source,
        time_zone=assessment.site.time_zone,
        may_write=grant.may_write,
        may_decide=grant.may_decide,
        may_draw=grant.is_keeper,
        steps=ASSESSMENTS.steps_from(state) if grant.may_decide else [],
        team=_team_of(assessment),
        answers=_answers_of(assessment, checklist),
        findings=finding_views(rows, at=at, may_write=grant.may_write),
        scores=score_views(assessment),
        upgrades=upgrade_views(assessment, may_decide=grant.is_keeper),
        records=_record_views(assessment.records.all()),
    )


def _team_of(assessment: Assessment) -> list[AssessmentMemberView]:
    rows = assessment.members.select_related("user", "agency").order_by("-is_leader", "agency__name", "id")
    return [
        AssessmentMemberView(
            one.user.public_id,
            one.user.shown_name(),
            one.agency_id,
            one.agency.name,
            AssessmentRole(one.role),
            one.is_leader,
        )
        for one in rows
    ]


def _answers_of(assessment: Assessment, checklist: Checklist) -> list[AssessmentAnswerView]:
    given = {one.line: one for one in assessment.answers.select_related("by")}
    found = []
    for line in checklist.lines:
        one = given.get(line.key)
        found.append(
            AssessmentAnswerView(
                line=line.key,
                layer=line.layer,
                strategy=line.strategy,
                en=line.words("en"),
                es=line.words("es"),
                answer=None if one is None else ChecklistAnswer(one.answer),
                note="" if one is None else one.note,
                by="" if one is None else one.by.shown_name(),
                at=None if one is None else one.at,
            )
        )
    return found


def _record_views(rows: QuerySet[AssessmentRecord]) -> list[AssessmentRecordView]:
    found = rows.select_related("by").order_by("-at", "-id")[:MOST_LISTED]
    return [AssessmentRecordView(one.act, one.words, one.by.shown_name(), one.at) for one in found]


# --- findings ---------------------------------------------------------------------------------------------------------
def finding_views(rows: QuerySet[SiteFinding], *, at: datetime, may_write: bool) -> list[SiteFindingView]:
    """Return findings in the order of the rows. Two queries."""
    found = list(rows)
    plans = on_plan(found)
    return [
        _finding_view(one, plans[one.pk], at, FINDINGS.steps_from(FindingState(one.state)) if may_write else ())
        for one in found
    ]


def opened_finding(grant: FindingGrant, *, user_id: int, at: datetime, door: AssessmentDoor) -> SiteFindingFile:
    """Return a finding as its reader has it, and what was done with it; the reading is written down."""
    note_reads([grant.finding.pk], user_id=user_id, at=at, door=door)
    return file_of(grant, at)


def file_of(grant: FindingGrant, at: datetime) -> SiteFindingFile:
    """Return a finding as its reader has it, and what was done with it, without writing anything down."""
    finding = grant.finding
    steps = FINDINGS.steps_from(FindingState(finding.state))
    if not grant.may_write:
        steps = [one for one in steps if one is FindingStep.FIX and grant.is_owner]
    view = _finding_view(finding, on_plan([finding])[finding.pk], at, steps)
    return SiteFindingFile(view, _record_views(finding.records.all()))


def own_findings(rows: QuerySet[SiteFinding], *, user_id: int, at: datetime) -> list[SiteFindingView]:
    """Return what a person has to mend, by what is due first."""
    mine = rows.filter(owner_id=user_id).exclude(state__in=SETTLED).order_by("due_on", "number")
    return finding_views(mine[:MOST_LISTED], at=at, may_write=False)


def _finding_view(one: SiteFinding, plan: OnPlan, at: datetime, steps: Sequence[FindingStep]) -> SiteFindingView:
    state = FindingState(one.state)
    return SiteFindingView(
        finding_id=one.pk,
        number=one.number,
        site_id=one.site_id,
        site=one.site.name,
        assessment_id=one.assessment_id,
        kind=FindingKind(one.kind),
        layer=SecurityLayer(one.layer),
        strategy=SecurityStrategy(one.strategy),
        words=one.words,
        rule=one.rule,
        level_id=one.level_id,
        level="" if one.level is None else level_name(one.level),
        lon=None if one.location is None else one.location.x,
        lat=None if one.location is None else one.location.y,
        place=one.place,
        has_photo=bool(one.photo_sha256),
        owner_id=None if one.owner is None else one.owner.public_id,
        owner="" if one.owner is None else one.owner.shown_name(),
        due_on=one.due_on,
        is_overdue=_is_overdue(one, one.site, state, at),
        cost=CostBand(one.cost) if one.cost else None,
        state=state,
        on_plan=plan,
        found_at=one.found_at,
        steps=list(steps),
    )


def _is_overdue(one: SiteFinding, site: Site, state: FindingState, at: datetime) -> bool:
    return one.due_on is not None and not state.is_settled and one.due_on < local_day(site, at)
