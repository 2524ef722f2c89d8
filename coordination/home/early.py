"""What the incident page will ask for first: its scripts are still on their way, and the questions are known."""

from datetime import datetime

from coordination.incident.floorplans.queries import room_levels
from coordination.room.access import RoomGrant
from mapping.access import site_for
from mapping.errors import SiteNotFound
from mapping.vocabulary import SiteNeed

# As many entries as the timeline asks for at a time.
ENTRIES = 100


def early_paths(grant: RoomGrant, *, user_id: int, at: datetime) -> list[str]:
    """Return addresses of the interface, each exactly as a script of the page asks for it."""
    room = f"/api/v1/rooms/{grant.room.id}"
    entries = f"{room}/entries?before={grant.room.head_seq + 1}&limit={ENTRIES}"
    try:
        if not grant.sees_plans():
            site_for(user_id=user_id, site_id=grant.incident.site_id, need=SiteNeed.FLOORPLAN, at=at)
    except SiteNotFound:
        return [entries]
    drawn = [one.level for one in room_levels(grant.incident, at) if one.level.floorplan_id is not None]
    grounds = [one for one in drawn if one.building_id is None]
    # The floor that the page shows first: mapping/plan/plan.js chooses it in the same way.
    floors = sorted((one for one in drawn if one.building_id is not None), key=lambda one: abs(one.ordinal))
    plans = [f"/api/v1/floorplans/{one.floorplan_id}/plan" for one in [*grounds[:1], *floors[:1]]]
    return [entries, f"{room}/levels", *plans]
