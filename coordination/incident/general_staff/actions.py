"""Take a function, give it, offer it, answer the offer, give it up; and what follows when its holder is gone.

The room's row is held while a command is carried out, so two claims at once are one after the other: a function has one
holder or none.
"""

from uuid import UUID, uuid5

from coordination.errors import ParticipantNotFound
from coordination.incident.command.errors import NotInCommand
from coordination.incident.command.holding import is_in_command
from coordination.incident.general_staff.capability import (
    AcceptFunction,
    AppointToFunction,
    ClaimFunction,
    DeclineFunction,
    FunctionAccepted,
    FunctionAppointed,
    FunctionClaimed,
    FunctionCommand,
    FunctionOffered,
    FunctionOfferEnded,
    FunctionReleased,
    HeldFunction,
    OfferFunction,
    ReleaseFunction,
)
from coordination.incident.general_staff.errors import (
    FunctionIsAppointed,
    MayNotHoldFunction,
    NoFunctionOffer,
    NotFunctionHolder,
    PersonHoldsFunction,
    PersonMayNotHoldFunction,
)
from coordination.incident.general_staff.rules import FunctionState, FunctionStep, check_step, may_hold
from coordination.incident.general_staff.telling import (
    told_of_appointment,
    told_of_function_offer,
    told_of_vacant_function,
)
from coordination.incident.general_staff.vocabulary import SUBDIVISIONS, FunctionBasis, FunctionEnd, StaffFunction
from coordination.incident.people.capability import LeaveRoom, RemoveParticipant
from coordination.room.access import present_in
from coordination.room.audiences import is_of_site
from coordination.room.log import CommandContext
from coordination.room.models import Participant
from coordination.room.objects import patch_to_change, patch_to_create
from coordination.room.wire.model import JsonObject
from coordination.vocabulary import CommandOfferOutcome
from mou.vocabulary import AgencyKind, MemberRole

__all__ = ["told_of_appointment", "told_of_function_offer", "told_of_vacant_function"]
# What ends with the holder.
VACANT = dict.fromkeys(("holder", "since", "basis", "appointed_by", "offer"))


def claim_function(*, context: CommandContext, command: ClaimFunction) -> None:
    """Take a function. Raises: MayNotHoldFunction, FunctionIsAppointed, FunctionHeld."""
    _check_may_hold(context, command)
    if command.function in SUBDIVISIONS:
        raise FunctionIsAppointed(pointer="/function")
    check_step(_state_of(_find_function(context, command)), FunctionStep.CLAIM)
    patch = _held_by(context, command, context.participant.pk, FunctionBasis.CLAIMED)
    context.append(FunctionClaimed(function=command.function), patch=patch)


def appoint_to_function(*, context: CommandContext, command: AppointToFunction) -> None:
    """Give a function to a person in the room: to its holder's loss, and to their own, if they hold it.

    Raises: NotInCommand, ParticipantNotFound, PersonMayNotHoldFunction, PersonHoldsFunction.
    """
    if not _may_appoint(context, command.function):
        raise NotInCommand
    held = _find_function(context, command)
    to = _find_person(context, command, held)
    check_step(_state_of(held), FunctionStep.APPOINT)
    before = _name_of(held.holder) if held.holder is not None else None
    patch = _held_by(context, command, to.pk, FunctionBasis.APPOINTED)
    event = FunctionAppointed(
        function=command.function,
        subdivision=command.subdivision,
        to=to.pk,
        to_name=to.name,
        relieved=held.holder,
        relieved_name=before,
    )
    context.append(event, patch=patch)


def offer_function(*, context: CommandContext, command: OfferFunction) -> None:
    """Offer a function that one holds to a person in the room.

    Raises: FunctionVacant, NotFunctionHolder, FunctionOfferOpen, ParticipantNotFound, PersonMayNotHoldFunction,
    PersonHoldsFunction.
    """
    held = _find_function(context, command)
    if held.holder not in (None, context.participant.pk):
        raise NotFunctionHolder
    check_step(_state_of(held), FunctionStep.OFFER)
    to = _find_person(context, command, held)
    event = FunctionOffered(function=command.function, subdivision=command.subdivision, to=to.pk, to_name=to.name)
    patch = _patch_of(context, command, offer={"to": to.pk, "offered_at": context.at_text})
    context.append(event, patch=patch)


