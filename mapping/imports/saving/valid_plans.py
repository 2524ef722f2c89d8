"""Make the geometries of a plan valid, part by part, and keep them as the bytes that are stored."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.contrib.gis.geos import MultiPolygon

from mapping.geometry.packed_areas import PackedAreas, unpack_areas, write_plain_areas
from mapping.geometry.rounding import rounded_area, rounded_line, rounded_position
from mapping.geometry.shapes import MultiPolygon as Areas
from mapping.geometry.shapes import Position
from mapping.geometry.validity import WhyInvalid, why_invalid
from mapping.geometry.wkb import area_as_wkb, line_as_wkb, polygon_as_wkb, read_wkb
from mapping.interchange.drawing import (
    AreaDrawing,
    LevelDrawing,
    ObjectDrawing,
    OpeningDrawing,
    PlanDrawing,
    PlanPart,
    SpaceDrawing,
    bare_drawing,
    parts_of,
)
from mapping.interchange.ledger import Ledger
from mapping.sites.boundaries.valid_geometry import TOO_SMALL, Broken, Mended, account_for, mended_of, valid_area

LINE_TOO_SHORT = "A line has fewer than two different positions."
# Writes what encloses something.
type Written = Callable[[Areas], bytes]


@dataclass(frozen=True, slots=True)
class ValidPlan:
    """A drawing, and beside it the valid shape of each space and of each area: `areas[level][space]`, by position.

    Shapes are well-known binary, and the drawing's own spaces and areas have no polygons: of a plan of 200,000 rooms
    the positions alone would take most of a server's memory. `first` is the first position that is drawn. `outlines`
    are of the buildings that the file tells apart, by name.
    """

    drawing: PlanDrawing
    first: Position | None
    outline: MultiPolygon | None
    outlines: Mapping[str, MultiPolygon | None]
    areas: tuple[tuple[bytes, ...], ...]
    grounds: tuple[tuple[bytes, ...], ...]


def valid_plan(drawing: PlanDrawing, ledger: Ledger) -> ValidPlan:
    """Return the plan with valid geometries; spaces and areas of which nothing is left are refused."""
    return valid_plan_of_parts(bare_drawing(drawing), parts_of(drawing), ledger)


def valid_plan_of_parts(bare: PlanDrawing, parts: Iterable[PlanPart], ledger: Ledger) -> ValidPlan:
    """Return the plan whose levels are bare, with what comes part by part; its geometries are valid.

    Everything is rounded first, and mended then: what is stored is what is written, and comes in again unchanged.
    """
    levels = [_Level(one) for one in bare.levels]
    with why_invalid() as why:
        for part in parts:
            levels[part.level].take(part, why)
    houses = {house.name: rounded_area(house.outline) for house in bare.buildings}
    broken = (one.polygons for level in levels for one in (*level.shapes, *level.grounds) if isinstance(one, Broken))
    mended = mended_of([*broken, rounded_area(bare.outline), *houses.values()])
    kept = [level.kept(ledger, mended) for level in levels]
    outlines = {name: _valid_outline(outline, ledger, mended) for name, outline in houses.items()}
    return ValidPlan(
        drawing=replace(bare, levels=tuple(one.level for one in kept)),
        first=next((place for one in kept if (place := one.first_place()) is not None), None),
        outline=_valid_outline(bare.outline, ledger, mended),
        outlines=outlines,
        areas=tuple(one.shapes for one in kept),
        grounds=tuple(one.grounds for one in kept),
    )


def _valid_outline(polygons: Areas, ledger: Ledger, mended: Mended) -> MultiPolygon | None:
    return valid_area(polygons, ref="outline", ledger=ledger, mended=mended) if polygons else None


@dataclass(frozen=True, slots=True)
class _Kept:
    """A level with what is kept of it, and the shapes of its spaces and areas."""

    level: LevelDrawing
    shapes: tuple[bytes, ...]
    grounds: tuple[bytes, ...]

    def first_place(self) -> Position | None:
        """Return the first position that is drawn; None on a level without any."""
        for raw in (*self.shapes[:1], *self.grounds[:1]):
            return _first_in(raw)
        return next(PlanDrawing(outline=(), levels=(self.level,)).positions(), None)


def _first_in(raw: bytes) -> Position:
    """Return the first position of a shape, also of one that lies off the earth: its axes may be swapped."""
    found = read_wkb(raw).coordinates
    while isinstance(found, Sequence):
        first, *rest = found
        if isinstance(first, float) and isinstance(rest[0], float):
            return (first, rest[0])
        found = first
    raise ValueError("a shape has no position")


@dataclass(slots=True)
class _Level:
    """What was taken of one level so far: beside each space and each area its shape, or what is wrong with it."""

    bare: LevelDrawing
    spaces: list[SpaceDrawing] = field(default_factory=list)
    shapes: list[bytes | Broken] = field(default_factory=list)
    openings: list[OpeningDrawing] = field(default_factory=list)
    objects: list[ObjectDrawing] = field(default_factory=list)
    areas: list[AreaDrawing] = field(default_factory=list)
    grounds: list[bytes | Broken] = field(default_factory=list)

    def take(self, part: PlanPart, why: WhyInvalid) -> None:
        """Round what lies on the level, and ask of each area whether it is valid."""
        if part.packed is None:
            self.spaces += (space.with_polygons(()) for space in part.spaces)
            self.shapes += (_shape_of(space.polygons, why, area_as_wkb) for space in part.spaces)
        else:
            self.spaces += part.spaces
            shapes = _shapes_of(part.packed, why)
            if len(shapes) != len(part.spaces):
                raise ValueError("more or fewer areas than spaces")
            self.shapes += shapes
        self.openings += (replace(one, line=rounded_line(one.line)) for one in part.openings)
        self.objects += (replace(one, location=rounded_position(one.location)) for one in part.objects)
        for area in part.areas:
            line = rounded_line(area.line)
            self.areas.append(replace(area, polygons=(), line=line))
            self.grounds.append(line_as_wkb(line) if line else _shape_of(area.polygons, why, ground_as_wkb))

    def kept(self, ledger: Ledger, mended: Mended) -> _Kept:
        """Return the level with what was mended; that of which nothing is left is refused."""
        spaces, shapes = _kept_of(self.spaces, self.shapes, ledger, mended, area_as_wkb)
        areas, grounds = _kept_of(self.areas, self.grounds, ledger, mended, ground_as_wkb)
        level = replace(
            self.bare,
            spaces=tuple(spaces),
            openings=tuple(self.openings),
            objects=tuple(self.objects),
            areas=tuple(areas),
        )
        return _Kept(level, tuple(shapes), tuple(grounds))


def ground_as_wkb(polygons: Areas) -> bytes:
    """Return what encloses a place without walls: one polygon, or several as one."""
    return polygon_as_wkb(polygons[0]) if len(polygons) == 1 else area_as_wkb(polygons)


def _shapes_of(packed: PackedAreas, why: WhyInvalid) -> list[bytes | Broken]:
    """Return the shapes of areas as _shape_of does, of nearly all of them without a look at each position."""
    shapes: list[bytes | Broken] = []
    unpacked: list[Areas] = []
    for number, raw in enumerate(write_plain_areas(packed)):
        if raw is not None and not why(raw):
            shapes.append(raw)
        else:
            unpacked = unpacked or unpack_areas(packed)
            shapes.append(_shape_of(unpacked[number], why, area_as_wkb))
    return shapes


def _shape_of(polygons: Areas, why: WhyInvalid, written: Written) -> bytes | Broken:
    rounded = rounded_area(polygons)
    if not rounded:
        return Broken(rounded, TOO_SMALL)
    raw = written(rounded)
    reason = why(raw)
    return Broken(rounded, reason) if reason else raw


def _kept_of[Thing: (SpaceDrawing, AreaDrawing)](
    things: Sequence[Thing], shapes: Sequence[bytes | Broken], ledger: Ledger, mended: Mended, written: Written
) -> tuple[list[Thing], list[bytes]]:
    kept, raws = [], []
    for thing, shape in zip(things, shapes, strict=True):
        raw = _mended_shape(thing, shape, ledger, mended, written)
        if raw is not None:
            kept.append(thing)
            raws.append(raw)
    return kept, raws


def _mended_shape(
    thing: SpaceDrawing | AreaDrawing, shape: bytes | Broken, ledger: Ledger, mended: Mended, written: Written
) -> bytes | None:
    if isinstance(shape, Broken):
        found = account_for(shape, ref=thing.source_ref, ledger=ledger, mended=mended)
        return written(found) if found else None
    if isinstance(thing, AreaDrawing) and len(thing.line) == 1:
        ledger.refuse(thing.source_ref, "line_too_short", LINE_TOO_SHORT)
        return None
    return shape
