"""Read the versions of a floor: state, history, who walked it, which agencies have seen it, how old it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Max

from mapping.access import PUBLIC_STATES, SiteAgencies
from mapping.laws.age_limits import age_limits_of
from mapping.laws.freshness import AgeLimits, age_days_of, freshness_of
from mapping.models import Floorplan, FloorplanAcknowledgement, FloorplanStep, Level, PlanEdit, Site
from mapping.plans.if_match import version_tag
from mapping.vocabulary import FloorplanState, Freshness
from mou.foundation.value_of import ValueOf

JOINED = ("level__site", "verified_by", "walk_through__walked_by")
NO_VERSION_TAG = '"no-version"'


@dataclass(frozen=True, slots=True)
class StepView:
    """When a version reached a state; `by` is empty for the operator at the console."""

    state: Annotated[str, ValueOf(FloorplanState)]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class WalkView:
    """The walk that verified a version."""

    walked_on: date
    walked_by: str
    walked_with: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class AcknowledgementView:
    """An agency that has seen a version."""

    agency_id: UUID
    agency: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version of a floor. `etag` is what If-Match must name to change it."""

    id: UUID
    level_id: UUID
    version: int
    state: Annotated[str, ValueOf(FloorplanState)]
    source: str
    edits: int
    etag: str
    imported_at: datetime
    verified_on: date | None
    verified_by: str
    freshness: Freshness
    age_days: int | None
    walk: WalkView | None
    steps: tuple[StepView, ...]
    acknowledgements: tuple[AcknowledgementView, ...]
    is_acknowledged: bool

    @property
    def state_label(self) -> str:
        """Return what people call the state, in the language that is active."""
        return FloorplanState.label_of(self.state)


def edits_of(plan: Floorplan) -> int:
    """Return the number of the last edit of a version, 0 if there is none. One query."""
    return PlanEdit.objects.filter(floorplan=plan).aggregate(last=Max("number"))["last"] or 0


def etag_of(plan: Floorplan) -> str:
    """Return the ETag of a version as it is now. One query."""
    return version_tag(plan.pk, plan.state, edits_of(plan))


def etags_of(plans: Iterable[UUID]) -> dict[UUID, str]:
    """Return the ETags of versions by their ids. One query; ask access for the ids first."""
    rows = Floorplan.objects.filter(pk__in=list(plans)).annotate(last=Max("edits__number"))
    return {one: version_tag(one, state, last or 0) for one, state, last in rows.values_list("pk", "state", "last")}


def newest_tag_of(level: Level) -> str:
    """Return the ETag of a level's newest version, for the start of the next one. Two queries."""
    newest = Floorplan.objects.filter(level=level).order_by("-version").first()
    return NO_VERSION_TAG if newest is None else etag_of(newest)


def last_change_of(plan: Floorplan) -> str:
    """Return who last changed a version, and when, for a writer who lost the race. At most two queries."""
    edit = PlanEdit.objects.filter(floorplan=plan).select_related("edited_by").order_by("-number").first()
    step = plan.steps.select_related("by").order_by("-at").first()
    time_zone = ZoneInfo(plan.level.site.time_zone)
    if edit is not None and (step is None or edit.edited_at > step.at):
        when = edit.edited_at.astimezone(time_zone)
        return f"{edit.edited_by.shown_name()} changed it at {when:%H:%M:%S} (edit {edit.number})."
    if step is not None:
        by = "The operator" if step.by is None else step.by.shown_name()
        return f"{by} made it {step.state} at {step.at.astimezone(time_zone):%H:%M:%S}."
    return ""


def version_views(level: Level, *, seen_by: SiteAgencies, may_edit: bool, at: datetime) -> list[VersionView]:
    """Return the versions of a floor, the newest first; drafts only for those who edit. Six queries.

    Insiders see which agencies have seen each; others see their own.
    """
    plans = Floorplan.objects.filter(level=level).select_related(
        "level__site", "verified_by", "walk_through__walked_by"
    )
    if not may_edit:
        plans = plans.filter(state__in=PUBLIC_STATES)
    return _version_views(plans.order_by("-version"), age_limits_of(level.site), seen_by, at)


def version_view(plan: Floorplan, *, seen_by: SiteAgencies, at: datetime) -> VersionView:
    """Return one version. Six queries."""
    rows = Floorplan.objects.filter(pk=plan.pk).select_related(*JOINED)
    return _version_views(rows, age_limits_of(plan.level.site), seen_by, at)[0]


def local_day(site: Site, at: datetime) -> date:
    """Return the day it is at a site."""
    return at.astimezone(ZoneInfo(site.time_zone)).date()


def _version_views(
    plans: Iterable[Floorplan], limits: AgeLimits, seen_by: SiteAgencies, at: datetime
) -> list[VersionView]:
    found = list(plans)
    edits = dict(
        PlanEdit.objects.filter(floorplan__in=found)
        .values_list("floorplan_id")
        .annotate(last=Max("number"))
        .values_list("floorplan_id", "last")
    )
    seen: dict[UUID, list[FloorplanAcknowledgement]] = {}
    for one in FloorplanAcknowledgement.objects.filter(floorplan__in=found).select_related("agency", "acknowledged_by"):
        seen.setdefault(one.floorplan_id, []).append(one)
    steps: dict[UUID, list[StepView]] = {}
    for step in _step_views(found):
        steps.setdefault(step[0], []).append(step[1])
    return [
        _view_of_version(
            plan, edits.get(plan.pk, 0), steps.get(plan.pk, []), seen.get(plan.pk, []), seen_by, limits, at
        )
        for plan in found
    ]


def _step_views(plans: list[Floorplan]) -> list[tuple[UUID, StepView]]:
    rows = FloorplanStep.objects.filter(floorplan__in=plans).select_related("by").order_by("at", "id")
    return [
        (row.floorplan_id, StepView(row.state, "" if row.by is None else row.by.shown_name(), row.at)) for row in rows
    ]


def _view_of_version(
    plan: Floorplan,
    edits: int,
    steps: list[StepView],
    seen: list[FloorplanAcknowledgement],
    seen_by: SiteAgencies,
    limits: AgeLimits,
    at: datetime,
) -> VersionView:
    today = local_day(plan.level.site, at)
    walk = getattr(plan, "walk_through", None)
    shown = [one for one in seen if seen_by.is_insider or one.agency_id in seen_by.agency_ids]
    return VersionView(
        id=plan.pk,
        level_id=plan.floor_id,
        version=plan.version,
        state=plan.state,
        source=plan.source,
        edits=edits,
        etag=version_tag(plan.pk, plan.state, edits),
        imported_at=plan.imported_at,
        verified_on=plan.verified_on,
        verified_by="" if plan.verified_by is None else plan.verified_by.shown_name(),
        freshness=freshness_of(plan.verified_on, today, limits),
        age_days=age_days_of(plan.verified_on, today),
        walk=None
        if walk is None
        else WalkView(walk.walked_on, walk.walked_by.shown_name(), tuple(walk.walked_with), walk.note),
        steps=tuple(steps),
        acknowledgements=tuple(
            AcknowledgementView(one.agency_id, one.agency.name, one.acknowledged_by.shown_name(), one.acknowledged_at)
            for one in shown
        ),
        is_acknowledged=seen_by.agency_ids <= {one.agency_id for one in seen},
    )
