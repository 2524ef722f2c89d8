"""Read the levels of a site, each with the floorplan that is in force for it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, F, Q

from mapping.laws.age_limits import age_limits_of
from mapping.laws.freshness import AgeLimits, age_days_of, freshness_of
from mapping.models import Floorplan, Level, Site
from mapping.models.sites import STANDING
from mapping.plans.queries import published_floorplans
from mapping.plans.versions import local_day
from mapping.vocabulary import Freshness


@dataclass(frozen=True, slots=True)
class LevelView:
    """A level with the floorplan that is published for it; without one, `version` is None.

    The limits say when a verification of any version turns amber and red, so that a client without a network can tell.
    """

    id: UUID
    building_id: UUID | None
    building_name: str
    ordinal: Decimal
    name: str
    short_name: str
    floorplan_id: UUID | None
    version: int | None
    imported_at: datetime | None
    verified_on: date | None
    verified_by: str
    freshness: Freshness | None
    age_days: int | None
    ageing_after_days: int
    overdue_after_days: int
    space_count: int


def level_views(site: Site, at: datetime) -> list[LevelView]:
    """Return the levels, the open ground first, then building by building from below. Four queries."""
    return views_of_levels(site, {plan.floor_id: plan for plan in published_floorplans(site)}, at)


def views_of_levels(site: Site, plans: Mapping[UUID, Floorplan], at: datetime) -> list[LevelView]:
    """Return the levels in order, each with the floorplan that is given for it. Three queries."""
    counts = dict(
        Floorplan.objects.filter(pk__in=[plan.pk for plan in plans.values()])
        .annotate(space_count=Count("spaces"))
        .values_list("pk", "space_count")
    )
    # What an incident saw of a building is shown in it, also when the building is gone.
    shown = site.levels.filter(STANDING | Q(pk__in=plans.keys()))
    levels = shown.select_related("building").order_by(
        F("building__name").asc(nulls_first=True), "ordinal", "short_name", "id"
    )
    today, limits = local_day(site, at), age_limits_of(site)
    return [_level_view(level, plans.get(level.pk), counts, today, limits) for level in levels]


def level_name(level: Level) -> str:
    """Return what people call a floor, its building first. The building should be fetched with it."""
    return level.name if level.building is None else f"{level.building.name}, {level.name}"


def is_level_of_site(site: Site, level_id: UUID) -> bool:
    """Tell whether a level belongs to a site. One query."""
    return site.levels.filter(pk=level_id).exists()


def is_level_of_sites(site_ids: Collection[UUID], level_id: UUID) -> bool:
    """Tell whether a level belongs to one of these sites. One query."""
    return Level.objects.filter(pk=level_id, site_id__in=site_ids).exists()


def _level_view(
    level: Level, plan: Floorplan | None, counts: dict[UUID, int], today: date, limits: AgeLimits
) -> LevelView:
    return LevelView(
        id=level.pk,
        building_id=level.building_id,
        building_name="" if level.building is None else level.building.name,
        ordinal=level.ordinal,
        name=level.name,
        short_name=level.short_name,
        floorplan_id=None if plan is None else plan.pk,
        version=None if plan is None else plan.version,
        imported_at=None if plan is None else plan.imported_at,
        verified_on=None if plan is None else plan.verified_on,
        verified_by="" if plan is None or plan.verified_by is None else plan.verified_by.shown_name(),
        freshness=None if plan is None else freshness_of(plan.verified_on, today, limits),
        age_days=None if plan is None else age_days_of(plan.verified_on, today),
        ageing_after_days=limits.ageing_after_days,
        overdue_after_days=limits.overdue_after_days,
        space_count=0 if plan is None else counts[plan.pk],
    )
