"""Who keeps a school's drills, who reads them, who signs. A stranger's "no" reads "not there".

Keepers are planners and administrators of the district, and those of the school for their own. People of the school
read theirs, people of the district all of its schools. Police, sheriff and fire read the schools that an agreement in
force covers; of these a fire agency's people sign. What was planned unannounced is its keepers' alone.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from coordination.drills.requirements.errors import (
    DrillDistrictNotFound,
    DrillNotAllowed,
    DrillNotFound,
    DrillSchoolNotFound,
    DrillSignOffNotAllowed,
)
from coordination.drills.requirements.models import Drill
from coordination.drills.requirements.vocabulary import Announcement, DrillState
from mapping.models import Site
from mou.access import fetch, policy
from mou.access.facts import agreements_anywhere
from mou.models import Agency
from mou.vocabulary import AgencyKind

FIRE = frozenset({AgencyKind.FIRE})
RESPONDERS = FIRE | {AgencyKind.POLICE, AgencyKind.SHERIFF}


@dataclass(frozen=True, slots=True)
class DrillReader:
    """What a person is to drills anywhere. `covered` and `signing` are conditions on sites."""

    kept_districts: frozenset[UUID]
    districts: frozenset[UUID]
    kept_schools: frozenset[UUID]
    schools: frozenset[UUID]
    covered: Q
    signing: Q

    def keeps_site(self, site: Site) -> bool:
        return site.district_id in self.kept_districts or site.school_id in self.kept_schools

    def readable_sites(self) -> Q:
        """Return which sites the person reads."""
        return Q(district__in=self.districts) | Q(school__in=self.schools) | self.covered

    def kept_sites(self) -> Q:
        """Return which sites the person keeps."""
        return Q(district__in=self.kept_districts) | Q(school__in=self.kept_schools)


@dataclass(frozen=True, slots=True)
class SchoolGrant:
    """A school whose drills a person reads, and what else they may there."""

    site: Site
    keeps: bool


@dataclass(frozen=True, slots=True)
class DrillGrant:
    """A drill that a person reads, and what else they may with it."""

    drill: Drill
    keeps: bool
    signs: bool


def reader_of(user_id: int, at: datetime) -> DrillReader:
    """Return what a person is to drills anywhere. At most five queries."""
    members = fetch.active_memberships(user_id, at)
    kept = {one.agency_id for one in members if one.role in fetch.KEEPERS}
    districts = {one.agency_id for one in members if one.agency.kind == AgencyKind.DISTRICT}
    schools = {one.agency_id for one in members if one.agency.kind == AgencyKind.SCHOOL}
    return DrillReader(
        kept_districts=frozenset(kept & districts),
        districts=frozenset(districts),
        kept_schools=frozenset(kept & schools),
        schools=frozenset(schools),
        covered=_covered_sites([one.agency_id for one in members if one.agency.kind in RESPONDERS], at),
        signing=_covered_sites([one.agency_id for one in members if one.agency.kind in FIRE], at),
    )


def _covered_sites(agency_ids: Collection[UUID], at: datetime) -> Q:
    """Return the sites that agreements in force with some agencies cover, whatever else these grant."""
    held = [one for one in agreements_anywhere(at, agency_ids) if policy.is_in_force(one, at)] if agency_ids else []
    coverage = fetch.Coverage(
        district_ids=frozenset(one.district_id for one in held if one.covers_all_sites),
        version_ids=frozenset(one.version_id for one in held if not one.covers_all_sites),
        pairs=frozenset(),
    )
    return coverage.where(site="pk", district="district_id")


# --- schools ----------------------------------------------------------------------------------------------------------
def schools_for(reader: DrillReader) -> QuerySet[Site]:
    """Return every school that `school_for` would return, by name."""
    rows = Site.objects.filter(reader.readable_sites(), district__is_active=True)
    return rows.select_related("district", "school").order_by("name", "id")


def school_for(*, user_id: int, site_id: UUID, at: datetime, keep: bool = False) -> SchoolGrant:
    """Return a school whose drills the person reads; with `keep`, keeps.

    Raises: DrillSchoolNotFound. DrillNotAllowed: they read it, and keep nothing of it.
    """
    reader = reader_of(user_id, at)
    site = schools_for(reader).filter(pk=site_id).first()
    if site is None:
        raise DrillSchoolNotFound
    if keep and not reader.keeps_site(site):
        raise DrillNotAllowed
    return SchoolGrant(site, reader.keeps_site(site))


# --- districts --------------------------------------------------------------------------------------------------------
def districts_for(user_id: int, at: datetime) -> QuerySet[Agency]:
    """Return the districts whose state a person reads: the ones they belong to."""
    own = fetch.members_who_count(at).filter(user_id=user_id).values("agency_id")
    return Agency.objects.filter(pk__in=own, kind=AgencyKind.DISTRICT.value, is_active=True).order_by("name", "id")


def district_for(*, user_id: int, district_id: UUID, at: datetime, keep: bool = False, lock: bool = False) -> Agency:
    """Return a district whose state the person reads; with `keep`, whose rules and school years they keep.

    With `lock`, holds its row until commit. Raises: DrillDistrictNotFound, DrillNotAllowed.
    """
    rows = districts_for(user_id, at).filter(pk=district_id)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise DrillDistrictNotFound
    if keep and not keeps_district(user_id, district_id, at):
        raise DrillNotAllowed
    return found


def keeps_district(user_id: int, district_id: UUID, at: datetime) -> bool:
    """Say whether a person keeps the rules of a district."""
    return district_id in fetch.kept_districts(user_id, at)


# --- drills -----------------------------------------------------------------------------------------------------------
def visible_drills(reader: DrillReader) -> QuerySet[Drill]:
    """Return every drill that `drill_for` would return: of what is not announced, only what was held."""
    kept = Site.objects.filter(reader.kept_sites()).values("pk")
    readable = Site.objects.filter(reader.readable_sites(), district__is_active=True).values("pk")
    told = Q(state=DrillState.HELD.value) | ~Q(announcement=Announcement.NONE.value)
    return Drill.objects.filter(Q(site__in=readable) & (told | Q(site__in=kept)))


def drill_for(*, user_id: int, drill_id: UUID, at: datetime, keep: bool = False, lock: bool = False) -> DrillGrant:
    """Return a drill that the person reads. With `lock`, holds its row until commit.

    Raises: DrillNotFound. DrillNotAllowed: they read it, and do not keep it, with `keep`.
    """
    reader = reader_of(user_id, at)
    rows = visible_drills(reader).filter(pk=drill_id).select_related("site__district", "site__school", "signed_by")
    drill = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if drill is None:
        raise DrillNotFound
    keeps = reader.keeps_site(drill.site)
    if keep and not keeps:
        raise DrillNotAllowed
    return DrillGrant(drill, keeps, Site.objects.filter(reader.signing, pk=drill.site_id).exists())


def drill_to_sign(*, user_id: int, drill_id: UUID, at: datetime) -> DrillGrant:
    """Return a drill for a member of a fire agency to sign, with its row held. Raises: DrillNotFound, …NotAllowed."""
    grant = drill_for(user_id=user_id, drill_id=drill_id, at=at, lock=True)
    if not grant.signs:
        raise DrillSignOffNotAllowed
    return grant


def may_see_page(user_id: int, at: datetime) -> bool:
    """Say whether what the law asks is there for a person: some school's drills are theirs to read."""
    reader = reader_of(user_id, at)
    return bool(reader.districts or reader.schools) or schools_for(reader).exists()
