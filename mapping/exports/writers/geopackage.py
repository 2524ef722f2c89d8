"""Write a site as a GeoPackage: a layer for sites, buildings, spaces, openings, objects and areas. Pure."""

from collections.abc import Iterator

from mapping.exports.writers.site_plan import LevelPlan, SitePlan
from mapping.exports.writers.tables import (
    Cell,
    Table,
    geopackage_of,
    wkb_areas,
    wkb_line,
    wkb_point,
)

type Row = tuple[bytes | None, dict[str, Cell]]
WHERE = {
    "building": str,
    "level": str,
    "level_short_name": str,
    "ordinal": float,
    "version": int,
    "verified_on": str,
    "level_id": str,
}


def site_geopackage(plan: SitePlan) -> bytes:
    """Return the file."""
    spaces, lines, points, objects = _by_layer(plan)
    sites: list[Row] = [
        (
            wkb_areas(plan.boundary) if plan.boundary else wkb_point(plan.location),
            {"id": str(plan.id), "name": plan.name, "address": plan.address, "district": plan.district_name},
        )
    ]
    buildings: list[Row] = [
        (wkb_areas(one.outline) if one.outline else None, {"id": str(one.id), "name": one.name})
        for one in plan.buildings
    ]
    named = {"id": str, "category": str, "number": str, "name": str}
    doors = named | {"is_exterior": int} | WHERE
    tables = [
        Table("sites", "Geometry", {"id": str, "name": str, "address": str, "district": str}, sites),
        Table("buildings", "MultiPolygon", {"id": str, "name": str}, buildings),
        Table("spaces", "MultiPolygon", named | {"is_lockable": int} | WHERE, spaces),
        Table("openings", "LineString", doors, lines),
        # A layer has one geometry type for most programs: doors of unknown width stand beside the others.
        Table("opening_points", "Point", doors, points),
        Table("objects", "Point", {"id": str, "category": str, "name": str} | WHERE, objects),
        Table("areas", "Geometry", {"id": str, "category": str, "name": str} | WHERE, [*_areas(plan)]),
    ]
    return geopackage_of([table for table in tables if table.rows], made_at=plan.newest_import)


def _by_layer(plan: SitePlan) -> tuple[list[Row], list[Row], list[Row], list[Row]]:
    spaces: list[Row] = []
    lines: list[Row] = []
    points: list[Row] = []
    objects: list[Row] = []
    for level in plan.levels:
        spaces += _spaces(level)
        for row, is_point in _openings(level):
            (points if is_point else lines).append(row)
        objects += _objects(level)
    return spaces, lines, points, objects


def _spaces(level: LevelPlan) -> Iterator[Row]:
    where = _where(level)
    for one in level.spaces:
        about: dict[str, Cell] = {"id": str(one.id), "category": one.category, "number": one.number, "name": one.name}
        about["is_lockable"] = None if one.is_lockable is None else int(one.is_lockable)
        yield wkb_areas(one.polygons), about | where


def _openings(level: LevelPlan) -> Iterator[tuple[Row, bool]]:
    where = _where(level)
    for one in level.openings:
        about: dict[str, Cell] = {"id": str(one.id), "category": one.category, "number": one.number, "name": one.name}
        about["is_exterior"] = int(one.is_exterior)
        is_point = len(one.line) == 1
        yield (wkb_point(one.line[0]) if is_point else wkb_line(one.line), about | where), is_point


def _objects(level: LevelPlan) -> Iterator[Row]:
    where = _where(level)
    for one in level.objects:
        about: dict[str, Cell] = {"id": str(one.id), "category": one.kind, "name": one.label}
        yield wkb_point(one.location), about | where


def _areas(plan: SitePlan) -> Iterator[Row]:
    for level in plan.levels:
        where = _where(level)
        for one in level.areas:
            shape = wkb_areas(one.polygons) if one.polygons else wkb_line(one.line)
            about: dict[str, Cell] = {"id": str(one.id), "category": one.kind, "name": one.label}
            yield shape, about | where


def _where(level: LevelPlan) -> dict[str, Cell]:
    return {
        "building": level.building_name,
        "level": level.name,
        "level_short_name": level.short_name,
        "ordinal": float(level.ordinal),
        "version": level.version,
        "verified_on": None if level.verified_on is None else level.verified_on.isoformat(),
        "level_id": str(level.id),
    }
