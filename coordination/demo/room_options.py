"""What rooms and places of the demo's schools offer, as someone walked them: most of them, and not all."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from mapping.models import Level
from mapping.options.actions import walk_place, walk_room
from mapping.options.given import PlaceWalkedIn, RoomWalkedIn
from mapping.options.queries import PlaceWithOptions, floor_places
from mapping.options.vocabulary import BuildingLock, PlaceKind, PlaceWay, RoomLock, WayOutKind

MOST_ON_A_FLOOR = 8
MOST_OF_A_KIND = 2
# In turn, from room to room. Each has an option: what a place without one becomes is shown by the assessment.
SEEN = (
    {"locks": RoomLock.INSIDE, "can_barricade": True, "is_hidden": True, "cover_m": 6},
    {
        "locks": RoomLock.INSIDE,
        "can_barricade": False,
        "is_hidden": True,
        "ways_out": [{"kind": WayOutKind.WINDOW, "to": "the lawn"}],
    },
    {
        "locks": RoomLock.HALL,
        "can_barricade": True,
        "is_hidden": False,
        "ways_out": [{"kind": WayOutKind.DOOR, "to": "the next room"}],
        "note": "The key hangs beside the board.",
    },
)
SEEN_IN_THE_OPEN = {
    "ways_out": [{"kind": PlaceWay.LOCKED, "to": "the next classroom"}, {"kind": PlaceWay.AWAY, "to": "the next door"}],
    "cover_m": 12,
}
SEEN_OUTDOORS = {
    "ways_out": [{"kind": PlaceWay.AWAY, "to": "the near gate"}, {"kind": PlaceWay.COVER, "to": "the wall of the gym"}],
    "cover_m": 45,
}
SEEN_OF_BUILDING = {"locks": BuildingLock.EACH, "ways_out": [{"kind": PlaceWay.AWAY, "to": "the doors at the back"}]}
SEEN_OF_PLACES = {
    PlaceKind.HALL: SEEN_IN_THE_OPEN,
    PlaceKind.GROUNDS: SEEN_OUTDOORS,
    PlaceKind.BUILDING: SEEN_OF_BUILDING,
}


def load_room_options(*, site_ids: Iterable[UUID], walker_id: int, at: datetime) -> None:
    """Let one person walk the first places of each floor; the rest stays as it is for who tries the pages."""
    for level in Level.objects.filter(site__in=list(site_ids)).select_related("site").order_by("site", "ordinal", "pk"):
        places = floor_places(level, at)
        rooms = [one for one in places if one.kind == PlaceKind.ROOM]
        for number, room in enumerate(rooms[:MOST_ON_A_FLOOR]):
            given = RoomWalkedIn.model_validate(SEEN[number % len(SEEN)])
            walk_room(user_id=walker_id, level_id=level.pk, space_id=room.place_id, given=given, at=at)
        for kind, seen in SEEN_OF_PLACES.items():
            of_kind = [one for one in places if one.kind == kind]
            _walk_places(level, of_kind[:MOST_OF_A_KIND], seen, walker_id=walker_id, at=at)


def _walk_places(
    level: Level, places: Iterable[PlaceWithOptions], seen: Mapping[str, object], *, walker_id: int, at: datetime
) -> None:
    given = PlaceWalkedIn.model_validate(seen)
    for one in places:
        walk_place(user_id=walker_id, site_id=level.site_id, place_id=one.place_id, given=given, at=at)
