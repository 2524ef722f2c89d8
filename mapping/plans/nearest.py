"""Say where a point or a room is in the words of the published plans: building, floor, room, nearest numbered door."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.gis.geos import GEOSGeometry, Point

from mapping.geometry.georeference import TangentPlane
from mapping.models import Level, Opening, PlanArea, PlanObject, Site, Space
from mapping.vocabulary import FloorplanState, ObjectKind

type LonLat = tuple[float, float]
COMPASS = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")
FEET_M = 0.3048
FEET_PER_MILE = 5280
# From the first on, feet are rounded to tens; from the second on, a distance is said in miles.
FEET_COUNTED, FEET_SAID = 30, 1000
PUBLISHED = FloorplanState.PUBLISHED.value


@dataclass(frozen=True, slots=True)
class Door:
    """A numbered exterior door, how far it is, and on which side: A to D where marked, else a compass word."""

    number: str
    distance_m: int
    side: str


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What the plans know about a place; an empty text is "not known", never a guess."""

    building: str = ""
    level_id: UUID | None = None
    level: str = ""
    space_id: UUID | None = None
    room: str = ""
    lonlat: LonLat | None = None
    door: Door | None = None


@dataclass(frozen=True, slots=True)
class NearObject:
    """A thing of the plans, on which floor, and how far it is in a straight line."""

    label: str
    level: str
    distance_m: int


@dataclass(frozen=True, slots=True)
class RoomChoice:
    """A room that a person can choose as where they are, and a point inside it."""

    space_id: UUID
    label: str
    level: str
    building: str
    lon: float
    lat: float


def whereabouts_of_space(site: Site, space_id: UUID) -> Whereabouts | None:
    """Return where a room of this site is; None if no published plan of the site has it. Four queries."""
    space = (
        Space.objects.filter(pk=space_id, floorplan__level__site=site, floorplan__state=PUBLISHED)
        .select_related("floorplan__level__building")
        .first()
    )
    if space is None:
        return None
    inside = space.geometry.point_on_surface
    return _of_level(site, space.floorplan.level, space=space, room=_room_label(space), lonlat=(inside.x, inside.y))


def whereabouts_of_point(site: Site, *, lon: float, lat: float, level_id: UUID | None) -> Whereabouts:
    """Return where a point is. Without a level, the floor is said only if just one floor has a room there.

    At most five queries.
    """
    here = Space.objects.filter(
        floorplan__level__site=site, floorplan__state=PUBLISHED, geometry__contains=Point(lon, lat, srid=4326)
    ).select_related("floorplan__level__building")
    rooms = list(here if level_id is None else here.filter(floorplan__level_id=level_id))
    # A grass area under an upper floor is not a second story: rooms of buildings go before open ground.
    rooms = [one for one in rooms if one.floorplan.level.building_id is not None] or rooms
    levels = {one.floorplan.level_id: one.floorplan.level for one in rooms}
    if len(levels) == 1:
        smallest = min(rooms, key=lambda one: one.geometry.area)
        return _of_level(site, smallest.floorplan.level, space=smallest, room=_room_label(smallest), lonlat=(lon, lat))
    level = site.levels.select_related("building").filter(pk=level_id).first() if level_id else None
    if level is not None:
        return _of_level(site, level, space=None, room="", lonlat=(lon, lat))
    if not rooms and (area := _area_at(site, lon, lat)) is not None:
        return _of_level(site, area.floorplan.level, space=None, room=area.label, lonlat=(lon, lat))
    names = {one.building.name for one in levels.values() if one.building is not None}
    door = _nearest_door(site, None, (lon, lat))
    return Whereabouts(building=names.pop() if len(names) == 1 else "", lonlat=(lon, lat), door=door)


def _area_at(site: Site, lon: float, lat: float) -> PlanArea | None:
    """Return the smallest named place of the open ground that covers a point. One query."""
    found = PlanArea.objects.filter(
        floorplan__level__site=site,
        floorplan__level__building__isnull=True,
        floorplan__state=PUBLISHED,
        geometry__intersects=Point(lon, lat, srid=4326),
    ).exclude(label="")
    return min(found.select_related("floorplan__level__building"), key=lambda one: one.geometry.area, default=None)


def nearest_object(site: Site, kind: ObjectKind, lonlat: LonLat, *, level_id: UUID | None) -> NearObject | None:
    """Return the nearest thing of a kind on the published plans; one on the same floor before all others. One query."""
    plane = TangentPlane(lonlat, rotation_deg=0)
    things = PlanObject.objects.filter(
        floorplan__level__site=site, floorplan__state=PUBLISHED, kind=kind.value
    ).select_related("floorplan__level")
    found = [
        (level_id is not None and one.floorplan.level_id != level_id, math.hypot(*_xy_of(plane, one.location)), one)
        for one in things
    ]
    if not found:
        return None
    _is_elsewhere, distance_m, thing = min(found, key=lambda one: one[:2])
    return NearObject(label=thing.label, level=thing.floorplan.level.name, distance_m=round(distance_m))


