"""What rooms of the demo's schools offer, as someone walked them: most of them, and not all."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from mapping.models import Level
from mapping.options.actions import walk_room
from mapping.options.given import RoomWalkedIn
from mapping.options.queries import floor_rooms
from mapping.options.vocabulary import RoomLock, WayOutKind

MOST_ON_A_FLOOR = 8
# In turn, from room to room. Each has an option: what a room without one becomes is shown by the assessment.
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


def load_room_options(*, site_ids: Iterable[UUID], walker_id: int, at: datetime) -> None:
    """Let one person walk the first rooms of each floor; the rest stays as it is for who tries the pages."""
    for level in Level.objects.filter(site__in=list(site_ids)).select_related("site").order_by("site", "ordinal", "pk"):
        for number, room in enumerate(floor_rooms(level, at)[:MOST_ON_A_FLOOR]):
            given = RoomWalkedIn.model_validate(SEEN[number % len(SEEN)])
            walk_room(user_id=walker_id, level_id=level.pk, space_id=room.space_id, given=given, at=at)
