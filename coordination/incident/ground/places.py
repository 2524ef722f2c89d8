"""Where places, sightings, units and doors are, by the floor plans of an incident: words, floor, points."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Polygon
from django.db.models import Q

from coordination.incident.accountability.errors import RoomNotAtSite
from coordination.incident.accountability.rooms import label_of
from coordination.incident.floorplans.models import IncidentFloorplan
from coordination.incident.ground.errors import (
    DoorNotAtSite,
    GroundRoomsOfSeveralFloors,
    GroundShapeDoesNotFit,
)
from coordination.incident.ground.vocabulary import GroundShape
from coordination.room.models import Incident
from mapping.models import Opening, Space
from mapping.vocabulary import FloorplanState

# A door is a few steps wide: what lies so far beside it are the rooms that it joins.
BESIDE_DEG = 0.000012

type LonLat = tuple[float, float]


@dataclass(frozen=True, slots=True)
class NamedPoint:
    """A place in words, with a point inside it in degrees, on a floor. `is_room`: a room, no door."""

    words: str
    level_id: UUID
    lon: float
    lat: float
    is_room: bool = True


@dataclass(frozen=True, slots=True)
class DrawnPlace:
    """A place as it is drawn: its points in degrees, lon before lat, a ring without its end repeated."""

    words: str
    level_id: UUID
    points: tuple[LonLat, ...]


def point_of_room(incident: Incident, space_id: UUID, *, pointer: str) -> NamedPoint:
    """Return a room of the incident's plans. Raises: RoomNotAtSite."""
    return _point_of_space(_find_spaces(incident, [space_id], pointer=pointer)[0])


def place_of_rooms(incident: Incident, space_ids: Sequence[UUID], shape: GroundShape, *, pointer: str) -> DrawnPlace:
    """Return what rooms of one floor come to: a point inside one, a line through several, or their outline together.

    Several rooms of an area are the smallest area without dents that holds them all.

    Raises: RoomNotAtSite, GroundRoomsOfSeveralFloors, GroundShapeDoesNotFit.
    """
    wanted = list(dict.fromkeys(space_ids))
    if shape is GroundShape.POINT and len(wanted) != 1:
        raise GroundShapeDoesNotFit(pointer=pointer)
    if shape is GroundShape.LINE and len(wanted) < 2:
        raise GroundShapeDoesNotFit(pointer=pointer)
    spaces = _find_spaces(incident, wanted, pointer=pointer)
    levels = {one.floorplan.level.pk for one in spaces}
    if len(levels) != 1:
        raise GroundRoomsOfSeveralFloors(pointer=pointer)
    words = ", ".join(label_of(one) for one in spaces)
    points = _draw_outline(spaces) if shape is GroundShape.AREA else tuple(_find_inside(one) for one in spaces)
    return DrawnPlace(words[:120], levels.pop(), points)


def door_of(incident: Incident, door_id: UUID) -> NamedPoint:
    """Return a door or passage of the incident's plans; where plans have none, a room. Two queries.

    Raises: DoorNotAtSite.
    """
    rows = Opening.objects.filter(_of_plans(incident), pk=door_id, floorplan__level__site_id__in=_list_sites(incident))
    found = rows.select_related("floorplan__level").first()
    if found is not None:
        middle = found.geometry.centroid
        words = " ".join(part for part in (found.number, found.name) if part) or _rooms_beside(found)
        return NamedPoint(words, found.floorplan.level.pk, round(middle.x, 7), round(middle.y, 7), is_room=False)
    try:
        return point_of_room(incident, door_id, pointer="/door_id")
    except RoomNotAtSite:
        raise DoorNotAtSite(pointer="/door_id") from None


def _rooms_beside(door: Opening) -> str:
    """Return the rooms that a door without a number joins, in words. One query."""
    near = door.geometry.centroid.buffer(BESIDE_DEG)
    spaces = Space.objects.filter(floorplan_id=door.floorplan_id, geometry__intersects=near).order_by("number", "name")
    return " / ".join(label_of(one) for one in spaces[:2]) or door.category


def _find_spaces(incident: Incident, space_ids: Sequence[UUID], *, pointer: str) -> list[Space]:
    """Return spaces in the order that was asked for. Raises: RoomNotAtSite."""
    sites = _list_sites(incident)
    rows = Space.objects.filter(_of_plans(incident), pk__in=space_ids, floorplan__level__site_id__in=sites)
    found = {one.pk: one for one in rows.select_related("floorplan__level").distinct()}
    if len(found) != len(space_ids):
        raise RoomNotAtSite(pointer=pointer)
    return [found[one] for one in space_ids]


def _of_plans(incident: Incident) -> Q:
    pinned = IncidentFloorplan.objects.filter(incident=incident).values("floorplan_id")
    return Q(floorplan__state=FloorplanState.PUBLISHED.value) | Q(floorplan_id__in=pinned)


def _list_sites(incident: Incident) -> list[UUID]:
    return list(incident.site_ids_now())


def _point_of_space(space: Space) -> NamedPoint:
    lon, lat = _find_inside(space)
    return NamedPoint(label_of(space), space.floorplan.level.pk, lon, lat)


def _find_inside(space: Space) -> LonLat:
    inside = space.geometry.point_on_surface
    return round(inside.x, 7), round(inside.y, 7)


def _draw_outline(spaces: Sequence[Space]) -> tuple[LonLat, ...]:
    joined: GEOSGeometry = spaces[0].geometry
    for one in spaces[1:]:
        joined = joined.union(one.geometry)
    if isinstance(joined, MultiPolygon) and len(joined) == 1:
        joined = joined[0]
    outer = joined if isinstance(joined, Polygon) else joined.convex_hull
    assert isinstance(outer, Polygon)
    corners: Sequence[tuple[float, ...]] = outer.exterior_ring.coords[:-1]
    return tuple((round(one[0], 7), round(one[1], 7)) for one in corners)
