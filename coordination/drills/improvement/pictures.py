"""Draw the pictures of a report for its paper: where markers stood, and how long each step took. As SVG, in bytes.

The map shows the grounds and the outlines of buildings, as from the street; never a floor: the report goes to all who
took part, whatever their agreements open.
"""

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians
from xml.etree.ElementTree import Element, SubElement, tostring

from coordination.drills.improvement.rules.facts import MarkFacts, TimeFacts, duration_words
from mapping.models import Building, Site

type LonLat = tuple[float, float]
type Ring = Sequence[LonLat]
WIDTH, HEIGHT, MARGIN = 720.0, 440.0, 24.0
INK, QUIET, GROUND, BUILDING, MARK = "#1c2630", "#4a5a68", "#eef2ee", "#d3dae1", "#8a1c6b"
SVG = "http://www.w3.org/2000/svg"
FONT = "DejaVu Sans, sans-serif"
# Marks farther from the site than this many times its size are not on the map: it would be a dot.
FAR = 3.0
BAR_HEIGHT, BAR_LEFT, BAR_RIGHT = 30.0, 250.0, 90.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as a data URL, and its numbers in words."""

    source: str
    legend: Sequence[str]


def map_picture(site: Site, marks: Sequence[MarkFacts]) -> Picture | None:
    """Return the grounds with a number for each mark; None where there is nothing to draw. One query."""
    outlines = [ring for one in site.buildings.filter(closed_at__isnull=True) for ring in _rings_of(one)]
    grounds = _rings_of(site)
    near = [one for one in marks if _is_near((one.lon, one.lat), [*grounds, *outlines])]
    shape = _Plane([*grounds, *outlines, *[[(one.lon, one.lat)] for one in near]])
    if not shape.is_drawable:
        return None
    root = Element("svg", xmlns=SVG, viewBox=f"0 0 {WIDTH:g} {HEIGHT:g}", width=f"{WIDTH:g}", height=f"{HEIGHT:g}")
    for ring in grounds:
        _draw_polygon(root, shape, ring, GROUND, "#7a8794")
    for ring in outlines:
        _draw_polygon(root, shape, ring, BUILDING, QUIET)
    for number, one in enumerate(near, start=1):
        x, y = shape.place_point((one.lon, one.lat))
        SubElement(root, "circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r="11", fill=MARK, stroke="#ffffff")
        _draw_text(root, str(number), x, y + 4, size=12, anchor="middle", fill="#ffffff", weight="bold")
    return Picture(_data_url_of(root), [f"{number} · {one.words}" for number, one in enumerate(near, start=1)])


def times_picture(times: Sequence[TimeFacts]) -> Picture | None:
    """Return a bar for each time that was reached, in the order in which they should happen; None without any."""
    reached = [(one.name, one.seconds) for one in times if one.seconds is not None]
    if not reached:
        return None
    most = max(seconds for _name, seconds in reached) or 1
    height = BAR_HEIGHT * len(reached) + 10
    root = Element("svg", xmlns=SVG, viewBox=f"0 0 {WIDTH:g} {height:g}", width=f"{WIDTH:g}", height=f"{height:g}")
    for place, (name, seconds) in enumerate(reached):
        y = 5 + place * BAR_HEIGHT
        length = max(2.0, (WIDTH - BAR_LEFT - BAR_RIGHT) * seconds / most)
        _draw_text(root, name, BAR_LEFT - 10, y + 18, size=13, anchor="end")
        SubElement(
            root,
            "rect",
            x=f"{BAR_LEFT:g}",
            y=f"{y + 4:g}",
            width=f"{length:.1f}",
            height=f"{BAR_HEIGHT - 10:g}",
            fill=MARK,
        )
        _draw_text(root, duration_words(seconds), BAR_LEFT + length + 8, y + 18, size=13, weight="bold")
    return Picture(_data_url_of(root), [f"{name}: {duration_words(seconds)}" for name, seconds in reached])


class _Plane:
    """Puts degrees on paper: true shapes, north up, all of them inside."""

    def __init__(self, rings: Iterable[Ring]) -> None:
        points = [point for ring in rings for point in ring]
        self.is_drawable = len(points) > 1
        if not self.is_drawable:
            return
        self._west, self._north = min(lon for lon, _lat in points), max(lat for _lon, lat in points)
        east, south = max(lon for lon, _lat in points), min(lat for _lon, lat in points)
        # A degree of longitude is shorter than one of latitude by the cosine of the latitude; enough for one campus.
        self._narrow = cos(radians((self._north + south) / 2))
        wide, high = (east - self._west) * self._narrow, self._north - south
        self._scale = min((WIDTH - 2 * MARGIN) / (wide or 1e-6), (HEIGHT - 2 * MARGIN) / (high or 1e-6))
        self._left = (WIDTH - wide * self._scale) / 2
        self._top = (HEIGHT - high * self._scale) / 2

    def place_point(self, at: LonLat) -> tuple[float, float]:
        lon, lat = at
        return (
            self._left + (lon - self._west) * self._narrow * self._scale,
            self._top + (self._north - lat) * self._scale,
        )


def _rings_of(one: Site | Building) -> list[Ring]:
    area = one.boundary if isinstance(one, Site) else one.outline
    return [] if area is None else [[(point[0], point[1]) for point in polygon[0]] for polygon in area.coords]


def _is_near(at: LonLat, rings: Sequence[Ring]) -> bool:
    points = [point for ring in rings for point in ring]
    if not points:
        return True
    for place in (0, 1):
        least, most = min(one[place] for one in points), max(one[place] for one in points)
        if not least - FAR * (most - least) <= at[place] <= most + FAR * (most - least):
            return False
    return True


def _draw_polygon(root: Element, plane: _Plane, ring: Ring, fill: str, stroke: str) -> None:
    points = " ".join("{:.1f},{:.1f}".format(*plane.place_point(one)) for one in ring)
    SubElement(root, "polygon", points=points, fill=fill, stroke=stroke)


def _draw_text(
    root: Element,
    text: str,
    x: float,
    y: float,
    *,
    size: int,
    anchor: str = "start",
    fill: str = INK,
    weight: str = "normal",
) -> None:
    attributes = {
        "x": f"{x:.1f}",
        "y": f"{y:.1f}",
        "fill": fill,
        "font-size": str(size),
        "font-family": FONT,
        "text-anchor": anchor,
        "font-weight": weight,
    }
    SubElement(root, "text", attributes).text = text


def _data_url_of(root: Element) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(tostring(root)).decode()
