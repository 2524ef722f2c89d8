"""Read one floorplan as GeoJSON text, ready to send: geometries are written by the database, not one by one here."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.contrib.gis.db.models.functions import AsGeoJSON
from django.db import connection

from mapping.errors import FloorplanNotFound
from mapping.models import Floorplan, Level, Opening, PlanArea, PlanObject, PlanPhoto, Site, Space
from mapping.vocabulary import FloorplanState

# Eight decimals of a degree are a millimeter.
PRECISION = 8
type PropertyValue = str | int | bool | None


def published_floorplan(level: Level) -> Floorplan:
    """Return the floorplan in force for a level. One query.

    Raises: FloorplanNotFound: none has been published yet.
    """
    plan = Floorplan.objects.filter(level=level, state=FloorplanState.PUBLISHED).first()
    if plan is None:
        raise FloorplanNotFound
    return plan


# One is published at a time.
PUBLISHED_SQL = "SELECT id FROM mapping_floorplan WHERE level_id = %s AND state = %s"


def published_floorplan_id(level_id: UUID) -> UUID | None:
    """Return which floorplan is in force for a level; ask access for the level first. One query."""
    ids = Floorplan._meta.pk  # noqa: SLF001 - Django's public way in
    # Plain SQL: clients ask this each time they show a cached floor, and the ORM takes ten times as long.
    with connection.cursor() as cursor:
        cursor.execute(PUBLISHED_SQL, [ids.get_db_prep_value(level_id, connection), FloorplanState.PUBLISHED.value])
        row = cursor.fetchone()
    return None if row is None else ids.to_python(row[0])


def published_floorplans(site: Site) -> list[Floorplan]:
    """Return the floorplan in force for each level of a site that has one. One query."""
    plans = Floorplan.objects.filter(level__site=site, state=FloorplanState.PUBLISHED)
    return list(plans.select_related("verified_by"))


def plan_geojson(level: Level, floorplan: Floorplan) -> str:
    """Return what is drawn on a floorplan as one GeoJSON FeatureCollection. Five queries.

    `level` and `floorplan` stand beside the features as foreign members (RFC 7946, 6.1). Text is data, never markup.
    """
    features = [
        *_area_features(floorplan),
        *_space_features(floorplan),
        *_opening_features(floorplan),
        *_object_features(floorplan),
        *_photo_features(floorplan),
    ]
    head = {
        "level": {
            "id": str(level.pk),
            "ordinal": float(level.ordinal),
            "name": level.name,
            "short_name": level.short_name,
        },
        "floorplan": {
            "id": str(floorplan.pk),
            "version": floorplan.version,
            "state": floorplan.state,
            "source": floorplan.source,
            "verified_on": _day_text(floorplan.verified_on),
        },
    }
    return f'{{"type":"FeatureCollection",{_json_text(head)[1:-1]},"features":[{",".join(features)}]}}'


def _space_features(floorplan: Floorplan) -> Iterable[str]:
    rows = Space.objects.filter(floorplan=floorplan).annotate(json=_as_geojson("geometry"))
    for pk, category, number, name, correlation, lockable, geometry in rows.values_list(
        "pk", "category", "number", "name", "correlation_id", "is_lockable", "json"
    ):
        properties: dict[str, PropertyValue] = {
            "kind": "space",
            "category": category,
            "number": number,
            "name": name,
            "correlation_id": None if correlation is None else str(correlation),
            "is_lockable": lockable,
        }
        yield _feature_text(pk, properties, geometry)


def _opening_features(floorplan: Floorplan) -> Iterable[str]:
    rows = Opening.objects.filter(floorplan=floorplan).annotate(json=_as_geojson("geometry"))
    for pk, category, number, name, is_exterior, geometry in rows.values_list(
        "pk", "category", "number", "name", "is_exterior", "json"
    ):
        properties: dict[str, PropertyValue] = {
            "kind": "opening",
            "category": category,
            "number": number,
            "name": name,
            "is_exterior": is_exterior,
        }
        yield _feature_text(pk, properties, geometry)


def _object_features(floorplan: Floorplan) -> Iterable[str]:
    rows = PlanObject.objects.filter(floorplan=floorplan).annotate(json=_as_geojson("location"))
    for pk, category, label, correlation, geometry in rows.values_list("pk", "kind", "label", "correlation_id", "json"):
        properties: dict[str, PropertyValue] = {
            "kind": "object",
            "category": category,
            "name": label,
            "correlation_id": None if correlation is None else str(correlation),
        }
        yield _feature_text(pk, properties, geometry)


def _area_features(floorplan: Floorplan) -> Iterable[str]:
    rows = PlanArea.objects.filter(floorplan=floorplan).annotate(json=_as_geojson("geometry"))
    for pk, category, label, geometry in rows.values_list("pk", "kind", "label", "json"):
        properties: dict[str, PropertyValue] = {"kind": "area", "category": category, "name": label}
        yield _feature_text(pk, properties, geometry)


def _photo_features(floorplan: Floorplan) -> Iterable[str]:
    rows = PlanPhoto.objects.filter(floorplan=floorplan).annotate(json=_as_geojson("location"))
    for pk, label, width, height, geometry in rows.values_list("pk", "label", "width_px", "height_px", "json"):
        properties: dict[str, PropertyValue] = {
            "kind": "photo",
            "category": "photo",
            "name": label,
            "width_px": width,
            "height_px": height,
        }
        yield _feature_text(pk, properties, geometry)


def _as_geojson(column: str) -> AsGeoJSON:
    return AsGeoJSON(column, precision=PRECISION)


def _feature_text(pk: UUID, properties: Mapping[str, PropertyValue], geometry: str) -> str:
    return f'{{"type":"Feature","id":"{pk}","properties":{_json_text(properties)},"geometry":{geometry}}}'


def _json_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _day_text(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
