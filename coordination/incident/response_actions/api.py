"""Response actions over HTTP: the rooms of a lockdown that wait to be opened."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from coordination.errors import ResponseActionNotFound
from coordination.incident.response_actions.capability import ResponseAction
from coordination.incident.response_actions.queries import LockedRoom, locked_rooms
from coordination.incident.response_actions.scopes import site_of_action
from coordination.room.access import room_for
from coordination.room.capability import RoomNeed
from coordination.room.models import RoomObject
from coordination.room.reading.state import object_now
from coordination.sign_in.callers import caller_of
from mapping.access import standing_allows
from mapping.vocabulary import SiteNeed

router = Router(tags=["response actions"])


@router.get(
    "/rooms/{uuid:room_id}/response-actions/{uuid:action_id}/rooms",
    response=list[LockedRoom],
    operation_id="list_locked_rooms",
)
def list_rooms(request: HttpRequest, room_id: UUID, action_id: UUID) -> list[LockedRoom]:
    """List the rooms of a lockdown, those first that are not open; none for a reader who may not see the floorplans."""
    caller = caller_of(request)
    grant = room_for(user_id=caller.user_id, room_id=room_id, need=RoomNeed.READ, at=caller.at)
    try:
        action = object_now(grant.room, ResponseAction, action_id)
    except RoomObject.DoesNotExist as missing:
        raise ResponseActionNotFound from missing
    site = site_of_action(grant.incident, action)
    may_see = grant.sees_plans_of(site.pk) or standing_allows(
        user_id=caller.user_id, site=site, need=SiteNeed.FLOORPLAN, at=caller.at
    )
    return locked_rooms(site, action) if may_see else []
