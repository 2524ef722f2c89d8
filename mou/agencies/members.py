"""Say who belongs to an agency, as what, and who is on duty."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction

from mou.access import fetch
from mou.access.epoch_change import bump_access_epoch
from mou.access.names import checked_optional_text, checked_text
from mou.errors import AlreadyMember, MemberNotFound, MembershipEnded, NotAllowed, NotSuspended, PersonNotFound
from mou.models import AgencyMember, Suspension
from mou.vocabulary import ActorId, MemberRole, Operator


def add_member(
    *,
    actor_id: ActorId,
    agency_id: UUID,
    user_id: int,
    role: MemberRole,
    title: str,
    callsign: str,
    is_on_duty: bool,
    at: datetime,
) -> UUID:
    """Take a person into an agency and return the membership's id, in one durable transaction.

    Locks the agency's row, so that two additions of one person come after each other.
    Raises: AgencyNotFound, NotAllowed, PersonNotFound, AlreadyMember, BadName.
    """
    title = checked_optional_text(title, "title", max_chars=120)
    callsign = checked_optional_text(callsign, "callsign", max_chars=40)
    with transaction.atomic(durable=True):
        agency = fetch.agency_for(user_id=actor_id, agency_id=agency_id, need=fetch.AgencyNeed.MANAGE, at=at, lock=True)
        if not get_user_model().objects.filter(id=user_id, is_active=True).exists():
            raise PersonNotFound("There is no such person.")
        if AgencyMember.objects.filter(agency=agency, user_id=user_id, ended_at__isnull=True).exists():
            raise AlreadyMember("This person belongs to the agency already.")
        member = AgencyMember.objects.create(
            agency=agency,
            user_id=user_id,
            role=role.value,
            title=title,
            callsign=callsign,
            is_on_duty=is_on_duty,
            started_at=at,
        )
        bump_access_epoch()
    return member.id


def end_membership(*, actor_id: ActorId, agency_id: UUID, member_id: UUID, at: datetime) -> None:
    """End a membership now, in one durable transaction; open sockets fall silent within a second.

    Locks the membership's row. Raises: MemberNotFound, NotAllowed, MembershipEnded.
    """
    with transaction.atomic(durable=True):
        member = _to_manage(actor_id, agency_id, member_id, at)
        AgencyMember.objects.filter(id=member.id).update(ended_at=at, is_on_duty=False)
        bump_access_epoch()


def suspend_member(*, actor_id: ActorId, agency_id: UUID, member_id: UUID, reason: str, at: datetime) -> None:
    """Let a membership count for nothing from now on, in one durable transaction; sockets fall silent within a second.

    Locks the membership's row. Raises: MemberNotFound, NotAllowed, MembershipEnded, BadName, NotSuspended: it is.
    """
    reason = checked_text(reason, "reason", max_chars=300)
    with transaction.atomic(durable=True):
        member = _to_manage(actor_id, agency_id, member_id, at)
        if Suspension.objects.filter(member=member, ended_at__isnull=True).exists():
            raise NotSuspended("This membership is suspended already.")
        by_id = None if isinstance(actor_id, Operator) else actor_id
        Suspension.objects.create(member=member, reason=reason, begun_at=at, begun_by_id=by_id)
        AgencyMember.objects.filter(id=member.id).update(is_on_duty=False)
        bump_access_epoch()


def reinstate_member(*, actor_id: ActorId, agency_id: UUID, member_id: UUID, at: datetime) -> None:
    """Lift a suspension, in one durable transaction. Locks the membership's row.

    Raises: MemberNotFound, NotAllowed, MembershipEnded, NotSuspended.
    """
    with transaction.atomic(durable=True):
        member = _to_manage(actor_id, agency_id, member_id, at)
        row = Suspension.objects.filter(member=member, ended_at__isnull=True).first()
        if row is None:
            raise NotSuspended("This membership is not suspended.")
        Suspension.objects.filter(pk=row.pk).update(ended_at=max(at, row.begun_at))
        bump_access_epoch()


def _to_manage(actor_id: ActorId, agency_id: UUID, member_id: UUID, at: datetime) -> AgencyMember:
    member = fetch.member_for(user_id=actor_id, member_id=member_id, need=fetch.AgencyNeed.MANAGE, at=at, lock=True)
    if member.agency_id != agency_id:
        raise MemberNotFound("There is no such member.")
    if member.ended_at is not None:
        raise MembershipEnded("This membership has ended already.")
    return member


def set_duty(*, actor_id: ActorId, member_id: UUID, is_on_duty: bool, at: datetime) -> None:
    """Put a member on or off duty, in one durable transaction: oneself, or by who manages the agency.

    Duty gives no access, so the access epoch stays. Locks the membership's row.
    """
    with transaction.atomic(durable=True):
        member = fetch.member_for(user_id=actor_id, member_id=member_id, need=fetch.AgencyNeed.SEE, at=at, lock=True)
        if member.ended_at is not None:
            raise MembershipEnded("This membership has ended.")
        if member.user_id != actor_id and not fetch.may_manage(actor_id, member.agency, at):
            raise NotAllowed("Duty is one's own to change, or the administrator's.")
        AgencyMember.objects.filter(id=member.id).update(is_on_duty=is_on_duty)
