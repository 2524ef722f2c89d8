"""Read features page by page, in the order of their ids: what OGC API - Features asks for. Text out, ready to send.

Most of a page is text: ids are cast by the database, and what all features of a floor share is read and written once.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import reduce
from json.encoder import encode_basestring
from operator import or_
from uuid import UUID

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import AsGeoJSON, GeoFunc
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from mapping.models import Building, Floorplan, Level, Opening, PlanArea, PlanObject, Site, Space
from mapping.models.spatial import Box, in_bbox
from mapping.ogc.question import Question
from mapping.vocabulary import FloorplanState, MapCollection

PRECISION = 8
FLAGS: Mapping[int | None, str] = {None: "null", False: "false", True: "true"}


class AsMulti(GeoFunc):
    """A polygon as a multipolygon of one; several as they are."""

    function = "ST_Multi"
    output_field = GeometryField()


@dataclass(frozen=True, slots=True)
class Page:
    """Features as JSON text, and the id after which the next page begins; None on the last one."""

    features: tuple[str, ...]
    next_after: UUID | None


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a collection comes from: its rows at some sites, its geometry, and its properties by column.

    With `is_drawn`, its rows hang on a floorplan, and the properties of the floor follow.
    """

    rows: Callable[[QuerySet[Site]], QuerySet[Model]]
    geometry: str
    columns: Mapping[str, str]
    in_box: Callable[[Box], Q]
    is_drawn: bool
    # One type for the whole collection: GIS programs take the first feature's for all of them.
    as_multi: bool = False


def page_of(collection: MapCollection, sites: QuerySet[Site], asked: Question) -> Page:
    """Return the page that is asked for, in the order of ids. At most two queries."""
    source, limit = SOURCES[collection], asked.limit
    rows = source.rows(sites)
    if asked.boxes:
        rows = rows.filter(reduce(or_, map(source.in_box, asked.boxes)))
    if asked.after is not None:
        rows = rows.filter(pk__gt=asked.after)
    found = _read_features(source, rows.order_by("pk")[: limit + 1])
    # One more than asked for: whether there is a next page is known without counting all.
    more = len(found) > limit
    return Page(tuple(text for _, text in found[:limit]), UUID(found[limit - 1][0]) if more else None)


def feature_of(collection: MapCollection, sites: QuerySet[Site], feature_id: UUID) -> str | None:
    """Return one feature of these sites; None if it is not there. At most two queries."""
    source = SOURCES[collection]
    found = _read_features(source, source.rows(sites).filter(pk=feature_id))
    return found[0][1] if found else None


def _read_features(source: _Source, rows: QuerySet[Model]) -> list[tuple[str, str]]:
    """Return each row's id, as the database writes it, and the row as a feature."""
    floor = Cast("floorplan_id", TextField()) if source.is_drawn else Value("")
    shape = AsGeoJSON(AsMulti(source.geometry) if source.as_multi else source.geometry, precision=PRECISION)
    query = rows.values_list(Cast("pk", TextField()), shape, floor, *source.columns.values())
    told = _as_stored(query) if source.is_drawn else list(query)
    shared = _floor_properties({one[2] for one in told}) if source.is_drawn else {}
    feature, value = _feature_template(source.columns), _stored_text if source.is_drawn else _json_text
    return [
        (
            pk,
            # A floor that was deleted between the two queries has nothing to say any more.
            feature % (_dashed_id(pk), shape or "null", *map(value, values), shared.get(floor_id, "")),
        )
        for pk, shape, floor_id, *values in told
    ]


def _as_stored[Row](query: QuerySet[Model, Row]) -> list[Row]:
    """Return the rows as the database gives them: what is asked for is text already, but for a flag here and there."""
    try:
        sql, parameters = query.query.sql_with_params()
    except EmptyResultSet:
        return []  # of no sites there are no rows, and no statement either
    with connections[query.db].cursor() as cursor:
        cursor.execute(sql, parameters)
        found: list[Row] = cursor.fetchall()
    return found


def _feature_template(columns: Iterable[str]) -> str:
    own = ", ".join(f'"{name}": %s' for name in columns)
    return f'{{"type":"Feature","id":"%s","geometry":%s,"properties":{{{own}%s}}}}'


def _json_text(value: object) -> str:
    if value is None or isinstance(value, bool):
        return FLAGS[value]
    if isinstance(value, Decimal):
        # A program that meets 0 first takes the column for whole numbers, and then cuts 0.5 down.
        return repr(float(value))
    return str(value) if isinstance(value, int | float) else encode_basestring(str(value))


