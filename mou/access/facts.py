"""Read agreements, incidents and emergency access as the policy sees them. Decides nothing; that is the policy's.

The SQL here only narrows down; what is read too much, the policy leaves out.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from mou.access import policy
from mou.access.openings import ClauseRef, Opening, right_opened
from mou.access.openings import Emergency as OpenIncident
from mou.access.openings import EmergencyAccess as AccessTaken
from mou.access.openings import MutualAid as LetIn
from mou.access.together import read_once
from mou.errors import BadTerms
from mou.models import (
    AgencyMember,
    Emergency,
    EmergencyAccess,
    MutualAid,
    Suspension,
    Term,
    Version,
    VersionSite,
)
from mou.terms import Declared, checked_condition, checked_value
from mou.vocabulary import GRANTS, TermKind, VersionState

# What opens something, and whether alerts reach people off duty.
OF_ACCESS = [kind.value for kind in (*GRANTS, TermKind.DUTY_PAGING)]


@cache
def members_not_over() -> QuerySet[AgencyMember]:
    """Return the memberships, begun or not, that are not ended or suspended, of an active agency and user.

    Every question begins with it: built once, to be filtered and never asked itself.
    """
    # Not asked since when: a server whose clock lags must not go on granting, as with held_versions.
    suspended = Exists(Suspension.objects.filter(member_id=OuterRef("pk"), ended_at__isnull=True))
    return _active_members().filter(~suspended)


@cache
def members_who_press() -> QuerySet[AgencyMember]:
    """Return the memberships that a press of the alarm counts: also those that a rule of the agency holds back."""
    suspended = Exists(Suspension.objects.filter(member_id=OuterRef("pk"), of_rule=False, ended_at__isnull=True))
    return _active_members().filter(~suspended)


def _active_members() -> QuerySet[AgencyMember]:
    return AgencyMember.objects.filter(agency__is_active=True, user__is_active=True, ended_at__isnull=True)


def held_versions(
    at: datetime, agency_ids: Collection[UUID] | None, district_ids: Collection[UUID] | None
) -> QuerySet[Version]:
    """Return the versions that may be in force for these agencies and districts, or any; the policy decides on the day.

    The state is asked and not only the instants: a server whose clock lags must not grant what was just ended.
    """
    # Local dates differ from the UTC date by one day at most; a wider net costs a row or two and misses nothing.
    rows = _in_force().filter(
        Q(left_at__isnull=True) | Q(left_at__gt=at),
        effective_on__lte=(at + timedelta(days=1)).date(),
        expires_on__gte=(at - timedelta(days=1)).date(),
    )
    if agency_ids is not None:
        rows = rows.filter(memorandum__agency_id__in=list(agency_ids))
    if district_ids is not None:
        rows = rows.filter(memorandum__district_id__in=list(district_ids))
    return rows


def versions_of(agency_ids: Iterable[UUID], at: datetime) -> list[Version]:
    """Return the versions that may be in force for these agencies, and all that hangs on them: see agreement_facts.

    At most four queries, and none where it was asked together with others.
    """
    agencies = frozenset(agency_ids)
    if not agencies:
        return []
    rows = held_versions(at, agencies, None).prefetch_related("sites", "terms__clause")
    return read_once(("versions", agencies), lambda: list(rows))


@cache
def _in_force() -> QuerySet[Version]:
    # Built once, as every question begins with it. The whole signed text would come along with each of them.
    rows = Version.objects.filter(state=VersionState.IN_FORCE.value, memorandum__district__is_active=True)
    return rows.select_related("memorandum__district").defer("canonical_text")


def agreements_at(
    place: policy.Place, at: datetime, *, agency_ids: Collection[UUID] | None = None, every_term: bool = False
) -> list[policy.Agreement]:
    """Return what may be in force at a place, for these agencies or any. Three queries.

    An access check needs only the terms that open something here; `every_term` reads the data matrix too.
    """
    return agreements_at_places([place], at, agency_ids=agency_ids, every_term=every_term)


def agreements_at_places(
    places: Collection[policy.Place],
    at: datetime,
    *,
    agency_ids: Collection[UUID] | None = None,
    every_term: bool = False,
) -> list[policy.Agreement]:
    """Return what may be in force at any of these places, as `agreements_at` does. Three queries, however many."""
    terms = Term.objects.select_related("clause")
    rows = held_versions(at, agency_ids, {place.district_id for place in places}).prefetch_related(
        Prefetch("sites", VersionSite.objects.filter(site_id__in=[place.site_id for place in places])),
        Prefetch("terms", terms if every_term else terms.filter(kind__in=OF_ACCESS)),
    )
    return [agreement_facts(row) for row in rows]


def agreements_anywhere(at: datetime, agency_ids: Collection[UUID]) -> list[policy.Agreement]:
    """Return what may be in force for these agencies in any district, without the sites it names. Two queries."""
    # Neither clauses nor sites: a list asks this of hundreds of agreements, and the sites are compared in SQL.
    terms = Prefetch("terms", Term.objects.filter(kind__in=OF_ACCESS))
    rows = held_versions(at, agency_ids, None).prefetch_related(terms)
    return [_facts_of(row, frozenset(), clauses=False) for row in rows]


def agreements_of_district(district_id: UUID, at: datetime) -> list[policy.Agreement]:
    """Return what may be in force for any agency in a district, with the sites it names. Three queries."""
    terms = Prefetch("terms", Term.objects.select_related("clause").filter(kind__in=OF_ACCESS))
    rows = held_versions(at, None, [district_id]).prefetch_related("sites", terms)
    return [agreement_facts(row) for row in rows]


def agreements_of_agency(agency_id: UUID, at: datetime) -> list[policy.Agreement]:
    """Return what may be in force for one agency in any district, with the sites it names. Three queries."""
    return [agreement_facts(row) for row in versions_of([agency_id], at)]


def agreement_facts(row: Version) -> policy.Agreement:
    """Return a version as the policy sees it; all that hangs on it should be fetched already."""
    return _facts_of(row, frozenset(site.site_id for site in row.sites.all()), clauses=True)


def _facts_of(row: Version, site_ids: frozenset[UUID], *, clauses: bool) -> policy.Agreement:
    memorandum = row.memorandum
    return policy.Agreement(
        memorandum_id=memorandum.id,
        version_id=row.id,
        number=row.number,
        district_id=memorandum.district_id,
        agency_id=memorandum.agency_id,
        in_force_from=row.in_force_from,
        ended_at=row.opens_until,
        effective_on=row.effective_on,
        expires_on=row.expires_on,
        time_zone=memorandum.district.time_zone,
        covers_all_sites=row.covers_all_sites,
        site_ids=site_ids,
        openings=tuple(one for term in row.terms.all() if (one := _read_opening(term, clauses=clauses)) is not None),
        pages_off_duty=any(map(_pages_off_duty, row.terms.all())),
    )


def _pages_off_duty(term: Term) -> bool:
    if term.kind != TermKind.DUTY_PAGING:
        return False
    try:
        value = checked_value(TermKind.DUTY_PAGING, term.value)
    except BadTerms:
        return False
    return isinstance(value, Declared) and value.yes


NOWHERE = ClauseRef(key=None, heading="")


def _read_opening(term: Term, *, clauses: bool) -> Opening | None:
    """Return what a term opens. What cannot be read opens nothing: a stored mistake must not take access down."""
    try:
        kind = TermKind(term.kind)
        value, condition = checked_value(kind, term.value), checked_condition(kind, term.condition)
    except (ValueError, BadTerms):
        return None
    found = right_opened(kind, term.scope, value, condition)
    if found is None:
        return None
    right, when = found
    clause = ClauseRef(term.clause.key, term.clause.heading) if clauses and term.clause is not None else NOWHERE
    return Opening(right, when, clause)


def emergencies_at(site_ids: Collection[UUID] | None, at: datetime) -> list[OpenIncident]:
    """Return the incidents open at these sites, or anywhere, now. One query.

    As with versions, what was ended is over whatever a lagging clock says.
    """
    rows = Emergency.objects.filter(ended_at__isnull=True, begun_at__lte=at)
    if site_ids is not None:
        rows = rows.filter(site_id__in=list(site_ids))
    return [emergency_facts(row) for row in rows.order_by("begun_at", "id")]


def emergency_facts(row: Emergency) -> OpenIncident:
    """Return an incident as the policy sees it."""
    return OpenIncident(
        incident_id=row.incident_id,
        district_id=row.district_id,
        site_id=row.site_id,
        incident_type=row.incident_type,
        is_exercise=row.is_exercise,
        begun_at=row.begun_at,
        ended_at=row.ended_at,
        is_elsewhere=row.is_elsewhere,
    )


def emergency_access_rows(at: datetime) -> QuerySet[EmergencyAccess]:
    """Return the emergency access that lasts at an instant. Of an exercise there is none: it opens nothing."""
    return EmergencyAccess.objects.filter(is_exercise=False, begun_at__lte=at, ends_at__gt=at)


def emergency_access_facts(rows: Iterable[EmergencyAccess]) -> list[AccessTaken]:
    """Return emergency access as the policy sees it."""
    return [
        AccessTaken(
            id=row.pk,
            user_id=row.user_id,
            district_id=row.district_id,
            site_id=row.site_id,
            kinds=frozenset(TermKind(kind) for kind in row.kinds),
            begun_at=row.begun_at,
            ends_at=row.ends_at,
        )
        for row in rows
    ]


def mutual_aid_rows(at: datetime) -> QuerySet[MutualAid]:
    """Return the mutual aid that lasts at an instant. As with versions, what was ended is over for every clock."""
    return MutualAid.objects.filter(ended_at__isnull=True, begun_at__lte=at, ends_at__gt=at)


def mutual_aid_facts(rows: Iterable[MutualAid]) -> list[LetIn]:
    """Return mutual aid as the policy sees it: what was ended early has lasted until then."""
    return [
        LetIn(
            id=row.pk,
            member_id=row.member_id,
            district_id=row.district_id,
            site_id=row.site_id,
            incident_id=row.incident_id,
            incident=row.incident,
            let_in_by=row.let_in_by_name,
            begun_at=row.begun_at,
            ends_at=row.ends_at if row.ended_at is None else min(row.ends_at, row.ended_at),
        )
        for row in rows
    ]


def named_pairs(version_ids: Collection[UUID], site_ids: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """Return which of these versions name which of these sites. One query."""
    rows = VersionSite.objects.filter(version_id__in=list(version_ids), site_id__in=list(site_ids))
    return set(rows.values_list("version_id", "site_id"))
