"""Write a site as GeoJSON: geometries, one feature collection of everything. Pure."""

import json
from collections.abc import Iterator, Mapping, Sequence

from mapping.exports.writers.site_plan import LevelPlan, SitePlan
from mapping.geometry.areas import right_handed
from mapping.geometry.shapes import MultiPolygon, Position, Ring

# What a property or a member of a geometry may be.
type Json = str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None
type Members = dict[str, Json]


def geojson_of(plan: SitePlan) -> bytes:
    """Return the site, its buildings and everything on its published floors as one FeatureCollection."""
    features = [*_site_features(plan), *(one for level in plan.levels for one in level_features(level))]
    return text_of({"type": "FeatureCollection", "name": plan.name, "features": features})


def _site_features(plan: SitePlan) -> Iterator[Members]:
    geometry = area_geometry(plan.boundary) if plan.boundary else point_geometry(plan.location)
    about: Members = {"kind": "site", "name": plan.name, "address": plan.address, "district": plan.district_name}
    yield geojson_feature(str(plan.id), about, geometry)
    for building in plan.buildings:
        if building.outline:
            about = {"kind": "building", "name": building.name}
            yield geojson_feature(str(building.id), about, area_geometry(building.outline))


def level_features(level: LevelPlan) -> Iterator[Members]:
    """Yield what is drawn on a floor; each feature says on which floor, and of which version, it is."""
    where: Members = {
        "building": level.building_name,
        "level": level.name,
        "level_short_name": level.short_name,
        "ordinal": float(level.ordinal),
        "is_outdoor": level.is_outdoor,
        "level_id": str(level.id),
        "floorplan_id": str(level.floorplan_id),
        "version": level.version,
        "verified_on": None if level.verified_on is None else level.verified_on.isoformat(),
    }
    for space in level.spaces:
        about: Members = {"kind": "space", "category": space.category, "number": space.number, "name": space.name}
        about |= {"correlation_id": _text_or_none(space.correlation_id), "is_lockable": space.is_lockable}
        yield geojson_feature(str(space.id), about | where, area_geometry(space.polygons))
    for opening in level.openings:
        about = {"kind": "opening", "category": opening.category, "number": opening.number, "name": opening.name}
        yield geojson_feature(
            str(opening.id), about | {"is_exterior": opening.is_exterior} | where, line_geometry(opening.line)
        )
    for area in level.areas:
        about = {"kind": "area", "category": area.kind, "number": "", "name": area.label}
        yield geojson_feature(str(area.id), about | where, shape_geometry(area.polygons, area.line))
    for thing in level.objects:
        about = {"kind": "object", "category": thing.kind, "number": "", "name": thing.label}
        about |= {"correlation_id": _text_or_none(thing.correlation_id)}
        yield geojson_feature(str(thing.id), about | where, point_geometry(thing.location))


def geojson_feature(ref: str, properties: Members, geometry: Members | None) -> Members:
    """Return a GeoJSON feature."""
    return {"type": "Feature", "id": ref, "properties": properties, "geometry": geometry}


# --- geometries -------------------------------------------------------------------------------------------------------
def point_geometry(position: Position) -> Members:
    """Return a Point."""
    return {"type": "Point", "coordinates": [*position]}


def line_geometry(line: Ring) -> Members:
    """Return a LineString, or the Point that a line of one position is."""
    if len(line) == 1:
        return point_geometry(line[0])
    return {"type": "LineString", "coordinates": [[*position] for position in line]}


def area_geometry(polygons: MultiPolygon) -> Members:
    """Return a Polygon, or a MultiPolygon where there are several, turned as RFC 7946 wants it."""
    rings = [[[[*position] for position in ring] for ring in polygon] for polygon in right_handed(polygons)]
    if len(rings) == 1:
        return {"type": "Polygon", "coordinates": rings[0]}
    return {"type": "MultiPolygon", "coordinates": rings}


def shape_geometry(polygons: MultiPolygon, line: Ring) -> Members:
    """Return polygons, or the line that stands where there are none."""
    return area_geometry(polygons) if polygons else line_geometry(line)


def text_of(value: Json) -> bytes:
    """Return a value as JSON without needless spaces; the same value always gives the same bytes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _text_or_none(value: object) -> str | None:
    return None if value is None else str(value)
