"""What people say, and taking it back. Pure."""

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
    Who,
    gettext_noop,
)
from coordination.room.wire.model import Reason, Texts, Words
from coordination.vocabulary import Audience


class Strike(RoomObject):
    """An entry was struck; the object's id is the entry's seq. The entry stays in the log, readable, struck through."""

    state_key: ClassVar = "struck"
    reason: str
    struck_by: UUID
    struck_at: str


class PostMessage(Command):
    """Say something to an audience one belongs to."""

    texts: ClassVar[Texts] = Texts.CLEANED

    type: Literal["post_message"]
    text: Words
    audience: Audience = Audience.EVERYONE


class StrikeEntry(Command):
    """Strike an entry: one's own, or in command anybody's. The original stays readable, struck through."""

    type: Literal["strike_entry"]
    seq: Annotated[int, Field(ge=1)]
    reason: Reason


class MessagePosted(Event):
    type: Literal["message_posted"] = "message_posted"
    text: str


class EntryStruck(Event):
    type: Literal["entry_struck"] = "entry_struck"
    seq: int


CAPABILITY = Capability(
    title=gettext_noop("Messages"),
    objects=(Strike,),
    needs=("command",),
    commands=(
        CommandRule(PostMessage, need=RoomNeed.READ),
        CommandRule(StrikeEntry, need=RoomNeed.READ, who=Who.AUTHOR, touches={"seq": Strike}, reads_log=True),
    ),
    events=(
        EventRule(MessagePosted, words="{text}", alert=NO_ONE, is_strikable=True),
        EventRule(
            EntryStruck,
            words=gettext_noop("Struck #{seq}: {reason}"),
            alert=NO_ONE,
            about=About(Strike, "seq"),
            is_quiet=True,
        ),
    ),
)
