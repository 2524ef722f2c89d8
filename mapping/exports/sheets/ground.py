"""Draw what lies on the ground of a sheet: outlines, grounds, rooms, doors, things. Pure.

Made for black-and-white printers too: a word in its box says what a thing is, never a color alone.
"""

import math
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from mapping.exports.sheets.ink import draw_circle, draw_group, draw_path, draw_picture, draw_rectangle, write_text
from mapping.exports.sheets.labels.lettering import line_heights, shorten_text, size_of, width_of
from mapping.exports.sheets.labels.placing import Label, Leader
from mapping.exports.sheets.labels.taken import Rectangle, Taken, box_around, do_overlap, edge_towards
from mapping.exports.sheets.paper import Frame, Point
from mapping.exports.sheets.streets import Picture
from mapping.exports.writers.site_plan import (
    AreaPlan,
    ObjectPlan,
    OpeningPlan,
    SpacePlan,
)
from mapping.geometry.rings import METRES_PER_DEGREE, is_inside
from mapping.geometry.shapes import MultiPolygon, Position

WALL, PAPER, ROOM, HALL, SHAFT, GREEN, GROUND, FAINT = (
    "#1c2630",
    "#ffffff",
    "#f1f3f5",
    "#ffffff",
    "#cfd6dc",
    "#e3ecdf",
    "#e9ecef",
    "#5c7288",
)
FILLS = {
    "walkway": HALL,
    "stairs": SHAFT,
    "steps": SHAFT,
    "elevator": SHAFT,
    "opentobelow": PAPER,
    "parking": GROUND,
    "road": GROUND,
    "unenclosedarea": GROUND,
    "fieldofplay": GREEN,
    "vegetation": GREEN,
}
AREA_FILLS = {"field": GREEN, "neighbor": PAPER, "radio_dead_spot": "none", "hazard": "none"}
# What stands in the box of an object; a kind without a word here gets the first letters of its name.
CODES = {
    "aed": "AED",
    "key_box": "KEY",
    "trauma_kit": "KIT",
    "fire_panel": "FACP",
    "fire_extinguisher": "EXT",
    "riser": "RSR",
    "gas_shutoff": "GAS",
    "water_shutoff": "WTR",
    "electric_shutoff": "ELEC",
    "elevator": "ELV",
    "stair": "STR",
    "hydrant": "HYD",
    "camera": "CAM",
    "entrance": "ENT",
    "staging": "STG",
    "other": "OTH",
}
CODE_MM, DOOR_MM, MAX_DOOR_CHARS = 1.75, 2.1, 8
# A box further away than this has a line to its place.
LINED_MM = 2.2
RINGS_MM = (2.6, 4.4, 6.5, 9.0, 12.0)


def code_of(kind: str) -> str:
    """Return the word that stands for a kind of object."""
    return CODES.get(kind, kind.replace("_", "")[:4].upper())


