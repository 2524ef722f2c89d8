"""What is possible in the room or other place in which a person most likely is."""

from datetime import datetime

from coordination.incident.accountability.access import site_of_rooms
from coordination.incident.accountability.my_room import RoomLine, my_room, options_in
from coordination.room.access import RoomGrant
from mapping.access import standing_allows
from mapping.vocabulary import SiteNeed


def own_room(grant: RoomGrant, *, user_id: int, is_locked_down: bool, at: datetime) -> RoomLine | None:
    """Return it for a person who may see the floor plans; None if place or options are not known. Few queries.

    `is_locked_down`: a lockdown is in force at the person's own school (`told_in_lockdown`).
    """
    site = site_of_rooms(grant, None)
    may_see = grant.incident.is_at(site.pk) and standing_allows(
        user_id=user_id, site=site, need=SiteNeed.FLOORPLAN, at=at
    )
    mine = my_room(grant.room, site, user_id=user_id) if may_see else None
    return None if mine is None else options_in(site, mine, at, is_locked_down=is_locked_down)
