"""A capability that exists only in the tests: someone calls the roll. Pure."""

from typing import ClassVar, Literal
from uuid import UUID

from coordination.room.capability import (
    NO_ONE,
    About,
    Capability,
    Command,
    CommandRule,
    Event,
    EventRule,
    RoomNeed,
    RoomObject,
    gettext_noop,
)
from coordination.room.wire.model import Label


class RollCall(RoomObject):
    """A roll that was called."""

    state_key: ClassVar = "roll_calls"
    label: str
    called_by: UUID
    called_at: str


class CallRoll(Command):
    """Call the roll."""

    type: Literal["call_roll"]
    roll_id: UUID
    label: Label


class RollCalled(Event):
    """The roll was called."""

    type: Literal["roll_called"] = "roll_called"
    roll_id: UUID


CAPABILITY = Capability(
    title="Roll calls",
    objects=(RollCall,),
    commands=(CommandRule(CallRoll, need=RoomNeed.READ, touches={"roll_id": RollCall}),),
    events=(
        EventRule(
            RollCalled,
            words=gettext_noop("Called the roll: {label}"),
            alert=NO_ONE,
            about=About(RollCall, "roll_id"),
        ),
    ),
)
