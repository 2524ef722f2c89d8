"""A capability with a fault: what it was asked to do, it does half. Pure."""

from typing import ClassVar, Literal

from coordination.room.capability import (
    NO_ONE,
    Capability,
    Command,
    CommandRule,
    Event,
    EventRule,
    RoomNeed,
    RoomObject,
)


class Stumble(RoomObject):
    """What a stumbling command leaves behind, if anything does."""

    state_key: ClassVar = "stumbles"
    words: str


class StumbleNow(Command):
    """Write an entry and an object, then fail as no one expected."""

    type: Literal["stumble_now"]


class Stumbled(Event):
    type: Literal["stumbled"] = "stumbled"


CAPABILITY = Capability(
    objects=(Stumble,),
    commands=(CommandRule(StumbleNow, need=RoomNeed.READ),),
    events=(EventRule(Stumbled, words="Stumbled", alert=NO_ONE),),
)
