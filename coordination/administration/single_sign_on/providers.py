"""The providers of agencies: find one, read its secret, and set what an agency's own sign-in is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext_lazy

from coordination.administration.models import AgencyProvider, SpeakingAct
from coordination.administration.second_person.asked import whole_of, whole_of_groups, whole_of_list
from coordination.administration.second_person.speaking import Speaking, check_may_speak, tell_whom_it_is_about
from coordination.administration.single_sign_on.domains import claim_domains, proven_claims
from coordination.administration.single_sign_on.errors import BadProvider
from coordination.administration.single_sign_on.group_roles import (
    GroupRoles,
    check_roles_of_kind,
    complaints_about,
    group_roles_of,
    roles_follow,
)
from coordination.sign_in.sealed import seal_secret, unseal_secret
from mou.access import fetch
from mou.administrative_acts import administrative_act
from mou.agencies.acts import record_act
from mou.models import Agency
from mou.vocabulary import AdministrativeActKind

PURPOSE = "coordination.administration.single_sign_on"
DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}")
CLIENT_MAX_CHARS, SECRET_MAX_CHARS, CLAIM_MAX_CHARS, DOMAINS_MAX, ISSUER_MAX_CHARS = 191, 500, 80, 20, 300

CLIENT_ID = gettext_lazy("Client ID: as the provider shows it.")
CLIENT_SECRET = gettext_lazy("Client secret: as the provider shows it.")
MAIL_DOMAINS = gettext_lazy("Mail domains: such as police.example.gov, 20 at most.")
CLAIM = gettext_lazy("Claim of groups: a name such as groups.")
CLAIM_MISSING = gettext_lazy("Groups need the claim that names them.")


@dataclass(frozen=True, slots=True)
class ProviderGiven:
    """An agency's own sign-in as its administrator writes it down. Without a secret the one that is there stays."""

    issuer: str
    client_id: str
    secret: str
    domains: tuple[str, ...]
    groups_claim: str
    groups: Mapping[str, tuple[str, ...]]
    default_role: str
    makes_accounts: bool
    trusts_factor: bool
    is_on: bool

    def complaints(self) -> list[str]:
        """Return what is wrong, by field. No query."""
        has_groups = any(self.groups.values())
        checks = (
            (bool(self.client_id) and _is_plain(self.client_id, CLIENT_MAX_CHARS), CLIENT_ID),
            (_is_plain(self.secret, SECRET_MAX_CHARS), CLIENT_SECRET),
            (len(self.domains) <= DOMAINS_MAX and all(map(DOMAIN.fullmatch, self.domains)), MAIL_DOMAINS),
            (_is_plain(self.groups_claim, CLAIM_MAX_CHARS), CLAIM),
            (bool(self.groups_claim) or not has_groups, CLAIM_MISSING),
        )
        found = [str(words) for is_good, words in checks if not is_good]
        return found + complaints_about(GroupRoles(self.groups, self.default_role))


def provider_with(provider_id: object) -> AgencyProvider:
    """Return a provider that is on, of an agency that is active. Raises: Http404."""
    try:
        wanted = UUID(str(provider_id))
    except ValueError as error:
        raise Http404 from error
    rows = AgencyProvider.objects.select_related("agency").filter(is_on=True, agency__is_active=True)
    found = rows.filter(pk=wanted).first()
    if found is None:
        raise Http404
    return found


def providers_for(who: str) -> list[AgencyProvider]:
    """Return the providers that a mail address or an agency's whole name leads to. At most two queries.

    By a domain that is proven, and by the name of an agency that has proven one: what any person may write down leads
    nowhere, and neither does a name that several agencies have. A stranger learns no more of which agencies there are
    than they know already.
    """
    who = " ".join(who.split())
    if not 1 <= len(who) <= ISSUER_MAX_CHARS or not who.isprintable():
        return []
    rows = AgencyProvider.objects.select_related("agency").filter(is_on=True, agency__is_active=True)
    rows = rows.filter(agency__in=proven_claims().values("agency"))
    if "@" not in who:
        called = Agency.objects.filter(Q(name__iexact=who) | Q(short_name__iexact=who), is_active=True)
        named = called.filter(guest_of_incident_id__isnull=True).values_list("pk", flat=True)[:2]
        return list(rows.filter(agency__in=list(named))) if len(named) == 1 else []
    domain = who.rpartition("@")[2].lower()
    return list(rows.filter(agency__in=proven_claims().filter(domain=domain).values("agency")))


def secret_of(provider: AgencyProvider) -> str:
    """Return the secret with which we ask the provider. Raises: SealedUnreadable."""
    return unseal_secret(PURPOSE, provider.sealed_secret).decode()


def provider_of(agency: Agency) -> AgencyProvider | None:
    """Return what an agency has set, also when it is off. One query."""
    return AgencyProvider.objects.filter(agency=agency).first()


