"""Who may see and do what, derived from memberships and agreements: the only place that decides it.

The SQL here only narrows down; the decision itself is mou.access.policy, the same for one site, many people and lists.
"""

import enum
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from mou.access import policy
from mou.access.facts import (
    agreements_anywhere,
    agreements_at_places,
    agreements_of_district,
    emergencies_at,
    emergency_access_facts,
    emergency_access_rows,
    members_not_over,
    members_who_press,
    mutual_aid_facts,
    mutual_aid_rows,
    named_pairs,
)
from mou.access.gathered import Gathered
from mou.access.readable import lock_agreement, readable_memoranda
from mou.access.together import read_once
from mou.errors import AgencyNotFound, MemberNotFound, MemorandumNotFound, NotAllowed
from mou.models import Agency, AgencyMember, Memorandum, Version, VersionSite
from mou.terms import ALWAYS
from mou.vocabulary import GRANTS, OPERATOR, ActorId, AgencyKind, MemberRole, Operator, TermKind

LEADERS = (MemberRole.ADMINISTRATOR, MemberRole.COMMANDER, MemberRole.SUPERVISOR)  # of an agency's people
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
    pages_off_duty: bool = False
    by_mutual_aid: bool = False


@dataclass(frozen=True, slots=True)
class Coverage:
    """Sites as SQL can compare them: of whole districts, those that versions name, and single ones for the moment.

    `pairs` are (district, site). A site that a version names counts only if it is of the version's own district.
    """

    district_ids: frozenset[UUID]
    version_ids: frozenset[UUID]
    pairs: frozenset[tuple[UUID, UUID]]

    def where(self, *, site: str, district: str) -> Q:
        """Return the filter for rows whose fields `site` and `district` hold the two ids."""
        found = Q(**{f"{district}__in": self.district_ids})
        if self.version_ids:
            named = VersionSite.objects.filter(
                version_id__in=self.version_ids,
                site_id=OuterRef(site),
                version__memorandum__district_id=OuterRef(district),
            )
            found |= Q(Exists(named))
        for district_id, site_id in sorted(self.pairs):
            found |= Q(**{district: district_id, site: site_id})
        return found


@dataclass(frozen=True, slots=True)
class Standings:
    """What a person is anywhere, in a shape that a list can filter by in SQL.

    `covered` are the sites of every agreement in force, whatever it grants; `granted` those per term;
    `keeper_agency_ids` are the districts and schools of which they are an administrator or planner;
    `aided_incident_ids` the incidents into which they were let by mutual aid, whatever the site.
    """

    insider_district_ids: frozenset[UUID]
    insider_school_ids: frozenset[UUID]
    keeper_agency_ids: frozenset[UUID]
    covered: Coverage
    granted: Mapping[TermKind, Coverage]
    aided_incident_ids: frozenset[UUID] = frozenset()


class AgencyNeed(enum.Enum):
    """SEE: its name and its people. MANAGE: say who belongs to it."""

    SEE = "see"
    MANAGE = "manage"


class MemorandumNeed(enum.Enum):
    """READ: its terms and sites. KEEP: draft, change and terminate it."""

    READ = "read"
    KEEP = "keep"


# --- memberships ------------------------------------------------------------------------------------------------------
def members_who_count(at: datetime) -> QuerySet[AgencyMember]:
    """Return the memberships that count for anything: not ended or suspended, of an active agency and user."""
    return members_not_over().filter(started_at__lte=at)


def members_for(at: datetime, *, for_press: bool) -> QuerySet[AgencyMember]:
    """Return the memberships that count or, for a press of the alarm, all that no person has suspended or ended."""
    return members_who_press().filter(started_at__lte=at) if for_press else members_who_count(at)


def active_memberships(user_id: int, at: datetime) -> list[AgencyMember]:
    """Return a person's memberships that count. One query, and none where it was asked together with others."""
    rows = members_who_count(at).filter(user_id=user_id).select_related("agency", "user").order_by("id")
    return list(read_once(("memberships", user_id), lambda: list(rows)))


# --- standings at sites -----------------------------------------------------------------------------------------------
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
    return standings_at_places({place: user_ids}, at)[place]


