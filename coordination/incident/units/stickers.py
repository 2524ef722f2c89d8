"""The stickers of doors: a code for each room that stays the same in every version of the plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db.models import QuerySet

from coordination.incident.accountability.rooms import label_of
from mapping.models import Site, Space
from mapping.plans.drawn_things.drawn_queries import ref_of
from mapping.plans.drawn_things.rooms import only_rooms
from mapping.vocabulary import FloorplanState


@dataclass(frozen=True, slots=True)
class Sticker:
    """What the sticker of a room says, and the room of the published plan that it means."""

    code: UUID
    space_id: UUID
    room: str
    level: str
    building: str


def stickers_of(site: Site) -> list[Sticker]:
    """Return the stickers of the rooms of a site's published plans, floor by floor. One query."""
    rows = only_rooms(_spaces(site.pk)).order_by("floorplan__level__ordinal", "number", "name", "id")
    return list(_stickers(rows))


def sticker_of_code(site_id: UUID, code: UUID) -> Sticker | None:
    """Return the sticker that has a code, or None: no published plan of the site has the room any more. One query."""
    return next((one for one in _stickers(_spaces(site_id)) if one.code == code), None)


def _spaces(site_id: UUID) -> QuerySet[Space]:
    rows = Space.objects.filter(floorplan__level__site_id=site_id, floorplan__state=FloorplanState.PUBLISHED.value)
    return rows.select_related("floorplan__level__building").defer("geometry")


def _stickers(spaces: QuerySet[Space]) -> Iterator[Sticker]:
    for one in spaces:
        level = one.floorplan.level
        yield Sticker(
            # By the floor and the name that the room keeps in every version (0337); nothing of it can be read.
            code=uuid5(level.pk, f"door\n{ref_of(one.source_ref, one.pk)}"),
            space_id=one.pk,
            room=label_of(one),
            level=level.name,
            building=level.building.name if level.building is not None else "",
        )