def room_choices(site: Site) -> list[RoomChoice]:
    """Return the rooms with a number or name of the published plans, floor by floor. One query."""
    spaces = (
        Space.objects.filter(floorplan__level__site=site, floorplan__state=PUBLISHED)
        .exclude(number="", name="")
        .exclude(category="opentobelow")
        .select_related("floorplan__level__building")
        .order_by("floorplan__level__ordinal", "number", "name", "id")
    )
    return [_room_choice(one) for one in spaces]


def _room_choice(space: Space) -> RoomChoice:
    inside, building = space.geometry.point_on_surface, space.floorplan.level.building
    return RoomChoice(
        space_id=space.pk,
        label=_room_label(space),
        level=space.floorplan.level.name,
        building="" if building is None else building.name,
        lon=round(inside.x, 6),
        lat=round(inside.y, 6),
    )


def _of_level(site: Site, level: Level, *, space: Space | None, room: str, lonlat: LonLat) -> Whereabouts:
    return Whereabouts(
        building="" if level.building is None else level.building.name,
        level_id=level.pk,
        level=level.name,
        space_id=None if space is None else space.pk,
        room=room,
        lonlat=lonlat,
        door=_nearest_door(site, level.building_id, lonlat),
    )


def _room_label(space: Space) -> str:
    return " ".join(part for part in (space.number, space.name) if part)


def _nearest_door(site: Site, building_id: UUID | None, lonlat: LonLat) -> Door | None:
    doors = Opening.objects.filter(floorplan__level__site=site, floorplan__state=PUBLISHED, is_exterior=True).exclude(
        number=""
    )
    if building_id is not None:
        doors = doors.filter(floorplan__level__building_id=building_id)
    plane = TangentPlane(lonlat, rotation_deg=0)
    found = [(math.hypot(*_xy_of(plane, one.geometry)), one.number, one.geometry) for one in doors]
    if not found:
        return None
    distance_m, number, geometry = min(found, key=lambda one: one[:2])
    return Door(number=number, distance_m=round(distance_m), side=_side_of(site, geometry, [one[2] for one in found]))


def _side_of(site: Site, door: GEOSGeometry, doors: Sequence[GEOSGeometry]) -> str:
    """Return the letter of the marked side nearest to a door, else its direction from the middle of all doors."""
    plane = TangentPlane(_lonlat_of(door), rotation_deg=0)
    marks = PlanObject.objects.filter(
        floorplan__level__site=site, floorplan__state=PUBLISHED, kind=ObjectKind.BUILDING_SIDE.value
    ).exclude(label="")
    lettered = [(math.hypot(*_xy_of(plane, one.location)), one.label) for one in marks]
    if lettered:
        return min(lettered)[1]
    middle = _middle_of(_lonlat_of(one) for one in doors)
    east_m, north_m = TangentPlane(middle, rotation_deg=0).xy_from_lonlat(*_lonlat_of(door))
    if math.hypot(east_m, north_m) < 1:
        return ""
    return COMPASS[round(math.degrees(math.atan2(east_m, north_m)) / 45) % 8]


def _xy_of(plane: TangentPlane, geometry: GEOSGeometry) -> tuple[float, float]:
    return plane.xy_from_lonlat(*_lonlat_of(geometry))


def _lonlat_of(geometry: GEOSGeometry) -> LonLat:
    middle = geometry.centroid
    return (middle.x, middle.y)


def _middle_of(places: Iterable[LonLat]) -> LonLat:
    points = list(places)
    return (sum(lon for lon, _ in points) / len(points), sum(lat for _, lat in points) / len(points))


def length_in_words(metres: float) -> str:
    """Return a distance as people in the US say it: feet or miles, then meters; lengths.js does the same."""
    in_miles = metres / FEET_M >= FEET_SAID
    us = f"{metres / FEET_M / FEET_PER_MILE:.1f} mi" if in_miles else f"{feet_from_metres(metres)} ft"
    return f"{us} ({round(metres):,} m)"


def feet_from_metres(metres: float) -> int:
    """Return a distance in feet as one would say it: single feet below thirty, tens of feet from there on."""
    exact = metres / FEET_M
    return round(exact) if exact < FEET_COUNTED else 10 * round(exact / 10)