def standings_at_places(
    asked: Mapping[policy.Place, Collection[int]], at: datetime, *, for_press: bool = False
) -> dict[policy.Place, dict[int, list[Standing]]]:
    """Return the standings of people at the sites where they are asked about, insiders first.

    Every place and every person asked for is a key. At most four queries, however many of either; one more where a
    person was let into one of the places' incidents by mutual aid.
    """
    site_ids = [place.site_id for place in asked]
    let_in = mutual_aid_rows(at).filter(incident_id__in=[place.incident_id for place in asked if place.incident_id])
    # Whether emergency access was taken here comes with the members: asked apart, every check would pay for it.
    here = emergency_access_rows(at).filter(site_id__in=site_ids)
    user_ids = list(dict.fromkeys(user_id for people in asked.values() for user_id in people))
    members = list(
        members_for(at, for_press=for_press)
        .filter(user_id__in=user_ids)
        .annotate(has_taken=Exists(here.filter(user_id=OuterRef("user_id"))))
        .annotate(has_aid=Exists(let_in.filter(member_id=OuterRef("pk"))))
        .select_related("agency", "user")
        .order_by("id")
    )
    outside = {member.agency_id for member in members}
    if len(districts := {place.district_id for place in asked}) == 1:
        outside -= districts
    agreements = agreements_at_places(asked, at, agency_ids=outside) if outside else []
    emergencies = emergencies_at(site_ids, at) if any(map(depends_on_incident, agreements)) else []
    taken = (
        emergency_access_facts(here.filter(user_id__in=user_ids)) if any(member.has_taken for member in members) else []
    )
    aid = mutual_aid_facts(let_in.filter(user_id__in=user_ids)) if any(member.has_aid for member in members) else []
    members_of: dict[int, list[AgencyMember]] = defaultdict(list)
    for member in members:
        members_of[member.user_id].append(member)
    facts = Gathered(agreements, emergencies, taken, at, aid)
    return {
        place: {user_id: _standings_at(place, members_of.get(user_id, ()), facts) for user_id in people}
        for place, people in asked.items()
    }


def _standings_at(place: policy.Place, members: Iterable[AgencyMember], facts: Gathered) -> list[Standing]:
    found = [
        Standing(
            member,
            decision.is_insider,
            decision.grants,
            decision.memorandum_id,
            decision.pages_off_duty,
            decision.by_mutual_aid,
        )
        for member in members
        if (decision := facts.decision(place, member)) is not None
    ]
    return sorted(found, key=lambda one: (not one.is_insider, -len(one.grants), one.member.id))


def agreements_granting(kind: TermKind, district_id: UUID, at: datetime) -> list[policy.Agreement]:
    """Return a district's agreements in force that open something, always or in an emergency. Three queries."""
    return [
        one
        for one in agreements_of_district(district_id, at)
        if policy.is_in_force(one, at) and any(opening.right.kind is kind for opening in one.openings)
    ]


def standings_of(user_id: int, at: datetime, *, for_press: bool = False) -> Standings:
    """Return what a person is at all sites, to filter lists by. At most five queries."""
    let_in = mutual_aid_rows(at).filter(user_id=user_id)
    # Whether there is mutual aid comes with the members, as in standings_at_places.
    members = list(
        members_for(at, for_press=for_press)
        .filter(user_id=user_id)
        .annotate(has_aid=Exists(let_in.filter(member_id=OuterRef("pk"))))
        .select_related("agency", "user")
        .order_by("id")
    )
    aided = let_in.filter(member_id__in=[one.pk for one in members if one.has_aid])
    districts = {one.agency_id for one in members if one.agency.kind == AgencyKind.DISTRICT}
    schools = {one.agency_id for one in members if one.agency.kind == AgencyKind.SCHOOL}
    agencies = {one.agency_id for one in members}
    held = [one for one in agreements_anywhere(at, agencies) if policy.is_in_force(one, at)] if agencies else []
    pairs = _single_sites(user_id, held, at)
    return Standings(
        insider_district_ids=frozenset(districts),
        insider_school_ids=frozenset(schools),
        keeper_agency_ids=frozenset(
            one.agency_id for one in members if one.role in KEEPERS and one.agency_id in districts | schools
        ),
        covered=_merge_coverage(held, frozenset()),
        granted={
            kind: _merge_coverage((one for one in held if _opens_always(one, kind)), pairs.get(kind, frozenset()))
            for kind in GRANTS
        },
        aided_incident_ids=frozenset(
            aided.values_list("incident_id", flat=True) if any(one.has_aid for one in members) else ()
        ),
    )