def _stored_text(value: str | int | None) -> str:
    # Nothing that is drawn has a number of its own: a number is how SQLite stores a flag.
    return encode_basestring(value) if isinstance(value, str) else FLAGS[value]


def _dashed_id(pk: str) -> str:
    """Return an id in the usual form with dashes; SQLite stores 32 digits, PostgreSQL casts to the usual form."""
    return pk if "-" in pk else f"{pk[:8]}-{pk[8:12]}-{pk[12:16]}-{pk[16:20]}-{pk[20:]}"


def _floor_properties(floor_ids: Collection[str]) -> Mapping[str, str]:
    """Return what every feature of these floors says, after its own properties, by the floor's id. One query."""
    if not floor_ids:
        return {}
    floors = Floorplan.objects.filter(pk__in=floor_ids).values_list(Cast("pk", TextField()), *FLOOR.values())
    template = "".join(f', "{name}": %s' for name in FLOOR)
    return {pk: template % tuple(map(_json_text, values)) for pk, *values in floors}


# --- the collections --------------------------------------------------------------------------------------------------
def _on_plans[Row: Model](table: QuerySet[Row]) -> Callable[[QuerySet[Site]], QuerySet[Row]]:
    def rows(sites: QuerySet[Site]) -> QuerySet[Row]:
        # As a set of floors, not by joins: the database weighs it once and not for each row.
        floors = Floorplan.objects.filter(state=FloorplanState.PUBLISHED, level__site__in=sites)
        return table.filter(floorplan__in=floors.values("pk"))

    return rows


def _of_type[Row: Model](table: QuerySet[Row], *kinds: str) -> QuerySet[Row]:
    # PostGIS writes ST_Point, SpatiaLite POINT.
    return table.filter(geometry__geom_type__in=[name for kind in kinds for name in (kind.upper(), f"ST_{kind}")])


def _touches_box(model: type[Model], column: str) -> Callable[[Box], Q]:
    return lambda box: Q(**in_bbox(model, box, column=column))


def _of_buildings_in(box: Box) -> Q:
    # What has no place is in every box (OGC 17-069r4, /req/core/fc-bbox-response).
    nowhere = Q(building__outline__isnull=True)
    return nowhere | Q(building__in=Building.objects.filter(**in_bbox(Building, box, column="outline")).values("pk"))


FLOOR: Mapping[str, str] = {
    "site_id": "level__site_id",
    "level_id": "level_id",
    "level": "level__name",
    "ordinal": "level__ordinal",
    "building": "level__building__name",
    "version": "version",
    "verified_on": "verified_on",
}


def _opening_source(*kinds: str) -> _Source:
    return _Source(
        _on_plans(_of_type(Opening.objects.all(), *kinds)),
        "geometry",
        {"category": "category", "number": "number", "name": "name", "is_exterior": "is_exterior"},
        _touches_box(Opening, "geometry"),
        is_drawn=True,
    )


def _area_source(*kinds: str) -> _Source:
    return _Source(
        _on_plans(_of_type(PlanArea.objects.all(), *kinds)),
        "geometry",
        {"category": "kind", "name": "label"},
        _touches_box(PlanArea, "geometry"),
        is_drawn=True,
    )


SOURCES: Mapping[MapCollection, _Source] = {
    MapCollection.SITES: _Source(
        lambda sites: sites,
        "location",
        {"name": "name", "address": "address", "district": "district__name", "time_zone": "time_zone"},
        _touches_box(Site, "location"),
        is_drawn=False,
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
        _of_buildings_in,
        is_drawn=False,
    ),
    MapCollection.SPACES: _Source(
        _on_plans(Space.objects.all()),
        "geometry",
        {"category": "category", "number": "number", "name": "name", "is_lockable": "is_lockable"},
        _touches_box(Space, "geometry"),
        is_drawn=True,
    ),
    MapCollection.OPENINGS: _opening_source("LineString"),
    MapCollection.OPENING_POINTS: _opening_source("Point"),
    MapCollection.OBJECTS: _Source(
        _on_plans(PlanObject.objects.all()),
        "location",
        {"category": "kind", "name": "label"},
        _touches_box(PlanObject, "location"),
        is_drawn=True,
    ),
    MapCollection.AREAS: replace(_area_source("Polygon", "MultiPolygon"), as_multi=True),
    MapCollection.AREA_LINES: _area_source("LineString"),
}
