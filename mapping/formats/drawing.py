"""A plan as every importer yields it, and as it is stored: levels with spaces, openings and objects. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from uuid import NAMESPACE_URL, UUID, uuid5

from mapping.formats.shapes import MultiPolygon, Position, Ring
from mapping.vocabulary import AreaKind, ObjectKind, OpeningCategory


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
    """One place without walls on one level. `shape` is a polygon's rings, or one open line."""

    source_ref: str
    kind: AreaKind
    label: str
    shape: tuple[Ring, ...]
    is_line: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelDrawing:
    """One floor. `is_outdoor`: the open ground of the site, which belongs to no building."""

    ordinal: Decimal
    name: str
    short_name: str
    is_outdoor: bool
    spaces: tuple[SpaceDrawing, ...]
    openings: tuple[OpeningDrawing, ...]
    objects: tuple[ObjectDrawing, ...]
    areas: tuple[AreaDrawing, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDrawing:
    """All floors of one building, with its outline where the source draws one."""

    outline: MultiPolygon
    levels: tuple[LevelDrawing, ...]

    def positions(self) -> Iterator[Position]:
        """Yield every position of every space and opening."""
        for level in self.levels:
            for space in level.spaces:
                for polygon in space.polygons:
                    yield from polygon[0]
            for opening in level.openings:
                yield from opening.line


def correlation_of(source_ref: str) -> UUID:
    """Return the id that the same stair or lift has on each of its floors, and in each version of the plan."""
    return uuid5(NAMESPACE_URL, f"musterpoint:correlation:{source_ref}")
