"""Enter, leave, be removed from a room and readmitted."""

from uuid import UUID

from coordination.errors import NotAllowed, ParticipantNotFound, ParticipantNotRemoved
from coordination.incident.people.capability import (
    JoinRoom,
    LeaveRoom,
    ParticipantJoined,
    ParticipantLeft,
    ParticipantReadmitted,
    ParticipantRemoved,
    Person,
    ReadmitParticipant,
    RemoveParticipant,
)
from coordination.room.access import may_decide_on
from coordination.room.log import CommandContext, author_of
from coordination.room.models import Participant
from coordination.room.objects import patch_to_change, patch_to_create
from mou.access.epoch_change import bump_access_epoch


def tell_of_joining(context: CommandContext) -> None:
    """Append that the context's participant is in the room; one who comes back keeps the status they had."""
    who = context.participant
    author = author_of(who).model_dump(exclude={"participant_id"})
    fields = {**author, "presence": "in_room", "joined_at": context.at_text}
    fields["callsign"] = who.member.callsign or None
    before = context.objects.record(Person, who.id)
    patch = patch_to_create(Person, who.id, **fields) if before is None else patch_to_change(Person, who.id, **fields)
    context.append(ParticipantJoined(participant_id=who.id), patch=patch)


def join_room(*, context: CommandContext, command: JoinRoom) -> None:
    """Enter; the participant was made or renewed before, because an entry needs its author."""
    tell_of_joining(context)


def leave_room(*, context: CommandContext, command: LeaveRoom) -> None:
    """Leave; the socket closes after this entry."""
    bump_access_epoch()
    who = context.participant.id
    Participant.objects.filter(pk=who).update(left_at=context.at)
    context.append(ParticipantLeft(participant_id=who), patch=patch_to_change(Person, who, presence="left"))


def remove_participant(*, context: CommandContext, command: RemoveParticipant) -> None:
    """End a person's presence. Raises: ParticipantNotFound, NotAllowed: oneself, or not one's own to decide on."""
    target = _decided_on(context, command.participant_id)
    if target.pk == context.participant.pk:
        raise NotAllowed("Leave the room instead of removing yourself.", pointer="/participant_id")
    if target.removed_at is not None:
        raise ParticipantNotFound(pointer="/participant_id")
    bump_access_epoch()
    Participant.objects.filter(pk=target.pk).update(removed_at=context.at)
    event = ParticipantRemoved(participant_id=target.id, reason=command.reason)
    context.append(event, patch=patch_to_change(Person, target.id, presence="removed"))


def readmit_participant(*, context: CommandContext, command: ReadmitParticipant) -> None:
    """Let a removed person enter again. Raises: ParticipantNotFound, ParticipantNotRemoved, NotAllowed."""
    target = _decided_on(context, command.participant_id)
    if target.removed_at is None:
        raise ParticipantNotRemoved(pointer="/participant_id")
    bump_access_epoch()
    Participant.objects.filter(pk=target.pk).update(removed_at=None, left_at=context.at)
    event = ParticipantReadmitted(participant_id=target.id, reason=command.reason)
    context.append(event, patch=patch_to_change(Person, target.id, presence="left"))


def _decided_on(context: CommandContext, participant_id: UUID) -> Participant:
    target = Participant.objects.filter(room=context.room, pk=participant_id).first()
    if target is None:
        raise ParticipantNotFound(pointer="/participant_id")
    if not may_decide_on(context.grant, target):
        raise NotAllowed(
            "Only command of the person's own agency, or of the school or district, decides that.",
            pointer="/participant_id",
        )
    return target
