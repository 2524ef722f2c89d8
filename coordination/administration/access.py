"""Whose account a person may look at and change, and of whom they see a membership. A stranger's no is "not there"."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest

from coordination.administration.errors import NotYours
from coordination.models import User
from mou.access.operators import is_operator, managed_agencies, may_administer
from mou.errors import AgencyNotFound, PersonNotFound
from mou.models import Agency, AgencyMember


@dataclass(frozen=True, slots=True)
class PersonGrant:
    """A person whom the asker may look at. `members` are the memberships that the asker decides on."""

    person: User
    members: tuple[AgencyMember, ...]
    is_self: bool
    # May change the address, invite anew and switch the account off.
    keeps_account: bool

    @property
    def sees_account(self) -> bool:
        """Say whether sessions, devices, factors and addresses are theirs to see.

        They are the person's and those of the agency that keeps the account; any other has its own membership.
        """
        return self.is_self or self.keeps_account


def administers_anything(request: HttpRequest) -> bool:
    """Say whether a reader has anything to administer: whether the navigation leads there."""
    return may_administer(cast("int", request.user.pk), datetime.now(UTC))


def members_managed_by(user_id: int, at: datetime) -> QuerySet[AgencyMember]:
    """Return the memberships that have not ended, of all agencies that a person administers; no devices' accounts."""
    rows = AgencyMember.objects.filter(agency__in=managed_agencies(user_id, at), ended_at__isnull=True)
    return rows.filter(user__is_device=False).select_related("agency", "user")


def people_waiting(agency: Agency, *, user_id: int, at: datetime) -> QuerySet[AgencyMember]:
    """Return whose accounts the agency keeps and who has never signed in; of a district also in its schools.

    A file takes a district's people into its schools, and an administrator should not open thirty pages to invite them.
    """
    own = Q(agency=agency) | Q(agency__parent=agency)
    return members_managed_by(user_id, at).filter(
        own,
        user__home_agency=F("agency"),
        user__is_active=True,
        user__password__startswith=UNUSABLE_PASSWORD_PREFIX,
        user__last_login__isnull=True,
    )


def managed_agency(*, user_id: int, agency_id: UUID, at: datetime) -> Agency:
    """Return an agency that a person administers. Raises: AgencyNotFound: any other is not there for them."""
    found = managed_agencies(user_id, at).filter(pk=agency_id).first()
    if found is None:
        raise AgencyNotFound("There is no such agency.")
    return found


def person_for(*, user_id: int, person_id: UUID, at: datetime, lock: bool) -> PersonGrant:
    """Return a person for looking at: oneself, those of the agencies one administers, and whose account these keep.

    With `lock`, holds the account's row until commit. Raises: PersonNotFound.
    """
    rows = User.objects.select_related("home_agency").filter(is_device=False)
    person = (rows.select_for_update(of=("self",)) if lock else rows).filter(public_id=person_id).first()
    if person is None:
        raise PersonNotFound("There is no such person.")
    members = tuple(members_managed_by(user_id, at).filter(user=person).order_by("agency__name", "id"))
    keeps = _keeps_account(user_id, person, at)
    if not members and not keeps and person.pk != user_id:
        raise PersonNotFound("There is no such person.")
    return PersonGrant(person, members, is_self=person.pk == user_id, keeps_account=keeps)


def sessions_for(*, user_id: int, person_id: UUID, at: datetime) -> PersonGrant:
    """Return a person for ending their sessions, and hold their row until commit: oneself, or who keeps the account.

    Raises: PersonNotFound, NotYours.
    """
    grant = person_for(user_id=user_id, person_id=person_id, at=at, lock=True)
    if not grant.sees_account:
        raise NotYours
    return grant


def account_for(*, user_id: int, person_id: UUID, at: datetime) -> PersonGrant:
    """Return a person for changing their account, and hold its row until commit. Raises: PersonNotFound, NotYours."""
    grant = person_for(user_id=user_id, person_id=person_id, at=at, lock=True)
    if not grant.keeps_account:
        raise NotYours
    return grant


def _keeps_account(user_id: int, person: User, at: datetime) -> bool:
    """Say whether a person keeps another's account: the home agency's administrators do.

    The operator does as long as it was never signed in with: an agency's first administrator was invited to an
    address that does not exist.
    """
    if person.home_agency_id is None:
        return False
    if managed_agencies(user_id, at).filter(pk=person.home_agency_id).exists():
        return True
    return not has_signed_in(person) and is_operator(user_id)


def has_signed_in(person: User) -> bool:
    """Say whether anybody has ever signed in with an account: by a password, a passkey or their agency; or may by now.

    Every sign-in writes its instant. Who has set a password and not used it yet has an account of their own, too.
    """
    return person.last_login is not None or person.has_usable_password()
