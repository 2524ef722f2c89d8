"""Messages that their whole audience must acknowledge. Pure."""

from typing import ClassVar, Literal
from uuid import UUID

from coordination.room.capability import (
    NO_ONE,
    About,
    Alert,
    AlertUrgency,
    AnsweredBy,
    Capability,
    Command,
    CommandRule,
    Event,
    EventRule,
    RoomNeed,
    RoomObject,
    Told,
    gettext_noop,
)
from coordination.room.wire.model import Reason, Texts
from coordination.vocabulary import Audience
from push.texts import PushWords


class PriorityMessage(RoomObject):
    """A message that demands acknowledgement, and who of its audience has acknowledged it, when."""

    state_key: ClassVar = "priority_messages"
    text: str
    audience: Audience
    posted_by: UUID
    posted_at: str
    acknowledged_by: dict[str, str] = {}


class PostPriorityMessage(Command):
    """Command only: say something that the whole audience must acknowledge. `message_id` is the client's."""

    texts: ClassVar[Texts] = Texts.CLEANED

    type: Literal["post_priority_message"]
    message_id: UUID
    text: Reason
    audience: Audience = Audience.EVERYONE


class AcknowledgePriorityMessage(Command):
    """Say that one has read a priority message."""

    type: Literal["acknowledge_priority_message"]
    message_id: UUID


class PriorityMessagePosted(Event):
    type: Literal["priority_message_posted"] = "priority_message_posted"
    message_id: UUID


class PriorityMessageAcknowledged(Event):
    type: Literal["priority_message_acknowledged"] = "priority_message_acknowledged"
    message_id: UUID


MESSAGE = About(PriorityMessage, "message_id")
CAPABILITY = Capability(
    title=gettext_noop("Priority messages"),
    panel="priority_messages/priority_messages.js",
    objects=(PriorityMessage,),
    commands=(
        CommandRule(PostPriorityMessage, need=RoomNeed.COMMAND, touches={"message_id": PriorityMessage}),
        CommandRule(AcknowledgePriorityMessage, need=RoomNeed.READ, touches={"message_id": PriorityMessage}),
    ),
    events=(
        EventRule(
            PriorityMessagePosted,
            words=gettext_noop("PRIORITY: {text}"),
            alert=Alert(
                Told.AUDIENCE,
                AlertUrgency.OF_INCIDENT,
                demands_acknowledgement=True,
                answered_by=AnsweredBy(PriorityMessageAcknowledged, same="message_id"),
                title=gettext_noop("Priority message"),
                push=PushWords(gettext_noop("Priority message: acknowledge it")),
            ),
            about=MESSAGE,
        ),
        EventRule(
            PriorityMessageAcknowledged,
            words=gettext_noop("Acknowledged the priority message"),
            alert=NO_ONE,
            about=MESSAGE,
            is_quiet=True,
        ),
    ),
)
