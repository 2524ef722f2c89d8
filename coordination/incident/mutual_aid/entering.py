"""Come into an incident with a code: with an account, or as a guest who has none."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from coordination.errors import RoomNotFound
from coordination.incident.mutual_aid.capability import MutualAid, MutualAidJoined
from coordination.incident.mutual_aid.codes import check_may_try, invitation_with, note_wrong_code
from coordination.incident.mutual_aid.errors import AidCodeRefused, AidNotNeeded
from coordination.incident.mutual_aid.guests import is_guest, new_guest
from coordination.incident.mutual_aid.models import AidInvitation
from coordination.incident.people.actions import tell_of_joining
from coordination.room.access import RoomGrant, grant_in, grants_in, locked_rooms
from coordination.room.audiences import RESPONDER_KINDS
from coordination.room.log import CommandContext, LogBatch
from coordination.room.models import Room, RoomObject
from coordination.room.objects import patch_to_change
from coordination.room.people.participants import enter_room
from coordination.room.reading.state import object_now
from coordination.room.wire.frames import time_text
from coordination.vocabulary import IncidentStatus, MutualAidState
from mou.access.emergency.mutual_aid import begin_mutual_aid
from mou.access.fetch import active_memberships
from mou.models import AgencyMember
from mou.vocabulary import AgencyKind

NOT_ASKED = "0" * 64


@dataclass(frozen=True, slots=True)
class CameIn:
    """Who is in, where, and until when at the latest."""

    user_id: int
    incident_id: UUID
    room_id: UUID
    until: datetime


def come_in(*, code: str, user_id: int | None, address: str, at: datetime) -> CameIn:
    """Use a code up and let its person in, in one durable transaction; locks the room's row.

    Args:
        user_id: who is signed in; None for a guest, for whom an account is made.
        address: from where, to count wrong codes by.

    Raises: TooManyAttempts. AidCodeRefused: whatever is wrong with it. AidNotNeeded: they may come in without.
    """
    check_may_try(user_id=user_id, address=address, at=at)
    try:
        with transaction.atomic(durable=True):
            return _let_in(invitation_with(code, at), code, user_id, at)
    except (AidCodeRefused, RoomNotFound) as refused:
        note_wrong_code(code=code, user_id=user_id, address=address, at=at)
        raise AidCodeRefused from refused


def _let_in(found: AidInvitation, code: str, user_id: int | None, at: datetime) -> CameIn:
    room = locked_rooms([found.room_id])[found.room_id]
    # Read again behind the lock: of two who type the same code, one gets in.
    invitation = invitation_with(code, at)
    named = _aid_named(room, invitation)
    member = new_guest(room.incident, named, at) if user_id is None else _member_who_comes(room, user_id, named, at)
    AidInvitation.objects.filter(pk=invitation.pk).update(code_hash="")
    aid = begin_mutual_aid(
        aid_id=invitation.pk,
        member=member,
        district_id=room.incident.site.district_id,
        site_id=room.incident.site_id,
        incident_id=room.incident_id,
        incident=room.incident.title,
        let_in_by_id=invitation.invited_by_id,
        let_in_by_name=named.let_in_by,
        at=at,
    )
    grant = grant_in(room, user_id=member.user_id, at=at)
    grant = enter_room(grant, user_id=member.user_id, agency_id=member.agency_id, at=at)
    _tell_of_entry(grant, invitation.pk, until=aid.ends_at, at=at)
    return CameIn(member.user_id, room.incident_id, room.pk, aid.ends_at)


def _aid_named(room: Room, invitation: AidInvitation) -> MutualAid:
    """Return whom the invitation names. Raises: AidCodeRefused: the incident is closed, or the invitation over."""
    try:
        named = object_now(room, MutualAid, invitation.pk)
    except RoomObject.DoesNotExist as gone:
        raise AidCodeRefused from gone
    if named.state is not MutualAidState.INVITED or not IncidentStatus(room.incident.status).is_open:
        raise AidCodeRefused
    return named


def _member_who_comes(room: Room, user_id: int, named: MutualAid, at: datetime) -> AgencyMember:
    """Return for which of their agencies a person comes: the one that was named, else one of its kind.

    Raises: AidNotNeeded. AidCodeRefused: they belong to no responders.
    """
    if user_id in grants_in(room, user_ids=[user_id], at=at):
        raise AidNotNeeded
    mine = [
        one
        for one in active_memberships(user_id, at)
        if AgencyKind(one.agency.kind) in RESPONDER_KINDS and not is_guest(one)
    ]
    if not mine:
        raise AidCodeRefused
    return max(mine, key=lambda one: (one.agency.name == named.agency, one.agency.kind == named.agency_kind))


def _tell_of_entry(grant: RoomGrant, aid_id: UUID, *, until: datetime, at: datetime) -> None:
    """Append that they are in, in their name: first by what right, then that they have joined."""
    participant = grant.joined()
    context = CommandContext(
        room=grant.room,
        incident=grant.incident,
        participant=participant,
        grant=grant,
        at=at,
        command_id=uuid4(),
        command_digest=NOT_ASKED,
        batch=LogBatch(),
    )
    patch = patch_to_change(
        MutualAid,
        aid_id,
        state=MutualAidState.JOINED,
        participant_id=participant.pk,
        person=participant.name,
        agency=participant.agency,
        agency_kind=participant.agency_kind,
        until=time_text(until),
    )
    context.append(MutualAidJoined(aid_id=aid_id, participant_id=participant.pk), patch=patch)
    tell_of_joining(context)
    context.finish()