class Ground:
    """One map while it is drawn; what is written later keeps clear of what is `taken`."""

    def __init__(self, root: Element, frame: Frame) -> None:
        self._root, self._frame = root, frame
        self._window: Rectangle = (0, 0, frame.map_width_mm, frame.map_height_mm)
        self.taken = Taken()

    def pictures(self, pictures: Sequence[Picture]) -> None:
        """Lay pictures of the ground below everything, pale: what is drawn must stay readable."""
        here = draw_group(self._root, "streets")
        for one in pictures:
            west, south, east, north = one.box
            (left, top), (right, bottom) = self._frame.point((west, north)), self._frame.point((east, south))
            draw_picture(here, (left, top, right, bottom), one.address, opacity="0.55")

    def outlines(self, boundary: MultiPolygon, buildings: Sequence[MultiPolygon], *, is_filled: bool) -> None:
        here = draw_group(self._root, "outlines")
        self._area(here, boundary, fill="none", stroke=WALL, stroke_width="0.5", stroke_dasharray="3 1")
        for area in buildings:
            self._area(here, area, fill=SHAFT if is_filled else "none", stroke=WALL, stroke_width="0.5")

    def shadows(self, areas: Sequence[MultiPolygon]) -> None:
        """Draw a building of which only the rooms are known."""
        here = draw_group(self._root, "outlines")
        for area in areas:
            self._area(here, area, fill=SHAFT, stroke=FAINT, stroke_width="0.15")

    def areas(self, areas: Sequence[AreaPlan]) -> None:
        here = draw_group(self._root, "areas")
        for area in areas:
            fill = AREA_FILLS.get(area.kind, GROUND)
            dashes = "1.2 0.8" if area.kind in ("radio_dead_spot", "hazard") else "none"
            if area.polygons:
                look = {"fill": fill, "stroke": WALL, "stroke_width": "0.25", "stroke_dasharray": dashes}
                self._area(here, area.polygons, **look)
            else:
                line = [self._frame.point(one) for one in area.line]
                draw_path(here, [line], is_closed=False, fill="none", stroke=FAINT, stroke_width="0.6")

    def spaces(self, spaces: Sequence[SpacePlan]) -> None:
        here = draw_group(self._root, "spaces")
        for space in spaces:
            fill = FILLS.get(space.category, ROOM)
            self._area(here, space.polygons, fill=fill, stroke=WALL, stroke_width="0.3", stroke_linejoin="round")

    def doors(
        self, doors: Sequence[OpeningPlan], spaces: Sequence[SpacePlan], buildings: Sequence[MultiPolygon]
    ) -> None:
        here = draw_group(self._root, "doors")
        inside = [space.polygons for space in spaces if FILLS.get(space.category) not in (GREEN, GROUND)]
        inside += [] if inside else buildings
        for door in doors:
            self._door(here, door)
        for door in doors:
            if door.is_exterior and door.number:
                self._door_number(here, door, inside)

    def sides(self, objects: Sequence[ObjectPlan]) -> None:
        here = draw_group(self._root, "sides")
        for thing in objects:
            if thing.kind == "building_side":
                at = self._frame.point(thing.location)
                draw_circle(here, at, 2.4, fill=PAPER, stroke=WALL, stroke_width="0.4")
                write_text(here, thing.label[:2], at, 2.8, fill=WALL, font_weight="bold")
                self.taken.add(box_around(at, 5, 5))

    def keep_places(self, objects: Sequence[ObjectPlan]) -> list[Rectangle]:
        """Take the places of objects until their boxes are drawn, and return them: a number that can goes elsewhere."""
        kept = [
            box_around(self._frame.point(one.location), *_size_of_code(code_of(one.kind)))
            for one in objects
            if one.kind != "building_side"
        ]
        for box in kept:
            self.taken.add(box)
        return kept

    def objects(self, objects: Sequence[ObjectPlan]) -> None:
        here = draw_group(self._root, "objects")
        for thing in objects:
            place = self._frame.point(thing.location)
            if thing.kind == "building_side" or not do_overlap(box_around(place, 0.1, 0.1), self._window):
                continue
            code = code_of(thing.kind)
            at, box = self._free(place, *_size_of_code(code))
            if math.dist(at, place) > LINED_MM:
                self._line(here, Leader(place, edge_towards(box, place)))
            draw_rectangle(here, box, corner_mm=0.4, fill=PAPER, stroke=WALL, stroke_width="0.25")
            write_text(here, code, at, CODE_MM, fill=WALL, font_weight="bold")

    def labels(self, labels: Sequence[Label]) -> None:
        here = draw_group(self._root, "labels")
        for label in labels:
            left, top, right, bottom = label.box
            middle, height = (left + right) / 2, size_of(list(label.lines))[1]
            if label.leader is not None:
                self._line(here, label.leader)
                draw_rectangle(here, label.box, corner_mm=0.3, fill=PAPER, stroke=WALL, stroke_width="0.15")
            for line, y in line_heights(list(label.lines), (top + bottom - height) / 2):
                weight = "bold" if line.is_bold else "normal"
                write_text(here, line.text, (middle, y), line.size_mm, fill=WALL, font_weight=weight)

    def _line(self, here: Element, leader: Leader) -> None:
        draw_path(here, [[leader.start, leader.end]], is_closed=False, fill="none", stroke=WALL, stroke_width="0.18")
        draw_circle(here, leader.start, 0.38, fill=WALL)

    def _door(self, here: Element, door: OpeningPlan) -> None:
        if len(door.line) > 1:
            look = {"stroke": WALL if door.is_exterior else PAPER, "stroke_width": "1.0" if door.is_exterior else "0.6"}
            draw_path(here, [[self._frame.point(one) for one in door.line]], is_closed=False, fill="none", **look)
        elif not (door.is_exterior and door.number):
            draw_circle(here, self._frame.point(door.line[0]), 0.35, fill=WALL)

    def _door_number(self, here: Element, door: OpeningPlan, inside: Sequence[MultiPolygon]) -> None:
        place = door.line[0] if len(door.line) == 1 else _middle_between(door.line[0], door.line[-1])
        at = self._frame.point(place)
        if not do_overlap(box_around(at, 0.1, 0.1), self._window):
            return
        if len(door.line) > 1:
            (ax, ay), (bx, by) = self._frame.point(door.line[0]), self._frame.point(door.line[-1])
            length = max(((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5, 0.001)
            across = ((by - ay) / length, -(bx - ax) / length)
            # 1.5 m to that side: if a room is there, outside is the other side.
            probe = _move_place(place, (across[0] * 1.5, -across[1] * 1.5))
            turn = -1 if any(is_inside(probe, area) for area in inside) else 1
            at = (at[0] + across[0] * 2.6 * turn, at[1] + across[1] * 2.6 * turn)
        text = shorten_text(door.number, MAX_DOOR_CHARS)
        at, box = self._free(at, max(3.2, width_of(text, DOOR_MM, is_bold=True) + 1.0), 3.0)
        draw_rectangle(here, box, corner_mm=0.3, fill=WALL)
        write_text(here, text, at, DOOR_MM, fill=PAPER, font_weight="bold")

    def _free(self, at: Point, width: float, height: float) -> tuple[Point, Rectangle]:
        """Take the nearest place around a point where a box covers nothing; the point itself if all are taken.

        A place to which a line covers nothing either is better.
        """
        places = [*_points_around(at, width)]
        free = [one for one in places if self.taken.is_free(box_around(one, width, height))]
        clear = (one for one in free if self.taken.is_free_line(at, edge_towards(box_around(one, width, height), at)))
        centre = next(clear, free[0] if free else at)
        box = box_around(centre, width, height)
        self.taken.add(box)
        return centre, box

    def _area(self, here: Element, polygons: MultiPolygon, **look: str) -> None:
        rings = [[self._frame.point(one) for one in ring[:-1]] for polygon in polygons for ring in polygon]
        if rings:
            draw_path(here, rings, is_closed=True, **look)


def _points_around(at: Point, width: float) -> Iterator[Point]:
    """Yield places around a point, the point itself first."""
    yield at
    for radius in RINGS_MM:
        for step in range(12):
            turn = math.tau * step / 12
            yield (at[0] + math.cos(turn) * radius * max(1.0, width / 4), at[1] + math.sin(turn) * radius)


def _size_of_code(code: str) -> tuple[float, float]:
    return (width_of(code, CODE_MM, is_bold=True) + 0.7, CODE_MM + 0.9)


def _middle_between(a: Position, b: Position) -> Position:
    return ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)


def _move_place(place: Position, metres: tuple[float, float]) -> Position:
    """Return a place some meters to the east and north; good enough for a step through a wall."""
    lon, lat = place
    return (
        lon + metres[0] / (METRES_PER_DEGREE * math.cos(math.radians(lat))),
        lat + metres[1] / METRES_PER_DEGREE,
    )
