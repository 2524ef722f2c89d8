"""Plans as strangers bring them, made without a database: large, tiny, long and turned, tall, without a boundary."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid5

from mapping.exports.writers.site_plan import BuildingPlan, SitePlan
from mapping.geometry.georeference import TangentPlane
from mapping.geometry.rings import middle_of
from mapping.geometry.shapes import MultiPolygon
from mapping.imports.readers.plan_file import ReadingOrder, read_plan_file
from mapping.interchange.drawing import (
    LevelDrawing,
    ObjectDrawing,
    OpeningDrawing,
    PlanDrawing,
    SpaceDrawing,
)
from mapping.interchange.ledger import Ledger
from mapping.vocabulary import ObjectKind, OpeningCategory
from tests.factories.files.indoor.fire_station import FIRE_STATION
from tests.factories.files.indoor.high_school import HIGH_SCHOOL
from tests.factories.files.indoor.osm_file import IndoorPlan
from tests.mapping.exports.plans import SPACE, level_plan
from tests.support.public_data import BARRACKS, FACULTY, public

MIDDLE = (-98.5, 39.8)


def foreign_plan(name: str) -> SitePlan:
    """Return one of the plans; the same at every call."""
    return (PLANS | PUBLIC_PLANS)[name]()


def site_of(name: str, drawing: PlanDrawing, *, boundary: MultiPolygon = ()) -> SitePlan:
    """Return a drawing as if it had been stored as a site of one building."""
    building_id = uuid5(SPACE, name)
    middle = middle_of(drawing.positions())
    assert middle is not None
    outline = drawing.outline
    return SitePlan(
        id=uuid5(SPACE, f"site {name}"),
        name=name,
        address="1 Field Road",
        district_id=uuid5(SPACE, "district"),
        district_name="Prairie Schools",
        time_zone="America/Chicago",
        location=middle,
        boundary=boundary,
        buildings=(BuildingPlan(id=building_id, name="Main building", outline=outline),),
        levels=tuple(
            level_plan(level, None if level.is_outdoor else building_id, "Main building") for level in drawing.levels
        ),
    )


def _read(name: str, plan: IndoorPlan) -> SitePlan:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plan.geojson"
        path.write_bytes(plan.raw())
        return site_of(name, read_plan_file(path, ReadingOrder(), Ledger()))


def _box(x_m: float, y_m: float, width_m: float, depth_m: float, *, turned_deg: float = 0) -> MultiPolygon:
    plane = TangentPlane(MIDDLE, rotation_deg=turned_deg)
    right, top = x_m + width_m, y_m + depth_m
    corners = [(x_m, y_m), (right, y_m), (right, top), (x_m, top), (x_m, y_m)]
    return ((tuple(plane.lonlat_from_xy(*corner) for corner in corners),),)


def room(
    ref: str, polygons: MultiPolygon, *, number: str = "", name: str = "", category: str = "classroom"
) -> SpaceDrawing:
    """Return a room as an importer yields it."""
    return SpaceDrawing(source_ref=ref, category=category, number=number, name=name, polygons=polygons)


def floor(
    spaces: Iterable[SpaceDrawing],
    *,
    ordinal: int = 0,
    doors: Iterable[OpeningDrawing] = (),
    objects: Iterable[ObjectDrawing] = (),
) -> LevelDrawing:
    """Return a floor as an importer yields it."""
    return LevelDrawing(
        ordinal=Decimal(ordinal),
        name=f"Floor {ordinal + 1}",
        short_name=str(ordinal + 1),
        is_outdoor=False,
        spaces=tuple(spaces),
        openings=tuple(doors),
        objects=tuple(objects),
    )


def _drawing(levels: Iterable[LevelDrawing], outline: MultiPolygon = ()) -> PlanDrawing:
    return PlanDrawing(levels=tuple(levels), outline=outline)


def _tiny() -> SitePlan:
    """Return a gatehouse: one room of three by two metres, one door, one key box."""
    hut = room("hut", _box(0, 0, 3, 2), number="1", name="Gatehouse", category="office")
    plane = TangentPlane(MIDDLE, rotation_deg=0)
    door = OpeningDrawing(
        source_ref="d1",
        category=OpeningCategory("pedestrian"),
        number="1",
        name="",
        is_exterior=True,
        line=(plane.lonlat_from_xy(1, 0), plane.lonlat_from_xy(2, 0)),
    )
    box = ObjectDrawing(source_ref="k", kind=ObjectKind.KEY_BOX, label="", location=plane.lonlat_from_xy(0.5, 0.3))
    return site_of("Gatehouse", _drawing([floor([hut], doors=[door], objects=[box])]))


def _long_and_turned() -> SitePlan:
    """Return a wing of 320 by 14 m, turned by 33 degrees: two rows of rooms along a corridor."""
    turned = 33.0
    spaces = [room("hall", _box(0, 5, 320, 3, turned_deg=turned), name="Long corridor", category="walkway")]
    for number in range(64):
        spaces.append(room(f"s{number}", _box(number * 5, 0, 5, 5, turned_deg=turned), number=f"{number + 1:03}"))
        name = "Restroom" if number % 8 == 0 else "Prekindergarten and family resource room"
        kind = "restroom" if number % 8 == 0 else "classroom"
        spaces.append(
            room(
                f"n{number}",
                _box(number * 5, 8, 5, 6, turned_deg=turned),
                number=f"{number + 101}",
                name=name,
                category=kind,
            )
        )
    outline = _box(0, 0, 320, 14, turned_deg=turned)
    return site_of("Long wing", _drawing([floor(spaces)], outline), boundary=_box(-30, -20, 330, 240))


def _thin() -> SitePlan:
    """Return a bus shed of 260 by 9 m along the parallel: most of any sheet would be blank."""
    spaces = [room(f"b{number}", _box(number * 6.5, 0, 6.5, 9), number=f"B{number + 1}") for number in range(40)]
    return site_of("Bus shed", _drawing([floor(spaces)]))


def _tall() -> SitePlan:
    """Return a tower of nine floors with closets of one metre, each with a number of its own."""
    return site_of("Tower", _drawing([floor(_tower_floor(ordinal), ordinal=ordinal) for ordinal in range(-1, 8)]))


def _tower_floor(ordinal: int) -> list[SpaceDrawing]:
    spaces = [
        room("core", _box(10, 10, 6, 6), category="elevator"),
        room("stair", _box(16, 10, 4, 6), category="stairs", name="Stair A"),
        room("hall", _box(8, 8, 14, 2), category="walkway"),
    ]
    spaces += [room(f"c{n}", _box(n * 2.5, 0, 2.5, 8), number=f"{ordinal + 2}{n + 1:02}") for n in range(12)]
    for number in range(24):
        # A row of lockable closets, narrower than any number that one can read.
        closet = _box(10 + number * 0.5, 17, 0.5, 1)
        spaces.append(room(f"k{number}", closet, number=f"{ordinal + 2}K{number + 1}", category="storage"))
    return spaces


def _with_a_stray() -> SitePlan:
    """Return a school of thirty rooms of which one lies 100 km away; no one drew a boundary or an outline."""
    spaces = [room(f"r{n}", _box((n % 10) * 8, (n // 10) * 9, 8, 9), number=str(100 + n)) for n in range(29)]
    spaces.append(room("stray", _box(100_000, 0, 8, 9), number="999", name="Annex far away"))
    return site_of("No boundary", _drawing([floor(spaces)]))


PLANS: dict[str, Callable[[], SitePlan]] = {
    "high school": lambda: _read("High school", HIGH_SCHOOL),
    "fire station": lambda: _read("Fire station", FIRE_STATION),
    "gatehouse": _tiny,
    "long wing": _long_and_turned,
    "bus shed": _thin,
    "tower": _tall,
    "stray": _with_a_stray,
}
PUBLIC_PLANS: dict[str, Callable[[], SitePlan]] = {
    "university": lambda: _read("University building", FACULTY),
    "barracks": lambda: _read("Barracks", BARRACKS),
}
EVERY_PLAN = [*PLANS, *(public(name, name=name) for name in PUBLIC_PLANS)]
