"""Take command, offer it, accept or decline it, leave it; and what follows when a commander is gone.

The room's row is held while a command is carried out, so two claims at once are one after the other: there is always
one commander, one unified command, or no commander.
"""

from collections.abc import Iterable
from uuid import UUID

from coordination.errors import ParticipantNotFound
from coordination.incident.command.capability import (
    AcceptCommand,
    ClaimCommand,
    CommandAccepted,
    CommandClaimed,
    CommandLapsed,
    CommandOffered,
    CommandOfferEnded,
    CommandRelinquished,
    DeclineCommand,
    IncidentCommand,
    OfferCommand,
    RelinquishCommand,
)
from coordination.incident.command.errors import (
    CommandHeld,
    InCommandAlready,
    MayNotClaimCommand,
    NoCommandOffer,
    OfferedInCommand,
    OfferedMayNotCommand,
    OfferOpen,
)
from coordination.incident.command.holding import check_in_command, command_of, is_in_command
from coordination.incident.command.order import Claimant, OrderOfCommand, order_at
from coordination.incident.command.telling import told_of_claim, told_of_gap, told_of_offer
from coordination.incident.lifecycle.capability import CloseIncident
from coordination.incident.people.capability import LeaveRoom, RemoveParticipant
from coordination.room.access import present_in
from coordination.room.capability import Event
from coordination.room.log import CommandContext
from coordination.room.models import Participant
from coordination.room.objects import patch_to_change, patch_to_create
from coordination.room.wire.model import JsonObject
from coordination.vocabulary import CommandEnd, CommandOfferKind, CommandOfferOutcome, IncidentType

__all__ = ["told_of_claim", "told_of_gap", "told_of_offer"]


def claim_command(*, context: CommandContext, command: ClaimCommand) -> None:
    """Take command. Raises: MayNotClaimCommand, InCommandAlready, CommandHeld."""
    order = _order_of_command(context)
    mine = _claimant_of(order, context.participant)
    held = command_of(context)
    if is_in_command(context):
        raise InCommandAlready
    holders = list(Participant.objects.filter(pk__in=list(held.commanders)).order_by("pk"))
    _check_may_relieve(context, mine, order, holders)
    patch = _held_by(context, {str(context.participant.pk): context.at_text}, before=held)
    event = CommandClaimed(
        incident_id=context.incident.pk,
        basis=mine.basis,
        relieved=tuple(one.pk for one in holders),
        names=tuple(one.name for one in holders),
        reason=command.reason,
    )
    context.append(event, patch=patch)


def _check_may_relieve(
    context: CommandContext, mine: Claimant, order: OrderOfCommand, holders: Iterable[Participant]
) -> None:
    """Let command be taken from all who hold it and are still there. Raises: CommandHeld."""
    here = {one.pk for one in _list_present(context)}
    if any(one.pk in here and not mine.stands_above(order.claimant(one)) for one in holders):
        raise CommandHeld


def offer_command(*, context: CommandContext, command: OfferCommand) -> None:
    """Offer command to a person in the room.

    Raises: NotInCommand, OfferOpen, ParticipantNotFound, OfferedInCommand, OfferedMayNotCommand.
    """
    check_in_command(context)
    held = command_of(context)
    if held.offer is not None:
        raise OfferOpen
    to = next((one for one in _list_present(context) if one.pk == command.participant_id), None)
    if to is None:
        raise ParticipantNotFound(pointer="/participant_id")
    if str(to.pk) in held.commanders:
        raise OfferedInCommand(pointer="/participant_id")
    if _order_of_command(context).claimant(to) is None:
        raise OfferedMayNotCommand(pointer="/participant_id")
    offer = {
        "kind": command.kind,
        "to": to.pk,
        "offered_by": context.participant.pk,
        "offered_at": context.at_text,
    }
    event = CommandOffered(incident_id=context.incident.pk, kind=command.kind, to=to.pk, to_name=to.name)
    context.append(event, patch=patch_to_change(IncidentCommand, context.incident.pk, offer=offer))


def accept_command(*, context: CommandContext, command: AcceptCommand) -> None:
    """Take the place of the person who offered it, or one beside it. Raises: NoCommandOffer, MayNotClaimCommand."""
    held = command_of(context)
    if held.offer is None or held.offer.to != context.participant.pk:
        raise NoCommandOffer
    # An agreement may have ended, or a role changed, since it was offered.
    _claimant_of(_order_of_command(context), context.participant)
    commanders = {**held.commanders, str(context.participant.pk): context.at_text}
    if held.offer.kind is CommandOfferKind.TRANSFER:
        del commanders[str(held.offer.offered_by)]
    event = CommandAccepted(
        incident_id=context.incident.pk,
        kind=held.offer.kind,
        offered_by=held.offer.offered_by,
        offered_by_name=Participant.objects.get(pk=held.offer.offered_by).name,
    )
    context.append(event, patch=_held_by(context, commanders, before=held))


