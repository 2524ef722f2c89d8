"""Invite a person without an agreement, end it, and end it with the incident. Coming in stands in entering.py."""

from uuid import UUID

from coordination.errors import IdTaken, NotAllowed
from coordination.incident.command.holding import check_in_command
from coordination.incident.lifecycle.capability import CloseIncident
from coordination.incident.mutual_aid.capability import (
    EndMutualAid,
    InviteMutualAid,
    MutualAid,
    MutualAidEnded,
    MutualAidInvited,
    MutualAidWithdrawn,
)
from coordination.incident.mutual_aid.errors import MutualAidNotFound, MutualAidOver, TooManyInvited
from coordination.incident.mutual_aid.guests import retire_guests
from coordination.incident.mutual_aid.models import AidInvitation
from coordination.incident.people.capability import Person
from coordination.incident.real_world.capability import DeclareRealWorld
from coordination.room.capability import Event
from coordination.room.log import CommandContext
from coordination.room.models import Participant
from coordination.room.objects import patch_to_change, patch_to_create
from coordination.room.wire.model import JsonObject
from coordination.vocabulary import MutualAidEnd, MutualAidState
from mou.access.emergency.mutual_aid import end_mutual_aid as end_aid

# A whole strike team and more; this many unused invitations come from a script.
MOST_INVITED = 100


def invite_mutual_aid(*, context: CommandContext, command: InviteMutualAid) -> None:
    """Name a person who may come in with a code. Raises: NotInCommand, IdTaken, TooManyInvited."""
    check_in_command(context)
    # Also of another room: the grant that follows has this id, wherever it is.
    if AidInvitation.objects.filter(pk=command.aid_id).exists():
        raise IdTaken(pointer="/aid_id")
    if sum(one.state is MutualAidState.INVITED for _, one in context.objects.all(MutualAid)) >= MOST_INVITED:
        raise TooManyInvited
    by = context.participant
    AidInvitation.objects.create(pk=command.aid_id, room=context.room, invited_by_id=by.user_id)
    patch = patch_to_create(
        MutualAid,
        command.aid_id,
        agency=command.agency,
        agency_kind=command.agency_kind,
        person=command.person,
        callsign=command.callsign,
        title=command.title,
        state=MutualAidState.INVITED,
        invited_by=by.pk,
        let_in_by=f"{by.name}, {by.agency}",
        invited_at=context.at_text,
    )
    context.append(MutualAidInvited(aid_id=command.aid_id), patch=patch)


def end_mutual_aid(*, context: CommandContext, command: EndMutualAid) -> None:
    """End it for one. Raises: NotInCommand, MutualAidNotFound, MutualAidOver."""
    check_in_command(context)
    one = context.objects.get(MutualAid, command.aid_id)
    if one is None:
        raise MutualAidNotFound(pointer="/aid_id")
    if one.state is MutualAidState.ENDED:
        raise MutualAidOver
    event, patch = end_aid_of_guest(context, command.aid_id, one, cause=MutualAidEnd.BY_COMMAND, reason=command.reason)
    context.append(event, patch=patch)


def end_with_the_exercise(*, context: CommandContext, command: DeclareRealWorld) -> None:
    """End it before an exercise becomes something real: what is real lets its own helpers in.

    Raises: NotAllowed: the asker is here by mutual aid, and would not be in the room that they open.
    """
    if context.grant.by_mutual_aid():
        raise NotAllowed("Tell the commander: a person who is here by mutual aid opens no incident.")
    if context.incident.is_exercise:
        _end_all(context)


def end_with_the_incident(*, context: CommandContext, command: CloseIncident) -> None:
    """End all mutual aid: the entries before the one that closes the incident."""
    _end_all(context)


def _end_all(context: CommandContext) -> None:
    for aid_id, one in context.objects.all(MutualAid):
        if one.state is not MutualAidState.ENDED:
            event, patch = end_aid_of_guest(context, UUID(aid_id), one, cause=MutualAidEnd.INCIDENT_CLOSED)
            context.append(event, patch=patch)


def end_aid_of_guest(
    context: CommandContext, aid_id: UUID, one: MutualAid, *, cause: MutualAidEnd, reason: str | None = None
) -> tuple[Event, JsonObject]:
    """End mutual aid, used or not: its code, access, guest account; return the event that says so, and its patch."""
    AidInvitation.objects.filter(pk=aid_id).update(code_hash="")
    patch = patch_to_change(MutualAid, aid_id, state=MutualAidState.ENDED, cause=cause, ended_at=context.at_text)
    if one.participant_id is None:
        return MutualAidWithdrawn(aid_id=aid_id, cause=cause, reason=reason), patch
    end_aid([aid_id], context.at)
    retire_guests([aid_id], context.at)
    participant = Participant.objects.get(pk=one.participant_id)
    if participant.left_at is None and participant.removed_at is None:
        Participant.objects.filter(pk=participant.pk).update(left_at=context.at)
        patch |= patch_to_change(Person, participant.pk, presence="left")
    return MutualAidEnded(aid_id=aid_id, participant_id=participant.pk, cause=cause, reason=reason), patch
