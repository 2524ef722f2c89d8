"""Say who belongs to an agency, as what, and who is on duty."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction

from mou.access import fetch
from mou.access.epoch_change import bump_access_epoch
from mou.access.names import checked_optional_text, checked_text
from mou.administrative_acts import administrative_act
from mou.agencies.acts import record_act
from mou.agencies.administrators import check_may_administer, check_may_appoint, check_may_take_administrator
from mou.agencies.duty import begins_on_duty, may_set_duty
from mou.agencies.roles_of_kinds import check_role_of_kind
from mou.agencies.shifts.clock import spans_of, write_clock
from mou.agencies.shifts.errors import BadDutyEnd
from mou.agencies.shifts.rules import HELD_AT_MOST, next_change
from mou.errors import (
    AlreadyMember,
    MemberNotFound,
    MembershipEnded,
    NotAllowed,
    NotSuspended,
    PersonNotFound,
)
from mou.models import Agency, AgencyMember, Suspension
from mou.vocabulary import ActorId, AdministrativeActKind, AgencyKind, MemberRole, Operator

REASON_MAX_CHARS = 300


@dataclass(frozen=True, slots=True)
class Post:
    """What a person is in an agency. `is_in_office`: None leaves it as it is; who is new is not."""

    role: MemberRole
    title: str = ""
    callsign: str = ""
    unit: str = ""
    is_in_office: bool | None = None

    def clean_fields(self) -> "Post":
        """Return it with its texts checked. Raises: BadName."""
        return Post(
            role=self.role,
            title=checked_optional_text(self.title, "title", max_chars=120),
            callsign=checked_optional_text(self.callsign, "callsign", max_chars=40),
            unit=checked_optional_text(self.unit, "unit", max_chars=80),
            is_in_office=self.is_in_office,
        )


def join_agency(
    *, actor_id: ActorId, agency: Agency, user_id: int, post: Post, is_on_duty: bool, at: datetime
) -> AgencyMember:
    """Begin a membership in an agency that the caller holds, in the caller's transaction; the post is checked.

    Whether it may begin is asked before: by `taking_in` of who takes a person in, and by `offers` of the person
    themself. Raises: PersonNotFound, AlreadyMember.
    """
    if not get_user_model().objects.filter(id=user_id, is_active=True).exists():
        raise PersonNotFound("There is no such person.")
    if AgencyMember.objects.filter(agency=agency, user_id=user_id, ended_at__isnull=True).exists():
        raise AlreadyMember("This person belongs to the agency already.")
    member = AgencyMember.objects.create(
        agency=agency,
        user_id=user_id,
        role=post.role.value,
        title=post.title,
        callsign=post.callsign,
        unit=post.unit,
        is_in_office=bool(post.is_in_office),
        # Those who come themselves, and those who send them, begin on duty: no other person would say so for them.
        is_on_duty=is_on_duty or begins_on_duty(AgencyKind(agency.kind), post.role),
        started_at=at,
    )
    record_act(AdministrativeActKind.MEMBER_ADDED, actor_id=actor_id, agency=agency, member=member, at=at)
    bump_access_epoch()
    return member


@administrative_act(
    who="administrators of the agency or its district",
    second_person="to make or unmake an administrator, but of a school",
    told="the agency's record",
    recorded="member_changed",
)
def change_member(*, actor_id: ActorId, agency_id: UUID, member_id: UUID, post: Post, at: datetime) -> None:
    """Change what a person is in an agency, in one durable transaction. Locks the membership's row.

    Raises: MemberNotFound, NotAllowed, MembershipEnded, BadName, LastAdministrator, SecondPersonNeeded,
    AdministratorKeptElsewhere, RoleNotOfKind.
    """
    post = post.clean_fields()
    with transaction.atomic(durable=True):
        member = member_to_manage(actor_id, agency_id, member_id, at)
        if post.role != member.role:
            check_may_take_administrator(actor_id, member, at)
            check_may_appoint(actor_id, member.agency, post.role, at)
        write_post(actor_id, member, post, reason="", at=at)


def write_post(actor_id: ActorId, member: AgencyMember, post: Post, *, reason: str, at: datetime) -> None:
    """Write what a person is in an agency, in the caller's transaction; a post that is the same leaves no trace.

    Raises: AdministratorKeptElsewhere, RoleNotOfKind.
    """
    after = {"role": post.role.value, "title": post.title, "callsign": post.callsign, "unit": post.unit}
    changes = {
        name: (str(getattr(member, name)), value) for name, value in after.items() if getattr(member, name) != value
    }
    office = member.is_in_office if post.is_in_office is None else post.is_in_office
    if office != member.is_in_office:
        changes["is_in_office"] = ("no", "yes") if office else ("yes", "no")
    if not changes:
        return
    if "role" in changes:
        check_role_of_kind(member.agency, post.role)
    if "role" in changes and post.role is MemberRole.ADMINISTRATOR:
        check_may_administer(member.agency, member.user.home_agency)
    AgencyMember.objects.filter(id=member.id).update(**after, is_in_office=office)
    record_act(
        AdministrativeActKind.MEMBER_CHANGED,
        actor_id=actor_id,
        agency=member.agency,
        member=member,
        reason=reason,
        changes=changes,
        at=at,
    )
    if "role" in changes:
        bump_access_epoch()


@administrative_act(
    who="administrators of the agency or its district",
    second_person="for an administrator, but of a school",
    told="the agency's record",
    recorded="membership_ended",
)
def end_membership(*, actor_id: ActorId, agency_id: UUID, member_id: UUID, reason: str, at: datetime) -> None:
    """End a membership now, in one durable transaction; open sockets fall silent within a second.

    Locks the membership's row.
    Raises: MemberNotFound, NotAllowed, MembershipEnded, BadName, LastAdministrator, SecondPersonNeeded.
    """
    reason = checked_text(reason, "reason", max_chars=REASON_MAX_CHARS)
    with transaction.atomic(durable=True):
        member = member_to_manage(actor_id, agency_id, member_id, at)
        check_may_take_administrator(actor_id, member, at)
        write_end(actor_id, member, reason=reason, at=at)


def write_end(actor_id: ActorId, member: AgencyMember, *, reason: str, at: datetime) -> None:
    """End a membership that the caller holds, in the caller's transaction."""
    AgencyMember.objects.filter(id=member.id).update(ended_at=at, is_on_duty=False)
    record_act(
        AdministrativeActKind.MEMBERSHIP_ENDED,
        actor_id=actor_id,
        agency=member.agency,
        member=member,
        reason=reason,
        at=at,
    )
    bump_access_epoch()


