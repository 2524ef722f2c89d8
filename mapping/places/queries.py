"""Read what the plans of a site name, ready for mapping.places; kept in memory while the plans are the same."""

import hashlib
from collections.abc import Iterable, Sequence
from threading import Lock
from uuid import UUID

from cachetools import LRUCache, cached
from django.contrib.gis.db.models import Extent
from django.contrib.gis.db.models.functions import Centroid, PointOnSurface
from django.db.models import F, QuerySet

from mapping.models import Floorplan, Level, Opening, PlanArea, PlanObject, Site, Space
from mapping.places.gazetteer import Gazetteer, LonLat, Named
from mapping.places.naming import (
    LevelRow,
    Row,
    floors_of,
    gazetteer_from,
    named_area,
    named_object,
    named_opening,
    named_space,
)
from mapping.plans.drawn_things.drawn_tables import DRAWN_TABLES
from mapping.sites.grid_queries import site_grid
from mapping.vocabulary import FeatureKind, FloorCounting, FloorplanState

# Two hundred sites of a few hundred rooms are some tens of megabytes.
MAX_KEPT = 200
DRAWN = (FeatureKind.SPACE, FeatureKind.OPENING, FeatureKind.OBJECT, FeatureKind.AREA)


def gazetteer_of(site: Site) -> Gazetteer:
    """Return the gazetteer of a site's published floorplans. One query if it is known already, five or nine if not."""
    return _gazetteer_on(site, Floorplan.objects.filter(level__site=site, state=FloorplanState.PUBLISHED.value))


def gazetteer_of_plans(site: Site, plans: Iterable[Floorplan]) -> Gazetteer:
    """Return the gazetteer of these floorplans of a site, as those an incident began with. Queries as gazetteer_of."""
    return _gazetteer_on(site, Floorplan.objects.filter(level__site=site, pk__in=[plan.pk for plan in plans]))


_ORDER = (F("level__building__name").asc(nulls_first=True), "level__ordinal", "level__short_name", "id")


def _gazetteer_on(site: Site, rows: QuerySet[Floorplan]) -> Gazetteer:
    plans = list(rows.select_related("level__building").order_by(*_ORDER))
    return _read_gazetteer(site, plans, _version_of(site, plans))


def _version_of(site: Site, plans: Iterable[Floorplan]) -> str:
    """Return a digest of all that a gazetteer is made of: a published floorplan never changes, names around it may."""
    seen = [str(site.pk), "" if site.boundary is None else site.boundary.wkt]
    for plan in plans:
        level = plan.level
        house = ("", "") if level.building is None else (level.building.name, level.building.floor_counting)
        seen += [str(plan.pk), *house, str(level.ordinal), level.name, level.short_name]
    return hashlib.sha256("\x1f".join(seen).encode()).hexdigest()[:32]


@cached(LRUCache(MAX_KEPT), key=lambda _site, _plans, version: version, lock=Lock())
def _read_gazetteer(site: Site, plans: Sequence[Floorplan], version: str) -> Gazetteer:
    places = [*_named_spaces(plans), *_named_openings(plans), *_named_objects(plans), *_named_areas(plans)]
    named = {one.floor for one in places}
    middles = _middles_of([plan for index, plan in enumerate(plans) if index not in named])
    buildings = {plan.level.building_id for plan in plans} - {None}
    return gazetteer_from(
        Gazetteer(
            version=version,
            floors=floors_of([_level_row(plan.level, middles.get(plan.pk)) for plan in plans]),
            places=tuple(places),
            grid=site_grid(site),
            has_many_buildings=len(buildings) > 1,
        )
    )


def _level_row(level: Level, middle: LonLat | None) -> LevelRow:
    house = level.building
    return LevelRow(
        id=level.pk,
        building="" if house is None else house.name,
        counting=FloorCounting.US if house is None else FloorCounting(house.floor_counting),
        ordinal=level.ordinal,
        name=level.name,
        short_name=level.short_name,
        middle=middle,
    )


def _middles_of(plans: Sequence[Floorplan]) -> dict[UUID, LonLat]:
    """Return the middle of all that is drawn on each of these floors. Four queries, or none for none."""
    boxes: dict[UUID, list[tuple[float, float, float, float]]] = {}
    for kind in DRAWN if plans else ():
        table = DRAWN_TABLES[kind]
        rows = table.rows.filter(floorplan__in=plans).order_by().values("floorplan_id")
        for row in rows.annotate(box=Extent(table.geometry)):
            boxes.setdefault(row["floorplan_id"], []).append(row["box"])
    return {
        plan_id: (
            (min(box[0] for box in found) + max(box[2] for box in found)) / 2,
            (min(box[1] for box in found) + max(box[3] for box in found)) / 2,
        )
        for plan_id, found in boxes.items()
    }


def _named_spaces(plans: Sequence[Floorplan]) -> Iterable[Named]:
    rows = Space.objects.filter(floorplan__in=plans).exclude(category="opentobelow").order_by("number", "name", "id")
    numbers = _floor_numbers(plans)
    inside = PointOnSurface("geometry")
    for pk, category, number, name, plan_id, point in rows.values_list(
        "pk", "category", "number", "name", "floorplan_id", inside
    ):
        named = named_space(Row(pk, category, number, name, numbers[plan_id], (point.x, point.y)))
        if named is not None:
            yield named


def _named_openings(plans: Sequence[Floorplan]) -> Iterable[Named]:
    rows = Opening.objects.filter(floorplan__in=plans).order_by("number", "name", "id")
    numbers = _floor_numbers(plans)
    for pk, category, number, name, plan_id, middle, is_exterior in rows.values_list(
        "pk", "category", "number", "name", "floorplan_id", Centroid("geometry"), "is_exterior"
    ):
        row = Row(pk, category, number, name, numbers[plan_id], (middle.x, middle.y), is_exterior)
        named = named_opening(row)
        if named is not None:
            yield named


def _named_objects(plans: Sequence[Floorplan]) -> Iterable[Named]:
    rows = PlanObject.objects.filter(floorplan__in=plans).order_by("kind", "label", "id")
    numbers = _floor_numbers(plans)
    for pk, kind, label, plan_id, place in rows.values_list("pk", "kind", "label", "floorplan_id", "location"):
        named = named_object(Row(pk, kind, "", label, numbers[plan_id], (place.x, place.y)))
        if named is not None:
            yield named


def _named_areas(plans: Sequence[Floorplan]) -> Iterable[Named]:
    rows = PlanArea.objects.filter(floorplan__in=plans).order_by("kind", "label", "id")
    numbers = _floor_numbers(plans)
    # A polygon or a line, so not a point on its surface; GEOS knows what to do with either.
    for pk, kind, label, plan_id, shape in rows.values_list("pk", "kind", "label", "floorplan_id", "geometry"):
        middle = shape.point_on_surface
        named = named_area(Row(pk, kind, "", label, numbers[plan_id], (middle.x, middle.y)))
        if named is not None:
            yield named


def _floor_numbers(plans: Sequence[Floorplan]) -> dict[UUID, int]:
    return {plan.pk: index for index, plan in enumerate(plans)}
