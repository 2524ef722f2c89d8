"""Give an agency whose administrators cannot sign in another one: by two people, and refused by any of those.

The operator asks for it at the console and names a member of the agency. A second person, signed in, confirms it:
another member of that agency, or a second operator. Where all members have left, it is one who was, and a second
operator. While the agency has administrators at all, three days go by
first, in which each of them can say that they are there.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from coordination.administration.errors import (
    AgencyNotLost,
    RecoveryNotFound,
    RecoveryTooEarly,
    RecoveryWaits,
    SecondPersonMissing,
)
from coordination.administration.models import AgencyRecovery
from coordination.administration.second_person.one_holder import are_one_holder
from coordination.models import User
from coordination.sign_in.mail import send_beside
from coordination.sign_in.notices import notice_words
from mou.access.fetch import members_who_count
from mou.access.names import checked_text
from mou.access.operators import administrators_of, is_operator
from mou.administrative_acts import administrative_act
from mou.agencies.acts import record_act
from mou.agencies.administrators import check_may_administer
from mou.agencies.memberships.members import REASON_MAX_CHARS, Post, join_agency, write_post
from mou.models import Agency, AgencyMember
from mou.vocabulary import OPERATOR, AdministrativeActKind, MemberRole

MAY_OBJECT_FOR = timedelta(days=3)
# An administrator who signed in so lately has not lost anything.
LATELY = timedelta(days=7)
KIND = "recovery_asked"


@dataclass(frozen=True, slots=True)
class RecoveryView:
    """A recovery that waits, as those read it who may decide on it."""

    id: UUID
    agency: str
    person: str
    reason: str
    asked_at: datetime
    not_before: datetime
    may_confirm: bool
    may_refuse: bool


def ask_recovery(*, agency: Agency, login: str, reason: str, at: datetime) -> AgencyRecovery:
    """Ask that a member become administrator of a lost agency, in one durable transaction; tells its administrators.

    At the server's console alone. Locks the agency's row; sends mail beside. Raises: BadName, AgencyNotLost,
    RecoveryWaits, RecoveryNotFound: no member of the agency has this login.
    """
    reason = checked_text(reason, "reason", max_chars=REASON_MAX_CHARS)
    with transaction.atomic(durable=True):
        agency = Agency.objects.select_for_update().get(pk=agency.pk)
        if AgencyRecovery.objects.filter(agency=agency, ended_at__isnull=True).exists():
            raise RecoveryWaits
        check_is_lost(agency, at)
        member = _member_to_appoint(agency, login, at)
        made = AgencyRecovery.objects.create(agency=agency, member=member, reason=reason, asked_at=at)
        record_act(
            AdministrativeActKind.SECOND_PERSON_ASKED,
            actor_id=OPERATOR,
            agency=agency,
            member=member,
            reason=reason,
            changes={"change": ("", "recovery")},
            at=at,
        )
    _tell_administrators(agency, at)
    return made


def check_is_lost(agency: Agency, at: datetime) -> None:
    """Refuse while an administrator of the agency, or of its district, has signed in lately. Raises: AgencyNotLost."""
    agencies = [one for one in (agency.pk, agency.parent_id) if one is not None]
    leaders = members_who_count(at).filter(agency_id__in=agencies, role=MemberRole.ADMINISTRATOR.value)
    if User.objects.filter(pk__in=leaders.values("user_id"), last_login__gt=at - LATELY).exists():
        raise AgencyNotLost


@administrative_act(
    who="a member of the agency who is not to be appointed, or a second operator; once three days have passed",
    second_person="it is one: the operator has asked at the server's console",
    told="the agency's record; where an operator confirms, its administrators, too",
    recorded="second_person_confirmed",
)
def confirm_recovery(*, actor_id: int, recovery_id: UUID, at: datetime) -> None:
    """Confirm as the second person and carry it out, in one durable transaction. Locks the agency's row.

    Raises: RecoveryNotFound, SecondPersonMissing, RecoveryTooEarly, AgencyNotLost.
    """
    with transaction.atomic(durable=True):
        row = _waiting_for(actor_id, recovery_id, at)
        if not _may_confirm(actor_id, row, at):
            raise SecondPersonMissing
        if at < _not_before(row, at):
            raise RecoveryTooEarly
        check_is_lost(row.agency, at)
        member = _member_to_appoint(row.agency, row.member.user.username, at)
        post = Post(MemberRole.ADMINISTRATOR, member.title, member.callsign, member.unit)
        if member.ended_at is None:
            write_post(actor_id, member, post, reason=row.reason, at=at)
        else:
            user_id = member.user_id
            join_agency(actor_id=actor_id, agency=row.agency, user_id=user_id, post=post, is_on_duty=False, at=at)
        _end_recovery(row, AgencyRecovery.End.CARRIED_OUT, actor_id, at)
        _record_recovery(row, AdministrativeActKind.SECOND_PERSON_CONFIRMED, actor_id, at)


@administrative_act(
    who="administrators of the agency or its district",
    told="the agency's record",
    recorded="request_withdrawn",
    needs_recent_sign_in=False,
    because="to refuse it takes nothing from anybody",
)
def refuse_recovery(*, actor_id: int, recovery_id: UUID, at: datetime) -> None:
    """Refuse it: any administrator of the agency or its district, in one durable transaction.

    Raises: RecoveryNotFound, SecondPersonMissing.
    """
    with transaction.atomic(durable=True):
        row = _waiting_for(actor_id, recovery_id, at)
        if not _may_refuse(actor_id, row, at):
            raise SecondPersonMissing
        _end_recovery(row, AgencyRecovery.End.REFUSED, actor_id, at)
        _record_recovery(row, AdministrativeActKind.REQUEST_WITHDRAWN, actor_id, at)


def _member_to_appoint(agency: Agency, login: str, at: datetime) -> AgencyMember:
    """Return who is to administer a lost agency: a member; where all have left, one who was.

    Raises: RecoveryNotFound; AdministratorKeptElsewhere: another agency keeps the account of who was.
    """
    counting = members_who_count(at).filter(agency=agency).select_related("agency", "user__home_agency")
    if counting.exists():
        member = counting.filter(user__username__iexact=login).first()
    else:
        left = AgencyMember.objects.filter(agency=agency, ended_at__isnull=False).select_related("user__home_agency")
        left = left.filter(user__is_active=True, user__is_device=False, user__username__iexact=login)
        member = left.order_by("-ended_at").first()
    if member is None or (member.ended_at is None and member.role == MemberRole.ADMINISTRATOR):
        raise RecoveryNotFound
    check_may_administer(agency, member.user.home_agency)
    return member


def recoveries_for(user_id: int, at: datetime) -> list[RecoveryView]:
    """Return the recoveries that wait and that a person may decide on. A few queries."""
    return [
        RecoveryView(
            id=row.pk,
            agency=row.agency.name,
            person=row.member.user.shown_name(),
            reason=row.reason,
            asked_at=row.asked_at,
            not_before=_not_before(row, at),
            may_confirm=_may_confirm(user_id, row, at) and at >= _not_before(row, at),
            may_refuse=_may_refuse(user_id, row, at),
        )
        for row in _readable_recoveries(user_id, at).select_related("agency", "member__user").order_by("asked_at", "pk")
    ]


def _readable_recoveries(user_id: int, at: datetime) -> QuerySet[AgencyRecovery]:
    waiting = AgencyRecovery.objects.filter(ended_at__isnull=True)
    if is_operator(user_id):
        return waiting
    mine = members_who_count(at).filter(user_id=user_id)
    leads = mine.filter(role=MemberRole.ADMINISTRATOR.value)
    return waiting.filter(agency__in=mine.values("agency")) | waiting.filter(agency__parent__in=leads.values("agency"))


def _waiting_for(user_id: int, recovery_id: UUID, at: datetime) -> AgencyRecovery:
    row = _readable_recoveries(user_id, at).filter(pk=recovery_id).first()
    if row is None:
        raise RecoveryNotFound
    Agency.objects.select_for_update().get(pk=row.agency_id)
    # Read again behind the lock: of two who decide at once, one does.
    again = (
        AgencyRecovery.objects.select_related("agency", "member__user").filter(pk=row.pk, ended_at__isnull=True).first()
    )
    if again is None:
        raise RecoveryNotFound
    return again


def _may_confirm(user_id: int, row: AgencyRecovery, at: datetime) -> bool:
    """Say whether a person is a second person: of the agency, or a second operator; never who is to be appointed."""
    if are_one_holder(user_id, row.member.user_id, at):
        return False
    if members_who_count(at).filter(user_id=user_id, agency_id=row.agency_id, user__is_device=False).exists():
        return True
    return is_operator(user_id) and User.objects.filter(is_operator=True, is_active=True).count() > 1


def _may_refuse(user_id: int, row: AgencyRecovery, at: datetime) -> bool:
    agencies = [one for one in (row.agency_id, row.agency.parent_id) if one is not None]
    leaders = members_who_count(at).filter(agency_id__in=agencies, role=MemberRole.ADMINISTRATOR.value)
    return leaders.filter(user_id=user_id).exists()


def _not_before(row: AgencyRecovery, at: datetime) -> datetime:
    return row.asked_at + MAY_OBJECT_FOR if administrators_of(row.agency, at) else row.asked_at


def _end_recovery(row: AgencyRecovery, end: AgencyRecovery.End, actor_id: int, at: datetime) -> None:
    AgencyRecovery.objects.filter(pk=row.pk).update(ended_as=end.value, ended_by_id=actor_id, ended_at=at)


def _record_recovery(row: AgencyRecovery, kind: AdministrativeActKind, actor_id: int, at: datetime) -> None:
    member = AgencyMember.objects.get(pk=row.member_id)
    record_act(kind, actor_id=actor_id, agency=row.agency, member=member, reason=row.reason, at=at)


def _tell_administrators(agency: Agency, at: datetime) -> None:
    """Mail each administrator at once; by their devices they hear of it as of every act of the operator."""
    for one in User.objects.filter(pk__in=administrators_of(agency, at), is_active=True).exclude(email=""):
        language = one.language or "en"
        send_beside("account/email/notice", one.email, language, {"what": notice_words(KIND, language)})
