"""The floors of a site as the form that renames them lists them, house by house."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, F, OuterRef
from django.urls import reverse

from mapping.models import Floorplan, Site
from mapping.models.sites import STANDING
from mapping.vocabulary import FloorplanState


@dataclass(frozen=True, slots=True)
class FloorLine:
    """A floor: which it is (0 on the ground), what its switch says, and what people hear and read."""

    id: UUID
    ordinal: str
    short_name: str
    name: str
    is_in_force: bool


@dataclass(slots=True)
class House:
    """A building with its floors from below and how it counts them; without an id, the open ground."""

    id: UUID | None
    name: str
    counting: str
    floors: list[FloorLine]


def houses_of(site: Site) -> list[House]:
    """Return the floors of a site by building, the open ground first. One query."""
    in_force = Floorplan.objects.filter(level=OuterRef("pk"), state=FloorplanState.PUBLISHED)
    levels = (
        site.levels.filter(STANDING)
        .annotate(is_in_force=Exists(in_force))
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
        ordinal = f"{level.ordinal.normalize():f}"
        house.floors.append(FloorLine(level.pk, ordinal, level.short_name, level.name, level.is_in_force))
    return list(houses.values())


def way_to_draw(site: Site, houses: list[House]) -> str:
    """Return where a floor is drawn before the map shows one: the editor of the only floor, else the buildings."""
    floors = [floor for house in houses for floor in house.floors]
    if len(floors) == 1:
        return reverse("plan_edit", args=[floors[0].id])
    return reverse("buildings", args=[site.pk])