@administrative_act(
    who="administrators of the agency or its district",
    second_person="where others of the agency are administrators or of confidential teams",
    told="its administrators and those people",
    recorded="agency_changed",
)
def change_provider(*, actor_id: int, agency_id: UUID, given: ProviderGiven, at: datetime) -> None:
    """Set an agency's own sign-in, in one durable transaction. Locks the agency's row.

    One person switches it off, as long as its groups make what they made: a stolen one is stopped at once. With another
    issuer no one is known by the old one any more. Raises: AgencyNotFound, NotAllowed, BadProvider, SecondPersonNeeded.
    """
    for complaint in given.complaints():
        raise BadProvider(complaint)
    with transaction.atomic(durable=True):
        agency = fetch.agency_for(user_id=actor_id, agency_id=agency_id, need=fetch.AgencyNeed.MANAGE, at=at, lock=True)
        check_roles_of_kind(agency, GroupRoles(given.groups, given.default_role))
        known, mapping = provider_of(agency), group_roles_of(agency)
        row, is_new = known or AgencyProvider(agency=agency), known is None
        if is_new and not given.secret:
            raise BadProvider(str(CLIENT_SECRET))
        if not is_new and row.issuer != given.issuer:
            SocialAccount.objects.filter(provider=str(row.pk)).delete()
        with roles_follow(actor_id, agency, at):
            changes = _write_provider(row, given, is_new=is_new)
            # Also one that is off: its groups make roles in the directory.
            if given.is_on or group_roles_of(agency) != mapping:
                _let_two(agency, whole_provider(row), actor_id, at)
        claim_domains(agency, given.domains, at)
        record_act(AdministrativeActKind.AGENCY_CHANGED, actor_id=actor_id, agency=agency, changes=changes, at=at)


@administrative_act(
    who="administrators of the agency or its district",
    second_person="where its groups made roles, and others of the agency are administrators or of confidential teams",
    told="the agency's record; where its groups made roles, its administrators and those people",
    recorded="agency_changed",
)
def remove_provider(*, actor_id: int, agency_id: UUID, at: datetime) -> None:
    """Take an agency's own sign-in away, in one durable transaction; accounts stay. Locks the agency's row.

    Raises: AgencyNotFound, NotAllowed, SecondPersonNeeded.
    """
    with transaction.atomic(durable=True):
        agency = fetch.agency_for(user_id=actor_id, agency_id=agency_id, need=fetch.AgencyNeed.MANAGE, at=at, lock=True)
        row = provider_of(agency)
        if row is None:
            return
        SocialAccount.objects.filter(provider=str(row.pk)).delete()
        changes = {"sign_in_issuer": (row.issuer, "")}
        mapping = group_roles_of(agency)
        with roles_follow(actor_id, agency, at):
            row.delete()
            if group_roles_of(agency) != mapping:
                _let_two(agency, whole_of([("issuer", row.issuer), ("removed", True)]), actor_id, at)
        claim_domains(agency, (), at)
        record_act(AdministrativeActKind.AGENCY_CHANGED, actor_id=actor_id, agency=agency, changes=changes, at=at)


def whole_provider(row: AgencyProvider) -> str:
    """Return all that an agency's own sign-in is, but its secret: what a second person agrees to."""
    names = ("issuer", "client_id", "groups_claim", "makes_accounts", "trusts_factor", "is_on")
    fields = [(name, getattr(row, name)) for name in names]
    return whole_of([*fields, *whole_of_list("domains", row.domains), *whole_of_groups(row.groups, row.default_role)])


def _let_two(agency: Agency, whole: str, actor_id: int, at: datetime) -> None:
    """Let two change by what an agency's people sign in, or what groups make of them. Raises: SecondPersonNeeded."""
    speaking = Speaking(SpeakingAct.CHANGE_PROVIDER, agency, detail=whole)
    check_may_speak(speaking, actor_id=actor_id, at=at)
    tell_whom_it_is_about(speaking, what="speaking_done", actor_id=actor_id)


def _write_provider(row: AgencyProvider, given: ProviderGiven, *, is_new: bool) -> dict[str, tuple[str, str]]:
    """Write a provider, and return what has changed; of the secret only that it has."""
    after: dict[str, object] = {
        "issuer": given.issuer,
        "client_id": given.client_id,
        "domains": list(given.domains),
        "groups_claim": given.groups_claim,
        "groups": {role: list(names) for role, names in given.groups.items() if names},
        "default_role": given.default_role,
        "makes_accounts": given.makes_accounts,
        "trusts_factor": given.trusts_factor,
        "is_on": given.is_on,
    }
    changes = {
        f"sign_in_{name}": ("" if is_new else str(getattr(row, name)), str(value))
        for name, value in after.items()
        if is_new or getattr(row, name) != value
    }
    for name, value in after.items():
        setattr(row, name, value)
    if given.secret:
        row.sealed_secret = seal_secret(PURPOSE, given.secret.encode())
        changes["sign_in_secret"] = ("…", "…")
    row.save()
    return changes


def _is_plain(text: str, most: int) -> bool:
    return len(text) <= most and text.isascii() and (text.isprintable() or not text)
