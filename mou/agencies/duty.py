"""Who begins on duty, and who may put whom on duty: of a partner's people, an alarm reaches only those."""

from datetime import datetime
from uuid import UUID

from mou.access.fetch import may_manage, members_who_count
from mou.agencies.teams import LEADERS
from mou.models import AgencyMember
from mou.vocabulary import ActorId, AgencyKind, MemberRole, Operator

RESPONDING = (
    AgencyKind.POLICE,
    AgencyKind.SHERIFF,
    AgencyKind.FIRE,
    AgencyKind.EMS,
    AgencyKind.DISPATCH,
    AgencyKind.EMERGENCY_MANAGEMENT,
)
# Who comes, and who sends them. Staff, planners and administrators of such an agency sit at a desk.
IN_THE_FIELD = (MemberRole.OFFICER, MemberRole.SUPERVISOR, MemberRole.COMMANDER, MemberRole.DISPATCHER)


def begins_on_duty(kind: AgencyKind, role: MemberRole) -> bool:
    """Tell whether a new member is on duty from the start: an agency with no member on duty hears nothing.

    A school's and a district's own people are told of their sites on duty or not.
    """
    return kind in RESPONDING and role in IN_THE_FIELD


SAYS_DUTY = frozenset({*LEADERS, MemberRole.ADMINISTRATOR})


def says_who_is_on_duty(member: AgencyMember) -> bool:
    """Tell whether a membership lets its person put others on duty: of an agency that comes when it is called."""
    return member.role in SAYS_DUTY and member.agency.kind in RESPONDING


def may_set_duty(actor_id: ActorId, member: AgencyMember, at: datetime) -> bool:
    """Tell whether a person may put a member on or off duty: themselves, who leads there, who manages the agency."""
    if not isinstance(actor_id, Operator) and (
        member.user_id == actor_id or leads_people(actor_id, member.agency_id, at)
    ):
        return True
    return may_manage(actor_id, member.agency, at)


def leads_people(actor_id: int, agency_id: UUID, at: datetime) -> bool:
    """Tell whether a person leads the people of an agency."""
    leaders = members_who_count(at).filter(agency_id=agency_id, role__in=[one.value for one in LEADERS])
    return leaders.filter(user_id=actor_id).exists()
