"""Keep an agency's administration its own: its last administrator, the second person, and accounts that it keeps."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from mou.access.operators import administrators_of, is_operator
from mou.agencies.makers import are_of_one_hand, took_in_lately
from mou.errors import AdministratorKeptElsewhere, LastAdministrator, SecondPersonNeeded
from mou.models import Agency, AgencyMember
from mou.vocabulary import ActorId, MemberRole, Operator

NOT_THEIRS = "Another agency keeps this account: its holder cannot be an administrator here."


def house_of(agency: Agency) -> QuerySet[Agency]:
    """Return a district with its schools, asked for any of them; the agency alone for all others."""
    top = agency.parent_id or agency.pk
    return Agency.objects.filter(Q(pk=top) | Q(parent_id=top))


def is_same_house(agency: Agency, home: Agency | None) -> bool:
    """Say whether two agencies are a district and its school, schools of one district, or the same."""
    return home is not None and (home.parent_id or home.pk) == (agency.parent_id or agency.pk)


def check_may_administer(agency: Agency, home: Agency | None) -> None:
    """Refuse an administrator whose account another agency could sign in with; the console's are of none.

    Raises: AdministratorKeptElsewhere.
    """
    if home is not None and not is_same_house(agency, home):
        raise AdministratorKeptElsewhere(NOT_THEIRS)


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


def needs_second_to_appoint(agency: Agency, at: datetime) -> bool:
    """Say whether one administrator alone may make no other: where two are, each of them may be asked.

    One who could would make their own second person. A school has its district.
    """
    return agency.parent_id is None and len(administrators_of(agency, at)) > 1


def check_may_appoint(actor_id: ActorId, agency: Agency, role: MemberRole, at: datetime) -> None:
    """Refuse to make an administrator alone beside others; the console may. Raises: SecondPersonNeeded."""
    if role is MemberRole.ADMINISTRATOR and not isinstance(actor_id, Operator) and needs_second_to_appoint(agency, at):
        raise SecondPersonNeeded("A second administrator has to confirm this: take the person in, then ask for it.")


def may_be_second_person(user_id: int, agency: Agency, at: datetime) -> bool:
    """Say whether a person may confirm what another administrator asked: of the district for its schools, or operator.

    A school's administrators are made by one person alone: they cannot be a second person.
    """
    return user_id in administrators_of(agency.parent or agency, at) or is_operator(user_id)


def is_second_person_to(user_id: int, asked_by_id: int, agency: Agency, at: datetime) -> bool:
    """Say whether a person may confirm what another asked: never whom they made administrator, or their maker."""
    return may_be_second_person(user_id, agency, at) and is_another_hand(user_id, asked_by_id)


def is_another_hand(user_id: int, asked_by_id: int) -> bool:
    """Say whether two people are two: neither made the other administrator alone. The operator is another to all."""
    return user_id != asked_by_id and (is_operator(user_id) or not are_of_one_hand(user_id, asked_by_id))


def is_second_keeper_to(user_id: int, asked_by_id: int, agency_id: UUID, at: datetime) -> bool:
    """Say whether one who may do a thing is another hand than who asked for it: neither took the other in lately.

    Keepers need not be administrators: who may take people in could else make their own second person for the day.
    """
    pairs = ((user_id, asked_by_id), (asked_by_id, user_id))
    return is_another_hand(user_id, asked_by_id) and not any(took_in_lately(*pair, agency_id, at) for pair in pairs)


def check_may_take_administrator(actor_id: ActorId, member: AgencyMember, at: datetime) -> None:
    """Refuse to take an administrator alone: only oneself, while another one stays; the console may.

    Raises: LastAdministrator, SecondPersonNeeded.
    """
    if isinstance(actor_id, Operator) or not is_at_stake(member):
        return
    check_not_last(member, at)
    if actor_id != member.user_id:
        raise SecondPersonNeeded("A second administrator has to confirm this.")


def check_directory_may_take(member: AgencyMember, at: datetime) -> None:
    """Let a directory take anybody but an administrator. Raises: LastAdministrator, SecondPersonNeeded."""
    if is_at_stake(member):
        check_not_last(member, at)
        raise SecondPersonNeeded("Two people take an administrator from an agency; a directory does not.")
