"""The two floors of the demo high school: rooms, doors and things. All of it is invented. Pure."""

from mapping.demo_school.pen import Door, Ground, Room, Thing, box_corners
from mapping.demo_school.wings import draw_halls, draw_shafts, east_wing, west_wing
from mapping.vocabulary import AreaKind, ObjectKind, OpeningCategory

GROUND_WEST = ("Grade 9", "Grade 9", "English", "English", "Spanish", "French", "History", "Civics", "Resource")
UPPER_WEST = ("Grade 10", "Grade 10", "Algebra", "Geometry", "Statistics", "Calculus", "English", "English", "Reading")
GROUND_EAST = ("Biology", "Chemistry", "Physics", "Wood shop", "Art", "Robotics", "Chemical store")
UPPER_EAST = ("Grade 11", "Grade 11", "Economics", "Health", "Grade 12", "Grade 12", "Book room")
# The fan of seats narrows towards the stage.
AUDITORIUM = ((38, -2), (70, -2), (64, -30), (44, -30))


def ground_rooms() -> list[Room]:
    """Return every space of the ground floor."""
    return [
        *draw_halls(),
        *draw_shafts(1),
        *west_wing(1, GROUND_WEST),
        *east_wing(1, GROUND_EAST, "laboratory"),
        *_front_rooms(),
        *_middle_rooms(),
    ]


def _front_rooms() -> list[Room]:
    library = ((-70, -2), (-46, -2), (-46, -26), (-64, -26), (-70, -20))
    lobby = ((-12, -2), (-12, -16), (-8, -22), (8, -22), (12, -16), (12, -2))
    return [
        Room("120", "Library", "library", library, (-52, -2)),
        Room("122", "Counseling", "office", box_corners(-46, -16, -36, -2), (-41, -2)),
        Room("124", "Nurse", "firstaid", box_corners(-36, -16, -28, -2), (-32, -2)),
        Room("126", "Principal", "office", box_corners(-28, -16, -20, -2), (-24, -2)),
        Room("100", "Main office", "office", box_corners(-20, -16, -12, -2), (-12, -9), door_is_tall=True),
        Room("", "Entrance lobby", "lobby", lobby, (0, -2)),
        Room("128", "Security and SRO", "office", box_corners(12, -16, 20, -2), (12, -9), door_is_tall=True),
        Room("130", "Conference", "conferenceroom", box_corners(20, -16, 30, -2), (25, -2)),
        Room("132", "Records", "office", box_corners(30, -16, 38, -2), (34, -2)),
        Room("140", "Auditorium", "auditorium", AUDITORIUM, (48, -2)),
        Room("141", "Stage", "theater", box_corners(46, -38, 62, -30), (54, -30)),
    ]


def _middle_rooms() -> list[Room]:
    return [
        Room("", "Commons", "walkway", box_corners(-6, 2, 6, 8), (0, 8)),
        Room("142", "Custodial", "storage", box_corners(-20, 2, -12, 8), (-16, 2)),
        Room("143", "Mechanical", "nonpublic", box_corners(-12, 2, -6, 8), (-9, 2)),
        Room("144", "Electrical", "nonpublic", box_corners(10, 2, 20, 8), (15, 2)),
        Room("150", "Cafeteria", "foodservice", box_corners(-20, 8, 20, 26), (-6, 26)),
        Room("151", "Girls locker room", "restroom.female", box_corners(-20, 26, -8, 38), (-8, 32), door_is_tall=True),
        Room("", "Gym hall", "walkway", box_corners(-8, 26, -4, 38), (-6, 38)),
        Room("154", "Boys locker room", "restroom.male", box_corners(-4, 26, 8, 38), (-4, 32), door_is_tall=True),
        Room("155", "Kitchen", "kitchen", box_corners(8, 26, 20, 38), (14, 26)),
        Room("156", "Gymnasium", "recreation", box_corners(-20, 38, 20, 66), (-20, 57.2), door_is_tall=True),
    ]


def upper_rooms() -> list[Room]:
    """Return every space of the upper floor."""
    return [
        *draw_halls(),
        *draw_shafts(2),
        *west_wing(2, UPPER_WEST),
        *east_wing(2, UPPER_EAST, "classroom"),
        Room("220", "Media lab", "laboratory", box_corners(-70, -20, -46, -2), (-52, -2)),
        Room("222", "Computer lab", "laboratory", box_corners(-46, -16, -34, -2), (-40, -2)),
        Room("224", "Music", "classroom", box_corners(-34, -16, -22, -2), (-28, -2)),
        Room("226", "Choir", "classroom", box_corners(-22, -16, -12, -2), (-17, -2)),
        Room("", "Lobby below", "opentobelow", box_corners(-12, -16, 12, -2)),
        Room("228", "Faculty lounge", "lounge", box_corners(12, -16, 24, -2), (18, -2)),
        Room("230", "Server room", "serverroom", box_corners(24, -16, 30, -2), (27, -2)),
        Room("232", "Testing", "conferenceroom", box_corners(30, -16, 38, -2), (34, -2)),
        Room("240", "Balcony", "auditorium", ((38, -2), (70, -2), (67.8, -12), (40.2, -12)), (54, -2)),
        Room("242", "Custodial", "storage", box_corners(-20, 2, -6, 8), (-13, 2)),
        Room("244", "Copy room", "office", box_corners(10, 2, 20, 8), (15, 2)),
        Room("", "Cafeteria below", "opentobelow", box_corners(-20, 8, 20, 26)),
        Room("", "Gymnasium below", "opentobelow", box_corners(-20, 38, 20, 66)),
    ]


