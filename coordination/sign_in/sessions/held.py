"""Memberships that a rule of their agency holds back: who does not meet it has nothing from it, and all else stays.

An agency that keeps an account holds its sessions to its rules (duties.py). Any other has a membership, and only that:
it counts for nothing while the person does not meet what the agency asks, and again as soon as they do.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import QuerySet

from coordination.models import User
from coordination.sign_in.security_rules import SecurityRules, rules_of_agencies, rules_of_person
from coordination.sign_in.sessions.duties import FACTORS
from mou.agencies.administrators import is_same_house
from mou.agencies.memberships.many_members import lift_holds, write_holds
from mou.models import Agency, AgencyMember, Suspension

REASON = "The agency asks for something that this person's account does not have."


@dataclass(frozen=True, slots=True)
class Missing:
    """What an agency asks that a person does not meet."""

    factor: bool
    session_lock: bool

    def is_anything(self) -> bool:
        return self.factor or self.session_lock


def weigh_memberships_of(user_id: int, at: datetime) -> None:
    """Hold back and let go what a person's own state decides, in a transaction if anything differs."""
    _weigh_members(AgencyMember.objects.filter(user_id=user_id), at)


def weigh_members_of(agency: Agency, at: datetime) -> None:
    """Hold back and let go the members of an agency whose accounts others keep: its rules have changed."""
    _weigh_members(AgencyMember.objects.filter(agency=agency), at)


def missing_of(members: Collection[AgencyMember], at: datetime) -> dict[UUID, Missing]:
    """Return what each of these memberships lacks, agency, user and home agency fetched. Two queries, and two a person.

    Nothing where the agency keeps the account: its rules hold the sessions.
    """
    elsewhere = [one for one in members if not is_same_house(one.agency, one.user.home_agency)]
    if not elsewhere:
        return {}
    asked = rules_of_agencies([one.agency for one in elsewhere])
    user_ids = {one.user_id for one in elsewhere}
    factors = Authenticator.objects.filter(user_id__in=user_ids, type__in=FACTORS)
    with_factor = set(factors.values_list("user_id", flat=True))
    wanting = {one.user_id for one in elsewhere if asked[one.agency_id].locks_sessions}
    locking = {one for one in wanting if rules_of_person(one, at).locks_sessions}
    locking |= {one.user_id for one in elsewhere if one.user.sessions_lock_since is not None}
    return {one.pk: _what_is_missing(asked[one.agency_id], one.user_id, with_factor, locking) for one in elsewhere}


def locks_sessions(user_id: int) -> bool:
    """Say whether a person lets their own sessions lock. One query."""
    return User.objects.filter(pk=user_id, sessions_lock_since__isnull=False).exists()


def choose_session_lock(*, user_id: int, locks: bool, at: datetime) -> None:
    """Let one's own sessions lock when they are not used, or no longer, from the next sign-in on. Commits."""
    User.objects.filter(pk=user_id).update(sessions_lock_since=at if locks else None)
    weigh_memberships_of(user_id, at)


def _what_is_missing(rules: SecurityRules, user_id: int, with_factor: set[int], locking: set[int]) -> Missing:
    return Missing(
        factor=rules.needs_factor and user_id not in with_factor,
        session_lock=rules.locks_sessions and user_id not in locking,
    )


def _weigh_members(rows: QuerySet[AgencyMember], at: datetime) -> None:
    rows = rows.filter(ended_at__isnull=True, user__is_device=False, agency__guest_of_incident_id__isnull=True)
    members = list(rows.select_related("agency", "user__home_agency").order_by("pk"))
    missing = missing_of(members, at)
    lacking = {pk for pk, one in missing.items() if one.is_anything()}
    holds = Suspension.objects.filter(member__in=members, of_rule=True, ended_at__isnull=True)
    held = set(holds.values_list("member_id", flat=True))
    if lacking == held:
        return
    with transaction.atomic():
        write_holds([one for one in members if one.pk in lacking - held], reason=REASON, at=at)
        lift_holds([one for one in members if one.pk in held - lacking], at=at)