def accept_function(*, context: CommandContext, command: AcceptFunction) -> None:
    """Take what was offered to oneself. Raises: NoFunctionOffer, MayNotHoldFunction."""
    held = _find_function(context, command)
    check_step(_state_of(held), FunctionStep.ACCEPT)
    if held.offer is None or held.holder is None or held.offer.to != context.participant.pk:
        raise NoFunctionOffer
    # A role may have changed since it was offered.
    _check_may_hold(context, command)
    event = FunctionAccepted(
        function=command.function,
        subdivision=command.subdivision,
        offered_by=held.holder,
        offered_by_name=_name_of(held.holder),
    )
    patch = _held_by(context, command, context.participant.pk, FunctionBasis.HANDED_OVER)
    context.append(event, patch=patch)


def decline_function(*, context: CommandContext, command: DeclineFunction) -> None:
    """Decline an offer made to oneself, or take one back as holder or in command. Raises: NoFunctionOffer."""
    held = _find_function(context, command)
    check_step(_state_of(held), FunctionStep.DECLINE)
    me = context.participant.pk
    is_mine = held.offer is not None and held.offer.to == me
    if held.offer is None or not (is_mine or held.holder == me or is_in_command(context)):
        raise NoFunctionOffer
    outcome = CommandOfferOutcome.DECLINED if is_mine else CommandOfferOutcome.WITHDRAWN
    event, patch = _end_offer(context, held, outcome, to=held.offer.to)
    context.append(event, patch=patch)


def release_function(*, context: CommandContext, command: ReleaseFunction) -> None:
    """Give up a function, or relieve its holder. Raises: FunctionVacant, NotFunctionHolder."""
    held = _find_function(context, command)
    check_step(_state_of(held), FunctionStep.LEAVE)
    is_mine = held.holder == context.participant.pk
    if not (is_mine or _may_appoint(context, command.function)):
        raise NotFunctionHolder
    end = FunctionEnd.RELEASED if is_mine else FunctionEnd.RELIEVED
    event, patch = _end_holding(context, held, end, reason=command.reason)
    context.append(event, patch=patch)


# --- guards of other commands -------------------------------------------------------------------------------------
def end_functions_of_who_leaves(*, context: CommandContext, command: LeaveRoom) -> None:
    """Make vacant what a person holds before they leave the room."""
    end_functions_of(context, context.participant.pk, FunctionEnd.LEFT_ROOM)


def end_functions_of_who_is_removed(*, context: CommandContext, command: RemoveParticipant) -> None:
    """Make vacant what a person holds before they are removed."""
    end_functions_of(context, command.participant_id, FunctionEnd.REMOVED)


def end_functions_of(context: CommandContext, participant_id: UUID, end: FunctionEnd) -> None:
    """Record that a person holds nothing any more, and that what was offered to them is not."""
    for _id, held in context.objects.all(HeldFunction):
        if held.holder == participant_id:
            event, patch = _end_holding(context, held, end, reason=None)
            context.append(event, patch=patch)
        elif held.offer is not None and held.offer.to == participant_id:
            ended, patch = _end_offer(context, held, CommandOfferOutcome.DECLINED, to=participant_id)
            context.append(ended, patch=patch)


# --- the object ---------------------------------------------------------------------------------------------------
def id_of_function(incident_id: UUID, function: StaffFunction, subdivision: str | None) -> UUID:
    """Return the id of a function in an incident: one for each, and one for each name of a subdivision."""
    return uuid5(incident_id, f"function\n{function}\n{(subdivision or '').casefold()}")


def _id_for(context: CommandContext, one: FunctionCommand | HeldFunction) -> UUID:
    return id_of_function(context.incident.pk, one.function, one.subdivision)


