"""Who is in the room, and what they are doing. Pure."""

from typing import Annotated, ClassVar, Literal
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
    Who,
    gettext_noop,
)
from coordination.room.wire.model import Reason
from coordination.vocabulary import ResponderStatus
from mou.foundation.value_of import ValueOf
from mou.vocabulary import AgencyKind, MemberRole


class Person(RoomObject):
    """A person who is or was in the room, for one agency, with the role and the callsign they had when they joined."""

    state_key: ClassVar = "people"
    name: str
    callsign: str | None = None
    role: Annotated[str, ValueOf(MemberRole)]
    agency_id: UUID
    agency: str
    agency_kind: Annotated[str, ValueOf(AgencyKind)]
    presence: Literal["in_room", "left", "removed"]
    joined_at: str
    status: ResponderStatus | None = None
    status_note: str | None = None
    status_at: str | None = None


class JoinRoom(Command):
    """Enter the room. `agency_id` chooses for whom, when the asker belongs to several agencies that may enter."""

    type: Literal["join_room"]
    agency_id: UUID | None = None


class LeaveRoom(Command):
    """Leave the room; joining again is allowed."""

    type: Literal["leave_room"]


class RemoveParticipant(Command):
    """End a person's presence; their sockets close after this entry.

    For command of the person's own agency, and for command of the school or district. readmit_participant undoes it.
    """

    type: Literal["remove_participant"]
    participant_id: UUID
    reason: Reason


class ReadmitParticipant(Command):
    """Let a removed person enter again; for those who may remove them."""

    type: Literal["readmit_participant"]
    participant_id: UUID
    reason: Reason


class ParticipantJoined(Event):
    type: Literal["participant_joined"] = "participant_joined"
    participant_id: UUID


class ParticipantLeft(Event):
    type: Literal["participant_left"] = "participant_left"
    participant_id: UUID


class ParticipantRemoved(Event):
    type: Literal["participant_removed"] = "participant_removed"
    participant_id: UUID
    reason: str


class ParticipantReadmitted(Event):
    """The person may enter again; they are not in the room before they do."""

    type: Literal["participant_readmitted"] = "participant_readmitted"
    participant_id: UUID
    reason: str


PERSON = About(Person, "participant_id")
CAPABILITY = Capability(
    title=gettext_noop("Who came and went"),
    objects=(Person,),
    commands=(
        CommandRule(
            JoinRoom, need=RoomNeed.SEE, when_closed=True, has_tables=True, moves_access=True, enters_room=True
        ),
        CommandRule(LeaveRoom, need=RoomNeed.READ, when_closed=True, has_tables=True, moves_access=True),
        CommandRule(
            RemoveParticipant,
            need=RoomNeed.COMMAND,
            who=Who.OWN_AGENCY_OR_SITE,
            when_closed=True,
            has_tables=True,
            moves_access=True,
        ),
        CommandRule(
            ReadmitParticipant,
            need=RoomNeed.COMMAND,
            who=Who.OWN_AGENCY_OR_SITE,
            when_closed=True,
            has_tables=True,
            moves_access=True,
        ),
    ),
    events=(
        EventRule(ParticipantJoined, words=gettext_noop("Joined as {role}"), alert=NO_ONE, about=PERSON, is_quiet=True),
        EventRule(
            ParticipantLeft,
            words=gettext_noop("Left the room"),
            alert=NO_ONE,
            about=PERSON,
            is_quiet=True,
            ends_presence="participant_id",
        ),
        EventRule(
            ParticipantRemoved,
            words=gettext_noop("Removed {name}: {reason}"),
            alert=NO_ONE,
            about=PERSON,
            is_quiet=True,
            ends_presence="participant_id",
        ),
        EventRule(
            ParticipantReadmitted,
            words=gettext_noop("Let {name} enter again: {reason}"),
            alert=NO_ONE,
            about=PERSON,
            is_quiet=True,
        ),
    ),
)
