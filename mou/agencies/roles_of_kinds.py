"""Which roles an agency has, by its kind. A school has no dispatchers, and a dispatch center no officers."""

from mou.errors import MouError
from mou.foundation.labelled import gettext_noop as _
from mou.models import Agency
from mou.vocabulary import AgencyKind, MemberRole

AT_SCHOOL = (MemberRole.STAFF, MemberRole.SUPERVISOR, MemberRole.PLANNER, MemberRole.ADMINISTRATOR)
WHO_COME = (
    MemberRole.OFFICER,
    MemberRole.SUPERVISOR,
    MemberRole.COMMANDER,
    MemberRole.STAFF,
    MemberRole.PLANNER,
    MemberRole.ADMINISTRATOR,
)
# Many of them answer calls for help and send their own people.
WHO_COME_AND_SEND = (*WHO_COME[:3], MemberRole.DISPATCHER, *WHO_COME[3:])
WHO_SEND = (
    MemberRole.DISPATCHER,
    MemberRole.SUPERVISOR,
    MemberRole.STAFF,
    MemberRole.PLANNER,
    MemberRole.ADMINISTRATOR,
)
# The most common role first.
ROLES_OF_KINDS = {
    AgencyKind.DISTRICT: AT_SCHOOL,
    AgencyKind.SCHOOL: AT_SCHOOL,
    AgencyKind.POLICE: WHO_COME_AND_SEND,
    AgencyKind.SHERIFF: WHO_COME_AND_SEND,
    AgencyKind.FIRE: WHO_COME_AND_SEND,
    AgencyKind.EMS: WHO_COME_AND_SEND,
    AgencyKind.DISPATCH: WHO_SEND,
    AgencyKind.EMERGENCY_MANAGEMENT: WHO_COME,
    # A hospital, an authority of mental health, a host of a reunification site.
    AgencyKind.OTHER: AT_SCHOOL,
}


class RoleNotOfKind(MouError):
    """An agency of this kind has no such role; the text names those that it has. Who has one already keeps it."""

    code, status, pointer = "role_not_of_kind", 422, "/role"
    sentence = _("An agency of this kind has no such role: choose one of those that it has.")


def roles_of_agency(agency: Agency) -> tuple[MemberRole, ...]:
    """Return the roles that people of an agency may have, the most common first."""
    return ROLES_OF_KINDS[AgencyKind(agency.kind)]


def check_role_of_kind(agency: Agency, role: MemberRole) -> None:
    """Refuse a role that an agency of this kind does not have. Raises: RoleNotOfKind."""
    roles = roles_of_agency(agency)
    if role not in roles:
        raise RoleNotOfKind(f"An agency of this kind has these roles: {', '.join(one.value for one in roles)}.")
