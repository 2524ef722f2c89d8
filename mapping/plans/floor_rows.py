"""The floors of a site as the form that renames them lists them, house by house."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F

from mapping.models import Site
from mapping.models.sites import STANDING


@dataclass(frozen=True, slots=True)
class FloorLine:
    """A floor: which it is (0 on the ground), what its switch says, and what people hear and read."""

    id: UUID
    ordinal: str
    short_name: str
    name: str


@dataclass(slots=True)
class House:
    """A building with its floors from below and how it counts them; without an id, the open ground."""

    id: UUID | None
    name: str
    counting: str
    floors: list[FloorLine]


def houses_of(site: Site) -> list[House]:
    """Return the floors of a site by building, the open ground first. One query."""
    levels = (
        site.levels.filter(STANDING)
        .select_related("building")
        .order_by(F("building__name").asc(nulls_first=True), "ordinal", "short_name", "id")
    )
    houses: dict[UUID | None, House] = {}
    for level in levels:
        building = level.building
        if building is None:
            house = houses.setdefault(None, House(None, "", "", []))
        else:
            house = houses.setdefault(building.pk, House(building.pk, building.name, building.floor_counting, []))
        house.floors.append(FloorLine(level.pk, f"{level.ordinal.normalize():f}", level.short_name, level.name))
    return list(houses.values())
