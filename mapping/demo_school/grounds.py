"""The open ground around the demo high school. All of it is invented. Pure."""

from mapping.demo_school.pen import Corner, Ground, Room, Thing, box_corners
from mapping.demo_school.wings import COURTYARD
from mapping.vocabulary import AreaKind, ObjectKind

BOUNDARY: tuple[Corner, ...] = ((-185, -112), (178, -112), (192, 40), (160, 178), (-120, 184), (-190, 120))


def ground_rooms() -> list[Room]:
    """Return the spaces outdoors that belong to the building: the walk to its door, and the courtyard inside it."""
    return [
        Room("", "Front walk", "walkway", ((-3, -58), (3, -58), (3, -22), (-3, -22))),
        Room("", "Courtyard", "vegetation", COURTYARD),
    ]


def ground_areas() -> list[Ground]:
    """Return the places around the building, the road among them: it bounds the site and names the front."""
    bus_loop = ((-118, -60), (-78, -60), (-78, 58), (-118, 58), (-118, 48), (-88, 48), (-88, -50), (-118, -50))
    return [
        Ground(AreaKind.ROAD, "Prairie Avenue", box_corners(-240, -130, 240, -116)),
        Ground(AreaKind.ROAD, "Fire lane", ((86, 60), (40, 74), (-40, 74), (-74, 70)), is_line=True),
        Ground(AreaKind.PARKING, "Visitor parking", box_corners(-52, -98, 52, -58)),
        Ground(AreaKind.PARKING, "Staff parking", box_corners(86, -50, 150, 52)),
        Ground(AreaKind.BUS_LOOP, "Bus loop", bus_loop),
        Ground(AreaKind.FIELD, "Athletic field", box_corners(-62, 88, 62, 162)),
        Ground(AreaKind.STAGING, "Staging area", box_corners(84, 74, 150, 116)),
        Ground(AreaKind.LANDING_ZONE, "Helicopter landing", box_corners(-134, 92, -88, 138)),
        Ground(AreaKind.HAZARD, "Retention pond", ((-176, -96), (-140, -100), (-132, -76), (-150, -64), (-174, -72))),
        Ground(AreaKind.NEIGHBOR, "Willow Creek apartments", box_corners(206, -60, 262, 40)),
        Ground(AreaKind.OTHER, "Tennis courts", box_corners(84, 124, 146, 160)),
    ]


def ground_things() -> list[Thing]:
    """Return the sides of the building, hydrants, gates, shut-offs and cameras outdoors."""
    return [
        Thing(ObjectKind.BUILDING_SIDE, "A", (0, -40)),
        Thing(ObjectKind.BUILDING_SIDE, "B", (-76, 24)),
        Thing(ObjectKind.BUILDING_SIDE, "C", (0, 76)),
        Thing(ObjectKind.BUILDING_SIDE, "D", (78, 24)),
        Thing(ObjectKind.HYDRANT, "Hydrant 1", (-60, -108)),
        Thing(ObjectKind.HYDRANT, "Hydrant 2", (76, -62)),
        Thing(ObjectKind.HYDRANT, "Hydrant 3", (30, 74)),
        Thing(ObjectKind.GAS_SHUTOFF, "Gas meter", (24, 40)),
        Thing(ObjectKind.GATE, "Gate 1, visitors", (0, -112)),
        Thing(ObjectKind.GATE, "Gate 2, buses", (-98, -112)),
        Thing(ObjectKind.STAGING, "Staging", (117, 95)),
        Thing(ObjectKind.LANDING_ZONE, "Landing zone", (-111, 115)),
        Thing(ObjectKind.CAMERA, "Camera, front", (12, -26)),
        Thing(ObjectKind.CAMERA, "Camera, bus loop", (-74, -4)),
    ]
