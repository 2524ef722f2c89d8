"""Read features page by page, in the order of their ids: what OGC API - Features asks for. Text out, ready to send."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib.gis.db.models.functions import AsGeoJSON
from django.db.models import Model, QuerySet

from mapping.models import Building, Level, Opening, PlanArea, PlanObject, Site, Space
from mapping.models.spatial import Box, SpatialQuerySet
from mapping.vocabulary import FloorplanState, MapCollection

PRECISION = 8
type Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Page:
    """Features as JSON text, and the id after which the next page begins; None on the last one."""

    features: tuple[str, ...]
    next_after: UUID | None


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a collection comes from: its rows at some sites, its geometry, and its properties by column."""

    rows: Callable[[QuerySet[Site]], QuerySet[Model]]
    geometry: str
    columns: Mapping[str, str]
    in_box: Callable[[Box], Mapping[str, object]]


def page_of(
    collection: MapCollection, sites: QuerySet[Site], *, after: UUID | None, limit: int, box: Box | None
) -> Page:
    """Return up to `limit` features whose ids come after `after`, in a box if one is given. One query."""
    source = SOURCES[collection]
    rows = source.rows(sites)
    if box is not None:
        rows = rows.filter(**source.in_box(box))
    if after is not None:
        rows = rows.filter(pk__gt=after)
    found = _features(source, rows.order_by("pk")[: limit + 1])
    # One more than asked for: whether there is a next page is known without counting all.
    more = len(found) > limit
    return Page(tuple(text for _, text in found[:limit]), found[limit - 1][0] if more else None)


def feature_of(collection: MapCollection, sites: QuerySet[Site], feature_id: UUID) -> str | None:
    """Return one feature of these sites; None if it is not there. One query."""
    source = SOURCES[collection]
    found = _features(source, source.rows(sites).filter(pk=feature_id))
    return found[0][1] if found else None


def _features(source: _Source, rows: QuerySet[Model]) -> list[tuple[UUID, str]]:
    annotated = rows.annotate(json=AsGeoJSON(source.geometry, precision=PRECISION))
    told = annotated.values_list("pk", "json", *source.columns.values())
    return [
        (pk, _feature(pk, geometry, dict(zip(source.columns, values, strict=True)))) for pk, geometry, *values in told
    ]


def _feature(pk: UUID, geometry: str | None, properties: dict[str, object]) -> str:
    shown = json.dumps({name: _plain(value) for name, value in properties.items()}, ensure_ascii=False)
    return f'{{"type":"Feature","id":"{pk}","geometry":{geometry or "null"},"properties":{shown}}}'


def _plain(value: object) -> Value:
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)


# --- the collections --------------------------------------------------------------------------------------------------
def _on_plans[Row: Model](model: type[Row]) -> Callable[[QuerySet[Site]], QuerySet[Row]]:
    published = {"floorplan__state": FloorplanState.PUBLISHED}
    return lambda sites: model._default_manager.filter(floorplan__level__site__in=sites, **published)  # noqa: SLF001


def _in_index(model: type[Model], column: str, key: str = "pk__in") -> Callable[[Box], Mapping[str, object]]:
    return lambda box: {key: SpatialQuerySet(model).in_bbox(box, column=column).values("pk")}


_PLACE = {
    "site_id": "floorplan__level__site_id",
    "level_id": "floorplan__level_id",
    "level": "floorplan__level__name",
    "ordinal": "floorplan__level__ordinal",
    "building": "floorplan__level__building__name",
    "version": "floorplan__version",
    "verified_on": "floorplan__verified_on",
}
SOURCES: Mapping[MapCollection, _Source] = {
    MapCollection.SITES: _Source(
        lambda sites: sites,
        "location",
        {"name": "name", "address": "address", "district": "district__name", "time_zone": "time_zone"},
        _in_index(Site, "location"),
    ),
    MapCollection.LEVELS: _Source(
        lambda sites: Level.objects.filter(site__in=sites, floorplans__state=FloorplanState.PUBLISHED),
        "building__outline",
        {
            "name": "name",
            "short_name": "short_name",
            "ordinal": "ordinal",
            "site_id": "site_id",
            "building": "building__name",
            "version": "floorplans__version",
            "verified_on": "floorplans__verified_on",
        },
        _in_index(Building, "outline", "building__in"),
    ),
    MapCollection.SPACES: _Source(
        _on_plans(Space),
        "geometry",
        {"category": "category", "number": "number", "name": "name", "is_lockable": "is_lockable"} | _PLACE,
        _in_index(Space, "geometry"),
    ),
    MapCollection.OPENINGS: _Source(
        _on_plans(Opening),
        "geometry",
        {"category": "category", "number": "number", "name": "name", "is_exterior": "is_exterior"} | _PLACE,
        _in_index(Opening, "geometry"),
    ),
    MapCollection.OBJECTS: _Source(
        _on_plans(PlanObject),
        "location",
        {"category": "kind", "name": "label"} | _PLACE,
        _in_index(PlanObject, "location"),
    ),
    MapCollection.AREAS: _Source(
        _on_plans(PlanArea),
        "geometry",
        {"category": "kind", "name": "label"} | _PLACE,
        _in_index(PlanArea, "geometry"),
    ),
}
