"""Draw the floors on which findings are, with the number of each where it is. Pure."""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, dist, pi, sin
from xml.etree.ElementTree import fromstring, tostring

from mapping.assessments.plan_print.order import PlanOrder, PrintedFinding
from mapping.exports.sheets.ink import draw_circle, draw_group, write_text
from mapping.exports.sheets.paper import Frame, Point
from mapping.exports.sheets.sheet_map import Sheet, SheetStyle, floor_sheet
from mapping.exports.writers.site_plan import LevelPlan
from mapping.geometry.shapes import Position
from mapping.vocabulary import PrintLayer

RADIUS_MM, LETTER_MM = 2.6, 2.9
OPEN, SETTLED, PAPER = "#b3261e", "#4a5a68", "#ffffff"
# Two marks nearer than this hide each other: the later one moves onto a ring around its place.
APART_MM = 2 * RADIUS_MM + 0.4
RINGS = 8


@dataclass(frozen=True, slots=True)
class PrintedFloor:
    """A floor with its findings: the picture as a data URL, its size on paper, and the numbers that are on it."""

    title: str
    image: str
    width_mm: float
    height_mm: float
    scale: str
    numbers: str


def floors_of(order: PlanOrder, words: dict[str, str]) -> list[PrintedFloor]:
    """Return the floors on which there is a finding. About a tenth of a second each."""
    style = SheetStyle(
        paper=order.job.choice.paper,
        grid=order.job.grid,
        layers=frozenset({PrintLayer.NAMES, PrintLayer.DOORS, PrintLayer.GROUNDS}),
        watermark="",
        words=words,
    )
    found = []
    for level in order.job.plan.levels:
        here = [one for one in order.findings if one.level_id == str(level.id) and one.at is not None]
        sheet = floor_sheet(order.job.plan, level, style) if here else None
        if sheet is not None:
            found.append(_draw_floor(level, sheet, here))
    return found


def _draw_floor(level: LevelPlan, sheet: Sheet, findings: Sequence[PrintedFinding]) -> PrintedFloor:
    root = fromstring(sheet.svg)  # noqa: S314 - drawn by ourselves a moment ago
    marks = draw_group(root, "findings")
    taken: list[Point] = []
    for one in findings:
        assert one.at is not None
        at = _find_free_place(sheet.frame, one.at, taken)
        taken.append(at)
        draw_circle(marks, at, RADIUS_MM, fill=SETTLED if one.is_settled else OPEN, stroke=PAPER, stroke_width="0.5")
        write_text(marks, str(one.number), at, LETTER_MM, fill=PAPER, font_weight="bold")
    image = base64.b64encode(tostring(root, encoding="unicode").encode()).decode()
    width, height = (float(root.attrib[side].removesuffix("mm")) for side in ("width", "height"))
    return PrintedFloor(
        title=" · ".join(part for part in (level.building_name, level.name) if part),
        image=f"data:image/svg+xml;base64,{image}",
        width_mm=width,
        height_mm=height,
        scale=sheet.frame.scale_words,
        numbers=", ".join(str(one.number) for one in findings),
    )


def _find_free_place(frame: Frame, place: Position, taken: Sequence[Point]) -> Point:
    """Return the nearest place on the map for a mark where no other is: its own, else on rings around it."""
    own = _move_inside(frame, frame.point(place))
    for at in _points_around(own):
        inside = _move_inside(frame, at)
        if all(dist(inside, other) >= APART_MM for other in taken):
            return inside
    return own


def _points_around(middle: Point) -> Iterator[Point]:
    yield middle
    for ring in range(1, RINGS):
        radius = ring * APART_MM * 1.05
        for step in range(6 * ring):
            turn = 2 * pi * step / (6 * ring)
            yield (middle[0] + radius * cos(turn), middle[1] + radius * sin(turn))


def _move_inside(frame: Frame, at: Point) -> Point:
    x = min(max(at[0], RADIUS_MM), frame.map_width_mm - RADIUS_MM)
    return (x, min(max(at[1], RADIUS_MM), frame.map_height_mm - RADIUS_MM))
