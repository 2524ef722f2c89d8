"""Make vacant, without a request, what people hold whose access ended.

A look is one query, and some more for each room in which a function is held. What is due is written in a transaction
that holds the room's row and looks again, so that two processes that look at once write one entry.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import QuerySet

from coordination.incident.general_staff.actions import end_functions_of
from coordination.incident.general_staff.capability import HeldFunction
from coordination.incident.general_staff.rules import may_hold
from coordination.incident.general_staff.vocabulary import FunctionEnd
from coordination.incident.lifecycle.queries import IS_OPEN
from coordination.room.access import RoomGrant, locked_rooms, present_in
from coordination.room.audiences import audiences_of, is_of_site
from coordination.room.entry.entries import SERVER
from coordination.room.log import CommandContext
from coordination.room.models import Incident, Participant, Room, RoomObject
from coordination.vocabulary import IncidentStatus
from mou.vocabulary import AgencyKind, MemberRole

# The same is written once, whichever process comes first.
SERVER_COMMANDS = UUID("7f3b4d0e-6a35-5c9b-8f0a-1d9b1c1e7a55")


def held_functions() -> QuerySet[RoomObject]:
    """Return the functions that are held in open incidents, or were."""
    open_ones = Incident.objects.filter(IS_OPEN)
    return RoomObject.objects.filter(
        room__incident__in=open_ones, state_key=HeldFunction.state_key, value__contains='"holder"'
    )


def end_functions_without_access(at: datetime) -> int:
    """Write down whose functions ended with their access, and return how many people that were."""
    rooms = set(held_functions().values_list("room_id", flat=True))
    found = Room.objects.select_related("incident__site").filter(pk__in=rooms).order_by("pk") if rooms else []
    return sum(_end_in(one.pk, at) for one in found if _list_gone(one, at))


def _list_gone(room: Room, at: datetime) -> list[UUID]:
    """Return who holds a function of a room that they may hold no more, or may not be in the room any more."""
    rows = RoomObject.objects.filter(room=room, state_key=HeldFunction.state_key, value__isnull=False)
    held = [HeldFunction.model_validate_json(one.value or "") for one in rows]
    here = {one.pk: one for one in present_in(room.pk, incident=room.incident, at=at)}
    return sorted({one.holder for one in held if one.holder is not None and not _may_go_on(one, here, room)})


def _may_go_on(held: HeldFunction, here: Mapping[UUID, Participant], room: Room) -> bool:
    """Tell whether a holder is there and may hold it: who comes back for another agency is the same participant."""
    one = here.get(held.holder) if held.holder is not None else None
    return one is not None and may_hold(
        held.function,
        kind=AgencyKind(one.agency_kind),
        role=MemberRole(one.role),
        is_of_site=is_of_site(one, room.incident.site),
    )


def _end_in(room_id: UUID, at: datetime) -> int:
    with transaction.atomic(durable=True):
        room = locked_rooms([room_id])[room_id]
        if not IncidentStatus(room.incident.status).is_open:
            return 0
        gone = _list_gone(room, at)
        for one in Participant.objects.filter(pk__in=gone).order_by("pk"):
            grant = RoomGrant(room, room.incident, (), one, audiences_of(one, room.incident.site))
            command_id = uuid5(SERVER_COMMANDS, f"{room.pk} {one.pk} {room.head_seq}")
            context = CommandContext.uncommanded(grant, command_id=command_id, at=at, author=SERVER)
            end_functions_of(context, one.pk, FunctionEnd.ACCESS_ENDED)
            context.finish()
    return len(gone)
