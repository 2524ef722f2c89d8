"""Read findings as pages, programs and the printed plan show them."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from mapping.assessments.models import Assessment, SiteFinding
from mapping.assessments.vocabulary import (
    CostBand,
    FindingKind,
    FindingState,
    FindingStep,
    OnPlan,
    SecurityLayer,
    SecurityStrategy,
)
from mapping.assessments.work.on_plan import plan_state_of, with_plans
from mapping.models import Site
from mapping.plans.levels import level_name
from mapping.plans.versions import local_day


class SiteFindingView(BaseModel):
    """A finding; `lon`, `lat` in WGS 84 degrees. `steps` are those that the reader may take from its state."""

    model_config = ConfigDict(frozen=True)

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


def view_finding(one: SiteFinding, at: datetime, steps: Sequence[FindingStep]) -> SiteFindingView:
    """Return a finding of `with_plans`, with the steps that its reader may take."""
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
        on_plan=plan_state_of(one),
        found_at=one.found_at,
        steps=list(steps),
    )


def _is_overdue(one: SiteFinding, site: Site, state: FindingState, at: datetime) -> bool:
    return one.due_on is not None and not state.is_settled and one.due_on < local_day(site, at)


def list_findings(assessment: Assessment, at: datetime) -> list[SiteFindingView]:
    """Return the findings of an assessment by their number, without steps. One query."""
    rows = assessment.findings.select_related("site", "assessment", "level__building", "owner").order_by("number")
    return [view_finding(one, at, ()) for one in with_plans(rows)]
