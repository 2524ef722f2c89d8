"""Let people into a room: the rows that access asks. What the room is told of it stands in the people capability."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from coordination.errors import NotAllowed
from coordination.room.access import RoomGrant, sites_of
from coordination.room.audiences import audiences_in, players_in
from coordination.room.models import Participant, Room
from mou.access.epoch_change import bump_access_epoch
from mou.access.fetch import Standing
from mou.vocabulary import MemberRole


def enter_room(grant: RoomGrant, *, user_id: int, agency_id: UUID | None, at: datetime) -> RoomGrant:
    """Return the grant of a person who comes in: new, or back again with today's name and role. Writes the participant.

    Raises: NotAllowed: the person has no standing for the agency they named.
    """
    standing = _chosen_standing(grant, agency_id)
    participant = Participant.objects.filter(room=grant.room, user_id=user_id).first()
    if participant is None:
        participant = new_participant(room=grant.room, standing=standing, at=at)
    else:
        _take_on(participant, standing, at)
        participant.save()
        # A new role or agency: what was remembered of this person's access is out of date.
        bump_access_epoch()
    players, at_sites = players_in([grant.incident]), sites_of(participant, grant.at_joined)
    audiences = audiences_in(participant, grant.incident, players, at_sites=at_sites)
    return replace(grant, participant=participant, audiences=audiences)


def _chosen_standing(grant: RoomGrant, agency_id: UUID | None) -> Standing:
    for standing in grant.all_standings():
        if agency_id in (None, standing.member.agency_id):
            return standing
    raise NotAllowed("You cannot join for that agency.", pointer="/agency_id")


def new_participant(*, room: Room, standing: Standing, at: datetime) -> Participant:
    """Write a person who enters for the first time."""
    participant = Participant(room=room, user_id=standing.member.user_id)
    _take_on(participant, standing, at)
    participant.save(force_insert=True)
    return participant


def bring_in(*, room: Room, standing: Standing, at: datetime) -> Participant:
    """Write a person who is brought into a room that may know them: new, or back with today's name and role."""
    participant = Participant.objects.filter(room=room, user_id=standing.member.user_id).first()
    if participant is None:
        return new_participant(room=room, standing=standing, at=at)
    _take_on(participant, standing, at)
    participant.save()
    bump_access_epoch()
    return participant


def _take_on(participant: Participant, standing: Standing, at: datetime) -> None:
    member = standing.member
    participant.member = member
    participant.name = member.user.display_name or member.user.username
    # A person who was let in by mutual aid helps and does not command, whatever their role at home.
    participant.role = MemberRole.OFFICER.value if standing.by_mutual_aid else member.role
    participant.agency_id = member.agency_id
    participant.agency = member.agency.name
    participant.agency_kind = member.agency.kind
    participant.joined_at = at
    participant.left_at = None
