"""Names of casualties over HTTP, for the notification room: its reader is in no audience of medics."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from coordination.incident.casualties.errors import CasualtyNamesKept
from coordination.incident.casualties.listing import list_casualties
from coordination.incident.casualties.vocabulary import AgeGroup, CasualtyCategory, CasualtyState
from coordination.incident.reunification.capability import Reunification, RoleInReunification
from coordination.incident.reunification.rules import LAW_ENFORCEMENT
from coordination.incident.reunification.vocabulary import ReunificationRole, ReunificationState
from coordination.room.access import RoomGrant, room_for
from coordination.room.capability import RoomNeed
from coordination.room.reading.state import RoomState, state_now
from coordination.room.wire.addressed import addressed_to_medics
from coordination.sign_in.callers import caller_of
from coordination.vocabulary import Audience

router = Router(tags=["casualties"])


@dataclass(frozen=True, slots=True)
class NamedCasualty:
    """A casualty whose name is known: how urgent, where, and at which hospital."""

    casualty_id: UUID
    number: int
    tag: str
    name: str
    age_group: AgeGroup | None
    category: CasualtyCategory
    state: CasualtyState
    hospital: str


@router.get("/rooms/{uuid:room_id}/casualty-names", response=list[NamedCasualty], operation_id="list_casualty_names")
def list_casualty_names(request: HttpRequest, room_id: UUID) -> list[NamedCasualty]:
    """List the casualties whose names are known, with their hospitals.

    For fire, EMS and the notification room: the law enforcement lead of an open reunification
    (`casualty_names_kept`). Each reading is written down.
    """
    caller = caller_of(request)
    grant = room_for(user_id=caller.user_id, room_id=room_id, need=RoomNeed.READ, at=caller.at)
    readers = addressed_to_medics()
    state = state_now(grant.room, audiences=[Audience.EVERYONE, readers])
    if readers not in grant.audiences and not _is_in_notification_room(grant, state):
        raise CasualtyNamesKept
    return [
        NamedCasualty(
            casualty_id=UUID(key),
            number=one.number,
            tag=one.tag or "",
            name=one.name,
            age_group=one.age_group,
            category=one.category,
            state=one.state,
            hospital=one.hospital or "",
        )
        for key, one in list_casualties(state)
        if one.name is not None
    ]


def _is_in_notification_room(grant: RoomGrant, state: RoomState) -> bool:
    """Tell whether the reader leads law enforcement in a reunification that goes on. Its director is of the school."""
    me = grant.joined()
    if me.agency_kind not in LAW_ENFORCEMENT or grant.by_mutual_aid():
        return False
    going_on = {key for key, one in state.of(Reunification).items() if one.state is not ReunificationState.CLOSED}
    return any(
        one.role is ReunificationRole.LAW_ENFORCEMENT_LEAD
        and one.participant_id == me.pk
        and str(one.operation_id) in going_on
        for one in state.of(RoleInReunification).values()
    )
