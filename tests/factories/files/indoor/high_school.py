"""A plan of a large high school in some two thousand features, made anew each time and always the same.

Three wings off a spine, five floors and a half: what a mapper's club draws in a summer, with every door and every
corner of a wall, lists and ranges of levels, and the street outside.
"""

from functools import cache

from tests.factories.files.indoor.osm_file import IndoorPlan, OsmFile, Point, box

# Open country, hundreds of kilometres from the demo district.
AT = (-99.3412, 46.2217)
WINGS, CELLS, CELL_M = 3, 16, 6.5
WING_M, ROOM_M, HALL_M, SPINE_M = 32.0, 10.0, 4.0, 8.0
HALF_M = CELLS // 2 * CELL_M
LENGTH_M = CELLS * CELL_M + SPINE_M
DEPTH_M = (WINGS - 1) * WING_M + 2 * ROOM_M + HALL_M
FLOORS = ("0", "1", "2", "3")
# Rows of rooms from south to north; of each wing the first two cells and the last two are no plain rooms.
ROWS = 2 * WINGS
STAIRS_AT, TOILETS_AT, LIFT_AT, NAMED_AT = 0, 15, 7, 8
# What mappers note of a post, a step or a wall, each here and there: a table of it has a column for every one.
NOTES = (
    *("wall:type", "height", "min_height", "width", "surface", "smoothness", "incline", "lit", "covered", "handrail"),
    *("handrail:left", "handrail:right", "tactile_paving", "tactile_writing:braille:en", "building:material", "colour"),
    *(
        "roof:material",
        "check_date",
        "source",
        "note",
        "fixme",
        "opening_hours",
        "operator",
        "payment:coins",
        "vending",
    ),
    *("drinking_water", "internet_access", "capacity", "bench", "support", "ramp:wheelchair", "kerb", "min_age"),
)
NAMES = ("Band room", "Art studio", "Küche & Mensa", "Bibliothèque", "Makerspace", "Weight room")


@cache
def high_school() -> bytes:
    """Return the file."""
    file = OsmFile(AT, turned_deg=-8.0, first_id=870_000_000)
    file.area(_outline(), building="school", amenity="school", name="Prairie View High School")
    _through_all_floors(file)
    for floor in FLOORS:
        _halls(file, floor)
        for row in range(ROWS):
            _row_of_rooms(file, floor, row)
    _basement(file)
    _mezzanine(file)
    _repeated(file)
    _outside_doors(file)
    _corners_of_walls(file)
    _what_is_no_part_of_it(file)
    return file.raw()


HIGH_SCHOOL = IndoorPlan("high school", AT, high_school)


def _outline() -> list[Point]:
    """Return the outline: wings with courts between them, left and right of the spine."""
    wing = 2 * ROOM_M + HALL_M
    left, right = HALF_M, HALF_M + SPINE_M
    east: list[Point] = []
    west: list[Point] = []
    for number in range(WINGS):
        south = number * WING_M
        east += [(right, south), (LENGTH_M, south), (LENGTH_M, south + wing), (right, south + wing)]
        west += [(left, south), (0.0, south), (0.0, south + wing), (left, south + wing)]
    return [*east, *reversed(west)]


