"""Keep an agency from being locked out of its own administration: the last administrator, and the second person."""

from datetime import datetime

from mou.access.operators import administrators_of
from mou.errors import LastAdministrator, SecondPersonNeeded
from mou.models import Agency, AgencyMember
from mou.vocabulary import ActorId, MemberRole, Operator


def is_at_stake(member: AgencyMember) -> bool:
    """Say whether taking this person away could lock the agency out: a school always has its district."""
    return member.role == MemberRole.ADMINISTRATOR and member.agency.parent_id is None


def check_not_last(member: AgencyMember, at: datetime) -> None:
    """Refuse to take the last administrator. Locks the agency's row: two who step down at once come one by one.

    Raises: LastAdministrator.
    """
    if not is_at_stake(member):
        return
    agency = Agency.objects.select_for_update().get(pk=member.agency_id)
    if set(administrators_of(agency, at)) <= {member.user_id}:
        raise LastAdministrator("This is the agency's last administrator. Appoint another one first.")


def check_may_take_administrator(actor_id: ActorId, member: AgencyMember, at: datetime) -> None:
    """Refuse to take an administrator alone: only oneself, while another one stays; the console may.

    Raises: LastAdministrator, SecondPersonNeeded.
    """
    if isinstance(actor_id, Operator) or not is_at_stake(member):
        return
    check_not_last(member, at)
    if actor_id != member.user_id:
        raise SecondPersonNeeded("A second administrator has to confirm this.")
