"""Mutual aid: the commander lets a person of an agency without an agreement into this one incident. Pure."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import AfterValidator, StringConstraints

from coordination.incident.lifecycle.capability import CloseIncident
from coordination.incident.real_world.capability import DeclareRealWorld
from coordination.room.capability import (
    NO_ONE,
    About,
    Alert,
    Capability,
    Command,
    CommandRule,
    Event,
    EventRule,
    RoomNeed,
    RoomObject,
    Told,
    Who,
    gettext_noop,
)
from coordination.room.wire.model import Label, Reason, refuse_control_characters
from coordination.vocabulary import AidAgencyKind, MutualAidEnd, MutualAidState
from push.texts import PushWords

# As long as the directory takes it.
Callsign = Annotated[
    str,
    StringConstraints(min_length=1, max_length=40, strip_whitespace=True),
    AfterValidator(refuse_control_characters),
]


class MutualAid(RoomObject):
    """A person invited into this incident without an agreement, as the commander named them, and what came of it.

    `agency` and `person` are those of the account once they have come in with one. `until`: no later than that.
    """

    state_key: ClassVar = "mutual_aid"
    agency: str
    agency_kind: AidAgencyKind
    person: str
    callsign: str | None = None
    title: str | None = None
    state: MutualAidState
    invited_by: UUID
    let_in_by: str
    invited_at: str
    participant_id: UUID | None = None
    until: str | None = None
    ended_at: str | None = None
    cause: MutualAidEnd | None = None


class InviteMutualAid(Command):
    """Those in command: invite a person of an agency without an agreement. Their code is asked for apart."""

    type: Literal["invite_mutual_aid"]
    aid_id: UUID
    agency: Label
    agency_kind: AidAgencyKind
    person: Label
    callsign: Callsign | None = None
    title: Label | None = None


class EndMutualAid(Command):
    """Those in command: end a person's mutual aid, or take an invitation back. It cannot be undone."""

    type: Literal["end_mutual_aid"]
    aid_id: UUID
    reason: Reason


class MutualAidInvited(Event):
    type: Literal["mutual_aid_invited"] = "mutual_aid_invited"
    aid_id: UUID


class MutualAidJoined(Event):
    """A person came in with the code they were given; written in their name."""

    type: Literal["mutual_aid_joined"] = "mutual_aid_joined"
    aid_id: UUID
    participant_id: UUID


class MutualAidEnded(Event):
    """Mutual aid is over, and the person who came by it receives nothing after this.

    By the clock, the server writes it in the name of the person whose access it was.
    """

    type: Literal["mutual_aid_ended"] = "mutual_aid_ended"
    aid_id: UUID
    participant_id: UUID
    cause: MutualAidEnd
    reason: str | None = None


class MutualAidWithdrawn(Event):
    """An unused invitation is over."""

    type: Literal["mutual_aid_withdrawn"] = "mutual_aid_withdrawn"
    aid_id: UUID
    cause: MutualAidEnd
    reason: str | None = None


AID = About(MutualAid, "aid_id")
CAPABILITY = Capability(
    title=gettext_noop("Mutual aid"),
    page_words="mutual_aid_words",
    panel="command/mutual_aid.js",
    objects=(MutualAid,),
    needs=("command", "lifecycle", "people", "real_world"),
    guards={CloseIncident: "end_with_the_incident", DeclareRealWorld: "end_with_the_exercise"},
    commands=(
        CommandRule(
            InviteMutualAid,
            need=RoomNeed.READ,
            who=Who.IN_COMMAND,
            touches={"aid_id": MutualAid},
            has_tables=True,
        ),
        CommandRule(
            EndMutualAid,
            need=RoomNeed.READ,
            who=Who.IN_COMMAND,
            touches={"aid_id": MutualAid},
            has_tables=True,
            moves_access=True,
        ),
    ),
    events=(
        EventRule(
            MutualAidInvited,
            words=gettext_noop("MUTUAL AID: invited {person} · {callsign} · {title} · {agency}, without an agreement"),
            alert=NO_ONE,
            about=AID,
        ),
        EventRule(
            MutualAidJoined,
            words=gettext_noop("MUTUAL AID: {person}, {agency}, let in by {let_in_by}, without an agreement"),
            alert=Alert(
                Told.OVERSIGHT,
                title=gettext_noop("Someone was let in by mutual aid"),
                push=PushWords(gettext_noop("Someone was let in by mutual aid")),
            ),
            about=AID,
        ),
        EventRule(
            MutualAidEnded,
            words=gettext_noop("Mutual aid of {person}, {agency}, is over: {cause} · {reason}"),
            alert=NO_ONE,
            about=AID,
            ends_presence="participant_id",
        ),
        EventRule(
            MutualAidWithdrawn,
            words=gettext_noop("Invitation of {person}, {agency}, is over: {cause} · {reason}"),
            alert=NO_ONE,
            about=AID,
            is_quiet=True,
        ),
    ),
)
