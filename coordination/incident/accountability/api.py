"""Accountability over HTTP: what the room's state does not show to all readers."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from coordination.incident.accountability.access import site_of_rooms
from coordination.incident.accountability.board import RoomsToAccountFor, rooms_board
from coordination.incident.accountability.my_room import names_by_schedule
from coordination.incident.accountability.names_read import read_names
from coordination.incident.accountability.queries import NamesInReport
from coordination.room.access import room_for
from coordination.room.capability import RoomNeed
from coordination.sign_in.callers import caller_of
from coordination.vocabulary import IncidentStatus
from mapping.access import standing_allows
from mapping.vocabulary import SiteNeed

router = Router(tags=["accountability"])


@router.get(
    "/rooms/{uuid:room_id}/reported-names", response=list[NamesInReport], operation_id="list_names_in_room_reports"
)
def list_names(request: HttpRequest, room_id: UUID) -> list[NamesInReport]:
    """List the names of missing, extra and injured people; for those in the room who may see the site's roster.

    What a responder reads is written into the district's ledger of disclosures, once for each person named.
    """
    return read_names(caller_of(request).asker(), room_id=room_id)


@router.get("/rooms/{uuid:room_id}/my-students", response=list[str], operation_id="list_my_students_by_schedule")
def list_my_students(request: HttpRequest, room_id: UUID) -> list[str]:
    """List the students of the caller's own class by the schedule when the incident began; it is written down.

    Only for people of the school itself in the room; empty for a person who teaches no class then.
    """
    caller = caller_of(request)
    grant = room_for(user_id=caller.user_id, room_id=room_id, need=RoomNeed.SEE, at=caller.at)
    if not IncidentStatus(grant.incident.status).is_open or not any(one.is_insider for one in grant.standings):
        return []
    return names_by_schedule(grant.room, grant.incident.site, user_id=caller.user_id, at=caller.at)


@router.get(
    "/rooms/{uuid:room_id}/rooms-to-account-for", response=RoomsToAccountFor, operation_id="read_rooms_to_account_for"
)
def read_rooms(request: HttpRequest, room_id: UUID, site_id: UUID | None = None) -> RoomsToAccountFor:
    """Return the rooms that people can be in, and who of the school has the alert and has reported.

    `site_id`: of which of the incident's sites; without it, of the one for which the caller is there.

    Rooms only to readers who may see the floorplans, names only to those who may see the roster; numbers to all.
    """
    caller = caller_of(request)
    grant = room_for(user_id=caller.user_id, room_id=room_id, need=RoomNeed.READ, at=caller.at)
    site = site_of_rooms(grant, site_id)
    may_see_plan = grant.sees_plans_of(site.pk) or standing_allows(
        user_id=caller.user_id, site=site, need=SiteNeed.FLOORPLAN, at=caller.at
    )
    return rooms_board(grant, site, may_see_plan=may_see_plan, at=caller.at)
