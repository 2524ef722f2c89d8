"""Write a site as a GeoPackage: a layer for sites, buildings, spaces, openings, objects and areas. Pure.

A layer has one type of geometry, as GIS programs expect: doors of unknown width are points beside the layer of lines,
and so are places of which only the course is known lines beside the layer of areas.
"""

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
NAMED = {"id": str, "kind": str, "category": str, "number": str, "name": str}
WHERE = {
    "building": str,
    "level": str,
    "level_short_name": str,
    "ordinal": float,
    "is_outdoor": int,
    "version": int,
    "verified_on": str,
    "level_id": str,
}
SPACE = NAMED | {"is_lockable": int, "correlation_id": str} | WHERE
OPENING = NAMED | {"is_exterior": int} | WHERE
OBJECT = NAMED | {"correlation_id": str} | WHERE
AREA = NAMED | WHERE


def site_geopackage(plan: SitePlan) -> bytes:
    """Return the file."""
    about: dict[str, Cell] = {"id": str(plan.id), "kind": "site", "name": plan.name}
    about |= {"address": plan.address, "district": plan.district_name}
    site: Row = (wkb_areas(plan.boundary) if plan.boundary else wkb_point(plan.location), about)
    site_type = "MultiPolygon" if plan.boundary else "Point"
    buildings: list[Row] = [
        (wkb_areas(one.outline), {"id": str(one.id), "kind": "building", "name": one.name})
        for one in plan.buildings
        if one.outline
    ]
    found = _by_layer(plan)
    tables = [
        Table("sites", site_type, {"id": str, "kind": str, "name": str, "address": str, "district": str}, [site]),
        Table("buildings", "MultiPolygon", {"id": str, "kind": str, "name": str}, buildings),
        Table("spaces", "MultiPolygon", SPACE, found["spaces"]),
        Table("openings", "LineString", OPENING, found["openings"]),
        Table("opening_points", "Point", OPENING, found["opening_points"]),
        Table("objects", "Point", OBJECT, found["objects"]),
        Table("areas", "MultiPolygon", AREA, found["areas"]),
        Table("area_lines", "LineString", AREA, found["area_lines"]),
    ]
    return geopackage_of([table for table in tables if table.rows], made_at=plan.newest_import)


def _by_layer(plan: SitePlan) -> dict[str, list[Row]]:
    layers = ("spaces", "openings", "opening_points", "objects", "areas", "area_lines")
    found: dict[str, list[Row]] = {layer: [] for layer in layers}
    for level in plan.levels:
        for layer, wkb, about in _layer_rows(level):
            found[layer].append((wkb, about | _floor_cells(level)))
    return found


def _layer_rows(level: LevelPlan) -> Iterator[tuple[str, bytes, dict[str, Cell]]]:
    """Yield everything on a floor with the layer in which it stands."""
    for space in level.spaces:
        about: dict[str, Cell] = {"id": str(space.id), "kind": "space", "category": space.category}
        about |= {"number": space.number, "name": space.name}
        about["is_lockable"] = None if space.is_lockable is None else int(space.is_lockable)
        about["correlation_id"] = _text_or_none(space.correlation_id)
        yield "spaces", wkb_areas(space.polygons), about
    for opening in level.openings:
        about = {"id": str(opening.id), "kind": "opening", "category": opening.category}
        about |= {"number": opening.number, "name": opening.name, "is_exterior": int(opening.is_exterior)}
        if len(opening.line) == 1:
            yield "opening_points", wkb_point(opening.line[0]), about
        else:
            yield "openings", wkb_line(opening.line), about
    for thing in level.objects:
        about = {"id": str(thing.id), "kind": "object", "category": thing.kind, "number": "", "name": thing.label}
        about["correlation_id"] = _text_or_none(thing.correlation_id)
        yield "objects", wkb_point(thing.location), about
    for area in level.areas:
        about = {"id": str(area.id), "kind": "area", "category": area.kind, "number": "", "name": area.label}
        if area.polygons:
            yield "areas", wkb_areas(area.polygons), about
        else:
            yield "area_lines", wkb_line(area.line), about


def _floor_cells(level: LevelPlan) -> dict[str, Cell]:
    return {
        "building": level.building_name,
        "level": level.name,
        "level_short_name": level.short_name,
        "ordinal": float(level.ordinal),
        "is_outdoor": int(level.is_outdoor),
        "version": level.version,
        "verified_on": None if level.verified_on is None else level.verified_on.isoformat(),
        "level_id": str(level.id),
    }


def _text_or_none(value: object) -> str | None:
    return None if value is None else str(value)
