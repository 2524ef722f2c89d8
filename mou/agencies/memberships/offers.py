"""What a person decides about their own memberships: take an offered place or not, and leave an agency.

No other person decides it for them: an offer that its holder did not take counts for nothing.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet

from mou.access import fetch
from mou.administrative_acts import administrative_act
from mou.agencies.acts import record_act
from mou.agencies.administrators import check_not_last
from mou.agencies.memberships.members import Post, join_agency, write_end
from mou.errors import AlreadyMember, MemberNotFound, OfferNotFound, OwnAgency
from mou.models import Agency, AgencyMember, MembershipOffer
from mou.vocabulary import AdministrativeActKind, MemberRole, OfferOutcome

# As long as a person may be away; after that the agency asks again.
VALID_FOR = timedelta(days=30)
# Who said no is left alone for so long by the agency that asked.
AGAIN_AFTER = timedelta(days=30)
MISSING = "There is no such offer."
LEFT, DECLINED = "Left by themselves.", "Declined by the person."


def offers_to(user_id: int, at: datetime) -> QuerySet[MembershipOffer]:
    """Return the offers that a person may take now, newest first."""
    rows = MembershipOffer.objects.filter(user_id=user_id, decided_at__isnull=True, offered_at__gt=at - VALID_FOR)
    return rows.filter(agency__is_active=True).select_related("agency", "offered_by").order_by("-offered_at", "id")


def offers_of(agency: Agency, at: datetime) -> QuerySet[MembershipOffer]:
    """Return the offers of an agency that are not decided yet, newest first."""
    rows = MembershipOffer.objects.filter(agency=agency, decided_at__isnull=True, offered_at__gt=at - VALID_FOR)
    return rows.select_related("user__home_agency").order_by("-offered_at", "id")


def declined_until(offers: QuerySet[MembershipOffer], at: datetime) -> datetime | None:
    """Return until when an agency waits whose offers to a person these are; None: it may offer. One query."""
    rows = offers.filter(outcome=OfferOutcome.DECLINED.value, decided_at__gt=at - AGAIN_AFTER)
    last = rows.order_by("-decided_at").values_list("decided_at", flat=True).first()
    return None if last is None else last + AGAIN_AFTER


def declined_by(user_id: int, at: datetime) -> QuerySet[MembershipOffer]:
    """Return the offers that a person declined so lately that their agencies wait, newest first."""
    rows = MembershipOffer.objects.filter(user_id=user_id, outcome=OfferOutcome.DECLINED.value)
    return rows.filter(decided_at__gt=at - AGAIN_AFTER).select_related("agency").order_by("-decided_at", "id")


def take_offer(*, user_id: int, offer_id: UUID, at: datetime) -> AgencyMember:
    """Take an offered place, in the caller's transaction, and return the membership that begins.

    Locks the offer's and the agency's row. Raises: OfferNotFound.
    """
    offer = _own_offer(user_id, offer_id, at)
    agency = Agency.objects.select_for_update().get(pk=offer.agency_id)
    post = Post(MemberRole(offer.role), offer.title, offer.callsign, offer.unit, offer.is_in_office)
    try:
        member = join_agency(actor_id=user_id, agency=agency, user_id=user_id, post=post, is_on_duty=False, at=at)
    except AlreadyMember as already:
        raise OfferNotFound(MISSING) from already
    _decide_offer(offer, OfferOutcome.ACCEPTED, user_id, at)
    return member


def decline_offer(*, user_id: int, offer_id: UUID, at: datetime) -> None:
    """Refuse an offered place, in one durable transaction. Locks the offer's row. Raises: OfferNotFound."""
    with transaction.atomic(durable=True):
        offer = _own_offer(user_id, offer_id, at)
        _decide_offer(offer, OfferOutcome.DECLINED, user_id, at)
        kind = AdministrativeActKind.REQUEST_WITHDRAWN
        record_act(kind, actor_id=user_id, agency=offer.agency, reason=DECLINED, changes=_offer_changes(offer), at=at)


@administrative_act(
    who="administrators of the agency or its district",
    told="the agency's record",
    recorded="request_withdrawn",
    needs_recent_sign_in=False,
    because="it takes back what no one has accepted",
)
def withdraw_offer(*, actor_id: int, offer_id: UUID, at: datetime) -> None:
    """Take an offer back that was not taken yet, in one durable transaction: by who administers the agency.

    Locks the offer's row. Raises: OfferNotFound.
    """
    with transaction.atomic(durable=True):
        offer = _open_offers(at).filter(pk=offer_id).first()
        if offer is None or not fetch.may_manage(actor_id, offer.agency, at):
            raise OfferNotFound(MISSING)
        _decide_offer(offer, OfferOutcome.WITHDRAWN, actor_id, at)
        kind = AdministrativeActKind.REQUEST_WITHDRAWN
        record_act(kind, actor_id=actor_id, agency=offer.agency, changes=_offer_changes(offer), at=at)


def leave_agency(*, user_id: int, member_id: UUID, at: datetime) -> None:
    """End one's own membership of an agency that does not keep the account, in one durable transaction.

    Also while it is suspended. Locks the membership's row. Raises: MemberNotFound, OwnAgency, LastAdministrator.
    """
    with transaction.atomic(durable=True):
        rows = AgencyMember.objects.select_for_update(of=("self",)).select_related("agency")
        member = rows.filter(pk=member_id, user_id=user_id, ended_at__isnull=True).first()
        if member is None:
            raise MemberNotFound("There is no such member.")
        if get_user_model().objects.filter(pk=user_id, home_agency_id=member.agency_id).exists():
            raise OwnAgency("Your own agency ends this membership.")
        check_not_last(member, at)
        write_end(user_id, member, reason=LEFT, at=at)


def _open_offers(at: datetime) -> QuerySet[MembershipOffer]:
    rows = MembershipOffer.objects.select_for_update(of=("self",)).select_related("agency", "user")
    return rows.filter(decided_at__isnull=True, offered_at__gt=at - VALID_FOR, agency__is_active=True)


def _own_offer(user_id: int, offer_id: UUID, at: datetime) -> MembershipOffer:
    offer = _open_offers(at).filter(pk=offer_id, user_id=user_id).first()
    if offer is None:
        raise OfferNotFound(MISSING)
    return offer


def _decide_offer(offer: MembershipOffer, outcome: OfferOutcome, by_id: int, at: datetime) -> None:
    decided = {"outcome": outcome.value, "decided_by_id": by_id, "decided_at": at}
    MembershipOffer.objects.filter(pk=offer.pk).update(**decided)


def _offer_changes(offer: MembershipOffer) -> dict[str, tuple[str, str]]:
    return {"offered_to": (offer.user.shown_name(), "")}
