"""What is possible where one is, over HTTP."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from coordination.incident.own_room.queries import own_room
from coordination.incident.own_room.told import told_in_lockdown
from coordination.incident.protocols.vocabulary import ProtocolAudience
from coordination.room.access import incident_for
from coordination.sign_in.callers import caller_of

router = Router(tags=["response actions"])


class ToldStudentsOut(Schema):
    """What students of an age are told in this lockdown, in the caller's language."""

    audience: ProtocolAudience
    label: Annotated[str, Field(description="Which age it is for, in the caller's language.")]
    words: str
    is_own: Annotated[bool, Field(description="The caller teaches that age now; else they read those of all ages.")]


class OwnRoomOut(Schema):
    """The room or place in which the caller most likely is, and what is possible there. Empty: nothing is known of it.

    Of a hall and of a place outdoors it is said to people of the school and its district while a lockdown is in force.
    """

    room: str
    line: Annotated[str, Field(description="What people can do there, in one line, in the caller's language.")]
    adults: Annotated[
        str,
        Field(description="What adults do, for people of that very school while a lockdown is in force; else empty."),
    ]
    students: Annotated[
        list[ToldStudentsOut],
        Field(description="For people of the school while a lockdown is in force there; else empty."),
    ]


@router.get("/incidents/{uuid:incident_id}/own-room", response=OwnRoomOut, operation_id="read_own_room")
def read_own_room(request: HttpRequest, incident_id: UUID) -> OwnRoomOut:
    """Return what is possible in the caller's own room, as it was walked; nothing that is too old to rely on."""
    caller = caller_of(request)
    grant = incident_for(user_id=caller.user_id, incident_id=incident_id, at=caller.at)
    told = told_in_lockdown(grant, user_id=caller.user_id, at=caller.at)
    found = own_room(grant, user_id=caller.user_id, is_locked_down=told.is_in_force, at=caller.at)
    return OwnRoomOut(
        room="" if found is None else found.room,
        line="" if found is None else found.line,
        adults=told.adults,
        students=[
            ToldStudentsOut(audience=one.audience, label=one.audience.label, words=one.words, is_own=one.is_own)
            for one in told.students
        ],
    )