@administrative_act(
    who="administrators of the agency or its district",
    second_person="for an administrator, but of a school",
    told="the agency's record",
    recorded="member_suspended",
)
def suspend_member(*, actor_id: ActorId, agency_id: UUID, member_id: UUID, reason: str, at: datetime) -> None:
    """Let a membership count for nothing from now on, in one durable transaction; sockets fall silent within a second.

    Locks the membership's row. Raises: MemberNotFound, NotAllowed, MembershipEnded, BadName, LastAdministrator,
    SecondPersonNeeded, NotSuspended: it is suspended already.
    """
    reason = checked_text(reason, "reason", max_chars=REASON_MAX_CHARS)
    with transaction.atomic(durable=True):
        member = member_to_manage(actor_id, agency_id, member_id, at)
        check_may_take_administrator(actor_id, member, at)
        write_suspension(actor_id, member, reason=reason, at=at)


def write_suspension(actor_id: ActorId, member: AgencyMember, *, reason: str, at: datetime) -> None:
    """Suspend a membership that the caller holds, in the caller's transaction. Raises: NotSuspended: it is already."""
    if Suspension.objects.filter(member=member, of_rule=False, ended_at__isnull=True).exists():
        raise NotSuspended("This membership is suspended already.")
    by_id = None if isinstance(actor_id, Operator) else actor_id
    Suspension.objects.create(member=member, reason=reason, begun_at=at, begun_by_id=by_id)
    AgencyMember.objects.filter(id=member.id).update(is_on_duty=False)
    record_act(
        AdministrativeActKind.MEMBER_SUSPENDED,
        actor_id=actor_id,
        agency=member.agency,
        member=member,
        reason=reason,
        at=at,
    )
    bump_access_epoch()


