"""Ask for emergency access: who may know of it, and who judges it."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from mou.access.fetch import KEEPERS, LEADERS, members_who_count
from mou.errors import EmergencyAccessNotFound, NotAllowed
from mou.models import AgencyMember, EmergencyAccess
from mou.vocabulary import AgencyKind, MemberRole

OWN_KINDS = (AgencyKind.DISTRICT, AgencyKind.SCHOOL)


def emergency_access_for(user_id: int, at: datetime) -> QuerySet[EmergencyAccess]:
    """Return the emergency access a person may know of: at sites of a district they keep, or by agencies they lead."""
    mine = members_who_count(at).filter(user_id=user_id)
    kept = mine.filter(role__in=[role.value for role in KEEPERS]).values("agency_id")
    led = led_by(user_id, at).values("agency_id")
    seen = EmergencyAccess.objects.filter(Q(district_id__in=kept) | Q(member__agency_id__in=led))
    return seen.select_related("member__agency", "user", "reviewed_by").order_by("-begun_at", "-id")


def emergency_access_of_own_people(user_id: int, at: datetime) -> QuerySet[EmergencyAccess] | None:
    """Return the emergency accesses of the agencies that a person leads; None where they lead none. Two queries."""
    led = list(led_by(user_id, at).values_list("agency_id", flat=True))
    return emergency_access_for(user_id, at).filter(member__agency_id__in=led) if led else None


def led_by(user_id: int, at: datetime) -> QuerySet[AgencyMember]:
    """Return the memberships by which a person leads responders. A district's own people need no emergency access."""
    return (
        members_who_count(at)
        .filter(user_id=user_id, role__in=[role.value for role in LEADERS])
        .exclude(agency__kind__in=[kind.value for kind in OWN_KINDS])
    )


def emergency_access_to_review(*, user_id: int, access_id: UUID, at: datetime) -> EmergencyAccess:
    """Return emergency access that a person may judge, and hold its row until commit: the district's administrators.

    Raises: EmergencyAccessNotFound: missing, or not theirs to know of. NotAllowed: not for them to judge.
    """
    # Locked apart: some databases lock no rows of a query that joins what may be missing.
    if (row := emergency_access_for(user_id, at).filter(pk=access_id).first()) is None:
        raise EmergencyAccessNotFound("There is no such record.")
    if not reviews_emergency_access(user_id=user_id, district_id=row.district_id, at=at):
        raise NotAllowed("Only the district's administrators review this.")
    return EmergencyAccess.objects.select_for_update().get(pk=row.pk)


def reviews_emergency_access(*, user_id: int, district_id: UUID, at: datetime) -> bool:
    """Tell whether a person, as the district's administrator, judges what was taken at its sites."""
    administrators = members_who_count(at).filter(agency_id=district_id, role=MemberRole.ADMINISTRATOR.value)
    return administrators.filter(user_id=user_id).exists()
