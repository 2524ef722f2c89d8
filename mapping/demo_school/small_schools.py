"""A small school of one floor: a hall with rooms on both sides. All of it is invented. Pure."""

from mapping.demo_school.pen import Corner, Door, Pen, Room, Thing, box_corners
from mapping.interchange.drawing import PlanDrawing
from mapping.vocabulary import ObjectKind, OpeningCategory

ROOM_M = 9.0
DEPTH_M = 10.0


def small_school(pen: Pen, *, rooms_per_side: int) -> PlanDrawing:
    """Return the plan of a school with so many rooms on each side of its hall."""
    length = rooms_per_side * ROOM_M
    rooms = [Room("", "Hall", "walkway", box_corners(0, -2, length, 2))]
    for index in range(rooms_per_side):
        west, middle = index * ROOM_M, (index + 0.5) * ROOM_M
        office = index == 0
        south, north = (
            box_corners(west, -2 - DEPTH_M, west + ROOM_M, -2),
            box_corners(west, 2, west + ROOM_M, 2 + DEPTH_M),
        )
        rooms.append(
            Room(f"{2 * index + 1}", "Office" if office else "Classroom", _room_category(office), south, (middle, -2))
        )
        rooms.append(Room(f"{2 * index + 2}", "Classroom", "classroom", north, (middle, 2)))
    foot = OpeningCategory.PEDESTRIAN
    doors = [
        Door("1", "Main entrance", OpeningCategory.PRINCIPAL, (0, 0), is_tall=True, width_m=2.4),
        Door("2", "East", foot, (length, 0), is_tall=True, width_m=2.4),
    ]
    things = [
        Thing(ObjectKind.AED, "AED, office", (2, -4)),
        Thing(ObjectKind.KEY_BOX, "Key box, door 1", (0.5, 1.5)),
    ]
    floor = pen.level(
        ordinal=0, name="Floor 1", short_name="1", rooms=rooms, doors=doors, things=things, is_outdoor=False
    )
    return PlanDrawing(outline=pen.area(box_corners(0, -2 - DEPTH_M, length, 2 + DEPTH_M)), levels=(floor,))


def small_boundary(rooms_per_side: int) -> tuple[Corner, ...]:
    """Return the fence around a small school."""
    length = rooms_per_side * ROOM_M
    return ((-40, -60), (length + 45, -56), (length + 40, 70), (-36, 64))


def _room_category(is_office: bool) -> str:  # noqa: FBT001 - a choice of two words
    return "office" if is_office else "classroom"
