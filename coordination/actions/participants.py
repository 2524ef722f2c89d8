"""Enter, leave, and be removed from a room."""

from datetime import datetime

from coordination import incident_log
from coordination.access import RoomGrant, participant_in
from coordination.errors import NotAllowed
from coordination.incident_log import Turn, author_of
from coordination.models import Participant, Room
from coordination.wire import events
from coordination.wire.commands import JoinRoom, LeaveRoom, RemoveParticipant
from mou.access.epoch_change import bump_access_epoch
from mou.access.fetch import Standing


def participant_to_join(*, grant: RoomGrant, user_id: int, command: JoinRoom, at: datetime) -> Participant:
    """Return the participant that the asker is from now on: new, or back again with today's name and role.

    Raises: NotAllowed: the asker has no standing for the agency they named.
    """
    standing = _chosen_standing(grant, command)
    before = Participant.objects.filter(room=grant.room, user_id=user_id).first()
    if before is None:
        return new_participant(room=grant.room, standing=standing, at=at)
    _take_on(before, standing, at)
    before.save()
    # A new role or agency: what was remembered of this person's access is out of date.
    bump_access_epoch()
    return before


def _chosen_standing(grant: RoomGrant, command: JoinRoom) -> Standing:
    for standing in grant.standings:
        if command.agency_id in (None, standing.member.agency_id):
            return standing
    raise NotAllowed("You cannot join for that agency.", pointer="/agency_id")


def new_participant(*, room: Room, standing: Standing, at: datetime) -> Participant:
    """Write a person who enters for the first time."""
    participant = Participant(room=room, user_id=standing.member.user_id)
    _take_on(participant, standing, at)
    participant.save(force_insert=True)
    return participant


def _take_on(participant: Participant, standing: Standing, at: datetime) -> None:
    member = standing.member
    participant.member = member
    participant.name = member.user.display_name or member.user.username
    participant.role = member.role
    participant.agency_id = member.agency_id
    participant.agency = member.agency.name
    participant.agency_kind = member.agency.kind
    participant.joined_at = at
    participant.left_at = None


def join_room(*, turn: Turn, command: JoinRoom) -> None:
    """Enter; the participant was made or renewed before, because an entry needs its author."""
    incident_log.append(turn, events.ParticipantJoined(participant=author_of(turn.participant)))


def leave_room(*, turn: Turn, command: LeaveRoom) -> None:
    """Leave; the socket closes after this entry."""
    bump_access_epoch()
    Participant.objects.filter(pk=turn.participant.pk).update(left_at=turn.at)
    incident_log.append(turn, events.ParticipantLeft(participant_id=turn.participant.id))


def remove_participant(*, turn: Turn, command: RemoveParticipant) -> None:
    """End somebody's presence for good. Raises: ParticipantNotFound, NotAllowed: nobody removes themselves."""
    target = participant_in(turn.grant, command.participant_id)
    if target.pk == turn.participant.pk:
        raise NotAllowed("Leave the room instead of removing yourself.", pointer="/participant_id")
    bump_access_epoch()
    Participant.objects.filter(pk=target.pk).update(removed_at=turn.at)
    incident_log.append(turn, events.ParticipantRemoved(participant_id=target.id, reason=command.reason))
