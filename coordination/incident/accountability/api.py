"""Accountability over HTTP: what the room's state does not say to everybody."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from coordination.incident.accountability.queries import NamesInReport, names_in_reports
from coordination.room.access import room_for
from coordination.room.capability import RoomNeed
from coordination.sign_in.callers import caller_of

router = Router(tags=["accountability"])


@router.get(
    "/rooms/{uuid:room_id}/reported-names", response=list[NamesInReport], operation_id="list_names_in_room_reports"
)
def list_names(request: HttpRequest, room_id: UUID) -> list[NamesInReport]:
    """List the names of missing, extra and injured people; for those in the room who may see the site's roster."""
    caller = caller_of(request)
    return names_in_reports(room_for(user_id=caller.user_id, room_id=room_id, need=RoomNeed.READ, at=caller.at))