def depends_on_incident(agreement: policy.Agreement) -> bool:
    """Say whether anything that an agreement opens depends on an incident."""
    return any(one.condition != ALWAYS for one in agreement.openings)


def _opens_always(agreement: policy.Agreement, kind: TermKind) -> bool:
    return any(one.right.kind is kind and one.condition == ALWAYS for one in agreement.openings)


def _merge_coverage(agreements: Iterable[policy.Agreement], pairs: frozenset[tuple[UUID, UUID]]) -> Coverage:
    """Return one coverage of everything; naming sites adds nothing where all are covered."""
    agreements = list(agreements)
    everywhere = frozenset(one.district_id for one in agreements if one.covers_all_sites)
    named = (one.version_id for one in agreements if one.district_id not in everywhere)
    return Coverage(district_ids=everywhere, version_ids=frozenset(named), pairs=pairs)


def _single_sites(
    user_id: int, held: Sequence[policy.Agreement], at: datetime
) -> Mapping[TermKind, frozenset[policy.SitePair]]:
    """Return the single sites where something is open only for now: while an incident is, or emergency access is taken.

    At most three queries, one where nothing depends on an incident and no emergency access is taken.
    """
    taken = emergency_access_facts(emergency_access_rows(at).filter(user_id=user_id)) if held else []
    emergencies = emergencies_at(None, at) if any(map(depends_on_incident, held)) else []
    if not taken and not emergencies:
        return {}
    sites = {one.site_id for one in emergencies} | {one.site_id for one in taken}
    named = named_pairs([one.version_id for one in held if not one.covers_all_sites], sites)
    return policy.single_sites(held, named=named, emergencies=emergencies, taken=taken, at=at)


# --- agencies and their people ----------------------------------------------------------------------------------------
def agencies_for(user_id: int, at: datetime) -> QuerySet[Agency]:
    """Return the agencies a person sees: their own, and the schools of their district."""
    own = members_who_count(at).filter(user_id=user_id).values("agency_id")
    seen = Agency.objects.filter(Q(id__in=own) | Q(parent_id__in=own), guest_of_incident_id__isnull=True)
    return seen.order_by("name", "id")


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
        members_who_count(at)
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

    What an agreement says of its further parties is not listed apart: `memorandum_for` finds it.
    """
    return _readable_rows(user_id, at).filter(annex_of__isnull=True)


def _readable_rows(user_id: ActorId, at: datetime) -> QuerySet[Memorandum]:
    rows, versions = Memorandum.objects.all(), Version.objects.all()
    if not isinstance(user_id, Operator):
        mine = members_who_count(at).filter(user_id=user_id)
        keepers, readers = [role.value for role in KEEPERS], [role.value for role in READERS]
        rows, versions = readable_memoranda(user_id, mine, keepers=keepers, readers=readers)
    fetched = Prefetch("versions", versions.order_by("-number"))
    return rows.select_related("district", "agency").prefetch_related(fetched).order_by("-id")


def memorandum_for(
    *, user_id: ActorId, memorandum_id: UUID, need: MemorandumNeed, at: datetime, lock: bool
) -> Memorandum:
    """Return the memorandum if the person may do what they need with it. With `lock`, holds its row until commit.

    Raises: MemorandumNotFound: missing, or not theirs to read. NotAllowed: they read it but do not keep it.
    """
    if lock:
        lock_agreement(memorandum_id)
    seen = _readable_rows(user_id, at)
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
        members_who_count(at)
        .filter(user_id=user_id, agency_id=district_id, role__in=[role.value for role in KEEPERS])
        .exists()
    )


# --- questions --------------------------------------------------------------------------------------------------------
def kept_districts(user_id: int, at: datetime) -> frozenset[UUID]:
    """Return the districts whose agreements a person keeps. One query."""
    mine = active_memberships(user_id, at)
    return frozenset(one.agency_id for one in mine if one.role in KEEPERS and one.agency.kind == AgencyKind.DISTRICT)


def may_ask_about(*, user_id: int, person_id: int, district_id: UUID, at: datetime) -> bool:
    """Say whether a person may ask why another may or may not: of oneself, and keepers of anybody at their sites."""
    return user_id == person_id or keeps_agreements(user_id, district_id, at)
