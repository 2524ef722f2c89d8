"""Draw the marks of an incident on its grounds and floors, as SVG for the printed timeline."""

import base64
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.html import escape
from django.utils.translation import gettext as _

from coordination.incident.floorplans.queries import room_levels, sites_now
from coordination.incident.ground.drawn import ground_marks
from coordination.incident.map_marks.capability import Marker, Shape
from coordination.room.access import RoomGrant
from coordination.room.reading.state import RoomState
from coordination.web.wording.vocabulary_words import vocabulary_words
from mapping.models import Space

type LonLat = tuple[float, float]
WIDTH, HEIGHT, MARGIN = 720.0, 480.0, 24.0
# More rooms than any floor has; a drawing has to end.
MAX_SPACES = 1_500


@dataclass(frozen=True, slots=True)
class MapPicture:
    """A drawing of one floor, or of the grounds, and what its numbers mean."""

    title: str
    source: str
    legend: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on the map: where, in which words, and whether it is a line or an area."""

    points: tuple[LonLat, ...]
    words: str
    is_area: bool


def maps_of(grant: RoomGrant, state: RoomState, at: datetime) -> list[MapPicture]:
    """Return a drawing for each floor with marks, the grounds first; plans only for readers who may see them."""
    by_level: dict[UUID | None, list[Mark]] = {}
    words = vocabulary_words()
    for marker in state.of(Marker).values():
        text = " · ".join(part for part in (words["marker_kind"][marker.kind], marker.label) if part)
        by_level.setdefault(marker.level_id, []).append(Mark(((marker.lon, marker.lat),), text, is_area=False))
    for shape in state.of(Shape).values():
        text = " · ".join(part for part in (words["shape_kind"][shape.kind], shape.label) if part)
        points = tuple((float(lon), float(lat)) for lon, lat in shape.points)
        by_level.setdefault(shape.level_id, []).append(Mark(points, text, is_area=not shape.kind.is_line))
    for mark in ground_marks(state):
        by_level.setdefault(mark.level_id, []).append(Mark(mark.points, mark.words, mark.is_area))
    sites = [one for one in sites_now(grant.incident) if grant.sees_plans_of(one.pk)]
    levels = {one.level.id: one.level for one in room_levels(grant.incident, sites, at)}
    at_all = {one.pk: one.boundary for one in [grant.incident.site, *sites_now(grant.incident)]}
    grounds = [ring for one in at_all.values() if one is not None for ring in _outer_rings(one.coords)]
    pictures = []
    for level_id, marks in sorted(by_level.items(), key=lambda one: str(one[0] or "")):
        level = levels.get(level_id) if level_id is not None else None
        rooms = _rooms_of_plan(level.floorplan_id) if level is not None and level.floorplan_id is not None else []
        title = level.name if level is not None else _("Grounds") if level_id is None else _("Another floor")
        pictures.append(_draw_picture(title, rooms or grounds, marks))
    return pictures


def _rooms_of_plan(floorplan_id: UUID) -> list[list[LonLat]]:
    spaces = Space.objects.filter(floorplan_id=floorplan_id).only("geometry")[:MAX_SPACES]
    return [ring for space in spaces for ring in _outer_rings(space.geometry.coords)]


def _outer_rings(polygons: Iterable[Sequence[Iterable[LonLat]]]) -> list[list[LonLat]]:
    return [list(polygon[0]) for polygon in polygons]


def _draw_picture(title: str, outlines: Sequence[Sequence[LonLat]], marks: Sequence[Mark]) -> MapPicture:
    everything = [point for one in outlines for point in one] + [point for one in marks for point in one.points]
    west, east = min(lon for lon, _lat in everything), max(lon for lon, _lat in everything)
    south, north = min(lat for _lon, lat in everything), max(lat for _lon, lat in everything)
    # A degree of longitude is shorter than one of latitude by the cosine of the latitude; enough for one campus.
    squeeze = math.cos(math.radians((south + north) / 2))
    span = max((east - west) * squeeze / (WIDTH - 2 * MARGIN), (north - south) / (HEIGHT - 2 * MARGIN), 1e-9)

    def pixel(point: LonLat) -> str:
        x = MARGIN + (point[0] - west) * squeeze / span
        y = HEIGHT - MARGIN - (point[1] - south) / span
        return f"{x:.1f},{y:.1f}"

    drawn = [
        f'<polygon points="{_path_of(one, pixel)}" fill="#f4f4f4" stroke="#888" stroke-width="0.8"/>'
        for one in outlines
    ]
    for number, mark in enumerate(marks, start=1):
        x, y = pixel(mark.points[0]).split(",")
        if len(mark.points) > 1:
            fill = 'fill="#000" fill-opacity="0.08"' if mark.is_area else 'fill="none"'
            tag = "polygon" if mark.is_area else "polyline"
            drawn.append(f'<{tag} points="{_path_of(mark.points, pixel)}" {fill} stroke="#111" stroke-width="2"/>')
        drawn.append(f'<circle cx="{x}" cy="{y}" r="9" fill="#fff" stroke="#111" stroke-width="2"/>')
        drawn.append(
            f'<text x="{x}" y="{float(y) + 3.5:.1f}" font-family="DejaVu Sans" font-size="10" '
            f'text-anchor="middle">{number}</text>'
        )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}">'
        f'<title>{escape(title)}</title><rect width="100%" height="100%" fill="#fff"/>{"".join(drawn)}</svg>'
    )
    source = "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
    return MapPicture(title, source, tuple(one.words for one in marks))


def _path_of(points: Iterable[LonLat], pixel: Callable[[LonLat], str]) -> str:
    return " ".join(pixel((one[0], one[1])) for one in points)
