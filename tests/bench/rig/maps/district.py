"""A district of many schools with their rooms, and the query for a viewport as one would write it by hand."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.db import connection

from mapping.models import Building, Floorplan, Level, Site, Space
from mou.vocabulary import AgencyKind
from tests.factories.mou import make_agency, make_member, make_memorandum

ROOM, APART = 0.0001, 0.01  # degrees: some ten metres, and a kilometre
WEST, SOUTH = -98.5, 39.8
type Box = tuple[float, float, float, float]


def viewport(schools: int) -> Box:
    """Return a box around one school of the middle, whole."""
    west = WEST + schools // 2 * APART
    return (west - ROOM, SOUTH - ROOM, west + 45 * ROOM, SOUTH + 15 * ROOM)


def write_district(*, schools: int, rooms: int, row: int, officers: int) -> list[int]:
    """Write everything with the database's statistics; return the ids of officers who may see all of it."""
    district = make_agency(AgencyKind.DISTRICT)
    police = make_agency(AgencyKind.POLICE)
    make_memorandum(district, police, expires_on=date(2999, 1, 1))
    now = datetime.now(UTC)
    for number in range(schools):
        west = WEST + number * APART
        site = Site.objects.create(
            name=f"School {number:03}",
            district=district,
            time_zone="America/Chicago",
            location=Point(west, SOUTH, srid=4326),
            created_at=now,
        )
        outline = MultiPolygon(Polygon.from_bbox((west, SOUTH, west + row * ROOM, SOUTH + rooms // row * ROOM)))
        building = Building.objects.create(site=site, name="Main building", outline=outline)
        level = Level.objects.create(site=site, building=building, ordinal=Decimal(0), name="Ground", short_name="0")
        plan = Floorplan.objects.create(
            level=level, version=1, state="published", source="drawn", source_sha256="0" * 64, imported_at=now
        )
        Space.objects.bulk_create(_room(plan, number, west, row) for number in range(rooms))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return [make_member(police).user_id for _ in range(officers)]


def _room(plan: Floorplan, number: int, west: float, row: int) -> Space:
    left, bottom = west + number % row * ROOM, SOUTH + number // row * ROOM
    outline = Polygon.from_bbox((left, bottom, left + ROOM, bottom + ROOM))
    name = f"Room {number}"
    return Space(
        floorplan=plan, category="classroom", number=str(number), name=name, geometry=MultiPolygon(outline, srid=4326)
    )


COLUMNS = ("category", "number", "name", "is_lockable", "site_id", "level_id", "level", "ordinal", "building")
MORE_COLUMNS = ("version", "verified_on")
SELECT = """
SELECT space.id, AsGeoJSON(space.geometry, 8), space.category, space.number, space.name, space.is_lockable,
       level.site_id, level.id, level.name, level.ordinal, building.name, floorplan.version, floorplan.verified_on
  FROM {spaces}
  JOIN mapping_floorplan floorplan ON floorplan.id = space.floorplan_id AND floorplan.state = 'published'
  JOIN mapping_level level ON level.id = floorplan.level_id
  LEFT JOIN mapping_building building ON building.id = level.building_id
 WHERE {in_box}
 ORDER BY space.id LIMIT {limit}
"""
IN_RTREE = (
    # CROSS: SQLite is told to begin with the index, whatever its statistics say.
    "idx_mapping_space_geometry box CROSS JOIN mapping_space space ON space.ROWID = box.pkid",
    "box.xmin <= %s AND box.xmax >= %s AND box.ymin <= %s AND box.ymax >= %s",
)
IN_GIST = ("mapping_space space", "space.geometry && ST_MakeEnvelope(%s, %s, %s, %s, 4326)")


def rows_by_hand(box: Box, *, limit: int) -> list[str]:
    """Return the same features with SQL that knows the index, and without any question of access."""
    west, south, east, north = box
    is_sqlite = connection.vendor == "sqlite"
    spaces, in_box = IN_RTREE if is_sqlite else IN_GIST
    sql = SELECT.format(spaces=spaces, in_box=in_box, limit=limit)
    if not is_sqlite:
        sql = sql.replace("AsGeoJSON", "ST_AsGeoJSON")
    with connection.cursor() as cursor:
        cursor.execute(sql, (east, west, north, south) if is_sqlite else box)
        rows = cursor.fetchall()
    return [_feature(*row) for row in rows]


def _feature(pk: object, geometry: str, *values: object) -> str:
    told = json.dumps(dict(zip(COLUMNS + MORE_COLUMNS, values, strict=True)), default=str, ensure_ascii=False)
    return f'{{"type":"Feature","id":"{pk}","geometry":{geometry},"properties":{told}}}'