def _find_function(context: CommandContext, command: FunctionCommand) -> HeldFunction:
    """Return a function as it is; a vacant one before it was first held."""
    found = context.objects.get(HeldFunction, _id_for(context, command))
    return found or HeldFunction(function=command.function, subdivision=command.subdivision)


def _state_of(held: HeldFunction) -> FunctionState:
    if held.holder is None:
        return FunctionState.VACANT
    return FunctionState.HELD if held.offer is None else FunctionState.OFFERED


def _held_by(context: CommandContext, command: FunctionCommand, to: UUID, basis: FunctionBasis) -> JsonObject:
    """Return the patch of a new holder. An offer ends with it: the holder before made it."""
    appointed_by = context.participant.pk if basis is FunctionBasis.APPOINTED else None
    fields: dict[str, object] = {"holder": to, "since": context.at_text, "basis": basis, "appointed_by": appointed_by}
    return _patch_of(context, command, **fields, offer=None, vacant_since=None)


def _patch_of(context: CommandContext, one: FunctionCommand | HeldFunction, **fields: object) -> JsonObject:
    function_id = _id_for(context, one)
    if context.objects.record(HeldFunction, function_id) is None:
        known = {"function": one.function, "subdivision": one.subdivision}
        return patch_to_create(HeldFunction, function_id, **known, **fields)
    return patch_to_change(HeldFunction, function_id, **fields)


def _end_holding(
    context: CommandContext, held: HeldFunction, end: FunctionEnd, *, reason: str | None
) -> tuple[FunctionReleased, JsonObject]:
    assert held.holder is not None
    event = FunctionReleased(
        function=held.function,
        subdivision=held.subdivision,
        holder=held.holder,
        holder_name=_name_of(held.holder),
        end=end,
        reason=reason,
    )
    return event, _patch_of(context, held, **VACANT, vacant_since=context.at_text)


def _end_offer(
    context: CommandContext, held: HeldFunction, outcome: CommandOfferOutcome, *, to: UUID
) -> tuple[FunctionOfferEnded, JsonObject]:
    event = FunctionOfferEnded(
        function=held.function, subdivision=held.subdivision, outcome=outcome, to=to, to_name=_name_of(to)
    )
    return event, _patch_of(context, held, offer=None)


# --- who may ------------------------------------------------------------------------------------------------------
def _may_appoint(context: CommandContext, function: StaffFunction) -> bool:
    """Tell whether the asker gives and takes a function: command all, operations what it is divided into."""
    if is_in_command(context):
        return True
    if function not in SUBDIVISIONS:
        return False
    operations = id_of_function(context.incident.pk, StaffFunction.OPERATIONS, None)
    held = context.objects.get(HeldFunction, operations)
    return held is not None and held.holder == context.participant.pk


def _may_person_hold(context: CommandContext, one: Participant, function: StaffFunction) -> bool:
    return may_hold(
        function,
        kind=AgencyKind(one.agency_kind),
        role=MemberRole(one.role),
        is_of_site=is_of_site(one, context.incident.site),
    )


def _check_may_hold(context: CommandContext, command: FunctionCommand) -> None:
    if not _may_person_hold(context, context.participant, command.function):
        raise MayNotHoldFunction(pointer="/function")


def _find_person(
    context: CommandContext, command: AppointToFunction | OfferFunction, held: HeldFunction
) -> Participant:
    """Return who is to hold it: in the room, and may still be there, by an agreement or as the school's own.

    Raises: ParticipantNotFound, PersonMayNotHoldFunction, PersonHoldsFunction.
    """
    here = present_in(context.room.pk, incident=context.incident, at=context.at)
    to = next((one for one in here if one.pk == command.participant_id), None)
    if to is None:
        raise ParticipantNotFound(pointer="/participant_id")
    if to.pk == held.holder:
        raise PersonHoldsFunction(pointer="/participant_id")
    if not _may_person_hold(context, to, command.function):
        raise PersonMayNotHoldFunction(pointer="/participant_id")
    return to


def _name_of(participant_id: UUID) -> str:
    return Participant.objects.get(pk=participant_id).name
