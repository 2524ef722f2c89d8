"""Read a whole site with its published floors, for files that leave the house."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import GEOSGeometry, LineString, MultiPolygon, Point, Polygon
from django.db.models import F

from mapping.exports.writers.site_plan import (
    AreaPlan,
    BuildingPlan,
    LevelPlan,
    ObjectPlan,
    OpeningPlan,
    SitePlan,
    SpacePlan,
)
from mapping.geometry import shapes
from mapping.geometry.rounding import DECIMALS
from mapping.models import Floorplan, Opening, PlanArea, PlanObject, Site, Space
from mapping.plans.drawn_things.drawn_tables import DRAWN_TABLES, DrawnRow
from mapping.vocabulary import FeatureKind, FloorplanState


def site_plan(site: Site) -> SitePlan:
    """Return the site, its buildings and its published floors. Six queries, however large it is."""
    plans = list(
        Floorplan.objects.filter(level__site=site, state=FloorplanState.PUBLISHED)
        .select_related("level__building", "verified_by")
        .order_by(F("level__building__name").asc(nulls_first=True), "level__ordinal", "level__short_name", "id")
    )
    ids = [plan.pk for plan in plans]
    spaces = _by_plan(Space.objects.filter(floorplan_id__in=ids).order_by("number", "name", "id"))
    openings = _by_plan(Opening.objects.filter(floorplan_id__in=ids).order_by("number", "name", "id"))
    areas = _by_plan(PlanArea.objects.filter(floorplan_id__in=ids).order_by("kind", "label", "id"))
    objects = _by_plan(PlanObject.objects.filter(floorplan_id__in=ids).order_by("kind", "label", "id"))
    return SitePlan(
        id=site.pk,
        name=site.name,
        address=site.address,
        district_id=site.district_id,
        district_name=site.district.name,
        time_zone=site.time_zone,
        location=position_of(site.location),
        boundary=polygons_of(site.boundary),
        buildings=tuple(
            BuildingPlan(id=one.pk, name=one.name, outline=polygons_of(one.outline))
            for one in site.buildings.order_by("name", "id")
        ),
        levels=tuple(
            _level_plan(plan, spaces[plan.pk], openings[plan.pk], objects[plan.pk], areas[plan.pk]) for plan in plans
        ),
    )


def _by_plan[Row: (Space, Opening, PlanObject, PlanArea)](rows: Iterable[Row]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.floorplan_id].append(row)
    return found


def _level_plan(
    plan: Floorplan,
    spaces: Sequence[Space],
    openings: Sequence[Opening],
    objects: Sequence[PlanObject],
    areas: Sequence[PlanArea],
) -> LevelPlan:
    level = plan.level
    return LevelPlan(
        id=level.pk,
        building_id=level.building_id,
        building_name="" if level.building is None else level.building.name,
        ordinal=level.ordinal,
        name=level.name,
        short_name=level.short_name,
        floorplan_id=plan.pk,
        version=plan.version,
        source=plan.source,
        imported_at=plan.imported_at,
        verified_on=plan.verified_on,
        verified_by="" if plan.verified_by is None else plan.verified_by.shown_name(),
        spaces=tuple(
            SpacePlan(**_row_values(FeatureKind.SPACE, row), polygons=polygons_of(row.geometry)) for row in spaces
        ),
        openings=tuple(
            OpeningPlan(**_row_values(FeatureKind.OPENING, row), line=line_of(row.geometry)) for row in openings
        ),
        objects=tuple(
            ObjectPlan(**_row_values(FeatureKind.OBJECT, row), location=position_of(row.location)) for row in objects
        ),
        areas=tuple(_area_plan(row) for row in areas),
    )


def _area_plan(row: PlanArea) -> AreaPlan:
    geometry = row.geometry
    is_line = isinstance(geometry, LineString)
    polygons = () if is_line else polygons_of(MultiPolygon(geometry) if isinstance(geometry, Polygon) else geometry)
    return AreaPlan(**_row_values(FeatureKind.AREA, row), polygons=polygons, line=line_of(geometry) if is_line else ())


def _row_values(kind: FeatureKind, row: DrawnRow) -> dict[str, Any]:
    return {"id": row.pk, "source_ref": row.source_ref, **DRAWN_TABLES[kind].values_of(row)}


# --- geometries -------------------------------------------------------------------------------------------------------
def position_of(point: Point) -> shapes.Position:
    """Return a stored point, rounded."""
    return (round(point.x, DECIMALS), round(point.y, DECIMALS))


def polygons_of(area: MultiPolygon | None) -> shapes.MultiPolygon:
    """Return a stored area as rings, rounded; nothing for none."""
    if area is None:
        return ()
    return tuple(tuple(_rounded_ring(ring) for ring in polygon) for polygon in area.coords)


def line_of(geometry: GEOSGeometry) -> shapes.Ring:
    """Return a stored door: its line, or its one point."""
    if isinstance(geometry, Point):
        return (position_of(geometry),)
    assert isinstance(geometry, LineString)
    return _rounded_ring(geometry.coords)


def _rounded_ring(positions: Iterable[Sequence[float]]) -> shapes.Ring:
    return tuple((round(one[0], DECIMALS), round(one[1], DECIMALS)) for one in positions)


def site_state(site: Site) -> list[str]:
    """Return words that change whenever a file about the site would. Two queries.

    A published floorplan never changes, so that its id stands for everything on it; who verified it is said beside it.
    """
    plans = Floorplan.objects.filter(level__site=site, state=FloorplanState.PUBLISHED).order_by("id")
    state = [f"{pk} {level} {on}" for pk, level, on in plans.values_list("pk", "level__name", "verified_on")]
    place = "" if site.boundary is None else site.boundary.hex.decode()
    state += [str(site.pk), site.name, site.address, site.district.name, site.time_zone]
    state += [site.location.hex.decode(), place]
    for building in site.buildings.order_by("id"):
        outline = "" if building.outline is None else building.outline.hex.decode()
        state += [str(building.pk), building.name, outline]
    return state
