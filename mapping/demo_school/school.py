"""The sites of the demo district, drawn in code: one high school in full, three small schools. Pure."""

from dataclasses import dataclass

from mapping.demo_school import floors, grounds
from mapping.demo_school.pen import Pen
from mapping.demo_school.small_schools import small_boundary, small_school
from mapping.demo_school.wings import COURTYARD, OUTLINE
from mapping.geometry.georeference import TangentPlane
from mapping.geometry.shapes import MultiPolygon, Position
from mapping.interchange.drawing import PlanDrawing

# Open prairie; no school stands there.
LINCOLN = (-99.2140, 39.6420)
LINCOLN_KEY = "lincoln-high"
# Streets rarely run due north; a school that does would hide a mistake in turning.
LINCOLN_TURNED_DEG = 11.0


@dataclass(frozen=True, slots=True)
class DemoSite:
    """A site with its plan, ready for the same door that every import uses. `key` is stable."""

    key: str
    name: str
    address: str
    location: Position
    boundary: MultiPolygon
    building_name: str
    plan: PlanDrawing


def demo_sites() -> tuple[DemoSite, ...]:
    """Return the sites of the demo district; the first is the high school."""
    return (
        _draw_lincoln(),
        _draw_small_school(
            "cottonwood-elementary", "Cottonwood Elementary School", "210 Mill Lane", (-99.2420, 39.6475), 8.0, 5
        ),
        _draw_small_school(
            "bluestem-middle", "Bluestem Middle School", "88 Creek Street", (-99.1895, 39.6335), -14.0, 8
        ),
        _draw_small_school(
            "meadowlark-elementary", "Meadowlark Elementary School", "5 Orchard Way", (-99.2010, 39.6590), 31.0, 4
        ),
    )


def _draw_lincoln() -> DemoSite:
    pen = Pen(TangentPlane(LINCOLN, rotation_deg=LINCOLN_TURNED_DEG), LINCOLN_KEY)
    levels = (
        pen.level(
            ordinal=0,
            name="Grounds",
            short_name="G",
            rooms=grounds.ground_rooms(),
            doors=(),
            things=grounds.ground_things(),
            is_outdoor=True,
            grounds=grounds.ground_areas(),
        ),
        pen.level(
            ordinal=0,
            name="Floor 1",
            short_name="1",
            rooms=floors.ground_rooms(),
            doors=floors.exterior_doors(),
            things=floors.ground_things(),
            is_outdoor=False,
            grounds=floors.ground_floor_areas(),
        ),
        pen.level(
            ordinal=1,
            name="Floor 2",
            short_name="2",
            rooms=floors.upper_rooms(),
            doors=(),
            things=floors.upper_things(),
            is_outdoor=False,
        ),
    )
    return DemoSite(
        key=LINCOLN_KEY,
        name="Lincoln High School",
        address="400 Prairie Avenue",
        location=LINCOLN,
        boundary=pen.area(grounds.BOUNDARY),
        building_name="Main building",
        plan=PlanDrawing(outline=pen.area(OUTLINE, COURTYARD), levels=levels),
    )


def _draw_small_school(
    key: str, name: str, address: str, origin: Position, rotation_deg: float, rooms_per_side: int
) -> DemoSite:
    pen = Pen(TangentPlane(origin, rotation_deg), key)
    return DemoSite(
        key=key,
        name=name,
        address=address,
        location=origin,
        boundary=pen.area(small_boundary(rooms_per_side)),
        building_name="Main building",
        plan=small_school(pen, rooms_per_side=rooms_per_side),
    )
