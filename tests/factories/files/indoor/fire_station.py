"""A small plan as a stranger brings it: a fire station with a shop floor, on three levels, drawn by several people.

What is wrong with it is wrong on purpose, and said where it is made.
"""

from functools import cache

from tests.factories.files.indoor.osm_file import IndoorPlan, OsmFile, Point, box

# Open country, hundreds of kilometres from the demo district.
AT = (-104.6213, 44.0321)
BAYS = 12
BAY_M = 7.0
# (south edge, depth) of the rows of rooms, and of the two corridors between them.
ROWS = ((0.0, 10.0), (13.0, 8.0), (21.0, 8.0), (32.0, 10.0))
HALLS = (10.0, 29.0)
WIDTH_M, DEPTH_M = BAYS * BAY_M, 42.0
# The names of rooms beyond ASCII, one of them decomposed as some keyboards type it.
ODD_NAMES = {
    3: "Atelier de l'œuvre",
    5: "Cafe\u0301 Größe",
    8: 'Engine 7 & "Ladder"',
    # A carriage return came along when the name was pasted.
    14: "Turnout\x07 gear",
}
USES = {2: "shop", 7: "office", 9: "kitchen", 11: "toilets", 17: "storage", 20: "technical", 26: "meeting"}
# Of the bays of the ground floor, those that are a stair, a lift, or reach over two floors, with how they say so.
OVER_TWO_FLOORS = {0: "-1;0", 11: "-1;0", 24: "0;1", 35: "0;1"}


@cache
def fire_station() -> bytes:
    """Return the file."""
    file = OsmFile(AT, turned_deg=12.0, first_id=398_000_000)
    file.area(box(-1, -1, WIDTH_M + 2, DEPTH_M + 2), building="civic", name="Station 7")
    _ground_floor(file)
    _basement(file)
    _upper_floor(file)
    _doors_and_things(file)
    _what_is_refused(file)
    _what_is_no_part_of_it(file)
    return file.raw()


FIRE_STATION = IndoorPlan("fire station", AT, fire_station)


def _bay(number: int) -> list[Point]:
    """Return the corners of a bay: twelve in a row."""
    row, column = divmod(number, BAYS)
    south, depth = ROWS[row]
    return box(column * BAY_M, south, BAY_M, depth)


def _ground_floor(file: OsmFile) -> None:
    for south in HALLS:
        file.area(box(0, south, WIDTH_M, 3), indoor="corridor", level="0")
    for number in range(4 * BAYS - 4):
        room = {"indoor": "room", "level": OVER_TWO_FLOORS.get(number, "0"), "room": USES.get(number, "shop")}
        if number in ODD_NAMES:
            room["name"] = ODD_NAMES[number]
        elif number % 3:
            room["ref"] = str(101 + number)
        if number in (0, 11):
            room["stairs"] = "yes"
        if number == 30:
            # Drawn as an area by a program that leaves out what closes it.
            file.unclosed_area(_bay(number), **room)
        elif number == 31:
            # Drawn as a line that ends where it began.
            file.line([*_bay(number), _bay(number)[0]], **room)
        else:
            file.area(_bay(number), **room)
    # What joins two rooms is a room, too, with a pillar left out of it.
    lobby = box(8 * BAY_M, 32, 4 * BAY_M, 10)
    file.relation(lobby, box(10 * BAY_M, 36, 1, 1), indoor="area", level="0", name="Lobby", type="multipolygon")


def _basement(file: OsmFile) -> None:
    for number in range(3):
        file.area(box(7 + number * 9, 0, 9, 10), indoor="room", level="-1", ref=f"B{number + 1}")
    # A minus sign as typographers have it.
    file.area(box(34, 0, 9, 10), indoor="room", level="\N{MINUS SIGN}1", room="technical")
    # Half of the list is no level; what can be read of it counts.
    file.area(box(43, 0, 9, 10), indoor="room", level="-1;cellar", room="storage")
    file.area(box(0, 10, WIDTH_M, 3), indoor="corridor", level="-1")
    # Indoors and with a level, but never said to be a room.
    file.area(box(52, 0, 9, 10), indoor="yes", level="-1", office="government")
    ref = file.area(box(61, 0, 9, 10), indoor="room", level="-1", ref="B9")
    # Two downloads were joined: the same room twice, under one id.
    file.again(ref)


def _upper_floor(file: OsmFile) -> None:
    file.area(box(0, 10, 40, 3), indoor="corridor", level="1")
    for number, who in enumerate(("female", "male")):
        tags = {who: "yes", "wheelchair": "yes"}
        file.area(box(number * 7, 13, 7, 8), indoor="room", room="toilets", amenity="toilets", level="1", **tags)
    for number in range(3):
        file.area(box(14 + number * 7, 13, 7, 8), indoor="room", level="1", name=f"Bunk room {number + 1}")


def _doors_and_things(file: OsmFile) -> None:
    for number in range(0, 12, 2):
        file.node((number * BAY_M + 3.5, -0.2), door="overhead", entrance="garage", level="0", ref=f"D{number + 1}")
    for number in range(4):
        file.node((number * 14 + 3.5, 13), door="hinged", level="0")
    file.node((60, 42), door="sliding", automatic_door="motion", entrance="main", level="0")
    # A way in for cars on two floors: two openings.
    file.node((84, 20), amenity="parking_entrance", level="-1;0")
    file.node((80, 5), highway="elevator", level="-1;0", wheelchair="yes")
    file.node((3, 33), highway="elevator", level="0;1")
    file.line([(5, 34), (5, 40)], highway="steps", level="0;1", incline="up")
    file.node((30, 11), emergency="defibrillator", level="0")
    file.node((50, 11), emergency="fire_extinguisher", level="0")


def _what_is_refused(file: OsmFile) -> None:
    """Add what would send people to a wrong place if it were guessed."""
    file.area(box(2 * BAY_M, 13, 5, 5), indoor="room", room="office", name="On which floor?")
    file.line([(70, 22), (76, 22), (76, 28)], indoor="room", level="0", room="shop", name="Not closed")


def _what_is_no_part_of_it(file: OsmFile) -> None:
    """Add what any download of an area holds beside the building."""
    for number in range(6):
        file.area(box(-60 + number * 25, -70, 15, 12), building="retail", addr__housenumber=str(50 + number))
    file.line([(-60, -40), (-20, -45), (-20, -80)], building="retail")
    for number in range(3):
        file.line([(-80, -20 - number), (140, -22 - number)], highway="service", level="-1")
    file.line([(-80, -14), (140, -12)], highway="footway")
    for number in range(5):
        file.area(box(number * 15, 0, 15, 42), building__part="yes", height=str(6 + number))
    file.line([(0, 13), (84, 13)], indoor="wall", level="0")
    for number in range(6):
        file.node((number * 15, 13))
    file.node((10, 11), level="0")
    file.node((12, 14), amenity="cafe", level="0")
    file.node((-10, -10), amenity="parking_entrance")
    # Steps without a level lead somewhere in the street.
    file.line([(-10, -30), (-10, -35)], highway="steps")
