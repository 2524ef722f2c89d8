"""A capability that writes first and refuses then: what it must not do, and what must do no harm. Pure."""

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


class Hesitation(RoomObject):
    """What a command that is refused too late leaves behind, if anything does."""

    state_key: ClassVar = "hesitations"
    words: str


class HesitateNow(Command):
    """Change a table, append an entry and an object, count a change of access, then refuse."""

    type: Literal["hesitate_now"]


class Hesitated(Event):
    type: Literal["hesitated"] = "hesitated"


CAPABILITY = Capability(
    objects=(Hesitation,),
    commands=(CommandRule(HesitateNow, need=RoomNeed.READ, has_tables=True, moves_access=True),),
    events=(EventRule(Hesitated, words="Hesitated", alert=NO_ONE),),
)
