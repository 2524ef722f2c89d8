"""What waits for a second person in an agency, of memberships and of acts by which one could act as another."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coordination.administration.models import SpeakingRequest
from coordination.administration.second_person.of_schools import OF_A_ROSTER, administers_school_of
from coordination.administration.second_person.one_holder import are_one_holder
from coordination.administration.second_person.requests import (
    confirm_speaking,
    is_speaking_request,
    may_confirm,
    open_requests,
    withdraw_speaking,
)
from mou.access import fetch
from mou.agencies import second_person
from mou.agencies.administrators import may_be_second_person
from mou.errors import NotAllowed
from mou.models import Agency, MembershipRequest


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request as a list shows it. `may_confirm` is the reader's; `page_id`: on which agency's page they decide."""

    id: UUID
    page_id: UUID
    agency: str
    person: str
    change: str
    role: str
    detail: str
    reason: str
    asked_by: str
    asked_at: datetime
    may_confirm: bool


def waiting_requests(*, user_id: int, agency: Agency, at: datetime) -> list[RequestLine]:
    """Return what waits in an agency, for who may decide on it; else nothing."""
    of_members = [
        RequestLine(
            id=one.id,
            page_id=one.agency_id,
            agency=one.agency,
            person=one.person,
            change=one.change.value,
            role=one.role,
            detail="",
            reason=one.reason,
            asked_by=one.asked_by,
            asked_at=one.asked_at,
            may_confirm=one.may_confirm and not are_one_holder(user_id, one.asked_by_id, at),
        )
        for one in second_person.waiting_requests(user_id=user_id, agency=agency, at=at)
    ]
    if may_be_second_person(user_id, agency, at) or fetch.may_manage(user_id, agency, at):
        of_members += [_request_line(one, agency, user_id, at) for one in open_requests(agency)]
    district = agency.parent
    if district is None or not administers_school_of(user_id, district, at):
        return of_members
    # A school's administrator finds them on the school's page: the district's own is not theirs.
    of_roster = [one for one in open_requests(district) if one.act in OF_A_ROSTER]
    return of_members + [_request_line(one, agency, user_id, at) for one in of_roster]


def _request_line(one: SpeakingRequest, page: Agency, user_id: int, at: datetime) -> RequestLine:
    return RequestLine(
        id=one.pk,
        page_id=page.pk,
        agency=one.agency.name,
        person="" if one.person is None else one.person.shown_name(),
        change=one.act,
        role="",
        detail=one.detail,
        reason=one.reason,
        asked_by=one.asked_by.shown_name(),
        asked_at=one.asked_at,
        may_confirm=may_confirm(one, user_id, at),
    )


def confirm_either(*, actor_id: int, request_id: UUID, at: datetime) -> None:
    """Confirm a request of either kind as the second person. Raises as the kind's own action."""
    if is_speaking_request(request_id):
        confirm_speaking(actor_id=actor_id, request_id=request_id, at=at)
        return
    # What reaches people is not known to memberships.
    asked_by = MembershipRequest.objects.filter(pk=request_id).values_list("asked_by_id", flat=True).first()
    if asked_by is not None and are_one_holder(actor_id, asked_by, at):
        raise NotAllowed("A second person has to confirm this.")
    second_person.confirm_request(actor_id=actor_id, request_id=request_id, at=at)


def withdraw_either(*, actor_id: int, request_id: UUID, at: datetime) -> None:
    """Drop a request of either kind. Raises as the kind's own action."""
    act = withdraw_speaking if is_speaking_request(request_id) else second_person.withdraw_request
    act(actor_id=actor_id, request_id=request_id, at=at)
