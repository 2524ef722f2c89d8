"""The plans that go out and come back: every kind of file that is read, as it is read."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from mapping.demo_school.school import demo_sites
from mapping.geometry.shapes import MultiPolygon
from mapping.imports.readers.plan_file import ReadingOrder, read_plan_file
from mapping.imports.readers.registers.dc_open_data import GROUNDS_FILE
from mapping.interchange.drawing import (
    AreaDrawing,
    BuildingDrawing,
    LevelDrawing,
    ObjectDrawing,
    OpeningDrawing,
    PlanDrawing,
    SpaceDrawing,
)
from mapping.interchange.ledger import Ledger
from mapping.vocabulary import AreaKind, FloorCounting, ObjectKind, OpeningCategory
from tests.factories.files import plan_files as made
from tests.factories.files.city_register import city_register
from tests.factories.files.dirty_imdf import dirty_imdf
from tests.factories.files.indoor.fire_station import FIRE_STATION
from tests.factories.files.indoor.high_school import HIGH_SCHOOL
from tests.factories.files.indoor.osm_file import IndoorPlan
from tests.mapping.imports.test_school_in_seven_files import MAPPING as SEVEN_MAPPING
from tests.mapping.imports.test_school_in_seven_files import SCHOOL as SEVEN_FILES
from tests.support.public_data import BARRACKS, CITY, FACULTY, public, public_path

ROOMS = made.rooms()
GIS_MAPPING = json.dumps({"number": "room_no", "name": "room_name", "category": "use", "level": "floor"})
LON, LAT, STEP = -77.0, 38.9, 0.0001


def read(path: Path, order: ReadingOrder) -> PlanDrawing:
    """Return the plan in a file."""
    return read_plan_file(path, order, Ledger())


def of_bytes(name: str, raw: bytes, order: ReadingOrder) -> Callable[[Path], PlanDrawing]:
    """Return what reads a file of these bytes."""

    def found(folder: Path) -> PlanDrawing:
        (folder / name).write_bytes(raw)
        return read(folder / name, order)

    return found


def of_gis(name: str, driver: str, prefix: str | None = None) -> Callable[[Path], PlanDrawing]:
    """Return what reads the school from a file that GDAL wrote, zipped if it is several."""

    def found(folder: Path) -> PlanDrawing:
        inner = folder / "gis"
        inner.mkdir()
        made.write_gis(inner / name, driver, ROOMS)
        if prefix is None:
            return read(inner / name, ReadingOrder(mapping=GIS_MAPPING))
        (folder / "gis.zip").write_bytes(made.zipped_folder(inner))
        return read(folder / "gis.zip", ReadingOrder(mapping=GIS_MAPPING))

    return found


def of_dxf(folder: Path) -> PlanDrawing:
    """Return the ground floor as an architect draws it."""
    raw = made.dxf_of([room for room in ROOMS if room.floor == "0"])
    layers = {"A-ROOM": "space", "A-AED": "object:aed", "A-FURNITURE": "ignore"}
    order = ReadingOrder(mapping=json.dumps({"layers": layers}), control_points=made.dxf_control_points(), level="0")
    return of_bytes("school.dxf", raw, order)(folder)


def of_seven_files(folder: Path) -> PlanDrawing:
    """Return the school whose floors are files, as people there count."""
    order = ReadingOrder(mapping=json.dumps(SEVEN_MAPPING), counting=FloorCounting.JAPAN)
    return of_bytes("school.zip", made.zipped(SEVEN_FILES), order)(folder)


def of_grounds(grounds: bytes, folder: Path) -> PlanDrawing:
    """Return one school's grounds of a register, as a room of the ground floor: the longest outline of them."""
    collection = json.loads(grounds)
    longest = max(collection["features"], key=lambda one: len(json.dumps(one["geometry"])))
    raw = json.dumps({"type": "FeatureCollection", "features": [longest]}).encode()
    return of_bytes("grounds.geojson", raw, ReadingOrder(level="0", level_name="Grounds"))(folder)


def of_plan(plan: IndoorPlan) -> Callable[[Path], PlanDrawing]:
    """Return what reads a building in OpenStreetMap's indoor tagging; its bytes are asked for when it runs."""

    def found(folder: Path) -> PlanDrawing:
        raw = plan.raw()
        return of_bytes("plan.geojson", raw, ReadingOrder())(folder)

    return found


def box(column: float, row: float, width: float = 1.0, height: float = 1.0) -> tuple[tuple[float, float], ...]:
    """Return a rectangle in steps from the corner of the plan."""
    west, south = LON + column * STEP, LAT + row * STEP
    east, north = west + width * STEP, south + height * STEP
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


def room(number: str, name: str, polygons: MultiPolygon, category: str = "classroom") -> SpaceDrawing:
    """Return a room."""
    return SpaceDrawing(source_ref=f"{number}/{name}", category=category, number=number, name=name, polygons=polygons)


