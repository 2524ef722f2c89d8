"""Take a person into an agency: at once where who does it keeps their account too, else by an offer to them.

The one way in, for pages, the interface, directories, agencies' own sign-in, files and the console.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q, QuerySet

from mou.access.operators import agency_to_staff_for, managed_agencies
from mou.administrative_acts import administrative_act
from mou.agencies.acts import record_act
from mou.agencies.administrators import NOT_THEIRS, check_may_administer, check_may_appoint, house_of
from mou.agencies.memberships.members import Post, join_agency
from mou.agencies.memberships.offers import VALID_FOR, declined_until
from mou.agencies.roles_of_kinds import check_role_of_kind
from mou.errors import AdministratorKeptElsewhere, AlreadyMember, KeptElsewhere, OfferDeclined, PersonNotFound
from mou.models import Agency, AgencyMember, MembershipOffer
from mou.vocabulary import ActorId, AdministrativeActKind, MemberRole, Operator


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of it: a membership, or an offer that its holder has to take."""

    member_id: UUID | None
    offer_id: UUID | None
    # An offer that is made anew sends no second message.
    is_news: bool


@administrative_act(
    who="administrators of the agency or its district",
    second_person="for an administrator beside others: someone who is one already",
    told="the agency's record",
    recorded="member_added",
)
def add_member(
    *,
    actor_id: ActorId,
    agency_id: UUID,
    user_id: int,
    role: MemberRole,
    title: str,
    callsign: str,
    is_on_duty: bool,
    at: datetime,
    unit: str = "",
    is_in_office: bool = False,
) -> UUID:
    """Take a person into an agency that keeps their account and return the membership's id.

    In one durable transaction. Locks the agency's row, so that two additions of one person come after each other.
    Raises: AgencyNotFound, NotAllowed, BadName, SecondPersonNeeded; as take_in.
    """
    post = Post(role, title, callsign, unit, is_in_office).clean_fields()
    with transaction.atomic(durable=True):
        agency = agency_to_staff_for(user_id=actor_id, agency_id=agency_id, role=role, at=at)
        check_may_appoint(actor_id, agency, role, at)
        made = take_in(
            actor_id=actor_id,
            agency=agency,
            user_id=user_id,
            post=post,
            is_on_duty=is_on_duty,
            at=at,
            may_offer=False,
        )
    assert made.member_id is not None, "without an offer it is a membership"
    return made.member_id


def kept_agencies(actor_id: ActorId, agency: Agency, at: datetime) -> QuerySet[Agency]:
    """Return the agencies whose accounts are at the disposal of a person who takes people into an agency.

    The agency itself, and all that they administer; the console answers for a district and its schools together.
    """
    if isinstance(actor_id, Operator):
        return house_of(agency)
    managed = managed_agencies(actor_id, at).order_by().values("pk")
    return Agency.objects.filter(Q(pk=agency.pk) | Q(pk__in=managed))


def take_in(
    *,
    actor_id: ActorId,
    agency: Agency,
    user_id: int,
    post: Post,
    is_on_duty: bool,
    at: datetime,
    may_offer: bool,
) -> TakenIn:
    """Take a person into an agency that the caller holds, in the caller's transaction; the post is checked.

    Args:
        may_offer: who asks knows that another agency keeps the account, and wants to offer the place.
    Raises: RoleNotOfKind, PersonNotFound, AlreadyMember, KeptElsewhere, AdministratorKeptElsewhere, OfferDeclined.
    """
    check_role_of_kind(agency, post.role)
    person = get_user_model().objects.select_related("home_agency").filter(id=user_id, is_active=True).first()
    if person is None:
        raise PersonNotFound("There is no such person.")
    home = person.home_agency
    # Without one, an account is kept at the server's console.
    is_at_console = home is None and (isinstance(actor_id, Operator) or person.is_device)
    if is_at_console or (home is not None and kept_agencies(actor_id, agency, at).filter(pk=home.pk).exists()):
        if post.role is MemberRole.ADMINISTRATOR:
            check_may_administer(agency, home)
        member = join_agency(actor_id=actor_id, agency=agency, user_id=user_id, post=post, is_on_duty=is_on_duty, at=at)
        return TakenIn(member.pk, None, is_news=True)
    if post.role is MemberRole.ADMINISTRATOR:
        raise AdministratorKeptElsewhere(NOT_THEIRS)
    if AgencyMember.objects.filter(agency=agency, user_id=user_id, ended_at__isnull=True).exists():
        raise AlreadyMember("This person belongs to the agency already.")
    if not may_offer:
        raise KeptElsewhere("" if home is None else home.name)
    offer_id, is_news = offer_place(actor_id=actor_id, agency=agency, user_id=user_id, post=post, at=at)
    return TakenIn(None, offer_id, is_news=is_news)


def offer_place(*, actor_id: ActorId, agency: Agency, user_id: int, post: Post, at: datetime) -> tuple[UUID, bool]:
    """Offer a place to a person, in the caller's transaction; one that waits is changed, and runs out when it would.

    Returns: its id, and whether the agency has offered them none lately: what is taken back and made again is no news.
    Raises: OfferDeclined: so lately that the agency waits.
    """
    by_id = None if isinstance(actor_id, Operator) else actor_id
    earlier = MembershipOffer.objects.filter(agency=agency, user_id=user_id)
    if (until := declined_until(earlier, at)) is not None:
        raise OfferDeclined(until)
    is_news = not earlier.filter(offered_at__gt=at - VALID_FOR).exists()
    waits = earlier.filter(decided_at__isnull=True, offered_at__gt=at - VALID_FOR).first()
    offer, _is_new = MembershipOffer.objects.update_or_create(
        agency=agency,
        user_id=user_id,
        decided_at=None,
        defaults={
            "role": post.role.value,
            "title": post.title,
            "callsign": post.callsign,
            "unit": post.unit,
            "is_in_office": bool(post.is_in_office),
            "offered_by_id": by_id,
            "offered_at": at if waits is None else waits.offered_at,
        },
    )
    named = {"offered_to": ("", offer.user.shown_name()), "role": ("", post.role.value)}
    record_act(AdministrativeActKind.INVITATION_MADE, actor_id=actor_id, agency=agency, changes=named, at=at)
    return offer.pk, is_news
