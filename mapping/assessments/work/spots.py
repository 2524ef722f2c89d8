"""The numbered doors and the rooms of a site's published plans, to say where something is without a map."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.gis.geos import LineString, Point

from mapping.assessments.work.findings import PlaceGiven
from mapping.models import Level, Opening, Site, Space
from mapping.plans.levels import level_name
from mapping.vocabulary import FloorplanState

MOST_SPOTS = 1_500


@dataclass(frozen=True, slots=True)
class Spot:
    """A door or room of a published plan. `is_door`: an exterior door with a number."""

    id: UUID
    level_id: UUID
    level: str
    label: str
    lon: float
    lat: float
    is_door: bool

    def make_place(self) -> PlaceGiven:
        """Return it as the place of a finding."""
        return PlaceGiven(self.level_id, (self.lon, self.lat), self.label)


def spots_of(site: Site) -> list[Spot]:
    """Return the doors, then the rooms, floor by floor; at most so many of each. Two queries."""
    return [*doors_of(site), *_room_spots(site)]


def spot_of(site: Site, spot_id: UUID) -> Spot | None:
    """Return one of them by its id."""
    return next((one for one in spots_of(site) if one.id == spot_id), None)


def doors_of(site: Site) -> list[Spot]:
    """Return the exterior doors that have a number, by their number as people count. One query."""
    rows = Opening.objects.filter(is_exterior=True, **_on_published_plans(site)).exclude(number="")
    found = [
        _spot_at(row.pk, row.floorplan.level, row.number, _middle_of(row), is_door=True)
        for row in rows.select_related("floorplan__level__building")[:MOST_SPOTS]
    ]
    return sorted(found, key=lambda one: (_as_counted(one.label), one.level, one.id))


def _room_spots(site: Site) -> list[Spot]:
    rows = Space.objects.filter(**_on_published_plans(site)).exclude(number="", name="")
    found = []
    order = ("floorplan__level__building__name", "floorplan__level__ordinal", "number", "name", "id")
    for row in rows.select_related("floorplan__level__building").order_by(*order)[:MOST_SPOTS]:
        inside = row.geometry.point_on_surface
        label = " ".join(part for part in (row.number, row.name) if part)
        found.append(_spot_at(row.pk, row.floorplan.level, label, (inside.x, inside.y), is_door=False))
    return found


def _on_published_plans(site: Site) -> dict[str, object]:
    return {"floorplan__level__site": site, "floorplan__state": FloorplanState.PUBLISHED.value}


def _spot_at(pk: UUID, level: Level, label: str, at: tuple[float, float], *, is_door: bool) -> Spot:
    return Spot(pk, level.pk, level_name(level), label, at[0], at[1], is_door)


def _middle_of(row: Opening) -> tuple[float, float]:
    shape = row.geometry
    if isinstance(shape, Point):
        return shape.x, shape.y
    assert isinstance(shape, LineString)
    middle = shape.interpolate_normalized(0.5)
    return middle.x, middle.y


def _as_counted(number: str) -> tuple[int, str]:
    digits = "".join(one for one in number if one.isdigit())[:9]
    return (int(digits) if digits else 10**9, number)
