"""A plan as every importer yields it, and as it is stored: levels with spaces, openings and objects. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import ConfigDict

from mapping.geometry.packed_areas import PackedAreas, pack_areas, unpack_areas
from mapping.geometry.shapes import MultiPolygon, Position, Ring
from mapping.vocabulary import AreaKind, ObjectKind, OpeningCategory

# So many things are carried, and held, at a time.
PART = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceDrawing:
    """One room, corridor, stair or area on one level. `category` is an IMDF unit category."""

    source_ref: str
    category: str
    number: str
    name: str
    polygons: MultiPolygon
    correlation_id: UUID | None = None
    is_lockable: bool | None = None

    def with_polygons(self, polygons: MultiPolygon) -> "SpaceDrawing":
        """Return the space with other polygons."""
        # Not dataclasses.replace, which takes as long as all else that is done with a room.
        return SpaceDrawing(
            source_ref=self.source_ref,
            category=self.category,
            number=self.number,
            name=self.name,
            polygons=polygons,
            correlation_id=self.correlation_id,
            is_lockable=self.is_lockable,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningDrawing:
    """One door or passage on one level: a line, or a point where the width is unknown."""

    source_ref: str
    category: OpeningCategory
    number: str
    name: str
    is_exterior: bool
    line: Ring


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectDrawing:
    """One thing to find on one level."""

    source_ref: str
    kind: ObjectKind
    label: str
    location: Position
    correlation_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaDrawing:
    """One place without walls on one level: polygons, or a line where only its course is known."""

    source_ref: str
    kind: AreaKind
    label: str
    polygons: MultiPolygon = ()
    line: Ring = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Backdrop:
    """A scan under the plan: the picture as it came, and how its pixels lie on the ground.

    `transform` is (a, b, c, d, e, f): lon = a * x + b * y + c, lat = d * x + e * y + f, for pixels x to the right and
    y down from the top left. `north_up_png` is made for display: cut at `bounds` (west, south, east, north).
    """

    # It leaves the process that reads files as JSON, and a picture is no text.
    __pydantic_config__: ClassVar = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    media_type: str
    page: int
    width_px: int
    height_px: int
    transform: tuple[float, float, float, float, float, float]
    control_points: tuple[tuple[float, float, float, float], ...]
    residuals_m: tuple[float, ...]
    rms_m: float
    bounds: tuple[float, float, float, float]
    north_up_png: bytes

    def corners(self) -> Ring:
        """Return where the four corners of the picture lie."""
        a, b, c, d, e, f = self.transform
        pixels = ((0, 0), (self.width_px, 0), (self.width_px, self.height_px), (0, self.height_px))
        return tuple((a * x + b * y + c, d * x + e * y + f) for x, y in pixels)


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelDrawing:
    """One floor. `is_outdoor`: the open ground of the site, which belongs to no building.

    `building` is its house by the file's own word, where the file has several; else empty.
    """

    ordinal: Decimal
    name: str
    short_name: str
    is_outdoor: bool
    spaces: tuple[SpaceDrawing, ...]
    openings: tuple[OpeningDrawing, ...]
    objects: tuple[ObjectDrawing, ...]
    areas: tuple[AreaDrawing, ...] = ()
    backdrop: Backdrop | None = None
    building: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildingDrawing:
    """A house that the file names, with its outline where it draws one."""

    name: str
    outline: MultiPolygon


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDrawing:
    """All floors of a file; `outline` is of the building that is brought, `buildings` the file tells apart itself."""

    outline: MultiPolygon
    levels: tuple[LevelDrawing, ...]
    buildings: tuple[BuildingDrawing, ...] = ()

    def positions(self) -> Iterator[Position]:
        """Yield every position of every space, opening and area, and the corners of scans."""
        for level in self.levels:
            for space in level.spaces:
                for polygon in space.polygons:
                    yield from polygon[0]
            for opening in level.openings:
                yield from opening.line
            for area in level.areas:
                yield from area.line
                for polygon in area.polygons:
                    yield from polygon[0]
            if level.backdrop is not None:
                yield from level.backdrop.corners()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPart:
    """Some of what lies on one level of a drawing: a large plan is carried in many, so that it is nowhere whole.

    With `packed`, the spaces have no polygons of their own: it is they.
    """

    level: int
    spaces: tuple[SpaceDrawing, ...] = ()
    packed: PackedAreas | None = None
    openings: tuple[OpeningDrawing, ...] = ()
    objects: tuple[ObjectDrawing, ...] = ()
    areas: tuple[AreaDrawing, ...] = ()


def bare_drawing(drawing: PlanDrawing) -> PlanDrawing:
    """Return a drawing with its levels and houses, and nothing on them."""
    levels = (replace(one, spaces=(), openings=(), objects=(), areas=()) for one in drawing.levels)
    return replace(drawing, levels=tuple(levels))


def parts_of(drawing: PlanDrawing) -> Iterator[PlanPart]:
    """Yield all that lies on the levels, in order."""
    for number, level in enumerate(drawing.levels):
        for start in range(0, len(level.spaces), PART):
            yield PlanPart(level=number, spaces=level.spaces[start : start + PART])
        for start in range(0, len(level.openings), PART):
            yield PlanPart(level=number, openings=level.openings[start : start + PART])
        for start in range(0, len(level.objects), PART):
            yield PlanPart(level=number, objects=level.objects[start : start + PART])
        for start in range(0, len(level.areas), PART):
            yield PlanPart(level=number, areas=level.areas[start : start + PART])


def packed_part(part: PlanPart) -> PlanPart:
    """Return a part as it is carried."""
    if not part.spaces:
        return part
    packed = pack_areas(one.polygons for one in part.spaces)
    return replace(part, spaces=tuple(one.with_polygons(()) for one in part.spaces), packed=packed)


def unpacked_part(part: PlanPart) -> PlanPart:
    """Return a part as it was before it was packed. Raises: ValueError: its numbers do not fit together."""
    if part.packed is None:
        return part
    pairs = zip(part.spaces, unpack_areas(part.packed), strict=True)
    return replace(part, spaces=tuple(one.with_polygons(polygons) for one, polygons in pairs), packed=None)


def whole_drawing(bare: PlanDrawing, parts: Iterable[PlanPart]) -> PlanDrawing:
    """Return the drawing that was carried in parts."""
    found: list[list[PlanPart]] = [[] for _ in bare.levels]
    for part in parts:
        found[part.level].append(unpacked_part(part))
    levels = (
        replace(
            level,
            spaces=tuple(one for part in on_it for one in part.spaces),
            openings=tuple(one for part in on_it for one in part.openings),
            objects=tuple(one for part in on_it for one in part.objects),
            areas=tuple(one for part in on_it for one in part.areas),
        )
        for level, on_it in zip(bare.levels, found, strict=True)
    )
    return replace(bare, levels=tuple(levels))


def correlation_of(source_ref: str) -> UUID:
    """Return the id that the same stair or lift has on each of its floors, and in each version of the plan."""
    return uuid5(NAMESPACE_URL, f"musterpoint:correlation:{source_ref}")
