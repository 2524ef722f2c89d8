"""The parts of the demo high school that are alike on both floors: hall, wings, stairs, lift. Pure."""

from collections.abc import Sequence

from mapping.demo_school.pen import Corner, Room, box_corners

# Front (side A) is down the page. The west wing, the gym block and the hall enclose a courtyard.
OUTLINE: tuple[Corner, ...] = (
    (-70, -20),
    (-64, -26),
    (-46, -26),
    (-46, -16),
    (-12, -16),
    (-8, -22),
    (8, -22),
    (12, -16),
    (38, -16),
    (38, -2),
    (44, -30),
    (46, -30),
    (46, -38),
    (62, -38),
    (62, -30),
    (64, -30),
    (70, -2),
    (70, 58),
    (46, 58),
    (46, 2),
    (20, 2),
    (20, 66),
    (-20, 66),
    (-20, 59.2),
    (-46, 59.2),
    (-46, 66),
    (-70, 66),
)
COURTYARD = box_corners(-46, 2, -20, 55.2)
WEST_ROOM_M = 10.8
EAST_ROOM_M = 13.0


def draw_halls() -> list[Room]:
    """Return the corridors."""
    return [
        Room("", "Main hall", "walkway", box_corners(-70, -2, 70, 2)),
        Room("", "West hall", "walkway", ((-60, 2), (-56, 2), (-56, 66), (-60, 66))),
        Room("", "North link", "walkway", box_corners(-56, 55.2, -20, 59.2)),
        Room("", "East hall", "walkway", box_corners(56, 2, 60, 58)),
    ]


def draw_shafts(floor: int) -> list[Room]:
    """Return the stairs and the lift; they are the same things on every floor."""
    return [
        Room("", "Stair A", "stairs", box_corners(-70, 2, -60, 12), (-60, 7), door_is_tall=True, shaft="stair-a"),
        Room("", "Stair B", "stairs", box_corners(-56, 59.2, -46, 66), (-56, 62.5), door_is_tall=True, shaft="stair-b"),
        Room("", "Stair C", "stairs", box_corners(60, 2, 70, 12), (60, 7), door_is_tall=True, shaft="stair-c"),
        Room("", "Stair D", "stairs", box_corners(46, 51, 56, 58), (56, 54.5), door_is_tall=True, shaft="stair-d"),
        Room("", "Elevator", "elevator", box_corners(6, 2, 10, 8), (8, 2), shaft="elevator"),
        Room(f"{floor}02", "Girls", "restroom.female", box_corners(-56, 2, -46, 7), (-56, 4.5), door_is_tall=True),
        Room(
            f"{floor}03",
            "Boys",
            "restroom.male.wheelchair",
            box_corners(-56, 7, -46, 12),
            (-56, 9.5),
            door_is_tall=True,
        ),
        Room(
            f"{floor}52", "Girls", "restroom.female.wheelchair", box_corners(46, 2, 56, 7), (56, 4.5), door_is_tall=True
        ),
        Room(f"{floor}53", "Boys", "restroom.male", box_corners(46, 7, 56, 12), (56, 9.5), door_is_tall=True),
    ]


def west_wing(floor: int, names: Sequence[str]) -> list[Room]:
    """Return nine classrooms: odd numbers on the outside, even numbers on the courtyard."""
    rooms = []
    for index in range(5):
        south = 12 + index * WEST_ROOM_M
        outer, inner = f"{floor}{11 + 2 * index}", f"{floor}{12 + 2 * index}"
        door_at = south + 2
        corners = box_corners(-70, south, -60, south + WEST_ROOM_M)
        rooms.append(Room(outer, names[2 * index], "classroom", corners, (-60, door_at), door_is_tall=True))
        if index < 4:  # the north link takes the place of a tenth room
            corners = box_corners(-56, south, -46, south + WEST_ROOM_M)
            rooms.append(Room(inner, names[2 * index + 1], "classroom", corners, (-56, door_at), door_is_tall=True))
    return rooms


def east_wing(floor: int, names: Sequence[str], category: str) -> list[Room]:
    """Return six large rooms, and the preparation room at the end."""
    rooms = []
    for index in range(3):
        south = 12 + index * EAST_ROOM_M
        door_at = south + 2
        west, east = box_corners(46, south, 56, south + EAST_ROOM_M), box_corners(60, south, 70, south + EAST_ROOM_M)
        rooms.append(
            Room(f"{floor}{60 + 2 * index}", names[2 * index], category, west, (56, door_at), door_is_tall=True)
        )
        rooms.append(
            Room(f"{floor}{61 + 2 * index}", names[2 * index + 1], category, east, (60, door_at), door_is_tall=True)
        )
    rooms.append(Room(f"{floor}67", names[6], "storage", box_corners(60, 51, 70, 58), (60, 54.5), door_is_tall=True))
    return rooms