def exterior_doors() -> list[Door]:
    """Return the exterior doors: 1 is the main entrance, then clockwise; those of the courtyard are C1 and C2."""
    main, foot = OpeningCategory.PRINCIPAL, OpeningCategory.PEDESTRIAN
    exit_only, service = OpeningCategory.EMERGENCY_EXIT, OpeningCategory.SERVICE
    return [
        Door("1", "Main entrance", main, (0, -22), is_tall=False, width_m=4),
        Door("2", "Library", exit_only, (-55, -26), is_tall=False, width_m=1.2),
        Door("3", "Bus entrance", foot, (-70, 0), is_tall=True, width_m=2.4),
        Door("4", "Stair A", exit_only, (-70, 7), is_tall=True, width_m=1.2),
        Door("5", "West wing", foot, (-58, 66), is_tall=False, width_m=2.4),
        Door("6", "Stair B", exit_only, (-51, 66), is_tall=False, width_m=1.2),
        Door("7", "Gym west", exit_only, (-12, 66), is_tall=False, width_m=2.4),
        Door("8", "Gym east", foot, (12, 66), is_tall=False, width_m=2.4),
        Door("9", "Kitchen dock", service, (20, 32), is_tall=True, width_m=3),
        Door("10", "Cafeteria", exit_only, (20, 17), is_tall=True, width_m=2.4),
        Door("11", "East court", foot, (33, 2), is_tall=False, width_m=2.4),
        Door("12", "Stair D", exit_only, (51, 58), is_tall=False, width_m=1.2),
        Door("13", "East wing", foot, (58, 58), is_tall=False, width_m=2.4),
        Door("14", "Stair C", exit_only, (70, 7), is_tall=True, width_m=1.2),
        Door("15", "Staff entrance", foot, (70, 0), is_tall=True, width_m=2.4),
        Door("16", "Stage dock", service, (62, -34), is_tall=True, width_m=3),
        Door("17", "Stage", exit_only, (46, -34), is_tall=True, width_m=1.2),
        Door("C1", "Courtyard", foot, (-33, 2), is_tall=False, width_m=2.4),
        Door("C2", "Courtyard", foot, (-20, 17), is_tall=True, width_m=2.4),
    ]


def _shaft_things() -> list[Thing]:
    return [
        Thing(ObjectKind.STAIR, "Stair A", (-65, 7), "stair-a"),
        Thing(ObjectKind.STAIR, "Stair B", (-51, 62.6), "stair-b"),
        Thing(ObjectKind.STAIR, "Stair C", (65, 7), "stair-c"),
        Thing(ObjectKind.STAIR, "Stair D", (51, 54.5), "stair-d"),
        Thing(ObjectKind.ELEVATOR, "Elevator", (8, 5), "elevator"),
    ]


def ground_things() -> list[Thing]:
    """Return what responders look for on the ground floor."""
    return [
        *_shaft_things(),
        Thing(ObjectKind.AED, "AED, lobby", (9, -14)),
        Thing(ObjectKind.AED, "AED, gym", (-17, 41)),
        Thing(ObjectKind.AED, "AED, nurse", (-30, -14)),
        Thing(ObjectKind.TRAUMA_KIT, "Trauma kit, main office", (-18, -14)),
        Thing(ObjectKind.TRAUMA_KIT, "Trauma kit, cafeteria", (17, 11)),
        Thing(ObjectKind.TRAUMA_KIT, "Trauma kit, wood shop", (68, 36)),
        Thing(ObjectKind.KEY_BOX, "Key box, door 1", (5, -21)),
        Thing(ObjectKind.KEY_BOX, "Key box, door 9", (18.5, 35)),
        Thing(ObjectKind.FIRE_PANEL, "Fire alarm panel", (-9, -15)),
        Thing(ObjectKind.RISER, "Sprinkler riser", (-9, 6)),
        Thing(ObjectKind.WATER_SHUTOFF, "Water main", (-11, 4)),
        Thing(ObjectKind.ELECTRIC_SHUTOFF, "Main switch", (17, 5)),
        Thing(ObjectKind.HAZMAT, "Chemical store", (66, 55)),
        Thing(ObjectKind.FIRE_EXTINGUISHER, "Extinguisher, kitchen", (18, 28)),
        Thing(ObjectKind.RADIO_DEAD_SPOT, "No radio by the boiler", (-7.5, 3.5)),
        Thing(ObjectKind.CAMERA, "Camera, lobby", (-6, -20)),
        Thing(ObjectKind.CAMERA, "Camera, west hall", (-58, 30)),
        Thing(ObjectKind.CAMERA, "Camera, east hall", (58, 30)),
    ]


def upper_things() -> list[Thing]:
    """Return what responders look for on the upper floor."""
    return [
        *_shaft_things(),
        Thing(ObjectKind.AED, "AED, upper hall", (0, 0)),
        Thing(ObjectKind.TRAUMA_KIT, "Trauma kit, faculty lounge", (22, -14)),
        Thing(ObjectKind.CAMERA, "Camera, upper west hall", (-58, 34)),
        Thing(ObjectKind.CAMERA, "Camera, upper east hall", (58, 34)),
    ]


def ground_floor_areas() -> list[Ground]:
    """Return where radios were found not to work."""
    return [Ground(AreaKind.RADIO_DEAD_SPOT, "No radio in the locker rooms", box_corners(-20, 26, 8, 38))]
