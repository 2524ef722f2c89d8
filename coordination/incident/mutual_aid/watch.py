"""Write down, without a person asking, that mutual aid has run out. Access ends by the clock without it."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import QuerySet

from coordination.incident.mutual_aid.actions import end_aid_of_guest
from coordination.incident.mutual_aid.capability import MutualAid
from coordination.room.access import RoomGrant, locked_rooms
from coordination.room.audiences import audiences_of
from coordination.room.log import CommandContext
from coordination.room.models import Participant, Room, RoomObject
from coordination.room.reading.state import object_now
from coordination.vocabulary import MutualAidEnd, MutualAidState
from mou.models import MutualAid as AidRow

# The same is written once, whichever process comes first.
SERVER_COMMANDS = UUID("5b9f0c0e-52a7-5a55-8a40-3c3f2f2a9f21")


def run_out(at: datetime) -> QuerySet[AidRow]:
    """Return what has run out by an instant and is not written down yet."""
    return AidRow.objects.filter(ended_at__isnull=True, ends_at__lte=at)


def end_what_has_run_out(at: datetime) -> int:
    """Write what has run out and return how much that was. One query where there is nothing."""
    due = list(run_out(at).order_by("ends_at", "id"))
    rooms = dict(Room.objects.filter(incident_id__in={one.incident_id for one in due}).values_list("incident_id", "pk"))
    return sum(_end_aid(rooms[one.incident_id], one.pk, at) for one in due)


def _end_aid(room_id: UUID, aid_id: UUID, at: datetime) -> int:
    """End one in a transaction of its own that holds the room's row."""
    with transaction.atomic(durable=True):
        room = locked_rooms([room_id])[room_id]
        try:
            one = object_now(room, MutualAid, aid_id)
        except RoomObject.DoesNotExist:
            return 0
        if one.state is not MutualAidState.JOINED or one.participant_id is None:
            return 0
        participant = Participant.objects.get(pk=one.participant_id)
        grant = RoomGrant(room, room.incident, (), participant, audiences_of(participant, room.incident.site))
        command_id = uuid5(SERVER_COMMANDS, str(aid_id))
        context = CommandContext.uncommanded(grant, command_id=command_id, at=at)
        event, patch = end_aid_of_guest(context, aid_id, one, cause=MutualAidEnd.RAN_OUT)
        context.append(event, patch=patch)
        context.finish()
    return 1
