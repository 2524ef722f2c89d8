"""What the operator's own account may: found agencies and appoint their first administrators, and nothing else.

The operator of an installation sees no site, plan, incident or person by being one.
"""

from datetime import datetime
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, QuerySet

from mou.access.fetch import AgencyNeed, active_memberships, agency_for, members_who_count
from mou.errors import AgencyNotFound, NotAllowed
from mou.models import Agency, AgencyMember
from mou.vocabulary import ActorId, MemberRole, Operator


def is_operator(user_id: ActorId) -> bool:
    """Say whether a person operates this installation."""
    if isinstance(user_id, Operator):
        return True
    return get_user_model().objects.filter(id=user_id, is_operator=True, is_active=True).exists()


def operated_agencies(user_id: int, at: datetime) -> QuerySet[Agency]:
    """Return all agencies, for an operator; none for any other person.

    Each says whether it has an administrator, and whether it is new: it has no members and never had any.
    """
    if not is_operator(user_id):
        return Agency.objects.none()
    administrators = members_who_count(at).filter(agency_id=OuterRef("pk"), role=MemberRole.ADMINISTRATOR.value)
    founded = Agency.objects.filter(guest_of_incident_id__isnull=True)
    anybody = AgencyMember.objects.filter(agency_id=OuterRef("pk"))
    return founded.annotate(has_administrator=Exists(administrators), is_new=~Exists(anybody)).order_by("name", "id")


def managed_agencies(user_id: int, at: datetime) -> QuerySet[Agency]:
    """Return the agencies whose people a person decides on: where they are administrator, and a district's schools."""
    mine = members_who_count(at).filter(user_id=user_id, role=MemberRole.ADMINISTRATOR.value).values("agency_id")
    return (Agency.objects.filter(id__in=mine) | Agency.objects.filter(parent_id__in=mine)).order_by("name", "id")


def is_administrator(user_id: int, at: datetime) -> bool:
    """Say whether a person is administrator of any agency: who is of none manages none. One query."""
    return any(one.role == MemberRole.ADMINISTRATOR for one in active_memberships(user_id, at))


def may_administer(user_id: int, at: datetime) -> bool:
    """Say whether a person has anything to administer. At most two queries."""
    return is_administrator(user_id, at) or is_operator(user_id)


def administrators_of(agency: Agency, at: datetime) -> list[int]:
    """Return the user ids of an agency's own administrators who count."""
    rows = members_who_count(at).filter(agency=agency, role=MemberRole.ADMINISTRATOR.value)
    return sorted(rows.values_list("user_id", flat=True))


def agency_to_staff_for(*, user_id: ActorId, agency_id: UUID, role: MemberRole, at: datetime) -> Agency:
    """Return the agency for taking a person into it in this role, and hold its row until commit.

    For those who manage it; and for the operator where it is the first person of a new agency without a parent, as its
    administrator. An agency that has or had people is theirs: one that lost its administrators is recovered by two.
    Raises: AgencyNotFound, NotAllowed.
    """
    try:
        return agency_for(user_id=user_id, agency_id=agency_id, need=AgencyNeed.MANAGE, at=at, lock=True)
    except (AgencyNotFound, NotAllowed):
        if not is_operator(user_id):
            raise
    agency = Agency.objects.select_for_update().filter(id=agency_id).first()
    if agency is None:
        raise AgencyNotFound("There is no such agency.")
    if role is not MemberRole.ADMINISTRATOR or agency.parent_id is not None:
        raise NotAllowed("The operator appoints the first administrator; who else belongs to it, its administrators.")
    if AgencyMember.objects.filter(agency=agency).exists():
        raise NotAllowed("This agency has people: two of them, or two operators, give it an administrator again.")
    return agency
