"""Make geometries that a spatial database accepts; say in the ledger what had to be mended."""

from dataclasses import dataclass, replace

from django.contrib.gis.geos import GeometryCollection, GEOSGeometry, LineString, MultiPolygon, Point, Polygon

from mapping.formats import shapes
from mapping.formats.drawing import AreaDrawing, OpeningDrawing, PlanDrawing
from mapping.formats.ledger import Ledger

SRID = 4326


@dataclass(frozen=True, slots=True)
class ValidPlan:
    """A drawing, and beside it the valid area of each space: `areas[level][space]`, by position."""

    drawing: PlanDrawing
    outline: MultiPolygon | None
    areas: tuple[tuple[MultiPolygon, ...], ...]


def valid_plan(drawing: PlanDrawing, ledger: Ledger) -> ValidPlan:
    """Return the plan with valid geometries; spaces of which no area is left are refused."""
    areas = []
    levels = []
    for level in drawing.levels:
        found = [(space, valid_area(space.polygons, ref=space.source_ref, ledger=ledger)) for space in level.spaces]
        kept = [(space, area) for space, area in found if area is not None]
        areas.append(tuple(area for _, area in kept))
        levels.append(replace(level, spaces=tuple(space for space, _ in kept)))
    outline = valid_area(drawing.outline, ref="outline", ledger=ledger) if drawing.outline else None
    return ValidPlan(replace(drawing, levels=tuple(levels)), outline, tuple(areas))


def valid_area(polygons: shapes.MultiPolygon, *, ref: str, ledger: Ledger) -> MultiPolygon | None:
    """Return a valid multipolygon of what the rings enclose; None, and a refusal, if they enclose nothing."""
    area = MultiPolygon([Polygon(*polygon) for polygon in polygons], srid=SRID)
    if area.valid:
        return area
    reason = area.valid_reason
    parts = _polygons_of(area.make_valid())
    if not parts:
        ledger.refuse(ref, "no_area", f"{reason}; no area is left after mending.")
        return None
    ledger.repair(ref, "polygon_invalid", f"{reason}; mended to {len(parts)} part(s).")
    return MultiPolygon(parts, srid=SRID)


def line_or_point(opening: OpeningDrawing) -> GEOSGeometry:
    """Return a door as a line, or as a point where that is all the source knows."""
    if len(opening.line) == 1:
        return Point(opening.line[0], srid=SRID)
    return LineString(opening.line, srid=SRID)


def shape_of(area: AreaDrawing) -> GEOSGeometry:
    """Return a place without walls as a line or as a polygon; what a line crosses itself is left as it was drawn."""
    if area.is_line:
        return LineString(area.shape[0], srid=SRID)
    polygon = Polygon(*area.shape, srid=SRID)
    return polygon if polygon.valid else MultiPolygon(_polygons_of(polygon.make_valid()), srid=SRID)


def _polygons_of(geometry: GEOSGeometry) -> list[Polygon]:
    if isinstance(geometry, Polygon):
        return [] if geometry.empty else [geometry]
    if isinstance(geometry, GeometryCollection):
        return [part for member in geometry for part in _polygons_of(member)]
    # Mending may leave lines and points where a ring touched itself; they carry no area.
    return []
