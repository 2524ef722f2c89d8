"""Write plans in OpenStreetMap's Simple Indoor Tagging as its mappers and their programs leave them, warts included.

What a program exports carries its bookkeeping in each feature, ids of three kinds, and coordinates of seven decimals.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mapping.geometry.georeference import TangentPlane

type Point = tuple[float, float]  # metres east and north of the building's corner

BOOKKEEPING = {"timestamp": "2025-04-12T09:11:42Z", "changeset": "164112233", "user": "field mapper", "uid": "7001122"}


@dataclass(frozen=True)
class IndoorPlan:
    """A file of a building, and where the building stands."""

    name: str
    at_lonlat: tuple[float, float]
    raw: Callable[[], bytes]

    def __str__(self) -> str:
        return self.name


class OsmFile:
    """Collects features in metres, and gives each an id of its kind in turn."""

    def __init__(self, at_lonlat: tuple[float, float], *, turned_deg: float, first_id: int) -> None:
        self._plane = TangentPlane(at_lonlat, rotation_deg=turned_deg)
        self._next_id = first_id
        self._members: list[dict[str, object]] = []

    def node(self, at: Point, **tags: str) -> str:
        """Add a point; return its id."""
        return self._add("node", "Point", self._position(at), tags)

    def line(self, points: Sequence[Point], **tags: str) -> str:
        """Add a way that encloses nothing, or that no one closed."""
        return self._add("way", "LineString", [self._position(one) for one in points], tags)

    def area(self, outside: Sequence[Point], **tags: str) -> str:
        """Add a closed way."""
        return self._add("way", "Polygon", [self._ring(outside)], tags)

    def unclosed_area(self, outside: Sequence[Point], **tags: str) -> str:
        """Add an area whose last corner is not its first: some programs leave out what closes it."""
        return self._add("way", "Polygon", [self._ring(outside)[:-1]], tags)

    def relation(self, outside: Sequence[Point], hole: Sequence[Point], **tags: str) -> str:
        """Add a multipolygon with a hole in it."""
        return self._add("relation", "Polygon", [self._ring(outside), self._ring(hole)], tags)

    def again(self, ref: str) -> None:
        """Add a feature a second time, under the same id: two downloads were joined."""
        self._members.append(next(one for one in self._members if one["id"] == ref))

    def raw(self) -> bytes:
        """Return the file, in the order in which exports have it: relations, ways, nodes."""
        order = ("relation", "way", "node")
        members = sorted(self._members, key=lambda one: order.index(str(one["id"]).split("/")[0]))
        return json.dumps({"type": "FeatureCollection", "features": members}, ensure_ascii=False, indent=1).encode()

    def _add(self, kind: str, shape: str, coordinates: object, tags: dict[str, str]) -> str:
        self._next_id += 7
        ref = f"{kind}/{self._next_id}"
        # Some programs write a version as a number, others as text; a colon cannot stand in a Python name.
        plain = {key.replace("__", ":"): value for key, value in tags.items()}
        properties = {**BOOKKEEPING, "version": len(self._members) % 5 + 1, **plain, "id": ref}
        geometry = {"type": shape, "coordinates": coordinates}
        self._members.append({"type": "Feature", "id": ref, "properties": properties, "geometry": geometry})
        return ref

    def _ring(self, points: Sequence[Point]) -> list[list[float]]:
        return [self._position(one) for one in (*points, points[0])]

    def _position(self, at: Point) -> list[float]:
        return [round(value, 7) for value in self._plane.lonlat_from_xy(*at)]


def box(x: float, y: float, width: float, depth: float) -> list[Point]:
    """Return the corners of a rectangle."""
    return [(x, y), (x + width, y), (x + width, y + depth), (x, y + depth)]
