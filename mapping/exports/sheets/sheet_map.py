"""Draw the map of one sheet as SVG: ground, rooms, doors, objects, labels that never overlap, grid, scale. Pure.

Made for black-and-white printers too: what a thing is says a word in its box, never a colour alone.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from mapping.exports.sheets.grid_lines import draw_grid, draw_measures
from mapping.exports.sheets.ink import SVG, Rectangle, around, circle, group, overlap, path, rectangle, width_of, write
from mapping.exports.sheets.paper import STRIP_MM, Frame, Paper, Point, frame_for
from mapping.exports.writers.site_plan import (
    AreaPlan,
    LevelPlan,
    ObjectPlan,
    OpeningPlan,
    SitePlan,
    SpacePlan,
)
from mapping.geometry.areas import bounds_of, inner_point
from mapping.geometry.grid import Grid
from mapping.geometry.rings import METRES_PER_DEGREE, is_inside
from mapping.geometry.shapes import MultiPolygon, Position

WALL, PAPER, ROOM, HALL, SHAFT, GREEN, GROUND = (
    "#1c2630",
    "#ffffff",
    "#f1f3f5",
    "#ffffff",
    "#cfd6dc",
    "#e3ecdf",
    "#e9ecef",
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
NUMBER_MM, NAME_MM, LEAST_MM, CODE_MM = 2.6, 2.0, 1.3, 1.7
MAX_CHARS = 26


@dataclass(frozen=True, slots=True)
class Sheet:
    """A drawn map with the frame it was drawn in, and the codes of objects that its legend must explain."""

    svg: str
    frame: Frame
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Outlines:
    boundary: MultiPolygon
    buildings: Sequence[MultiPolygon]


@dataclass(frozen=True, slots=True)
class _Label:
    ref: str
    number: str
    name: str
    polygons: MultiPolygon


def _label_of_space(space: SpacePlan) -> _Label:
    is_hole = space.category == "opentobelow"
    return _Label(str(space.id), space.number, "" if is_hole else space.name, space.polygons)


def _label_of_area(area: AreaPlan) -> _Label:
    return _Label(str(area.id), "", area.label, area.polygons)


def code_of(kind: str) -> str:
    """Return the word that stands for a kind of object."""
    return CODES.get(kind, kind.replace("_", "")[:4].upper())


def floor_sheet(plan: SitePlan, level: LevelPlan, grid: Grid | None, paper: Paper, *, watermark: str) -> Sheet:
    """Return the map of one floor."""
    outlines = [one.outline for one in plan.buildings if one.id == level.building_id and one.outline]
    box = bounds_of([*level.positions(), *(_corners(outlines) or [plan.location])])
    return _sheet(frame_for(box, paper), _Outlines((), outlines), [level], level.openings, grid, watermark)


def site_sheet(plan: SitePlan, grid: Grid | None, paper: Paper, *, watermark: str) -> Sheet:
    """Return the map of the whole site: its ground, its buildings, and the numbered doors into them."""
    outlines = [one.outline for one in plan.buildings if one.outline]
    box = bounds_of([*(_corners([plan.boundary]) or plan.positions())])
    outdoors = [level for level in plan.levels if level.is_outdoor]
    doors = [
        door
        for level in plan.levels
        for door in level.openings
        if not level.is_outdoor and level.ordinal == 0 and door.is_exterior
    ]
    return _sheet(frame_for(box, paper), _Outlines(plan.boundary, outlines), outdoors, doors, grid, watermark)


def _corners(areas: Sequence[MultiPolygon]) -> list[Position]:
    return [position for area in areas for polygon in area for position in polygon[0]]


def _sheet(
    frame: Frame,
    outlines: _Outlines,
    levels: Sequence[LevelPlan],
    doors: Sequence[OpeningPlan],
    grid: Grid | None,
    watermark: str,
) -> Sheet:
    register_namespace("", SVG)
    width, height = frame.map_width_mm + STRIP_MM, frame.map_height_mm + STRIP_MM
    root = Element(f"{{{SVG}}}svg", {"viewBox": f"{-STRIP_MM} {-STRIP_MM} {width:g} {height:g}"})
    root.attrib |= {"width": f"{width:g}mm", "height": f"{height:g}mm"}
    rectangle(root, (-STRIP_MM, -STRIP_MM, frame.map_width_mm, frame.map_height_mm), fill=PAPER)
    inner = {"x": "0", "y": "0", "width": f"{frame.map_width_mm:g}", "height": f"{frame.map_height_mm:g}"}
    inner["viewBox"] = f"0 0 {frame.map_width_mm:g} {frame.map_height_mm:g}"
    # What is drawn beyond the map is cut off at its frame.
    window = SubElement(root, f"{{{SVG}}}svg", inner)
    drawing = _Drawing(window, frame)
    drawing.outlines(outlines, is_filled=all(level.is_outdoor for level in levels))
    spaces = [space for level in levels for space in level.spaces]
    areas = [area for level in levels for area in level.areas]
    drawing.areas(areas)
    drawing.spaces(spaces)
    draw_grid(root, frame, grid)
    drawing.doors(doors, spaces, outlines.buildings)
    objects = [thing for level in levels for thing in level.objects]
    drawing.objects(objects)
    drawing.labels([*map(_label_of_space, spaces), *map(_label_of_area, areas)])
    draw_measures(root, frame)
    if watermark:
        _watermark(window, frame, watermark)
    kinds = tuple(sorted({thing.kind for thing in objects if thing.kind != "building_side"}))
    return Sheet(tostring(root, encoding="unicode"), frame, kinds)


class _Drawing:
    """One map while it is drawn; what is written later keeps clear of what is there."""

    def __init__(self, root: Element, frame: Frame) -> None:
        self._root, self._frame = root, frame
        self._taken: list[Rectangle] = []

    def outlines(self, outlines: _Outlines, *, is_filled: bool) -> None:
        here = group(self._root, "outlines")
        self._area(here, outlines.boundary, fill="none", stroke=WALL, stroke_width="0.5", stroke_dasharray="3 1")
        for area in outlines.buildings:
            self._area(here, area, fill=SHAFT if is_filled else "none", stroke=WALL, stroke_width="0.5")

    def areas(self, areas: Sequence[AreaPlan]) -> None:
        here = group(self._root, "areas")
        for area in areas:
            fill = AREA_FILLS.get(area.kind, GROUND)
            dashes = "1.2 0.8" if area.kind in ("radio_dead_spot", "hazard") else "none"
            if area.polygons:
                look = {"fill": fill, "stroke": WALL, "stroke_width": "0.25", "stroke_dasharray": dashes}
                self._area(here, area.polygons, **look)
            else:
                line = [self._frame.point(one) for one in area.line]
                path(here, [line], is_closed=False, fill="none", stroke="#5c7288", stroke_width="0.6")

    def spaces(self, spaces: Sequence[SpacePlan]) -> None:
        here = group(self._root, "spaces")
        for space in spaces:
            fill = FILLS.get(space.category, ROOM)
            self._area(here, space.polygons, fill=fill, stroke=WALL, stroke_width="0.3", stroke_linejoin="round")

    def doors(
        self, doors: Sequence[OpeningPlan], spaces: Sequence[SpacePlan], buildings: Sequence[MultiPolygon]
    ) -> None:
        here = group(self._root, "doors")
        inside = [space.polygons for space in spaces if FILLS.get(space.category) not in (GREEN, GROUND)]
        inside += [] if inside else buildings
        for door in doors:
            if len(door.line) > 1:
                width = "1.0" if door.is_exterior else "0.6"
                ink = WALL if door.is_exterior else PAPER
                path(
                    here,
                    [[self._frame.point(one) for one in door.line]],
                    is_closed=False,
                    fill="none",
                    stroke=ink,
                    stroke_width=width,
                )
            elif not (door.is_exterior and door.number):
                circle(here, self._frame.point(door.line[0]), 0.35, fill=WALL)
        for door in doors:
            if door.is_exterior and door.number:
                self._door_number(here, door, inside)

    def objects(self, objects: Sequence[ObjectPlan]) -> None:
        here = group(self._root, "objects")
        for thing in objects:
            at = self._frame.point(thing.location)
            if thing.kind == "building_side":
                circle(here, at, 2.4, fill=PAPER, stroke=WALL, stroke_width="0.4")
                write(here, thing.label[:2], at, 2.8, fill=WALL, font_weight="bold")
                self._taken.append(around(at, 5, 5))
                continue
            code = code_of(thing.kind)
            at, box = self._free(at, width_of(code, CODE_MM) + 0.8, CODE_MM + 0.9)
            rectangle(here, box, corner_mm=0.4, fill=PAPER, stroke=WALL, stroke_width="0.25")
            write(here, code, at, CODE_MM, fill=WALL, font_weight="bold")

    def labels(self, labels: Sequence[_Label]) -> None:
        """Write number and name into each room, the smaller rooms first: the larger ones have other places left."""
        here = group(self._root, "labels")
        named = [label for label in labels if (label.number or label.name) and label.polygons]
        boxes = {label.ref: self._box(label.polygons) for label in named}
        for label in sorted(named, key=lambda one: (_size(boxes[one.ref]), one.ref)):
            self._label(here, label, boxes[label.ref])

    def _label(self, here: Element, label: _Label, room: Rectangle) -> None:
        at = self._frame.point(inner_point(label.polygons))
        number, name = label.number[:MAX_CHARS], label.name[:MAX_CHARS]
        for lines in ([number, name] if number and name else [number or name], [number or name]):
            for size in (1.0, 0.8, 0.65):
                sizes = [max(LEAST_MM, (NUMBER_MM if text == number else NAME_MM) * size) for text in lines]
                width = max(width_of(text, one) for text, one in zip(lines, sizes, strict=True))
                height = sum(sizes) * 1.15
                place = self._place(at, room, width, height)
                if place is not None:
                    self._write_lines(here, lines, sizes, place, number)
                    return

    def _place(self, at: Point, room: Rectangle, width: float, height: float) -> Point | None:
        """Return where a label fits into its room, as near to the middle as what is there already permits."""
        if width > room[2] - room[0] or height > room[3] - room[1]:
            return None
        for step in (0.0, 1.0, -1.0, 2.0, -2.0, 3.0):
            centre = (at[0], at[1] + step * height * 0.7)
            box = around(centre, width, height)
            is_inside_room = room[0] <= box[0] and room[1] <= box[1] and box[2] <= room[2] and box[3] <= room[3]
            if is_inside_room and not any(overlap(box, other) for other in self._taken):
                self._taken.append(box)
                return centre
        return None

    def _write_lines(self, here: Element, lines: list[str], sizes: list[float], at: Point, number: str) -> None:
        y = at[1] - sum(sizes) * 1.15 / 2
        for text, size in zip(lines, sizes, strict=True):
            weight = "bold" if text == number else "normal"
            write(here, text, (at[0], y + size * 0.575), size, fill=WALL, font_weight=weight)
            y += size * 1.15

    def _door_number(self, here: Element, door: OpeningPlan, inside: Sequence[MultiPolygon]) -> None:
        place = door.line[0] if len(door.line) == 1 else _between(door.line[0], door.line[-1])
        at = self._frame.point(place)
        if len(door.line) > 1:
            (ax, ay), (bx, by) = self._frame.point(door.line[0]), self._frame.point(door.line[-1])
            length = max(((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5, 0.001)
            across = ((by - ay) / length, -(bx - ax) / length)
            # 1.5 m to that side: if a room is there, outside is the other side.
            probe = _moved(place, (across[0] * 1.5, -across[1] * 1.5))
            turn = -1 if any(is_inside(probe, area) for area in inside) else 1
            at = (at[0] + across[0] * 2.6 * turn, at[1] + across[1] * 2.6 * turn)
        text = door.number[:6]
        at, box = self._free(at, max(3.4, width_of(text, 2.2) + 1.2), 3.2)
        rectangle(here, box, corner_mm=0.3, fill=WALL)
        write(here, text, at, 2.2, fill=PAPER, font_weight="bold")

    def _free(self, at: Point, width: float, height: float) -> tuple[Point, Rectangle]:
        """Return the nearest of a few places where a box covers nothing; the place itself if all are taken."""
        for down in (0, 1, -1, 2, -2):
            for right in (0, 1, -1):
                centre = (at[0] + right * width * 1.05, at[1] + down * height * 1.05)
                box = around(centre, width, height)
                if not any(overlap(box, other) for other in self._taken):
                    self._taken.append(box)
                    return centre, box
        return at, around(at, width, height)

    def _area(self, here: Element, polygons: MultiPolygon, **look: str) -> None:
        rings = [[self._frame.point(one) for one in ring[:-1]] for polygon in polygons for ring in polygon]
        path(here, rings, is_closed=True, **look)

    def _box(self, polygons: MultiPolygon) -> Rectangle:
        points = [self._frame.point(one) for polygon in polygons for one in polygon[0]]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return (min(xs), min(ys), max(xs), max(ys))


def _size(box: Rectangle) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _between(a: Position, b: Position) -> Position:
    return ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)


def _moved(place: Position, metres: tuple[float, float]) -> Position:
    """Return a place some metres to the east and north; good enough for a step through a wall."""
    lon, lat = place
    return (
        lon + metres[0] / (METRES_PER_DEGREE * math.cos(math.radians(lat))),
        lat + metres[1] / METRES_PER_DEGREE,
    )


def _watermark(root: Element, frame: Frame, text: str) -> None:
    here = group(root, "watermark")
    middle = (frame.map_width_mm / 2, frame.map_height_mm / 2)
    size = min(frame.map_width_mm, frame.map_height_mm) / (len(text) * 0.8)
    for down in (-1, 0, 1):
        at = (middle[0], middle[1] + down * frame.map_height_mm / 3)
        turn = f"rotate(-24 {at[0]:g} {at[1]:g})"
        write(here, text, at, size, fill="#b0137f", fill_opacity="0.13", font_weight="bold", transform=turn)
