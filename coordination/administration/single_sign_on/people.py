"""Let in whom an agency's provider vouches for: their account, their membership, their role.

A provider speaks for the people whose accounts its own agency keeps, and for no others: an address of another
agency's person opens nothing. Who they are is the issuer's subject; the address counts once, when they first come.
"""

from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import make_password
from django.db import transaction

from coordination.administration.accounts.people import PersonGiven, free_username, username_of
from coordination.administration.models import AgencyProvider, EndedByProvider, SpeakingAct
from coordination.administration.second_person.joining import close_places
from coordination.administration.second_person.speaking import (
    Speaking,
    guarded_since,
    guards_others,
    is_guarded,
    was_confirmed,
)
from coordination.administration.second_person.telling import OF_ACCOUNT, tell_people
from coordination.administration.single_sign_on.claims import Claims, role_of
from coordination.administration.single_sign_on.domains import is_proven_for
from coordination.administration.single_sign_on.errors import AddressNotVouched, NoAccountHere, NoPlaceInAgency
from coordination.administration.single_sign_on.providers import whole_provider
from coordination.models import User
from coordination.sign_in.addresses import prove_address
from mou.agencies.memberships.members import Post, write_end, write_post
from mou.agencies.memberships.taking_in import take_in
from mou.models import Agency, AgencyMember, Suspension
from mou.vocabulary import MemberRole

REASON = "Single sign-on: by the groups of the agency's own sign-in."


def linked_person(*, provider: AgencyProvider, claims: Claims, at: datetime) -> SocialAccount:
    """Return the link to the person who has signed in, in one durable transaction; locks the agency's row.

    Makes the account and the membership where the agency says so, and brings the role to what the groups give.
    Raises: AddressNotVouched, NoAccountHere, NoPlaceInAgency: what the groups have ended stays ended.
    """
    with transaction.atomic(durable=True):
        # Two first sign-ins of one person come after each other.
        agency = Agency.objects.select_for_update().get(pk=provider.agency_id)
        link = (
            SocialAccount.objects.select_related("user").filter(provider=str(provider.pk), uid=claims.subject).first()
        )
        person = link.user if link is not None else _by_address(provider, claims)
        if person is not None:
            _check_is_ours(person, agency)
            if link is None:
                _check_may_link(provider, person, at)
            else:
                _check_still_speaks(provider, link, at)
        has_place = person is not None and _keeps_place(provider, agency, person, claims, at)
        if person is None and (role := _first_role(provider, claims)):
            person = _new_person(agency, claims)
            _join_agency(agency, person, role, at)
            has_place = True
        if person is not None and has_place and link is None:
            link = SocialAccount.objects.create(provider=str(provider.pk), uid=claims.subject, user=person)
        if person is not None and link is not None and _vouches_for(provider, person, claims):
            prove_address(person, at)
    if person is None:
        raise NoAccountHere
    if not has_place or link is None:
        raise NoPlaceInAgency
    return link


def _vouches_for(provider: AgencyProvider, person: User, claims: Claims) -> bool:
    """Say whether a provider proves the address of a person: the account's own, verified, of a domain proven its own.

    A person who may sign in by it is the agency's own: no provider proves anything about another agency's.
    """
    is_theirs = bool(person.email) and person.email.lower() == claims.email.lower()
    domain = claims.email.rpartition("@")[2].lower()
    return is_theirs and person.email_proved_at is None and is_proven_for(provider.agency_id, domain)


def _by_address(provider: AgencyProvider, claims: Claims) -> User | None:
    """Return who has the address that the provider vouches for, if no other has come by it yet.

    Raises: AddressNotVouched, NoAccountHere: a person with another subject has come by this address.
    """
    domain = claims.email.rpartition("@")[2].lower()
    if not claims.email or not is_proven_for(provider.agency_id, domain):
        raise AddressNotVouched
    # What other agencies' accounts have for an address is theirs: a provider neither opens them nor learns of them.
    ours = User.objects.filter(home_agency=provider.agency, is_device=False)
    person = ours.filter(email__iexact=claims.email).order_by("-is_active", "pk").first()
    if person is not None and SocialAccount.objects.filter(provider=str(provider.pk), user=person).exists():
        raise NoAccountHere
    return person


