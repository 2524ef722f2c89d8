"""Make or unmake an administrator of an agency with two people: one asks for it, another one confirms."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from mou.access import fetch
from mou.access.names import checked_text
from mou.access.operators import is_operator
from mou.administrative_acts import administrative_act
from mou.agencies.acts import record_act
from mou.agencies.administrators import check_not_last, is_another_hand, is_at_stake, needs_second_to_appoint
from mou.agencies.memberships.members import (
    REASON_MAX_CHARS,
    Post,
    member_to_manage,
    write_end,
    write_post,
    write_suspension,
)
from mou.agencies.roles_of_kinds import check_role_of_kind
from mou.errors import MembershipEnded, NotAllowed, RequestDecided, RequestNotFound, WrongChange
from mou.models import Agency, AgencyMember, MembershipRequest
from mou.vocabulary import AdministrativeActKind, MemberRole, MembershipChange


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request that waits for a second person. `may_confirm` is the reader's."""

    id: UUID
    agency_id: UUID
    agency: str
    person: str
    change: MembershipChange
    role: str
    reason: str
    asked_by: str
    asked_by_id: int
    asked_at: datetime
    may_confirm: bool


@administrative_act(
    who="administrators of the agency or its district",
    told="no one: it stands on the page of those who may confirm",
    recorded="second_person_asked",
)
def ask_second_person(
    *,
    actor_id: int,
    agency_id: UUID,
    member_id: UUID,
    change: MembershipChange,
    role: MemberRole | None,
    reason: str,
    at: datetime,
) -> UUID:
    """Ask that an administrator be taken from an agency or made, in one durable transaction; return the request's id.

    Locks the membership's row. Raises: MemberNotFound, NotAllowed, MembershipEnded, BadName, LastAdministrator,
    WrongChange, RoleNotOfKind, RequestDecided: another request about this person waits.
    """
    reason = checked_text(reason, "reason", max_chars=REASON_MAX_CHARS)
    if (change is MembershipChange.CHANGE_ROLE) != (role is not None):
        raise WrongChange("A change of role, and only that, names a role.")
    with transaction.atomic(durable=True):
        member = member_to_manage(actor_id, agency_id, member_id, at)
        if not _is_for_two(member, role, at):
            raise WrongChange("No one else has to confirm this: do it.")
        if role is not None:
            check_role_of_kind(member.agency, role)
        check_not_last(member, at)
        if MembershipRequest.objects.filter(member=member, decided_at__isnull=True).exists():
            raise RequestDecided("Another request about this person waits.")
        made = MembershipRequest.objects.create(
            member=member,
            change=change.value,
            role="" if role is None else role.value,
            reason=reason,
            asked_by_id=actor_id,
            asked_at=at,
        )
        record_act(
            AdministrativeActKind.SECOND_PERSON_ASKED,
            actor_id=actor_id,
            agency=member.agency,
            member=member,
            reason=reason,
            changes={"change": ("", change.value)},
            at=at,
        )
    return made.pk


@administrative_act(
    who="another administrator, or the operator; never whom it is about",
    second_person="is the second person: never who asked, or whom they made administrator alone",
    told="the agency's record",
    recorded="second_person_confirmed",
)
def confirm_request(*, actor_id: int, request_id: UUID, at: datetime) -> None:
    """Confirm a request as the second person and carry it out, in one durable transaction.

    The second person is another administrator of the agency, or the operator; never who asked, whom they made alone, or
    whom it is about.
    Raises: RequestNotFound, RequestDecided, NotAllowed, MembershipEnded, LastAdministrator, NotSuspended.
    """
    with transaction.atomic(durable=True):
        row = _request_for(actor_id, request_id, at)
        if actor_id == row.member.user_id or not is_another_hand(actor_id, row.asked_by_id):
            raise NotAllowed("A second person has to confirm this.")
        member = AgencyMember.objects.select_for_update(of=("self",)).select_related("agency").get(pk=row.member_id)
        if member.ended_at is not None:
            raise MembershipEnded("This membership has ended already.")
        check_not_last(member, at)
        _carry_out(row, member, actor_id, at)
        _decide_request(row, actor_id, at, is_confirmed=True)


@administrative_act(
    who="administrators of the agency or its district",
    told="the agency's record",
    recorded="request_withdrawn",
    needs_recent_sign_in=False,
    because="to drop a request takes nothing from anybody",
)
def withdraw_request(*, actor_id: int, request_id: UUID, at: datetime) -> None:
    """Drop a request, in one durable transaction: any administrator of the agency, or the operator.

    Raises: RequestNotFound, RequestDecided.
    """
    with transaction.atomic(durable=True):
        _decide_request(_request_for(actor_id, request_id, at), actor_id, at, is_confirmed=False)


def waiting_requests(*, user_id: int, agency: Agency, at: datetime) -> list[RequestView]:
    """Return the requests about an agency's administrators that wait, for who may decide on them; else none."""
    if not (fetch.may_manage(user_id, agency, at) or is_operator(user_id)):
        return []
    rows = MembershipRequest.objects.filter(member__agency=agency, decided_at__isnull=True)
    return [
        RequestView(
            id=row.pk,
            agency_id=agency.pk,
            agency=agency.name,
            person=row.member.user.shown_name(),
            change=MembershipChange(row.change),
            role=row.role,
            reason=row.reason,
            asked_by=row.asked_by.shown_name(),
            asked_by_id=row.asked_by_id,
            asked_at=row.asked_at,
            may_confirm=user_id != row.member.user_id and is_another_hand(user_id, row.asked_by_id),
        )
        for row in rows.select_related("member__user", "asked_by").order_by("asked_at", "id")
    ]


def _is_for_two(member: AgencyMember, role: MemberRole | None, at: datetime) -> bool:
    """Say whether a change waits for a second person: one that takes an administrator, or makes one beside others."""
    if role is MemberRole.ADMINISTRATOR:
        return member.role != role and needs_second_to_appoint(member.agency, at)
    return is_at_stake(member)


def _carry_out(row: MembershipRequest, member: AgencyMember, actor_id: int, at: datetime) -> None:
    change = MembershipChange(row.change)
    if change is MembershipChange.END:
        write_end(actor_id, member, reason=row.reason, at=at)
    elif change is MembershipChange.SUSPEND:
        write_suspension(actor_id, member, reason=row.reason, at=at)
    else:
        post = Post(MemberRole(row.role), member.title, member.callsign, member.unit)
        write_post(actor_id, member, post, reason=row.reason, at=at)


def _request_for(actor_id: int, request_id: UUID, at: datetime) -> MembershipRequest:
    rows = MembershipRequest.objects.select_for_update(of=("self",)).select_related("member__agency")
    row = rows.filter(pk=request_id).first()
    if row is None or not (fetch.may_manage(actor_id, row.member.agency, at) or is_operator(actor_id)):
        raise RequestNotFound("There is no such request.")
    if row.decided_at is not None:
        raise RequestDecided("The request was decided already.")
    return row


def _decide_request(row: MembershipRequest, actor_id: int, at: datetime, *, is_confirmed: bool) -> None:
    MembershipRequest.objects.filter(pk=row.pk).update(decided_by_id=actor_id, decided_at=at, is_confirmed=is_confirmed)
    confirmed, withdrawn = AdministrativeActKind.SECOND_PERSON_CONFIRMED, AdministrativeActKind.REQUEST_WITHDRAWN
    record_act(
        confirmed if is_confirmed else withdrawn,
        actor_id=actor_id,
        agency=row.member.agency,
        member=row.member,
        reason=row.reason,
        at=at,
    )