def floor(ordinal: str, name: str, short_name: str, *spaces: SpaceDrawing, building: str = "") -> LevelDrawing:
    """Return a floor of rooms."""
    return LevelDrawing(
        ordinal=Decimal(ordinal),
        name=name,
        short_name=short_name,
        is_outdoor=False,
        spaces=spaces,
        openings=(),
        objects=(),
        building=building,
    )


def of_hard_cases(_folder: Path) -> PlanDrawing:
    """Return two houses with every shape, name and floor that a plan may have and a file may lose."""
    stair = UUID("00000000-0000-4000-8000-00000000000a")
    in_two_parts = ((box(0, 0),), (box(3, 0),))
    with_a_hole = ((box(5, 0, 4, 4), box(6, 1, 1, 1)),)
    ground = floor(
        *("0", "1", "1"),
        room("", "112", ((box(10, 0),),)),
        room("Room 5", "5", ((box(12, 0),),)),
        room("101", "", in_two_parts),
        room("102", "Höfe & <Hof>", with_a_hole, "unspecified"),
        # A hand wide: what a plan is cleaned of by no one.
        room("103", "Shaft", ((box(14, 0, 0.0005, 0.0005),),), "nonpublic"),
        replace(room("S", "Stair", ((box(16, 0),),), "stairs"), correlation_id=stair, is_lockable=False),
        building="A",
    )
    doors = (
        OpeningDrawing(
            source_ref="d1",
            category=OpeningCategory.PEDESTRIAN,
            number="",
            name="7",
            is_exterior=True,
            line=(box(5, 0)[0],),
        ),
        OpeningDrawing(
            source_ref="d2",
            category=OpeningCategory.PRINCIPAL,
            number="7",
            name="",
            is_exterior=False,
            line=box(5, 0)[:3],
        ),
    )
    grounds = (
        AreaDrawing(source_ref="a1", kind=AreaKind.ROAD, label="", line=box(0, -9)[:4]),
        AreaDrawing(source_ref="a2", kind=AreaKind.PARKING, label="Lot 1", polygons=((box(0, -9),), (box(4, -9),))),
    )
    things = (
        ObjectDrawing(
            source_ref="o1", kind=ObjectKind.STAIR, label="101", location=box(16, 0)[2], correlation_id=stair
        ),
        ObjectDrawing(source_ref="o2", kind=ObjectKind.OTHER, label="", location=box(40, 40)[0]),
    )
    outdoors = LevelDrawing(
        ordinal=Decimal(0),
        name="1",
        short_name="1",
        is_outdoor=True,
        spaces=(),
        openings=(),
        objects=things[1:],
        areas=grounds,
    )
    return PlanDrawing(
        outline=(),
        levels=(
            outdoors,
            replace(ground, openings=doors, objects=things[:1]),
            # Two wings of one house with floors of one height and one name.
            floor("0", "1", "1W", room("101", "West", ((box(30, 0),),)), building="A"),
            floor("0.5", "Mezzanine", "½", room("101", "", ((box(0, 20),),)), building="A"),
            floor("10", "Eleventh floor", "11", room("1101", "", ((box(0, 0),),)), building="A"),
            floor("0", "1", "1", room("101", "", ((box(50, 50),),)), building="B yes"),
            floor("-2", "Lower level 2", "LL2", room("", "", ((box(50, 52),),)), building="B yes"),
        ),
        buildings=(
            BuildingDrawing(name="A", outline=(((box(-1, -1, 40, 30)),),)),
            BuildingDrawing(name="B yes", outline=()),
        ),
    )


def _imdf() -> bytes:
    return made.imdf_zip(made.imdf_files())


SOURCES: Mapping[str, Callable[[Path], PlanDrawing]] = {
    "demo school": lambda _folder: demo_sites()[0].plan,
    "geopackage": of_gis("rooms.gpkg", "GPKG"),
    "shapefile": of_gis("rooms.shp", "ESRI Shapefile", ""),
    "file geodatabase": of_gis("rooms.gdb", "OpenFileGDB", ""),
    "kml": of_gis("rooms.kml", "LIBKML"),
    "geojson": of_bytes("rooms.geojson", made.geojson_of(ROOMS), ReadingOrder(mapping=GIS_MAPPING)),
    "dxf": of_dxf,
    "imdf": of_bytes("imdf.zip", _imdf(), ReadingOrder()),
    "dirty imdf": of_bytes("dirty.zip", dirty_imdf(), ReadingOrder()),
    "seven files": of_seven_files,
    "hard cases": of_hard_cases,
    "school grounds": lambda folder: of_grounds(city_register()[GROUNDS_FILE], folder),
    "fire station": of_plan(FIRE_STATION),
    "high school": of_plan(HIGH_SCHOOL),
}
PUBLIC_SOURCES: Mapping[str, Callable[[Path], PlanDrawing]] = {
    "a real ground": lambda folder: of_grounds((public_path(CITY) / GROUNDS_FILE).read_bytes(), folder),
    "a real barracks": of_plan(BARRACKS),
    "a real faculty": of_plan(FACULTY),
}
EVERY_SOURCE = [*SOURCES, *(public(name, name=name) for name in PUBLIC_SOURCES)]
