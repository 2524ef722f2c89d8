"""Change many memberships of an agency by a few statements, in the caller's transaction, which holds their rows.

Written one by one, a thousand people would keep others waiting who want to write.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Case, DateTimeField, F, Value, When

from mou.access.epoch_change import bump_access_epoch
from mou.agencies.acts import Changes, record_acts
from mou.agencies.names import seen_as
from mou.models import Agency, AgencyMember, Suspension
from mou.vocabulary import ActorId, AdministrativeActKind, MemberRole, Operator

# The reason that the record of each of them has.
RENAMED = "the station or unit has a new name"


def write_roles(
    actor_id: ActorId, members: Sequence[AgencyMember], role: MemberRole, *, reason: str, at: datetime
) -> None:
    """Give these members a role; who has it already leaves no trace. Three statements."""
    changed = [one for one in members if one.role != role.value]
    if not changed:
        return
    AgencyMember.objects.filter(pk__in=[one.pk for one in changed]).update(role=role.value)
    acts: list[tuple[AgencyMember, Changes]] = [(one, {"role": (one.role, role.value)}) for one in changed]
    record_acts(AdministrativeActKind.MEMBER_CHANGED, acts, actor_id=actor_id, reason=reason, at=at)
    bump_access_epoch()


def write_suspensions(
    actor_id: ActorId, members: Sequence[AgencyMember], *, reason: str, at: datetime
) -> list[Suspension]:
    """Suspend those of these members who are not suspended, and return what has begun. Five statements."""
    by_people = Suspension.objects.filter(member__in=members, of_rule=False, ended_at__isnull=True)
    out = set(by_people.values_list("member_id", flat=True))
    kept_out = [one for one in members if one.pk not in out]
    if not kept_out:
        return []
    by_id = None if isinstance(actor_id, Operator) else actor_id
    begun = Suspension.objects.bulk_create(
        [Suspension(member=one, reason=reason, begun_at=at, begun_by_id=by_id) for one in kept_out]
    )
    AgencyMember.objects.filter(pk__in=[one.pk for one in kept_out]).update(is_on_duty=False)
    acts: list[tuple[AgencyMember, Changes]] = [(one, {}) for one in kept_out]
    record_acts(AdministrativeActKind.MEMBER_SUSPENDED, acts, actor_id=actor_id, reason=reason, at=at)
    bump_access_epoch()
    return begun


def write_holds(members: Sequence[AgencyMember], *, reason: str, at: datetime) -> None:
    """Hold these members back by a rule of their agency, whom none holds back yet. Two statements."""
    if not members:
        return
    Suspension.objects.bulk_create(
        [Suspension(member=one, reason=reason, begun_at=at, of_rule=True) for one in members], ignore_conflicts=True
    )
    bump_access_epoch()


def lift_holds(members: Sequence[AgencyMember], *, at: datetime) -> None:
    """Let these members count again whom a rule held back. Two statements."""
    if not members:
        return
    ends = Case(When(begun_at__gt=at, then=F("begun_at")), default=Value(at), output_field=DateTimeField())
    Suspension.objects.filter(member__in=members, of_rule=True, ended_at__isnull=True).update(ended_at=ends)
    bump_access_epoch()


def write_reinstatements(actor_id: ActorId, rows: Sequence[Suspension], *, reason: str, at: datetime) -> None:
    """Lift these suspensions, fetched with their members. Three statements."""
    if not rows:
        return
    # One that another server's clock has begun a moment later ends when it began.
    ends = Case(When(begun_at__gt=at, then=F("begun_at")), default=Value(at), output_field=DateTimeField())
    Suspension.objects.filter(pk__in=[one.pk for one in rows]).update(ended_at=ends)
    acts: list[tuple[AgencyMember, Changes]] = [(one.member, {}) for one in rows]
    record_acts(AdministrativeActKind.MEMBER_REINSTATED, acts, actor_id=actor_id, reason=reason, at=at)
    bump_access_epoch()


def rename_unit(actor_id: ActorId, agency: Agency, *, before: str, after: str, at: datetime) -> None:
    """Let who is on a station or unit by its name be on it by its new one. Three statements; access stays as it is."""
    if before == after:
        return
    rows = AgencyMember.objects.select_for_update(of=("self",)).filter(agency=agency, ended_at__isnull=True)
    members = [one for one in rows.exclude(unit="") if seen_as(one.unit) == seen_as(before)]
    if not members:
        return
    AgencyMember.objects.filter(pk__in=[one.pk for one in members]).update(unit=after)
    acts: list[tuple[AgencyMember, Changes]] = [(one, {"unit": (one.unit, after)}) for one in members]
    record_acts(AdministrativeActKind.MEMBER_CHANGED, acts, actor_id=actor_id, reason=RENAMED, at=at)