def _check_is_ours(person: User, agency: Agency) -> None:
    """Refuse an account that another agency keeps, or that no agency may open. Raises: NoAccountHere."""
    is_kept_here = person.home_agency_id == agency.pk
    if not is_kept_here or not person.is_active or person.is_operator or person.is_device:
        raise NoAccountHere


def _check_may_link(provider: AgencyProvider, person: User, at: datetime) -> None:
    """Let a provider speak for a person for the first time; for whom two people decide, only one that two have set.

    Their confidential teams let them in again: who set the provider up could be them. Raises: NoAccountHere.
    """
    if not is_guarded(person, at):
        return
    _check_two_set(provider, person, at)
    close_places(person, actor_id=None, at=at)
    tell_people([person], what="speaking_done", kind=OF_ACCOUNT)


def _check_still_speaks(provider: AgencyProvider, link: SocialAccount, at: datetime) -> None:
    """Let a link that is older than a person's being guarded speak for them only if two have set the provider up.

    Raises: NoAccountHere.
    """
    since = guarded_since(link.user)
    if since is not None and link.date_joined < since:
        _check_two_set(provider, link.user, at)


def _check_two_set(provider: AgencyProvider, person: User, at: datetime) -> None:
    # As it is now: what one person has changed since, two have not set.
    speaking = Speaking(SpeakingAct.CHANGE_PROVIDER, provider.agency, detail=whole_provider(provider))
    if guards_others(provider.agency, person.pk, at) and not was_confirmed(speaking):
        raise NoAccountHere


def _keeps_place(provider: AgencyProvider, agency: Agency, person: User, claims: Claims, at: datetime) -> bool:
    """Bring a person's membership to what their groups give, and say whether they have one that counts."""
    wanted = role_of(provider.agency, claims.groups, provider.groups, provider.default_role)
    member = (
        AgencyMember.objects.select_for_update(of=("self",))
        .select_related("agency")
        .filter(agency=agency, user=person, ended_at__isnull=True)
        .first()
    )
    if member is None:
        return _comes_back(provider, agency, person, claims, at)
    if Suspension.objects.filter(member=member, ended_at__isnull=True).exists():
        return False
    # Administrators are appointed and taken by people: a provider locks no agency out of itself.
    if not provider.groups or member.role == MemberRole.ADMINISTRATOR:
        return not provider.groups or wanted is not None
    if wanted is None:
        write_end(person.pk, member, reason=REASON, at=at)
        EndedByProvider.objects.create(member=member)
        return False
    post = Post(role=wanted, title=member.title, callsign=member.callsign, unit=member.unit)
    write_post(person.pk, member, post, reason=REASON, at=at)
    return True


def _comes_back(provider: AgencyProvider, agency: Agency, person: User, claims: Claims, at: datetime) -> bool:
    """Take a person in again whom only their groups had taken out; who was ended by people stays out."""
    newest = AgencyMember.objects.filter(agency=agency, user=person).order_by("-ended_at", "-id").first()
    if newest is None:
        role = _first_role(provider, claims)
    elif EndedByProvider.objects.filter(member=newest).exists():
        role = role_of(provider.agency, claims.groups, provider.groups, provider.default_role)
    else:
        role = None
    if role is not None:
        _join_agency(agency, person, role, at)
    return role is not None


def _first_role(provider: AgencyProvider, claims: Claims) -> MemberRole | None:
    """Return what a person becomes who has no membership; None: the agency takes no one in by itself."""
    if not provider.makes_accounts:
        return None
    return role_of(provider.agency, claims.groups, provider.groups, provider.default_role)


def _join_agency(agency: Agency, person: User, role: MemberRole, at: datetime) -> None:
    post = Post(role=role)
    take_in(actor_id=person.pk, agency=agency, user_id=person.pk, post=post, is_on_duty=False, at=at, may_offer=False)


def _new_person(agency: Agency, claims: Claims) -> User:
    given = PersonGiven(name=claims.name or claims.email, username="", email=claims.email, phone="", language="")
    wanted = username_of(given)
    taken = set(User.objects.filter(username__istartswith=wanted).values_list("username", flat=True))
    return User.objects.create(
        username=free_username(wanted, {name.casefold() for name in taken}),
        display_name=given.name,
        email=given.email,
        home_agency=agency,
        password=make_password(None),
    )
