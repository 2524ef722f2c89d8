"""What agencies ask of their people when they sign in. Read when a session begins, and for the page of an agency."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from coordination.models import AgencySecurity
from mou.access.facts import held_versions
from mou.access.fetch import active_memberships, members_who_count
from mou.agencies.administrators import is_same_house
from mou.models import Agency
from mou.vocabulary import AgencyKind

# Agencies whose people read criminal justice information. Source: CJIS Security Policy 5.9.5, IA-2(1) and IA-2(2).
CJIS_KINDS = frozenset((AgencyKind.POLICE, AgencyKind.SHERIFF, AgencyKind.DISPATCH))


@dataclass(frozen=True, slots=True)
class SecurityRules:
    """What an agency asks, or those together that hold a person's sessions to something."""

    needs_factor: bool
    locks_sessions: bool
    locks_accounts: bool
    attests_apps: bool
    # What is to be accepted, a text of each agency that has one.
    use_notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UseNotice:
    """What an agency says before its systems are used."""

    agency: str
    text: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What an agency chose by itself; the fields are those of AgencySecurity."""

    requires_factor: bool = False
    locks_sessions: bool = False
    locks_accounts: bool = False
    attests_apps: bool = False
    use_notice: str = ""

    def as_fields(self) -> dict[str, bool | str]:
        return asdict(self)


def notices_before_sign_in(at: datetime) -> list[UseNotice]:
    """Return what is read before anybody signs in: each text once, by the agencies that have it. One query.

    Of districts, their schools, and agencies that a district has signed an agreement with which is in force: a stranger
    says nothing to everybody. The people of any other agency read and accept its notice when they have signed in.
    """
    partners = held_versions(at, None, None).values("memorandum__agency_id")
    known = Q(agency__kind__in=[AgencyKind.DISTRICT.value, AgencyKind.SCHOOL.value]) | Q(agency__in=partners)
    rows = AgencySecurity.objects.exclude(use_notice="").filter(known, agency__is_active=True).order_by("agency__name")
    agencies: dict[str, list[str]] = {}
    for name, text in rows.values_list("agency__name", "use_notice"):
        agencies.setdefault(text, []).append(name)
    return [UseNotice(", ".join(names), text) for text, names in agencies.items()]


def choices_of(agency: Agency) -> Choices:
    """Return what an agency chose. One query."""
    row = AgencySecurity.objects.filter(agency=agency).first() or AgencySecurity()
    return Choices(row.requires_factor, row.locks_sessions, row.locks_accounts, row.attests_apps, row.use_notice)


def is_cjis(agency: Agency) -> bool:
    """Tell whether the rules of the CJIS policy hold for an agency, whatever it chose."""
    return settings.CJIS_RULES and AgencyKind(agency.kind) in CJIS_KINDS


def rules_of_agency(agency: Agency) -> SecurityRules:
    """Return the rules of an agency: what its kind always asks, and what it chose. One query."""
    return _join_rules([agency], {agency.pk: _chosen_rules([agency.pk]).get(agency.pk, AgencySecurity())})


def rules_of_person(user_id: int, at: datetime, *, vouched_by: UUID | None = None) -> SecurityRules:
    """Return what holds a person's sessions and sign-in: the rules of the agency that keeps the account. Two queries.

    With those of its district or schools, and the person's own choice. Any other agency rules over its own membership
    alone (`coordination.sign_in.sessions.held`).

    Args:
        vouched_by: the agency whose own sign-in has asked for a second factor: it asks for none here.
    """
    rows = members_who_count(at).filter(user_id=user_id).select_related("agency", "user__home_agency")
    members = list(rows.order_by("id"))
    agencies = [one.agency for one in members if is_same_house(one.agency, one.user.home_agency)]
    rules = _join_rules(agencies, _chosen_rules([one.pk for one in agencies]), vouched_by)
    chosen = any(one.user.sessions_lock_since is not None for one in members)
    return replace(rules, locks_sessions=rules.locks_sessions or chosen)


def is_factor_asked_by_others(user_id: int, at: datetime, *, vouched_by: UUID) -> bool:
    """Tell whether any agency of a person asks for a second factor, beside the one that vouches. Two queries."""
    agencies = [one.agency for one in active_memberships(user_id, at)]
    return _join_rules(agencies, _chosen_rules([one.pk for one in agencies]), vouched_by).needs_factor


def rules_of_agencies(agencies: Collection[Agency]) -> dict[UUID, SecurityRules]:
    """Return the rules of many agencies. One query."""
    chosen = _chosen_rules([one.pk for one in agencies])
    return {one.pk: _join_rules([one], chosen) for one in agencies}


def _chosen_rules(agency_ids: Iterable[UUID]) -> dict[UUID, AgencySecurity]:
    return {one.agency_id: one for one in AgencySecurity.objects.filter(agency__in=list(agency_ids))}


def _join_rules(
    agencies: Iterable[Agency], chosen: dict[UUID, AgencySecurity], vouched_by: UUID | None = None
) -> SecurityRules:
    agencies = list(agencies)
    asked = [(is_cjis(one), chosen.get(one.pk, AgencySecurity())) for one in agencies]
    return SecurityRules(
        needs_factor=any(
            (is_cjis(one) or chosen.get(one.pk, AgencySecurity()).requires_factor)
            for one in agencies
            if one.pk != vouched_by
        ),
        locks_sessions=any(cjis or choice.locks_sessions for cjis, choice in asked),
        # Elsewhere a stranger who guesses can lock no one out: no agency may choose otherwise.
        locks_accounts=any(cjis and choice.locks_accounts for cjis, choice in asked),
        attests_apps=any(choice.attests_apps for _cjis, choice in asked),
        use_notices=tuple(choice.use_notice for _cjis, choice in asked if choice.use_notice),
    )
