"""The open ground around the demo high school. All of it is invented. Pure."""

from mapping.demo_school.pen import Corner, Room, Thing, box
from mapping.demo_school.wings import COURTYARD
from mapping.vocabulary import ObjectKind

BOUNDARY: tuple[Corner, ...] = ((-185, -112), (178, -112), (192, 40), (160, 178), (-120, 184), (-190, 120))


def ground_areas() -> list[Room]:
    """Return the areas outdoors, the road among them: it bounds the site and names the front."""
    bus_loop = ((-118, -60), (-78, -60), (-78, 58), (-118, 58), (-118, 48), (-88, 48), (-88, -50), (-118, -50))
    return [
        Room("", "Prairie Avenue", "road", box(-240, -130, 240, -116)),
        Room("", "Visitor parking", "parking", box(-52, -98, 52, -58)),
        Room("", "Front walk", "walkway", ((-3, -58), (3, -58), (3, -22), (-3, -22))),
        Room("", "Bus loop", "road", bus_loop),
        Room("", "Staff parking", "parking", box(86, -50, 150, 52)),
        Room("", "Athletic field", "fieldofplay", box(-62, 88, 62, 162)),
        Room("", "Staging area", "unenclosedarea", box(84, 74, 150, 116)),
        Room("", "Helicopter landing", "unenclosedarea", box(-134, 92, -88, 138)),
        Room("", "Courtyard", "vegetation", COURTYARD),
    ]


def ground_things() -> list[Thing]:
    """Return the sides of the building, hydrants, shut-offs and cameras outdoors."""
    return [
        Thing(ObjectKind.BUILDING_SIDE, "A", (0, -40)),
        Thing(ObjectKind.BUILDING_SIDE, "B", (-76, 24)),
        Thing(ObjectKind.BUILDING_SIDE, "C", (0, 76)),
        Thing(ObjectKind.BUILDING_SIDE, "D", (78, 24)),
        Thing(ObjectKind.HYDRANT, "Hydrant 1", (-60, -108)),
        Thing(ObjectKind.HYDRANT, "Hydrant 2", (76, -62)),
        Thing(ObjectKind.HYDRANT, "Hydrant 3", (30, 74)),
        Thing(ObjectKind.GAS_SHUTOFF, "Gas meter", (24, 40)),
        Thing(ObjectKind.STAGING, "Staging", (117, 95)),
        Thing(ObjectKind.CAMERA, "Camera, front", (12, -26)),
        Thing(ObjectKind.CAMERA, "Camera, bus loop", (-74, -4)),
    ]