def decline_command(*, context: CommandContext, command: DeclineCommand) -> None:
    """Decline an offer made to oneself, or withdraw an offer as a commander. Raises: NoCommandOffer."""
    held = command_of(context)
    is_mine = held.offer is not None and held.offer.to == context.participant.pk
    if held.offer is None or not (is_mine or is_in_command(context)):
        raise NoCommandOffer
    event = CommandOfferEnded(
        incident_id=context.incident.pk,
        outcome=CommandOfferOutcome.DECLINED if is_mine else CommandOfferOutcome.WITHDRAWN,
        to=held.offer.to,
        to_name=Participant.objects.get(pk=held.offer.to).name,
    )
    context.append(event, patch=patch_to_change(IncidentCommand, context.incident.pk, offer=None))


def relinquish_command(*, context: CommandContext, command: RelinquishCommand) -> None:
    """Leave command. Raises: NotInCommand."""
    check_in_command(context)
    patch, is_vacant = take_from_command(context, context.participant.pk)
    event = CommandRelinquished(incident_id=context.incident.pk, is_vacant=is_vacant, reason=command.reason)
    context.append(event, patch=patch)


# --- guards of other commands -------------------------------------------------------------------------------------
def refuse_out_of_command(*, context: CommandContext, command: CloseIncident) -> None:
    """Let only those in command close an incident. Raises: NotInCommand."""
    check_in_command(context)


def lapse_of_who_leaves(*, context: CommandContext, command: LeaveRoom) -> None:
    """End command before a commander leaves the room: this entry comes before the one that says so."""
    lapse(context, context.participant, cause=CommandEnd.LEFT_ROOM)


def lapse_of_who_is_removed(*, context: CommandContext, command: RemoveParticipant) -> None:
    """End command before a commander is removed."""
    target = Participant.objects.filter(room=context.room, pk=command.participant_id).first()
    if target is not None:
        lapse(context, target, cause=CommandEnd.REMOVED)


def lapse(context: CommandContext, one: Participant, *, cause: CommandEnd) -> None:
    """Record that a person is no longer in command, or that their open offer is gone with them, if it is so."""
    held = command_of(context)
    if str(one.pk) in held.commanders:
        patch, is_vacant = take_from_command(context, one.pk)
        context.append(_lapse_event(context, one, cause, is_vacant=is_vacant), patch=patch)
    elif held.offer is not None and held.offer.to == one.pk:
        ended = CommandOfferEnded(
            incident_id=context.incident.pk, outcome=CommandOfferOutcome.DECLINED, to=one.pk, to_name=one.name
        )
        context.append(ended, patch=patch_to_change(IncidentCommand, context.incident.pk, offer=None))


def _lapse_event(context: CommandContext, one: Participant, cause: CommandEnd, *, is_vacant: bool) -> Event:
    return CommandLapsed(
        incident_id=context.incident.pk, participant_id=one.pk, name=one.name, cause=cause, is_vacant=is_vacant
    )


# --- the object ---------------------------------------------------------------------------------------------------
def take_from_command(context: CommandContext, participant_id: UUID) -> tuple[JsonObject, bool]:
    """Return the patch that takes one out of command, and whether command is then vacant."""
    held = command_of(context)
    left = {one: since for one, since in held.commanders.items() if one != str(participant_id)}
    return _held_by(context, left, before=held), not left


def _held_by(context: CommandContext, commanders: dict[str, str], *, before: IncidentCommand) -> JsonObject:
    """Return the patch of a new set. An offer ends with it: it was made by the set before.

    An offer of others in a unified command outlives one who leaves it.
    """
    incident_id = context.incident.pk
    vacant_since = None if commanders else context.at_text
    if context.objects.record(IncidentCommand, incident_id) is None:
        return patch_to_create(IncidentCommand, incident_id, commanders=commanders, vacant_since=vacant_since)
    gone = dict.fromkeys(set(before.commanders) - set(commanders))
    fields: dict[str, object] = {
        "commanders": {**gone, **commanders},
        "vacant_since": vacant_since,
        "alarmed_at": None,
    }
    if before.offer is not None and not _offer_outlives(before, commanders):
        fields["offer"] = None
    return patch_to_change(IncidentCommand, incident_id, **fields)


def _offer_outlives(before: IncidentCommand, commanders: dict[str, str]) -> bool:
    """Tell whether an offer still stands: who made it is in command, and whom it was made to is not."""
    offer = before.offer
    return offer is not None and str(offer.offered_by) in commanders and str(offer.to) not in commanders


def _order_of_command(context: CommandContext) -> OrderOfCommand:
    incident = context.incident
    return order_at(incident.site, incident_type=IncidentType(incident.incident_type), at=context.at)


def _claimant_of(order: OrderOfCommand, one: Participant) -> Claimant:
    found = order.claimant(one)
    if found is None:
        raise MayNotClaimCommand
    return found


def _list_present(context: CommandContext) -> list[Participant]:
    return present_in(context.room.pk, incident=context.incident, at=context.at)
