"""What needs follow-up: marked on an entry while the incident runs, settled there or in its review. Pure."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

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

Seq = Annotated[int, Field(ge=1, description="The number of the entry.")]


class FollowUp(RoomObject):
    """An entry needs follow-up; the object's id is the entry's seq. Who reads the entry reads this."""

    state_key: ClassVar = "follow_ups"
    words: str | None = None
    marked_by: UUID
    marked_at: str
    settled_by: UUID | None = None
    settled_at: str | None = None
    outcome: str | None = None


class MarkFollowUp(Command):
    """Mark an entry: something of it must be looked at again. A settled one is open again."""

    type: Literal["mark_follow_up"]
    seq: Seq
    words: Annotated[Label | None, Field(description="What is to be looked at, in words.")] = None


class SettleFollowUp(Command):
    """Say that what an entry needed was done, and what came of it."""

    type: Literal["settle_follow_up"]
    seq: Seq
    outcome: Annotated[Label | None, Field(description="What came of it, in words.")] = None


class FollowUpMarked(Event):
    type: Literal["follow_up_marked"] = "follow_up_marked"
    seq: int


class FollowUpSettled(Event):
    type: Literal["follow_up_settled"] = "follow_up_settled"
    seq: int


FOLLOW_UP = About(FollowUp, "seq")
CAPABILITY = Capability(
    title=gettext_noop("Follow-up"),
    objects=(FollowUp,),
    commands=(
        CommandRule(MarkFollowUp, need=RoomNeed.READ, touches={"seq": FollowUp}, reads_log=True),
        CommandRule(SettleFollowUp, need=RoomNeed.READ, touches={"seq": FollowUp}),
    ),
    events=(
        EventRule(
            FollowUpMarked,
            words=gettext_noop("Needs follow-up: #{seq} · {words}"),
            alert=NO_ONE,
            about=FOLLOW_UP,
            is_quiet=True,
        ),
        EventRule(
            FollowUpSettled,
            words=gettext_noop("Followed up: #{seq} · {outcome}"),
            alert=NO_ONE,
            about=FOLLOW_UP,
            is_quiet=True,
        ),
    ),
)
