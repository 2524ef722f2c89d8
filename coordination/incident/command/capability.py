"""Command (ICS): who is in command, taking it, handing it on, unified command, and the gap without it. Pure."""

from typing import ClassVar, Literal
from uuid import UUID

from coordination.incident.lifecycle.capability import CloseIncident
from coordination.incident.people.capability import LeaveRoom, RemoveParticipant
from coordination.room.capability import (
    NO_ONE,
    About,
    Alert,
    AlertUrgency,
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
from coordination.room.wire.model import Reason, WireModel
from coordination.vocabulary import ClaimBasis, CommandEnd, CommandOfferKind, CommandOfferOutcome
from push.texts import PushWords


class CommandOffer(WireModel):
    """An offer that waits for its answer: a transfer of the offerer's place, or a place beside it (unified)."""

    kind: CommandOfferKind
    to: UUID
    offered_by: UUID
    offered_at: str


class IncidentCommand(RoomObject):
    """Who is in command, under the incident's id. It begins with the first claim, or the first alarm of a vacancy.

    `commanders`: since when, by participant; two or more are in unified command, none: command is vacant.
    `vacant_since`: while it is vacant. `alarmed_at`: when all with a command role were told of that.
    """

    state_key: ClassVar = "incident_command"
    commanders: dict[str, str] = {}
    offer: CommandOffer | None = None
    vacant_since: str | None = None
    alarmed_at: str | None = None


class ClaimCommand(Command):
    """Take command: where it is vacant, or from those whom the agreement's order places below oneself."""

    type: Literal["claim_command"]
    reason: Reason | None = None


class OfferCommand(Command):
    """Offer one's own place in command, or a place beside it (unified command), to a person in the room."""

    type: Literal["offer_command"]
    participant_id: UUID
    kind: CommandOfferKind


class AcceptCommand(Command):
    """Take what was offered to oneself."""

    type: Literal["accept_command"]


class DeclineCommand(Command):
    """Decline what was offered to oneself; for those in command: take the offer back."""

    type: Literal["decline_command"]


class RelinquishCommand(Command):
    """Leave command: others of a unified command go on; after the last one, command is vacant."""

    type: Literal["relinquish_command"]
    reason: Reason


class CommandClaimed(Event):
    """`relieved`: the participants from whom it was taken; `names`: what they are called."""

    type: Literal["command_claimed"] = "command_claimed"
    incident_id: UUID
    basis: ClaimBasis
    relieved: tuple[UUID, ...] = ()
    names: tuple[str, ...] = ()
    reason: str | None = None


class CommandOffered(Event):
    type: Literal["command_offered"] = "command_offered"
    incident_id: UUID
    kind: CommandOfferKind
    to: UUID
    to_name: str


class CommandAccepted(Event):
    """Command was handed on, or became unified, as `kind` says."""

    type: Literal["command_accepted"] = "command_accepted"
    incident_id: UUID
    kind: CommandOfferKind
    offered_by: UUID
    offered_by_name: str


class CommandOfferEnded(Event):
    type: Literal["command_offer_ended"] = "command_offer_ended"
    incident_id: UUID
    outcome: CommandOfferOutcome
    to: UUID
    to_name: str


class CommandRelinquished(Event):
    """`is_vacant`: command is vacant from now on."""

    type: Literal["command_relinquished"] = "command_relinquished"
    incident_id: UUID
    is_vacant: bool
    reason: str


class CommandLapsed(Event):
    """A commander left, was removed, or may not be here any more. `is_vacant` as above.

    Where access ended, the server writes it, as its author says.
    """

    type: Literal["command_lapsed"] = "command_lapsed"
    incident_id: UUID
    participant_id: UUID
    name: str
    cause: CommandEnd
    is_vacant: bool


class CommandMissing(Event):
    """Command has been vacant for too long. The server writes it, as its author says."""

    type: Literal["command_missing"] = "command_missing"
    incident_id: UUID
    since: str


HELD = About(IncidentCommand, "incident_id")
CAPABILITY = Capability(
    title=gettext_noop("Command"),
    page_words="command_words",
    panel="command/command_bar.js",
    objects=(IncidentCommand,),
    needs=("lifecycle", "people"),
    guards={
        CloseIncident: "refuse_out_of_command",
        LeaveRoom: "lapse_of_who_leaves",
        RemoveParticipant: "lapse_of_who_is_removed",
    },
    commands=(
        CommandRule(ClaimCommand, need=RoomNeed.READ, who=Who.ORDER_OF_COMMAND),
        CommandRule(OfferCommand, need=RoomNeed.READ, who=Who.IN_COMMAND),
        CommandRule(AcceptCommand, need=RoomNeed.READ, who=Who.ORDER_OF_COMMAND),
        CommandRule(DeclineCommand, need=RoomNeed.READ, who=Who.ORDER_OF_COMMAND),
        CommandRule(RelinquishCommand, need=RoomNeed.READ, who=Who.IN_COMMAND),
    ),
    events=(
        EventRule(
            CommandClaimed,
            words=gettext_noop("Took command · relieved {names} · {basis} · {reason}"),
            # An empty choice by Told.CHOSEN alerts no one: the first claim relieves no one.
            alert=Alert(
                Told.CHOSEN,
                chosen_by="told_of_claim",
                title=gettext_noop("Command taken over"),
                push=PushWords(gettext_noop("Command was taken over from you")),
            ),
            about=HELD,
        ),
        EventRule(
            CommandOffered,
            words=gettext_noop("{kind} · offered to {to_name}"),
            alert=Alert(
                Told.CHOSEN,
                chosen_by="told_of_offer",
                title=gettext_noop("Command offered"),
                push=PushWords(gettext_noop("Command is offered to you")),
            ),
            about=HELD,
        ),
        EventRule(
            CommandAccepted,
            words=gettext_noop("{kind} · accepted from {offered_by_name}"),
            alert=NO_ONE,
            about=HELD,
        ),
        EventRule(
            CommandOfferEnded, words=gettext_noop("{outcome} · {to_name}"), alert=NO_ONE, about=HELD, is_quiet=True
        ),
        EventRule(
            CommandRelinquished,
            words=gettext_noop("Left command · {reason}"),
            alert=Alert(
                Told.COMMAND,
                when=lambda event: bool(getattr(event, "is_vacant", True)),
                title=gettext_noop("No one in command any more"),
                push=PushWords(gettext_noop("No one is in command any more")),
            ),
            about=HELD,
        ),
        EventRule(
            CommandLapsed,
            words=gettext_noop("{name} is no longer in command · {cause}"),
            alert=Alert(
                Told.COMMAND,
                when=lambda event: bool(getattr(event, "is_vacant", True)),
                title=gettext_noop("No one in command any more"),
                push=PushWords(gettext_noop("No one is in command any more")),
            ),
            about=HELD,
        ),
        EventRule(
            CommandMissing,
            words=gettext_noop("NO ONE IS IN COMMAND"),
            alert=Alert(
                Told.CHOSEN,
                AlertUrgency.OF_INCIDENT,
                chosen_by="told_of_gap",
                title=gettext_noop("No one is in command"),
                push=PushWords(gettext_noop("No one is in command")),
            ),
            about=HELD,
        ),
    ),
)
