"""Who has me: every agency that a person belongs to, and every place that they are offered; they decide on both."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.sign_in.security_rules import rules_of_agencies
from coordination.sign_in.sessions.held import Missing, locks_sessions, missing_of, weigh_memberships_of
from mou.agencies.memberships.offers import AGAIN_AFTER, declined_by, offers_of, offers_to, take_offer
from mou.models import Agency, AgencyMember, MembershipOffer, Suspension
from mou.vocabulary import AgencyKind, MemberRole

NOTHING = Missing(factor=False, session_lock=False)


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """What a person is in one agency, as they themselves see it.

    `keeps_account`: the agency keeps the account, and its rules hold the sessions. `lacks_factor`: it asks for a second
    factor, and the account has none. `lacks_session_lock`: it asks that sessions lock, and these do not.
    """

    member_id: UUID
    agency_id: UUID
    agency: str
    kind: AgencyKind
    role: MemberRole
    title: str
    started_at: datetime
    # The agency that keeps the account ends the membership; any other, the person may leave.
    keeps_account: bool
    # Suspended by the agency.
    is_suspended: bool
    # Counts for nothing until the person meets what the agency asks.
    lacks_factor: bool
    lacks_session_lock: bool


@dataclass(frozen=True, slots=True)
class OfferedPlace:
    """A place that waits for a person's word, and what the agency asks of its people.

    `asks_factor`: a second factor. `asks_session_lock`: that sessions lock when they are not used.
    `use_notice`: what is to be read before its systems are used.
    """

    offer_id: UUID
    agency_id: UUID
    agency: str
    kind: AgencyKind
    role: MemberRole
    title: str
    offered_by: str
    offered_at: datetime
    asks_factor: bool
    asks_session_lock: bool
    use_notice: str


@dataclass(frozen=True, slots=True)
class DeclinedPlace:
    """A place that a person declined, and from when on its agency may offer one again."""

    agency: str
    declined_at: datetime
    again_from: datetime


@dataclass(frozen=True, slots=True)
class OwnPlaces:
    """Who has a person, who would like to, whom they declined lately, and whether they let their sessions lock."""

    memberships: list[OwnPlace]
    offers: list[OfferedPlace]
    declined: list[DeclinedPlace]
    locks_sessions: bool


@dataclass(frozen=True, slots=True)
class OpenOffer:
    """A place that an agency offers, as its administrators see it."""

    offer_id: UUID
    person: str
    kept_by: str
    role: MemberRole
    offered_at: datetime


def own_places(user_id: int, at: datetime) -> OwnPlaces:
    """Return all that a person decides about who has them: what page and interface show. Some eleven queries."""
    return OwnPlaces(
        memberships=places_of(user_id, at),
        offers=offered_places(user_id, at),
        declined=declined_places(user_id, at),
        locks_sessions=locks_sessions(user_id),
    )


def places_of(user_id: int, at: datetime) -> list[OwnPlace]:
    """Return every agency that has a person now, first the one that keeps the account. At most seven queries."""
    rows = AgencyMember.objects.filter(user_id=user_id, ended_at__isnull=True, agency__is_active=True)
    members = list(rows.select_related("agency", "user__home_agency").order_by("agency__name", "id"))
    missing = missing_of(members, at)
    out = Suspension.objects.filter(member__in=members, of_rule=False, ended_at__isnull=True)
    suspended = set(out.values_list("member_id", flat=True))
    places = [
        OwnPlace(
            member_id=one.pk,
            agency_id=one.agency_id,
            agency=one.agency.name,
            kind=AgencyKind(one.agency.kind),
            role=MemberRole(one.role),
            title=one.title,
            started_at=one.started_at,
            keeps_account=one.user.home_agency_id == one.agency_id,
            is_suspended=one.pk in suspended,
            lacks_factor=missing.get(one.pk, NOTHING).factor,
            lacks_session_lock=missing.get(one.pk, NOTHING).session_lock,
        )
        for one in members
    ]
    return sorted(places, key=lambda one: not one.keeps_account)


def offered_places(user_id: int, at: datetime) -> list[OfferedPlace]:
    """Return what a person is offered. Two queries."""
    offers = list(offers_to(user_id, at))
    asked = rules_of_agencies([one.agency for one in offers])
    return [
        OfferedPlace(
            offer_id=one.pk,
            agency_id=one.agency_id,
            agency=one.agency.name,
            kind=AgencyKind(one.agency.kind),
            role=MemberRole(one.role),
            title=one.title,
            offered_by="" if one.offered_by is None else one.offered_by.shown_name(),
            offered_at=one.offered_at,
            asks_factor=asked[one.agency_id].needs_factor,
            asks_session_lock=asked[one.agency_id].locks_sessions,
            use_notice="\n\n".join(asked[one.agency_id].use_notices),
        )
        for one in offers
    ]


def declined_places(user_id: int, at: datetime) -> list[DeclinedPlace]:
    """Return what a person declined lately. One query."""
    return [
        DeclinedPlace(agency=one.agency.name, declined_at=one.decided_at, again_from=one.decided_at + AGAIN_AFTER)
        for one in declined_by(user_id, at)
        if one.decided_at is not None
    ]


def open_offers(agency: Agency, at: datetime) -> list[OpenOffer]:
    """Return the places that an agency offers and that are not decided yet. One query."""
    return [_open_offer(one) for one in offers_of(agency, at)]


def accept_offer(*, user_id: int, offer_id: UUID, at: datetime) -> UUID:
    """Take an offered place and return the membership's id, in one durable transaction.

    It counts at once, or as soon as the person meets what the agency asks. Raises: OfferNotFound.
    """
    with transaction.atomic(durable=True):
        member = take_offer(user_id=user_id, offer_id=offer_id, at=at)
        weigh_memberships_of(user_id, at)
    return member.pk


def _open_offer(offer: MembershipOffer) -> OpenOffer:
    home = offer.user.home_agency
    return OpenOffer(
        offer_id=offer.pk,
        person=offer.user.shown_name(),
        kept_by="" if home is None else home.name,
        role=MemberRole(offer.role),
        offered_at=offer.offered_at,
    )
