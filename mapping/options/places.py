"""What of a site is walked for its options: rooms, halls, whole buildings, and places outdoors, of published plans."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Q

from mapping.models import Building, Level, PlanArea, Site, Space
from mapping.models.sites import STANDING
from mapping.options.vocabulary import PlaceKind
from mapping.plans.drawn_things.drawn_queries import ref_of
from mapping.plans.drawn_things.rooms import PASSAGES
from mapping.vocabulary import AreaKind, FloorplanState

# Passages in which a class can be caught. In a lift, on an escalator or beside a column no one can choose anything.
HALLS = ("walkway", "stairs", "steps", "ramp")
# Outdoors a parking lot is a place; a column and a road are none.
NO_PLACE_OUTDOORS = tuple(one for one in PASSAGES if one not in (*HALLS, "parking"))
# Outdoors also where a plan of a floor draws them: the grounds of many schools have no plan of their own.
GROUNDS = (AreaKind.BUS_LOOP.value, AreaKind.PARKING.value, AreaKind.FIELD.value)
PUBLISHED = FloorplanState.PUBLISHED.value


@dataclass(frozen=True, slots=True)
class Place:
    """Something that is walked. `id`: of a space, an area or a building. `level`: the floor in whose walk it stands.

    `ref` names it in every version of that floor. `label`: empty where the plan calls it nothing.
    """

    id: UUID
    kind: PlaceKind
    level: Level
    ref: str
    label: str


def places_at(site_ids: Collection[UUID], level_id: UUID | None = None) -> list[Place]:
    """Return the places of sites, or of one floor there, in no order. Three queries.

    Rooms without number and name are left out; halls and places outdoors without a name have an empty label.
    """
    levels = _published_levels(site_ids)
    on = Q(floorplan__level=level_id) if level_id else Q(floorplan__level__site__in=site_ids)
    spaces = Space.objects.filter(on, floorplan__state=PUBLISHED)
    found = [
        _place_of_space(levels[one["floorplan__level"]], one)
        for one in spaces.values("pk", "category", "number", "name", "source_ref", "floorplan__level")
        if one["floorplan__level"] in levels
    ]
    areas = PlanArea.objects.filter(on, floorplan__state=PUBLISHED)
    outdoors = areas.filter(Q(kind__in=GROUNDS) | Q(kind=AreaKind.OTHER.value, floorplan__level__building__isnull=True))
    found += [
        Place(pk, PlaceKind.GROUNDS, levels[floor_id], ref_of(source_ref, pk), label)
        for pk, label, source_ref, floor_id in outdoors.values_list("pk", "label", "source_ref", "floorplan__level")
        if floor_id in levels
    ]
    found += [one for one in _buildings_of(levels.values()) if level_id in (None, one.level.pk)]
    return [one for one in found if one is not None]


def place_of_space(site_id: UUID, space_id: UUID) -> Place | None:
    """Return a room, a hall or a place outdoors by the id of its space; None: it is none. One query."""
    spaces = Space.objects.filter(pk=space_id, floorplan__level__site=site_id, floorplan__state=PUBLISHED)
    space = spaces.select_related("floorplan__level__building").defer("geometry").first()
    if space is None:
        return None
    row = {name: getattr(space, name) for name in ("pk", "category", "number", "name", "source_ref")}
    return _place_of_space(space.floorplan.level, row)


def places_called(site_id: UUID, words: str) -> list[Place]:
    """Return the places of a site that are called so, in large letters or small. Three queries."""
    said = " ".join(words.casefold().split())
    return [one for one in places_at([site_id]) if said and " ".join(one.label.casefold().split()) == said]


def names_of_open_places(site: Site) -> list[str]:
    """Return what the plans of a site call its halls and its places outdoors, by the alphabet. Three queries."""
    found = [one for one in places_at([site.pk]) if one.kind.is_open and one.label]
    return sorted({one.label for one in found}, key=str.casefold)


def point_in(place: Place) -> tuple[float, float] | None:
    """Return a point of a place, (lon, lat); None for a building without an outline. At most two queries."""
    shape = _shape_of(place)
    if shape is None:
        return None
    inside = shape.point_on_surface
    return inside.x, inside.y


def _shape_of(place: Place) -> GEOSGeometry | None:
    if place.kind is PlaceKind.BUILDING:
        return Building.objects.get(pk=place.id).outline
    space = Space.objects.filter(pk=place.id).first()
    return PlanArea.objects.get(pk=place.id).geometry if space is None else space.geometry


def _published_levels(site_ids: Collection[UUID]) -> dict[UUID, Level]:
    """Return the floors that have a plan in force, from below, without those of buildings that are closed."""
    rows = Level.objects.filter(STANDING, site__in=site_ids, floorplans__state=PUBLISHED).select_related("building")
    return {one.pk: one for one in rows.order_by("ordinal", "short_name", "id")}


def _place_of_space(level: Level, row: Mapping[str, object]) -> Place | None:
    pk, category, number, name = row["pk"], str(row["category"]), str(row["number"]), str(row["name"])
    assert isinstance(pk, UUID)
    kind, label = _kind_of(category, level), " ".join(part for part in (number, name) if part)
    if kind is None or (kind is PlaceKind.ROOM and not label):
        return None
    return Place(pk, kind, level, ref_of(str(row["source_ref"]), pk), label)


def _kind_of(category: str, level: Level) -> PlaceKind | None:
    if level.building_id is None:
        return None if category in NO_PLACE_OUTDOORS else PlaceKind.GROUNDS
    if category in HALLS:
        return PlaceKind.HALL
    return None if category in PASSAGES else PlaceKind.ROOM


def _buildings_of(levels: Collection[Level]) -> list[Place]:
    """Return each building, on its floor nearest to the ground."""
    entered: dict[UUID, Level] = {}
    for level in levels:
        if level.building_id is not None:
            known = entered.setdefault(level.building_id, level)
            if abs(level.ordinal) < abs(known.ordinal):
                entered[level.building_id] = level
    return [
        Place(pk, PlaceKind.BUILDING, level, f"building:{pk}", level.building.name)
        for pk, level in entered.items()
        if level.building is not None
    ]
