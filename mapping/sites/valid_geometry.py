"""Make geometries that a spatial database accepts; say in the ledger what had to be mended."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.contrib.gis.geos import GeometryCollection, GEOSGeometry, LineString, MultiPolygon, Point, Polygon

from mapping.formats import shapes
from mapping.formats.drawing import AreaDrawing, OpeningDrawing, PlanDrawing
from mapping.formats.ledger import Ledger

SRID = 4326


@dataclass(frozen=True, slots=True)
class ValidPlan:
    """A drawing, and beside it the valid shape of each space and of each area: `areas[level][space]`, by position.

    `outlines` are of the buildings that the file tells apart, by name.
    """

    drawing: PlanDrawing
    outline: MultiPolygon | None
    outlines: Mapping[str, MultiPolygon | None]
    areas: tuple[tuple[MultiPolygon, ...], ...]
    grounds: tuple[tuple[GEOSGeometry, ...], ...]


def valid_plan(drawing: PlanDrawing, ledger: Ledger) -> ValidPlan:
    """Return the plan with valid geometries; spaces and areas of which nothing is left are refused."""
    areas, grounds = [], []
    levels = []
    for level in drawing.levels:
        found = [(space, valid_area(space.polygons, ref=space.source_ref, ledger=ledger)) for space in level.spaces]
        kept = [(space, area) for space, area in found if area is not None]
        areas.append(tuple(area for _, area in kept))
        shapes_of_areas = [(area, shape_of(area, ledger)) for area in level.areas]
        drawn = [(area, shape) for area, shape in shapes_of_areas if shape is not None]
        grounds.append(tuple(shape for _, shape in drawn))
        levels.append(replace(level, spaces=tuple(space for space, _ in kept), areas=tuple(area for area, _ in drawn)))
    outlines = {house.name: _outline(house.outline, ledger) for house in drawing.buildings}
    outline = _outline(drawing.outline, ledger)
    return ValidPlan(replace(drawing, levels=tuple(levels)), outline, outlines, tuple(areas), tuple(grounds))


def _outline(polygons: shapes.MultiPolygon, ledger: Ledger) -> MultiPolygon | None:
    return valid_area(polygons, ref="outline", ledger=ledger) if polygons else None


def valid_area(polygons: shapes.MultiPolygon, *, ref: str, ledger: Ledger) -> MultiPolygon | None:
    """Return a valid multipolygon of what the rings enclose; None, and a refusal, if they enclose nothing."""
    area = MultiPolygon([Polygon(*polygon) for polygon in polygons], srid=SRID)
    if area.valid:
        return area
    reason = area.valid_reason
    ledger.stands_at(ref, polygons[0][0][0])
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


def shape_of(area: AreaDrawing, ledger: Ledger) -> GEOSGeometry | None:
    """Return a place without walls as a line, a polygon or several; None, and a refusal, if nothing is enclosed."""
    if area.line:
        return LineString(area.line, srid=SRID)
    found = valid_area(area.polygons, ref=area.source_ref, ledger=ledger)
    return found[0] if found is not None and len(found) == 1 else found


def _polygons_of(geometry: GEOSGeometry) -> list[Polygon]:
    if isinstance(geometry, Polygon):
        return [] if geometry.empty else [geometry]
    if isinstance(geometry, GeometryCollection):
        return [part for member in geometry for part in _polygons_of(member)]
    # Mending may leave lines and points where a ring touched itself; they carry no area.
    return []
