"""Who may see and do what, derived from memberships and agreements: the only place that decides it.

The SQL here only narrows down; the decision itself is mou.policy, the same for one site, many people and lists.
"""

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from mou import policy
from mou.errors import AgencyNotFound, MemberNotFound, MemorandumNotFound, NotAllowed
from mou.models import Agency, AgencyMember, Memorandum, Term, Version, VersionSite
from mou.terms import ALWAYS, checked_condition, checked_value, opening_condition
from mou.vocabulary import GRANTS, OPERATOR, ActorId, AgencyKind, MemberRole, Operator, TermKind, VersionState

KEEPERS = (MemberRole.ADMINISTRATOR, MemberRole.PLANNER)  # of a district's agreements
READERS = (
    MemberRole.ADMINISTRATOR,
    MemberRole.COMMANDER,
    MemberRole.PLANNER,
)  # of the agreements an agency is party to


@dataclass(frozen=True, slots=True)
class Standing:
    """What one membership makes of a person at a place. `memorandum_id` is the agreement that grants most."""

    member: AgencyMember
    is_insider: bool
    grants: frozenset[TermKind]
    memorandum_id: UUID | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Sites of one district: all of them, or those named."""

    district_id: UUID
    covers_all: bool
    site_ids: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Standings:
    """What a person is anywhere, in a shape that a list can filter by in SQL.

    `covered` are the sites of every agreement in force, whatever it grants; `granted` those per term;
    `keeper_agency_ids` are the districts and schools of which they are an administrator or planner.
    """

    insider_district_ids: frozenset[UUID]
    insider_school_ids: frozenset[UUID]
    keeper_agency_ids: frozenset[UUID]
    covered: tuple[Coverage, ...]
    granted: Mapping[TermKind, tuple[Coverage, ...]]


class AgencyNeed(enum.Enum):
    """SEE: its name and its people. MANAGE: say who belongs to it."""

    SEE = "see"
    MANAGE = "manage"


class MemorandumNeed(enum.Enum):
    """READ: its terms and sites. KEEP: draft, change and terminate it."""

    READ = "read"
    KEEP = "keep"


# --- memberships ------------------------------------------------------------------------------------------------------
def _active(at: datetime) -> QuerySet[AgencyMember]:
    return AgencyMember.objects.filter(
        ended_at__isnull=True, started_at__lte=at, agency__is_active=True, user__is_active=True
    )


def active_memberships(user_id: int, at: datetime) -> list[AgencyMember]:
    """Return the memberships that count: not ended, of an active agency, of an active user. One query."""
    return list(_active(at).filter(user_id=user_id).select_related("agency", "user").order_by("id"))


# --- standings at sites -----------------------------------------------------------------------------------------------
def _agreements(at: datetime, agency_ids: Iterable[UUID] | None, place: policy.Place | None) -> list[policy.Agreement]:
    """Read what may be in force for these agencies or any, at a place or anywhere.

    Three queries; policy decides on the exact day.
    """
    # The state is asked and not only the instants: a server whose clock lags must not grant what was just ended.
    # Local dates differ from the UTC date by one day at most; a wider net costs a row or two and misses nothing.
    rows = Version.objects.filter(
        state=VersionState.IN_FORCE.value,
        effective_on__lte=(at + timedelta(days=1)).date(),
        expires_on__gte=(at - timedelta(days=1)).date(),
        memorandum__district__is_active=True,
    )
    if agency_ids is not None:
        rows = rows.filter(memorandum__agency_id__in=list(agency_ids))
    sites = VersionSite.objects.all()
    if place is not None:
        rows = rows.filter(memorandum__district_id=place.district_id)
        sites = sites.filter(site_id=place.site_id)
    opening = Term.objects.filter(kind__in=[kind.value for kind in GRANTS])
    rows = rows.select_related("memorandum__district").prefetch_related(
        Prefetch("sites", sites), Prefetch("terms", opening)
    )
    return [agreement_facts(row) for row in rows]


def agreement_facts(row: Version) -> policy.Agreement:
    """Return a version as the policy sees it; its memorandum, district, sites and terms should be fetched already."""
    memorandum = row.memorandum
    return policy.Agreement(
        memorandum_id=memorandum.id,
        version_id=row.id,
        number=row.number,
        district_id=memorandum.district_id,
        agency_id=memorandum.agency_id,
        in_force_from=row.in_force_from,
        ended_at=row.ended_at,
        effective_on=row.effective_on,
        expires_on=row.expires_on,
        time_zone=memorandum.district.time_zone,
        covers_all_sites=row.covers_all_sites,
        site_ids=frozenset(site.site_id for site in row.sites.all()),
        grants=frozenset(TermKind(term.kind) for term in row.terms.all() if _opens_always(term)),
    )


def _opens_always(term: Term) -> bool:
    kind = TermKind(term.kind)
    if kind not in GRANTS:
        return False
    value, condition = checked_value(kind, term.value), checked_condition(kind, term.condition)
    return opening_condition(kind, value, condition) == ALWAYS


def standing_at(
    *, user_id: int, district_id: UUID, school_id: UUID | None, site_id: UUID, at: datetime
) -> list[Standing]:
    """Return what a person is at a site, insiders first; empty for a stranger. At most four queries."""
    found = standings_at_site_for_users(
        user_ids=[user_id], district_id=district_id, school_id=school_id, site_id=site_id, at=at
    )
    return found[user_id]


def standings_at_site_for_users(
    *, user_ids: Sequence[int], district_id: UUID, school_id: UUID | None, site_id: UUID, at: datetime
) -> dict[int, list[Standing]]:
    """Return the standings of many people at one site; every id asked for is a key. At most four queries."""
    place = policy.Place(district_id=district_id, school_id=school_id, site_id=site_id)
    members = list(_active(at).filter(user_id__in=list(user_ids)).select_related("agency", "user").order_by("id"))
    outside = {member.agency_id for member in members} - {district_id}
    agreements = _agreements(at, outside, place) if outside else []
    found: dict[int, list[Standing]] = {user_id: [] for user_id in user_ids}
    for member in members:
        kind = AgencyKind(member.agency.kind)
        decision = policy.decide(agency_id=member.agency_id, kind=kind, place=place, agreements=agreements, at=at)
        if decision is not None:
            found[member.user_id].append(Standing(member, decision.is_insider, decision.grants, decision.memorandum_id))
    for standings in found.values():
        standings.sort(key=lambda one: (not one.is_insider, -len(one.grants), one.member.id))
    return found


def people_granted(
    kind: TermKind, *, district_id: UUID, school_id: UUID | None, site_id: UUID, at: datetime
) -> list[int]:
    """Return whom an alert from a site reaches: its own people, and those on duty whom an agreement grants `kind`.

    Off-duty partners are not paged. At most four queries, however many people.
    """
    place = policy.Place(district_id=district_id, school_id=school_id, site_id=site_id)
    holders = {
        one.agency_id
        for one in _agreements(at, None, place)
        if kind in one.grants and policy.covers(one, place) and policy.is_in_force(one, at)
    }
    own = [one for one in (district_id, school_id) if one is not None]
    reached = Q(agency_id__in=own) | Q(agency_id__in=holders, is_on_duty=True)
    return list(_active(at).filter(reached).values_list("user_id", flat=True).order_by("user_id").distinct())


def standings(user_id: int, at: datetime) -> Standings:
    """Return what a person is at all sites, to filter lists by. At most four queries."""
    members = active_memberships(user_id, at)
    districts = {one.agency_id for one in members if one.agency.kind == AgencyKind.DISTRICT}
    schools = {one.agency_id for one in members if one.agency.kind == AgencyKind.SCHOOL}
    held = [one for one in _agreements(at, {m.agency_id for m in members}, None) if policy.is_in_force(one, at)]
    return Standings(
        insider_district_ids=frozenset(districts),
        insider_school_ids=frozenset(schools),
        keeper_agency_ids=frozenset(one.agency_id for one in members if one.role in KEEPERS) & (districts | schools),
        covered=_coverages(held),
        granted={kind: _coverages(one for one in held if kind in one.grants) for kind in GRANTS},
    )


def _coverages(agreements: Iterable[policy.Agreement]) -> tuple[Coverage, ...]:
    """Return one coverage per district; naming sites adds nothing where all are covered."""
    everywhere: set[UUID] = set()
    named: dict[UUID, set[UUID]] = {}
    for one in agreements:
        if one.covers_all_sites:
            everywhere.add(one.district_id)
        named.setdefault(one.district_id, set()).update(one.site_ids)
    return tuple(
        Coverage(district_id, district_id in everywhere, frozenset() if district_id in everywhere else frozenset(ids))
        for district_id, ids in sorted(named.items())
    )


# --- agencies and their people ----------------------------------------------------------------------------------------
def agencies_for(user_id: int, at: datetime) -> QuerySet[Agency]:
    """Return the agencies a person sees: their own, and the schools of their district."""
    own = _active(at).filter(user_id=user_id).values("agency_id")
    return Agency.objects.filter(Q(id__in=own) | Q(parent_id__in=own)).order_by("name", "id")


def agency_for(*, user_id: ActorId, agency_id: UUID, need: AgencyNeed, at: datetime, lock: bool) -> Agency:
    """Return the agency if the person may do what they need with it. With `lock`, holds its row until commit.

    Raises: AgencyNotFound: missing, or not theirs to see. NotAllowed: they see it but may not change it.
    """
    seen = Agency.objects.all() if isinstance(user_id, Operator) else agencies_for(user_id, at)
    agency = (seen.select_for_update(of=("self",)) if lock else seen).filter(id=agency_id).first()
    if agency is None:
        raise AgencyNotFound("There is no such agency.")
    if need is AgencyNeed.MANAGE and not may_manage(user_id, agency, at):
        raise NotAllowed("Only administrators of the agency, or of a school's district, may do this.")
    return agency


def may_manage(user_id: ActorId, agency: Agency, at: datetime) -> bool:
    """Say whether a person decides who belongs to an agency: its administrators, and a school's district's."""
    if isinstance(user_id, Operator):
        return True
    return (
        _active(at)
        .filter(user_id=user_id, role=MemberRole.ADMINISTRATOR.value)
        .filter(agency_id__in=[one for one in (agency.id, agency.parent_id) if one is not None])
        .exists()
    )


def check_may_found_school(*, user_id: ActorId, district_id: UUID | None, at: datetime) -> None:
    """Allow a district's administrators to found its schools, and the operator to found anything."""
    if user_id is OPERATOR:
        return
    if district_id is None:
        raise NotAllowed("Only the operator founds agencies that do not belong to a district.")
    agency_for(user_id=user_id, agency_id=district_id, need=AgencyNeed.MANAGE, at=at, lock=False)


