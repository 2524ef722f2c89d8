"""Make geometries that a spatial database accepts; say in the ledger what had to be mended."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.contrib.gis.geos import GEOSGeometry, LineString, MultiPolygon, Point, Polygon

from mapping.bounded_mending import mended_apart
from mapping.geometry import shapes
from mapping.geometry.rounding import rounded_area, rounded_line, rounded_position
from mapping.interchange.drawing import AreaDrawing, LevelDrawing, OpeningDrawing, PlanDrawing
from mapping.interchange.ledger import Ledger

SRID = 4326
TOO_SMALL = "Smaller than a millimeter"
# What is left of each area that was not valid, by its polygons; None if mending it takes too long.
type Mended = Mapping[shapes.MultiPolygon, shapes.MultiPolygon | None]


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
    """Return the plan with valid geometries; spaces and areas of which nothing is left are refused.

    Everything is rounded first, and mended then: what is stored is what is written, and comes in again unchanged.
    """
    drawing = rounded_drawing(drawing)
    areas, grounds = [], []
    levels = []
    mended = mended_of(_areas_of(drawing))
    for level in drawing.levels:
        found = [
            (space, valid_area(space.polygons, ref=space.source_ref, ledger=ledger, mended=mended))
            for space in level.spaces
        ]
        kept = [(space, area) for space, area in found if area is not None]
        areas.append(tuple(area for _, area in kept))
        shapes_of_areas = [(area, shape_of(area, ledger, mended)) for area in level.areas]
        drawn = [(area, shape) for area, shape in shapes_of_areas if shape is not None]
        grounds.append(tuple(shape for _, shape in drawn))
        levels.append(replace(level, spaces=tuple(space for space, _ in kept), areas=tuple(area for area, _ in drawn)))
    outlines = {house.name: _valid_outline(house.outline, ledger, mended) for house in drawing.buildings}
    outline = _valid_outline(drawing.outline, ledger, mended)
    return ValidPlan(replace(drawing, levels=tuple(levels)), outline, outlines, tuple(areas), tuple(grounds))


def rounded_drawing(drawing: PlanDrawing) -> PlanDrawing:
    """Return a drawing as it is kept, before anything is mended."""
    return replace(
        drawing,
        outline=rounded_area(drawing.outline),
        buildings=tuple(replace(one, outline=rounded_area(one.outline)) for one in drawing.buildings),
        levels=tuple(_rounded_level(level) for level in drawing.levels),
    )


def _rounded_level(level: LevelDrawing) -> LevelDrawing:
    return replace(
        level,
        spaces=tuple(replace(one, polygons=rounded_area(one.polygons)) for one in level.spaces),
        openings=tuple(replace(one, line=rounded_line(one.line)) for one in level.openings),
        objects=tuple(replace(one, location=rounded_position(one.location)) for one in level.objects),
        areas=tuple(
            replace(one, polygons=rounded_area(one.polygons), line=rounded_line(one.line)) for one in level.areas
        ),
    )


def _areas_of(drawing: PlanDrawing) -> Iterator[shapes.MultiPolygon]:
    yield drawing.outline
    for house in drawing.buildings:
        yield house.outline
    for level in drawing.levels:
        yield from (space.polygons for space in level.spaces)
        yield from (area.polygons for area in level.areas if not area.line)


def _valid_outline(polygons: shapes.MultiPolygon, ledger: Ledger, mended: Mended) -> MultiPolygon | None:
    return valid_area(polygons, ref="outline", ledger=ledger, mended=mended) if polygons else None


def valid_area(
    polygons: shapes.MultiPolygon, *, ref: str, ledger: Ledger, mended: Mended | None = None
) -> MultiPolygon | None:
    """Return a valid multipolygon of what the rings enclose; None, and a refusal, if they enclose nothing.

    What is not mended yet is mended now, in a process that is started for it.
    """
    polygons = rounded_area(polygons)
    area = _area_of(polygons)
    if area.valid and polygons:
        return area
    reason = area.valid_reason if polygons else TOO_SMALL
    if polygons:
        ledger.stands_at(ref, polygons[0][0][0])
    found = (mended or mended_of([polygons]))[polygons] if polygons else ()
    if found is None:
        ledger.refuse(ref, "mending_too_long", f"{reason}; mending it takes longer than it may.")
        return None
    if not found:
        ledger.refuse(ref, "no_area", f"{reason}; no area is left after mending.")
        return None
    ledger.repair(ref, "polygon_invalid", f"{reason}; mended to {len(found)} part(s).")
    return _area_of(found)


def mended_of(areas: Iterable[shapes.MultiPolygon]) -> Mended:
    """Return what is left of each area that is not valid. Starts one process for all of them, if there are any."""
    broken = list(dict.fromkeys(polygons for polygons in areas if polygons and not _area_of(polygons).valid))
    return dict(zip(broken, mended_apart(broken), strict=True))


def _area_of(polygons: shapes.MultiPolygon) -> MultiPolygon:
    return MultiPolygon([Polygon(*polygon) for polygon in polygons], srid=SRID)


def line_or_point(opening: OpeningDrawing) -> GEOSGeometry:
    """Return a door as a line, or as a point where that is all the source knows."""
    if len(opening.line) == 1:
        return Point(opening.line[0], srid=SRID)
    return LineString(opening.line, srid=SRID)


def shape_of(area: AreaDrawing, ledger: Ledger, mended: Mended) -> GEOSGeometry | None:
    """Return a place without walls as a line, a polygon or several; None, and a refusal, if nothing is enclosed."""
    if len(area.line) == 1:
        ledger.refuse(area.source_ref, "line_too_short", "A line has fewer than two different positions.")
        return None
    if area.line:
        return LineString(area.line, srid=SRID)
    found = valid_area(area.polygons, ref=area.source_ref, ledger=ledger, mended=mended)
    return found[0] if found is not None and len(found) == 1 else found
