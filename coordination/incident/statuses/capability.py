"""What people say they are doing: on the way, on scene, available. Pure."""

from typing import Literal
from uuid import UUID

from coordination.incident.people.capability import Person
from coordination.room.capability import (
    NO_ONE,
    About,
    Capability,
    Command,
    CommandRule,
    Event,
    EventRule,
    RoomNeed,
    gettext_noop,
)
from coordination.room.wire.model import Label
from coordination.vocabulary import ResponderStatus


class SetStatus(Command):
    """Say what oneself is doing."""

    type: Literal["set_status"]
    status: ResponderStatus
    note: Label | None = None


class StatusSet(Event):
    type: Literal["status_set"] = "status_set"
    participant_id: UUID


CAPABILITY = Capability(
    title=gettext_noop("Statuses"),
    needs=("people",),
    commands=(CommandRule(SetStatus, need=RoomNeed.READ),),
    events=(
        EventRule(
            StatusSet,
            words=gettext_noop("{status} · {status_note}"),
            alert=NO_ONE,
            about=About(Person, "participant_id"),
        ),
    ),
)
