"""The search of rooms over HTTP: the rooms in the order in which they are walked through, and how far each floor is."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from coordination.incident.accountability.access import site_of_rooms
from coordination.incident.room_search.capability import SpaceSearch
from coordination.incident.room_search.errors import OnlyRespondersSearch
from coordination.incident.room_search.rules.machine import SEARCHES
from coordination.incident.room_search.rules.order import FloorSearched, SearchSpace, floors_searched
from coordination.incident.room_search.spaces import spaces_to_search
from coordination.incident.room_search.vocabulary import SearchState, SearchStep
from coordination.room.access import room_for
from coordination.room.capability import RoomNeed
from coordination.room.reading.state import state_now
from coordination.sign_in.callers import caller_of
from coordination.vocabulary import Audience
from mapping.access import standing_allows
from mapping.vocabulary import SiteNeed

router = Router(tags=["room search"])


@dataclass(frozen=True, slots=True)
class RoomsToSearch:
    """The rooms of a site in the order of the walk, its floors, and which steps each state allows."""

    spaces: list[SearchSpace]
    floors: list[FloorSearched]
    steps: dict[SearchState, list[SearchStep]]


@router.get("/rooms/{uuid:room_id}/rooms-to-search", response=RoomsToSearch, operation_id="read_rooms_to_search")
def read_rooms_to_search(request: HttpRequest, room_id: UUID, site_id: UUID | None = None) -> RoomsToSearch:
    """Return the rooms in the order in which they are walked through, and how far each floor is searched.

    `site_id`: of which of the incident's sites; without it, of the one for which the caller is there.

    For responders in the room (`only_responders_search`). No rooms for readers who may not see the floorplans.
    """
    caller = caller_of(request)
    grant = room_for(user_id=caller.user_id, room_id=room_id, need=RoomNeed.READ, at=caller.at)
    if Audience.RESPONDERS not in grant.audiences:
        raise OnlyRespondersSearch
    site = site_of_rooms(grant, site_id)
    may_see_plan = grant.sees_plans_of(site.pk) or standing_allows(
        user_id=caller.user_id, site=site, need=SiteNeed.FLOORPLAN, at=caller.at
    )
    spaces = spaces_to_search(grant.incident, site) if may_see_plan else []
    searches = state_now(grant.room, audiences=[Audience.RESPONDERS]).of(SpaceSearch)
    states = {UUID(one): search.state for one, search in searches.items()}
    return RoomsToSearch(
        spaces=spaces,
        floors=floors_searched(spaces, states),
        steps={state: SEARCHES.steps_from(state) for state in SearchState},
    )