def member_for(*, user_id: ActorId, member_id: UUID, need: AgencyNeed, at: datetime, lock: bool) -> AgencyMember:
    """Return a membership if the person may see, or manage, the agency it belongs to.

    With `lock`, holds the row until commit. Raises: MemberNotFound, NotAllowed.
    """
    rows = AgencyMember.objects.select_related("agency", "user")
    member = (rows.select_for_update(of=("self",)) if lock else rows).filter(id=member_id).first()
    if member is None:
        raise MemberNotFound("There is no such member.")
    try:
        agency_for(user_id=user_id, agency_id=member.agency_id, need=need, at=at, lock=False)
    except AgencyNotFound as error:
        raise MemberNotFound("There is no such member.") from error
    return member


# --- memoranda --------------------------------------------------------------------------------------------------------
def memoranda_for(user_id: ActorId, at: datetime) -> QuerySet[Memorandum]:
    """Return the memoranda a person may read, newest first, each with the versions that they may read, newest first.

    The district's keepers read all; readers of the other party what is or was at least in review: a draft is the
    district's own paper.
    """
    versions = Version.objects.order_by("-number")
    if isinstance(user_id, Operator):
        rows = Memorandum.objects.all()
    else:
        mine = _active(at).filter(user_id=user_id)
        kept = mine.filter(role__in=[role.value for role in KEEPERS]).values("agency_id")
        read = mine.filter(role__in=[role.value for role in READERS]).values("agency_id")
        shared = Version.objects.filter(memorandum=OuterRef("pk")).exclude(state=VersionState.DRAFT.value)
        rows = Memorandum.objects.filter(Q(district_id__in=kept) | (Q(agency_id__in=read) & Exists(shared)))
        versions = versions.filter(Q(memorandum__district_id__in=kept) | ~Q(state=VersionState.DRAFT.value))
    return rows.select_related("district", "agency").prefetch_related(Prefetch("versions", versions)).order_by("-id")


def memorandum_for(
    *, user_id: ActorId, memorandum_id: UUID, need: MemorandumNeed, at: datetime, lock: bool
) -> Memorandum:
    """Return the memorandum if the person may do what they need with it. With `lock`, holds its row until commit.

    Raises: MemorandumNotFound: missing, or not theirs to read. NotAllowed: they read it but do not keep it.
    """
    seen = memoranda_for(user_id, at)
    memorandum = (seen.select_for_update(of=("self",)) if lock else seen).filter(id=memorandum_id).first()
    if memorandum is None:
        raise MemorandumNotFound("There is no such memorandum.")
    if need is MemorandumNeed.KEEP and not keeps_agreements(user_id, memorandum.district_id, at):
        raise NotAllowed("Only the district's administrators and planners may do this.")
    return memorandum


def keeps_agreements(user_id: ActorId, district_id: UUID, at: datetime) -> bool:
    """Say whether a person drafts, changes and terminates this district's agreements."""
    if isinstance(user_id, Operator):
        return True
    return (
        _active(at).filter(user_id=user_id, agency_id=district_id, role__in=[role.value for role in KEEPERS]).exists()
    )