def _cell(row: int, cell: int) -> list[Point]:
    """Return the corners of a room: two rows in a wing, the corridor between them, the spine in the middle."""
    wing, is_north = divmod(row, 2)
    south = wing * WING_M + (ROOM_M + HALL_M if is_north else 0.0)
    west = cell * CELL_M + (SPINE_M if cell >= CELLS // 2 else 0.0)
    return box(west, south, CELL_M, ROOM_M)


def _door_of(row: int, cell: int) -> Point:
    """Return the middle of the wall between a room and its corridor."""
    (west, south), *_ = _cell(row, cell)
    return (west + CELL_M / 2, south if row % 2 else south + ROOM_M)


def _through_all_floors(file: OsmFile) -> None:
    """Add stairs and lifts: one thing each, on as many floors as its range of levels says."""
    for row in range(0, ROWS, 2):
        file.area(_cell(row, STAIRS_AT), indoor="room", stairs="yes", level="-1-3", ref=f"Stair {row // 2 + 1}")
    for row in range(1, ROWS, 2):
        file.area(_cell(row, STAIRS_AT), indoor="area", stairs="yes", level="0-3")
    for row in (0, 3):
        file.area(_cell(row, LIFT_AT), indoor="room", highway="elevator", level="0-3")


def _is_through(row: int, cell: int) -> bool:
    return cell == STAIRS_AT or (cell == LIFT_AT and row in (0, 3))


def _halls(file: OsmFile, floor: str) -> None:
    for wing in range(WINGS):
        south = wing * WING_M + ROOM_M
        for west in (0.0, HALF_M + SPINE_M):
            file.area(box(west, south, HALF_M, HALL_M), indoor="corridor", level=floor, ref=f"C{floor}{wing + 1}")
            file.node((west + (HALF_M if west == 0.0 else 0.0), south + HALL_M / 2), door="hinged", level=floor)
    for wing in range(WINGS):
        height = WING_M if wing < WINGS - 1 else 2 * ROOM_M + HALL_M
        file.area(box(HALF_M, wing * WING_M, SPINE_M, height), indoor="corridor", level=floor)


def _row_of_rooms(file: OsmFile, floor: str, row: int) -> None:
    for cell in range(CELLS):
        if _is_through(row, cell):
            file.node(_door_of(row, cell), door="hinged", level=floor)
            continue
        room = {"indoor": "room", "level": floor, "ref": f"{floor}{row + 1}{cell:02}"}
        if cell == TOILETS_AT:
            room |= {"amenity": "toilets", "male" if row % 2 else "female": "yes", "wheelchair": "designated"}
        elif cell == NAMED_AT:
            room["name"] = NAMES[row]
        file.area(_cell(row, cell), **room)
        # A way through that was never given a door is drawn as one all the same.
        file.node(_door_of(row, cell), door="no" if cell % 5 == 4 else "hinged", level=floor, wheelchair="yes")
        if cell in (NAMED_AT, TOILETS_AT - 1):
            (west, south), *_ = _cell(row, cell)
            file.node((west + 1.0, south + (0.0 if row % 2 else ROOM_M)), door="hinged", level=floor)


def _basement(file: OsmFile) -> None:
    for number in range(3):
        file.area(_cell(0, number + 1), indoor="room", level="-1", ref=f"-1{number + 1:02}", room="technical")
        file.node(_door_of(0, number + 1), door="hinged", level="-1")


def _mezzanine(file: OsmFile) -> None:
    """Add half a floor above the library."""
    for number, cell in enumerate((9, 10)):
        file.area(_cell(4, cell), indoor="room", level="0.5", ref=f"M{number + 1}")
        file.node(_door_of(4, cell), door="hinged", level="0.5")
    for number in range(20):
        # Where steps and ramps bend, between two floors.
        file.node((number * 1.5, 45), level=("0.5", "1.5", "0.25")[number % 3])


def _repeated(file: OsmFile) -> None:
    """Add shafts that are drawn once and said to be the same on other floors."""
    for number in range(2):
        west = HALF_M + 1 + number * 3
        file.area(box(west, WING_M - 5, 2, 2), indoor="room", level="1", repeat_on="2-3", room="technical")
    # A ramp that belongs to both floors as an area; drawn as a line it is a way, not a place.
    file.area(box(HALF_M + 1, WING_M + 24, 3, 6), indoor="pathway", level="1-2")
    for number in range(14):
        file.line([(number * 2.0, 46), (number * 2.0, 49)], indoor="pathway", level="0-1")


def _outside_doors(file: OsmFile) -> None:
    file.node((HALF_M + SPINE_M / 2, 0), door="hinged", entrance="main", level="0", ref="1")
    file.node((HALF_M + SPINE_M / 2, DEPTH_M), door="hinged", entrance="yes", level="0", ref="2")
    for wing in range(WINGS):
        for number, (east, kind) in enumerate(((0.0, "emergency"), (LENGTH_M, "secondary"))):
            north = wing * WING_M + ROOM_M + HALL_M / 2
            file.node((east, north), door="hinged", entrance=kind, level="0", ref=str(3 + 2 * wing + number))


def _corners_of_walls(file: OsmFile) -> None:
    """Add what is left of drawing walls: nodes that say a level, and seldom something else."""
    for floor in FLOORS:
        for row in range(ROWS):
            for cell in range(CELLS):
                west_south, east_south, *_ = _cell(row, cell)
                for corner in (west_south, east_south, _door_of(row, cell)):
                    note = NOTES[(row * CELLS + cell) % len(NOTES)]
                    file.node(corner, level=floor, **({note: "yes"} if corner == west_south else {}))


def _what_is_no_part_of_it(file: OsmFile) -> None:
    """Add the street, the neighbors and what stands about."""
    for number in range(21):
        away = -12.0 - number
        file.line([(-40.0, away), (40.0, away - 6), (LENGTH_M + 60, away)], highway="footway", surface="asphalt")
    for number in range(4):
        file.line([(-60, -60.0 - 9 * number), (LENGTH_M + 90, -52.0 - 9 * number)], highway="service")
    for number in range(4):
        file.area(box(-90, number * 25, 30, 18), building="yes", addr__housenumber=str(number + 1))
    for number in range(11):
        file.area(box(number * 9, -8, 9, 4), building__part="yes", roof__shape="flat")
    for number in range(33):
        file.node((number * 3.0, 12), amenity="waste_basket", indoor="yes", level=FLOORS[number % 4])
    for number in range(8):
        file.line([(number * 13, ROOM_M), (number * 13 + 6, ROOM_M)], indoor="wall", level="0")
    for number in range(2):
        file.line([(-20, -10 - number), (-14, -10 - number)], highway="steps")
    file.node((-30, -30), amenity="bicycle_parking")
