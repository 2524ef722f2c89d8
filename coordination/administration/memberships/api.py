"""One's own memberships and offers over HTTP, and the offers of an agency. Parse, call, answer; no rule stands here."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Router, Schema, Status

from coordination.administration.memberships.wire import SessionLockIn
from coordination.administration.own_places import (
    DeclinedPlace,
    OfferedPlace,
    OpenOffer,
    OwnPlace,
    OwnPlaces,
    accept_offer,
    open_offers,
    own_places,
)
from coordination.sign_in.callers import caller_of
from coordination.sign_in.sessions.held import choose_session_lock
from mou.access import fetch
from mou.agencies.memberships.offers import decline_offer, leave_agency, withdraw_offer

router = Router(tags=["administration"])


class OwnMembershipsOut(Schema):
    """Who has the caller, who would like to, and whom they declined lately.

    `locks_sessions`: the caller's own sessions lock when they are not used.
    """

    memberships: list[OwnPlace]
    offers: list[OfferedPlace]
    declined: list[DeclinedPlace]
    locks_sessions: bool


class PlaceTakenOut(Schema):
    member_id: UUID


@router.get("/me/memberships", response=OwnMembershipsOut, operation_id="list_own_memberships")
def list_own_memberships(request: HttpRequest) -> OwnPlaces:
    """List the caller's memberships, also those that count for nothing now, and the places offered to them."""
    caller = caller_of(request)
    return own_places(caller.user_id, caller.at)


@router.post("/me/offers/{uuid:offer_id}/accept", response={201: PlaceTakenOut}, operation_id="accept_offer")
def post_accept(request: HttpRequest, offer_id: UUID) -> Status[dict[str, UUID]]:
    """Take an offered place: the membership begins now."""
    caller = caller_of(request)
    return Status(201, {"member_id": accept_offer(user_id=caller.user_id, offer_id=offer_id, at=caller.at)})


@router.post("/me/offers/{uuid:offer_id}/decline", response={204: None}, operation_id="decline_offer")
def post_decline(request: HttpRequest, offer_id: UUID) -> Status[None]:
    """Refuse an offered place."""
    caller = caller_of(request)
    decline_offer(user_id=caller.user_id, offer_id=offer_id, at=caller.at)
    return Status(204, None)


@router.post("/me/memberships/{uuid:member_id}/leave", response={204: None}, operation_id="leave_agency")
def post_leave(request: HttpRequest, member_id: UUID) -> Status[None]:
    """Leave an agency that does not keep the account."""
    caller = caller_of(request)
    leave_agency(user_id=caller.user_id, member_id=member_id, at=caller.at)
    return Status(204, None)


@router.put("/me/session-lock", response={204: None}, operation_id="choose_session_lock")
def put_session_lock(request: HttpRequest, chosen: Body[SessionLockIn]) -> Status[None]:
    """Let one's own sessions lock when they are not used, where an agency asks for it; from the next sign-in on."""
    caller = caller_of(request)
    choose_session_lock(user_id=caller.user_id, locks=chosen.locks, at=caller.at)
    return Status(204, None)


@router.get("/agencies/{uuid:agency_id}/offers", response=list[OpenOffer], operation_id="list_offers")
def list_offers(request: HttpRequest, agency_id: UUID) -> list[OpenOffer]:
    """List the places that an agency offers and that are not decided yet; for its administrators."""
    caller = caller_of(request)
    need = fetch.AgencyNeed.MANAGE
    agency = fetch.agency_for(user_id=caller.user_id, agency_id=agency_id, need=need, at=caller.at, lock=False)
    return open_offers(agency, caller.at)


@router.post("/offers/{uuid:offer_id}/withdraw", response={204: None}, operation_id="withdraw_offer")
def post_withdraw_offer(request: HttpRequest, offer_id: UUID) -> Status[None]:
    """Take an offer back."""
    caller = caller_of(request)
    withdraw_offer(actor_id=caller.user_id, offer_id=offer_id, at=caller.at)
    return Status(204, None)