@administrative_act(
    who="administrators of the agency or its district",
    told="the agency's record",
    recorded="member_reinstated",
)
def reinstate_member(*, actor_id: ActorId, agency_id: UUID, member_id: UUID, reason: str, at: datetime) -> None:
    """Lift a suspension, in one durable transaction. Locks the membership's row.

    Raises: MemberNotFound, NotAllowed, MembershipEnded, BadName, NotSuspended.
    """
    reason = checked_text(reason, "reason", max_chars=REASON_MAX_CHARS)
    with transaction.atomic(durable=True):
        member = member_to_manage(actor_id, agency_id, member_id, at)
        # What a rule holds back is lifted by meeting the rule.
        row = Suspension.objects.filter(member=member, of_rule=False, ended_at__isnull=True).first()
        if row is None:
            raise NotSuspended("This membership is not suspended.")
        write_reinstatement(actor_id, row, reason=reason, at=at)


def write_reinstatement(actor_id: ActorId, row: Suspension, *, reason: str, at: datetime) -> None:
    """Lift a suspension of a membership that the caller holds, in the caller's transaction."""
    Suspension.objects.filter(pk=row.pk).update(ended_at=max(at, row.begun_at))
    record_act(
        AdministrativeActKind.MEMBER_REINSTATED,
        actor_id=actor_id,
        agency=row.member.agency,
        member=row.member,
        reason=reason,
        at=at,
    )
    bump_access_epoch()


def member_to_manage(actor_id: ActorId, agency_id: UUID, member_id: UUID, at: datetime) -> AgencyMember:
    """Return a membership for changing it, and lock its row until commit.

    Raises: MemberNotFound, NotAllowed, MembershipEnded.
    """
    member = fetch.member_for(user_id=actor_id, member_id=member_id, need=fetch.AgencyNeed.MANAGE, at=at, lock=True)
    if member.agency_id != agency_id:
        raise MemberNotFound("There is no such member.")
    if member.ended_at is not None:
        raise MembershipEnded("This membership has ended already.")
    return member


def set_duty(
    *, actor_id: ActorId, member_id: UUID, is_on_duty: bool, until: datetime | None = None, at: datetime
) -> None:
    """Put a member on or off duty, in one durable transaction: oneself, or by who leads there or manages the agency.

    It holds until `until`, or else until the member's next shift starts or ends; without shifts until it is set again.
    Duty gives no access, so the access epoch stays. Locks the membership's row. Raises: BadDutyEnd, MemberNotFound,
    MembershipEnded, NotAllowed.
    """
    if until is not None and not at < until <= at + HELD_AT_MOST:
        raise BadDutyEnd("Duty that is set by hand ends in the future, within 72 hours.")
    with transaction.atomic(durable=True):
        member = fetch.member_for(user_id=actor_id, member_id=member_id, need=fetch.AgencyNeed.SEE, at=at, lock=True)
        if member.ended_at is not None:
            raise MembershipEnded("This membership has ended.")
        if not may_set_duty(actor_id, member, at):
            raise NotAllowed("Duty is one's own to change, or of those who lead or administer the agency.")
        AgencyMember.objects.filter(id=member.id).update(is_on_duty=is_on_duty)
        held_until = until or next_change(spans_of([member.id])[member.id], at)
        write_clock(member.id, held_until=held_until, changes_at=held_until)
