"""Which spaces of the plans are searched in an incident, and where they are."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from coordination.incident.accountability.errors import RoomNotAtSite
from coordination.incident.accountability.rooms import label_of
from coordination.incident.floorplans.models import IncidentFloorplan
from coordination.incident.room_search.rules.order import SearchSpace, walk_order
from coordination.room.models import Incident
from mapping.models import Site, Space
from mapping.vocabulary import FloorplanState

# No one hides in these.
NOT_SEARCHED = ("opentobelow", "road", "parking", "column")


@dataclass(frozen=True, slots=True)
class NamedSpace:
    """A space as its search names it."""

    room: str
    level_id: UUID


def space_to_search(incident: Incident, space_id: UUID, *, pointer: str) -> NamedSpace:
    """Return a space of the published plans, or of those the incident opened with. One query.

    Raises: RoomNotAtSite: no site that is in the incident has it.
    """
    pinned = IncidentFloorplan.objects.filter(incident=incident).values("floorplan_id")
    of_plans = Q(floorplan__state=FloorplanState.PUBLISHED.value) | Q(floorplan_id__in=pinned)
    at_sites = Q(pk=space_id, floorplan__level__site_id__in=incident.site_ids_now())
    rows = Space.objects.filter(of_plans, at_sites).select_related("floorplan__level").defer("geometry")
    found = rows.first()
    if found is None:
        raise RoomNotAtSite(pointer=pointer)
    return NamedSpace(label_of(found), found.floorplan.level.pk)


def spaces_to_search(incident: Incident, site: Site) -> list[SearchSpace]:
    """Return the spaces of a site in the order in which they are walked through. Two queries.

    By the plans the incident opened with; of a floor that had none then, by the published one.
    """
    pins = IncidentFloorplan.objects.filter(incident=incident, floorplan__level__site=site)
    pinned = dict(pins.values_list("floorplan_id", "floorplan__level_id"))
    published = Q(floorplan__state=FloorplanState.PUBLISHED.value) & ~Q(floorplan__level_id__in=pinned.values())
    spaces = Space.objects.filter(published | Q(floorplan_id__in=pinned), floorplan__level__site=site)
    return walk_order(_search_space(one) for one in _with_floors(spaces))


def _with_floors(spaces: QuerySet[Space]) -> QuerySet[Space]:
    return spaces.exclude(category__in=NOT_SEARCHED).select_related("floorplan__level__building")


def _search_space(space: Space) -> SearchSpace:
    inside, level = space.geometry.point_on_surface, space.floorplan.level
    return SearchSpace(
        space_id=space.pk,
        room=label_of(space),
        number=space.number,
        level_id=level.pk,
        level=level.name,
        building=level.building.name if level.building is not None else "",
        ordinal=float(level.ordinal),
        lon=round(inside.x, 6),
        lat=round(inside.y, 6),
    )
