"""The gazetteer of the drawn high school, made from its drawing: no database."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from uuid import NAMESPACE_URL, UUID, uuid5

from django.contrib.gis.geos import GEOSGeometry, LineString, MultiPolygon, Polygon

from mapping.demo_school.school import DemoSite, demo_sites
from mapping.geometry.floor_words import counted_name
from mapping.geometry.grid import CELL_M, grid_from_box
from mapping.geometry.rounding import rounded_area, rounded_line, rounded_position
from mapping.interchange.drawing import AreaDrawing, LevelDrawing
from mapping.places.gazetteer import Gazetteer, Named
from mapping.places.naming import (
    LevelRow,
    Row,
    floors_of,
    gazetteer_from,
    named_area,
    named_object,
    named_opening,
    named_space,
)
from mapping.vocabulary import FloorCounting


def id_of(ref: str) -> UUID:
    return uuid5(NAMESPACE_URL, ref)


@cache
def lincoln() -> Gazetteer:
    """Return what queries.gazetteer reads of the same school once it is stored."""
    site = demo_sites()[0]
    boundary = MultiPolygon([Polygon(*rings) for rings in rounded_area(site.boundary)])
    west, south, east, north = boundary.extent
    levels = [rounded_level(level) for level in site.plan.levels]
    places = [named for index, level in enumerate(levels) for named in named_things(index, level)]
    return gazetteer_from(
        Gazetteer(
            version="test",
            floors=floors_of([row(site, level) for level in site.plan.levels]),
            places=tuple(places),
            grid=grid_from_box((west, south, east, north), cell_m=CELL_M),
        )
    )


def rounded_level(level: LevelDrawing) -> LevelDrawing:
    """Return a level as it is kept."""
    return replace(
        level,
        spaces=tuple(replace(one, polygons=rounded_area(one.polygons)) for one in level.spaces),
        openings=tuple(replace(one, line=rounded_line(one.line)) for one in level.openings),
        objects=tuple(replace(one, location=rounded_position(one.location)) for one in level.objects),
        areas=tuple(
            replace(one, polygons=rounded_area(one.polygons), line=rounded_line(one.line)) for one in level.areas
        ),
    )


def row(site: DemoSite, level: LevelDrawing) -> LevelRow:
    return LevelRow(
        id=id_of(level.name),
        building="" if level.is_outdoor else site.building_name,
        counting=FloorCounting.US,
        ordinal=level.ordinal,
        name=level.name,
        short_name=level.short_name,
    )


def named_things(index: int, level: LevelDrawing) -> list[Named]:
    spaces = [
        named_space(Row(id_of(one.source_ref), one.category, one.number, one.name, index, inside(one.polygons)))
        for one in level.spaces
        if one.category != "opentobelow"
    ]
    doors = [
        named_opening(
            Row(
                id_of(one.source_ref),
                one.category,
                one.number,
                one.name,
                index,
                point(LineString(*one.line).centroid),
                one.is_exterior,
            )
        )
        for one in level.openings
    ]
    things = [
        named_object(Row(id_of(one.source_ref), one.kind, "", one.label, index, one.location)) for one in level.objects
    ]
    areas = [named_area(Row(id_of(one.source_ref), one.kind, "", one.label, index, on(one))) for one in level.areas]
    return [one for one in (*spaces, *doors, *things, *areas) if one is not None]


def on(area: AreaDrawing) -> tuple[float, float]:
    shape = LineString(*area.line) if area.line else Polygon(*area.polygons[0])
    return point(shape.point_on_surface)


def inside(polygons: tuple[tuple[tuple[tuple[float, float], ...], ...], ...]) -> tuple[float, float]:
    return point(MultiPolygon([Polygon(*rings) for rings in polygons]).point_on_surface)


def point(geometry: GEOSGeometry) -> tuple[float, float]:
    middle = geometry.centroid
    return (middle.x, middle.y)


def tower(
    *countings: FloorCounting, names: Mapping[str, str] = MappingProxyType({})
) -> tuple[Gazetteer, dict[str, UUID]]:
    """Return houses of six floors, each floor with a room 203, and the levels of the first house by their ordinals."""
    rows = [
        LevelRow(id_of(f"{house}{ordinal}"), house, counting, Decimal(ordinal), *_called(ordinal, counting, names))
        for house, counting in zip(("Main", "North"), countings, strict=False)
        for ordinal in ("-1", "0.5", "0", "1", "2", "3")
    ]
    places = [
        named_space(Row(id_of(f"203{row.id}"), "classroom", "203", "", index, (-99.2, 39.6)))
        for index, row in enumerate(rows)
    ]
    book = Gazetteer(
        version="tower",
        floors=floors_of(rows),
        places=tuple(one for one in places if one is not None),
        has_many_buildings=len(countings) > 1,
    )
    return gazetteer_from(book), {str(row.ordinal): row.id for row in rows if row.building == "Main"}


def _called(ordinal: str, counting: FloorCounting, names: Mapping[str, str]) -> tuple[str, str]:
    counted = counted_name(Decimal(ordinal), counting)
    return (names[ordinal], "") if ordinal in names else (counted.name, counted.short_name)
