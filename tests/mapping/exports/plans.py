"""Sites for writers of files, made without a database: the demo school, and one that means harm."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID, uuid5

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon

from mapping.demo_school.school import demo_sites
from mapping.exports.site_plan import polygons_of
from mapping.exports.writers.site_plan import (
    AreaPlan,
    BuildingPlan,
    LevelPlan,
    ObjectPlan,
    OpeningPlan,
    SitePlan,
    SpacePlan,
)
from mapping.geometry.shapes import MultiPolygon as Areas
from mapping.imports.saving.valid_plans import valid_plan
from mapping.interchange.drawing import LevelDrawing, PlanDrawing
from mapping.interchange.ledger import Ledger

SPACE = UUID("00000000-0000-4000-8000-000000000000")
AT = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script> & \"'{% x %}"


def demo_plan() -> SitePlan:
    """Return the demo district's high school as if it had been stored; the same at every call."""
    demo = demo_sites()[0]
    building_id = uuid5(SPACE, "building")
    levels = tuple(
        level_plan(one, *((None, "") if one.is_outdoor else (building_id, demo.building_name)))
        for one in demo.plan.levels
    )
    return SitePlan(
        id=uuid5(SPACE, "site"),
        name=demo.name,
        address=demo.address,
        district_id=uuid5(SPACE, "district"),
        district_name="Prairie Schools",
        time_zone="America/Chicago",
        location=demo.location,
        boundary=_rounded(demo.boundary),
        buildings=(BuildingPlan(id=building_id, name=demo.building_name, outline=_rounded(demo.plan.outline)),),
        levels=levels,
    )


def site_of(drawing: PlanDrawing) -> SitePlan:
    """Return a site with this plan alone, as storing it would leave it: mended, each house with its floors."""
    plan = valid_plan(drawing, Ledger())
    ids = (uuid5(SPACE, f"house/{number}") for number in itertools.count())
    houses = {one.name: plan.outlines[one.name] for one in plan.drawing.buildings}
    if any(not one.building and not one.is_outdoor for one in plan.drawing.levels) or drawing.outline:
        houses[""] = plan.outline
    buildings = {name: (next(ids), name or "Main building") for name in houses}
    levels = []
    for index, level in enumerate(plan.drawing.levels):
        spaces = [
            replace(one, polygons=_polygons_in(raw)) for one, raw in zip(level.spaces, plan.areas[index], strict=True)
        ]
        areas = [
            one if one.line else replace(one, polygons=_polygons_in(raw))
            for one, raw in zip(level.areas, plan.grounds[index], strict=True)
        ]
        whole = replace(level, spaces=tuple(spaces), areas=tuple(areas))
        levels.append(level_plan(whole, *((None, "") if level.is_outdoor else buildings[level.building])))
    return SitePlan(
        id=uuid5(SPACE, "site"),
        name="School",
        address="1 School Road, Town",
        district_id=uuid5(SPACE, "district"),
        district_name="Schools",
        time_zone="America/Chicago",
        location=next(place for level in levels for place in level.positions()),
        boundary=(),
        buildings=tuple(
            BuildingPlan(id=buildings[name][0], name=buildings[name][1], outline=polygons_of(outline))
            for name, outline in houses.items()
        ),
        levels=tuple(levels),
    )


def _polygons_in(raw: bytes) -> Areas:
    shape = GEOSGeometry(memoryview(raw))
    return polygons_of(shape if isinstance(shape, MultiPolygon) else MultiPolygon(shape))


def hostile_plan() -> SitePlan:
    """Return a site of one floor, one room, one door that is a point and one key box, with markup for names."""
    plan = demo_plan()
    level = plan.levels[1]
    space, door, thing = level.spaces[0], level.openings[0], level.objects[0]
    return SitePlan(
        id=plan.id,
        name=HOSTILE,
        address=HOSTILE,
        district_id=plan.district_id,
        district_name=HOSTILE,
        time_zone="Europe/Paris",
        location=plan.location,
        boundary=(),
        buildings=(BuildingPlan(id=plan.buildings[0].id, name=HOSTILE, outline=()),),
        levels=(
            LevelPlan(
                id=level.id,
                building_id=level.building_id,
                building_name=HOSTILE,
                ordinal=Decimal("0.5"),
                name=HOSTILE,
                short_name="½",
                floorplan_id=level.floorplan_id,
                version=3,
                source=HOSTILE,
                imported_at=AT,
                verified_on=None,
                verified_by="",
                spaces=(_replaced(space),),
                openings=(
                    OpeningPlan(
                        id=door.id,
                        source_ref="",
                        category="pedestrian",
                        number="7",
                        name=HOSTILE,
                        is_exterior=True,
                        line=(space.polygons[0][0][0],),
                    ),
                ),
                areas=(),
                objects=(
                    ObjectPlan(
                        id=thing.id,
                        source_ref="",
                        kind="key_box",
                        label=HOSTILE,
                        correlation_id=None,
                        location=space.polygons[0][0][1],
                    ),
                ),
            ),
        ),
    )


def _replaced(space: SpacePlan) -> SpacePlan:
    return SpacePlan(
        id=space.id,
        source_ref="",
        category="classroom",
        number="1",
        name=HOSTILE,
        correlation_id=None,
        is_lockable=True,
        polygons=space.polygons,
    )


def level_plan(drawing: LevelDrawing, building_id: UUID | None, building_name: str) -> LevelPlan:
    """Return a drawn floor as if it had been stored; its ids follow from its name."""
    floor = f"{building_name}/{drawing.ordinal}/{drawing.short_name}/{drawing.name}"
    ids = (uuid5(SPACE, f"{floor}/{number}") for number in itertools.count())
    return LevelPlan(
        id=next(ids),
        building_id=building_id,
        building_name=building_name,
        ordinal=drawing.ordinal,
        name=drawing.name,
        short_name=drawing.short_name,
        floorplan_id=next(ids),
        version=2,
        source="drawn in code",
        imported_at=AT,
        verified_on=None,
        verified_by="",
        spaces=tuple(
            SpacePlan(
                id=next(ids),
                source_ref=one.source_ref,
                category=one.category,
                number=one.number,
                name=one.name,
                correlation_id=one.correlation_id,
                is_lockable=one.is_lockable,
                polygons=_rounded(one.polygons),
            )
            for one in drawing.spaces
        ),
        openings=tuple(
            OpeningPlan(
                id=next(ids),
                source_ref=one.source_ref,
                category=one.category.value,
                number=one.number,
                name=one.name,
                is_exterior=one.is_exterior,
                line=tuple((round(lon, 8), round(lat, 8)) for lon, lat in one.line),
            )
            for one in drawing.openings
        ),
        objects=tuple(
            ObjectPlan(
                id=next(ids),
                source_ref=one.source_ref,
                kind=one.kind.value,
                label=one.label,
                correlation_id=one.correlation_id,
                location=(round(one.location[0], 8), round(one.location[1], 8)),
            )
            for one in drawing.objects
        ),
        areas=tuple(
            AreaPlan(
                id=next(ids),
                source_ref=one.source_ref,
                kind=one.kind.value,
                label=one.label,
                polygons=_rounded(one.polygons),
                line=tuple((round(lon, 8), round(lat, 8)) for lon, lat in one.line),
            )
            for one in drawing.areas
        ),
    )


def _rounded(area: Areas) -> Areas:
    return tuple(tuple(tuple((round(x, 8), round(y, 8)) for x, y in ring) for ring in polygon) for polygon in area)
