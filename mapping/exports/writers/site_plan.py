"""A whole site with its published floors, as every writer of files takes it. Pure: no Django.

Unlike a `PlanDrawing`, which an importer yields, everything here has been stored: it has ids, versions and a verifier.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from mapping.geometry.shapes import MultiPolygon, Position, Ring


@dataclass(frozen=True, slots=True, kw_only=True)
class SpacePlan:
    """One room, corridor, stair or area; `category` is an IMDF unit category."""

    id: UUID
    source_ref: str
    category: str
    number: str
    name: str
    correlation_id: UUID | None
    is_lockable: bool | None
    polygons: MultiPolygon


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningPlan:
    """One door or passage: a line, or a single position where the width is unknown."""

    id: UUID
    source_ref: str
    category: str
    number: str
    name: str
    is_exterior: bool
    line: Ring


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectPlan:
    """One thing to find."""

    id: UUID
    source_ref: str
    kind: str
    label: str
    correlation_id: UUID | None
    location: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaPlan:
    """A place without walls: polygons where it covers ground, a line where only its course is known."""

    id: UUID
    source_ref: str
    kind: str
    label: str
    polygons: MultiPolygon
    line: Ring


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelPlan:
    """One floor with its published floorplan. `building_id` is None on the open ground."""

    id: UUID
    building_id: UUID | None
    building_name: str
    ordinal: Decimal
    name: str
    short_name: str
    floorplan_id: UUID
    version: int
    source: str
    imported_at: datetime
    verified_on: date | None
    verified_by: str
    spaces: tuple[SpacePlan, ...]
    openings: tuple[OpeningPlan, ...]
    objects: tuple[ObjectPlan, ...]
    areas: tuple[AreaPlan, ...]

    @property
    def is_outdoor(self) -> bool:
        return self.building_id is None

    def positions(self) -> Iterator[Position]:
        """Yield every position that is drawn on the floor."""
        for space in self.spaces:
            for polygon in space.polygons:
                yield from polygon[0]
        for opening in self.openings:
            yield from opening.line
        for thing in self.objects:
            yield thing.location
        for area in self.areas:
            yield from area.line
            for polygon in area.polygons:
                yield from polygon[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildingPlan:
    """A house; the outline is empty where none is known."""

    id: UUID
    name: str
    outline: MultiPolygon


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePlan:
    """A site; `levels` holds the floors that have a published floorplan: the open ground first, then from below."""

    id: UUID
    name: str
    address: str
    district_id: UUID
    district_name: str
    time_zone: str
    location: Position
    boundary: MultiPolygon
    buildings: tuple[BuildingPlan, ...]
    levels: tuple[LevelPlan, ...]

    def positions(self) -> Iterator[Position]:
        """Yield every position of the site."""
        yield self.location
        for outline in (self.boundary, *(building.outline for building in self.buildings)):
            for polygon in outline:
                yield from polygon[0]
        for level in self.levels:
            yield from level.positions()

    @property
    def newest_import(self) -> datetime | None:
        """The instant of the newest of the published floorplans; None where nothing is published."""
        return max((level.imported_at for level in self.levels), default=None)


def title_of(number: str, name: str, otherwise: str) -> str:
    """Return how a space or door is called: number and name, whatever there is of them, or what it is."""
    return " ".join(part for part in (number, name) if part) or otherwise
