"""Who may read and write an assessment. A stranger's "no" reads "not there".

Administrators and planners of the school or its district; the team, where an officer counts only while a term of an
agreement shares assessments; and from its adoption on every agency with such a term.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from mapping.assessments.errors import (
    AssessmentFindingNotFound,
    AssessmentKeeperDecides,
    AssessmentLeadDecides,
    AssessmentNotFound,
    AssessmentTeamWrites,
    SweepNotFound,
)
from mapping.assessments.models import Assessment, AssessmentMember, SiteFinding, SiteUpgrade
from mapping.assessments.vocabulary import AssessmentState
from mapping.models import Site
from mapping.shared_sites import members_at, sites_opened
from mou.access import fetch
from mou.access.known_standings import known_standings
from mou.access.openings import Right
from mou.models import AgencyMember
from mou.vocabulary import DataCategory, TermKind

SHARED = Right(TermKind.DATA_SHARING, DataCategory.SITE_ASSESSMENT.value)
ADOPTED = [one.value for one in AssessmentState if one.is_adopted]


@dataclass(frozen=True, slots=True)
class AssessmentGrant:
    """An assessment that someone may read, and what it is to them."""

    assessment: Assessment
    reader_id: int
    is_keeper: bool
    is_member: bool
    is_leader: bool

    @property
    def may_write(self) -> bool:
        return self.is_keeper or self.is_member

    @property
    def may_decide(self) -> bool:
        return self.is_keeper or self.is_leader


@dataclass(frozen=True, slots=True)
class FindingGrant:
    """A finding that someone may read, and what it is to them."""

    finding: SiteFinding
    reader_id: int
    is_keeper: bool
    is_member: bool

    @property
    def is_owner(self) -> bool:
        return self.finding.owner_id == self.reader_id

    @property
    def may_write(self) -> bool:
        return self.is_keeper or self.is_member


# --- sites ------------------------------------------------------------------------------------------------------------
def shared_sites(user_id: int, at: datetime) -> QuerySet[Site]:
    """Return the sites whose assessments an agreement opens to a person's agency: always, or in an emergency there."""
    return sites_opened(SHARED, user_id, at)


def own_sites(user_id: int, at: datetime) -> Q:
    """Return the filter for sites of a person's own school or district."""
    where = known_standings(user_id, at)
    return Q(district_id__in=where.insider_district_ids) | Q(school_id__in=where.insider_school_ids)


def kept_sites(user_id: int, at: datetime) -> QuerySet[Site]:
    """Return the sites whose assessments a person opens and keeps: as administrator or planner there."""
    kept = known_standings(user_id, at).keeper_agency_ids
    return Site.objects.filter(Q(district_id__in=kept) | Q(school_id__in=kept))


def people_to_choose(site: Site, at: datetime) -> QuerySet[AgencyMember]:
    """Return the memberships that may be put on a team: of the school, its district, and agencies with the term."""
    return members_at(SHARED, district_id=site.district_id, site=site, at=at)


# --- assessments ------------------------------------------------------------------------------------------------------
def assessments_for(user_id: int, at: datetime) -> QuerySet[Assessment]:
    """Return every assessment that `assessment_for` would return. `grant_of` says what each is to the person."""
    shared = Q(site__in=shared_sites(user_id, at))
    team = AssessmentMember.objects.filter(assessment=OuterRef("pk"), user_id=user_id)
    own = Q(site__in=Site.objects.filter(own_sites(user_id, at)))
    rows = Assessment.objects.annotate(
        reader_id=Value(user_id),
        is_keeper=Exists(kept_sites(user_id, at).filter(pk=OuterRef("site_id"))),
        is_member=Exists(team),
        is_leader=Exists(team.filter(is_leader=True)),
    )
    opened = Q(is_keeper=True) | (Q(is_member=True) & (own | shared)) | (shared & Q(state__in=ADOPTED))
    return rows.filter(opened).select_related("site__district", "site__school")


def grant_of(assessment: Assessment) -> AssessmentGrant:
    """Return what an assessment of `assessments_for` is to its reader."""
    known = vars(assessment)
    return AssessmentGrant(assessment, known["reader_id"], known["is_keeper"], known["is_member"], known["is_leader"])


def assessment_for(*, user_id: int, assessment_id: UUID, at: datetime, lock: bool = False) -> AssessmentGrant:
    """Return an assessment for reading. With `lock`, holds its row until commit. Raises: AssessmentNotFound."""
    rows = assessments_for(user_id, at).filter(pk=assessment_id)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise AssessmentNotFound
    return grant_of(found)


def assessment_to_write_for(*, user_id: int, assessment_id: UUID, at: datetime) -> AssessmentGrant:
    """Return an assessment for writing in it, its row held. Raises: AssessmentNotFound, AssessmentTeamWrites."""
    grant = assessment_for(user_id=user_id, assessment_id=assessment_id, at=at, lock=True)
    if not grant.may_write:
        raise AssessmentTeamWrites
    return grant


def assessment_to_decide_for(*, user_id: int, assessment_id: UUID, at: datetime) -> AssessmentGrant:
    """Return an assessment for its steps and team, its row held.

    Raises: AssessmentNotFound. AssessmentLeadDecides: they read it, and neither lead its team nor keep the site.
    """
    grant = assessment_for(user_id=user_id, assessment_id=assessment_id, at=at, lock=True)
    if not grant.may_decide:
        raise AssessmentLeadDecides
    return grant


# --- findings ---------------------------------------------------------------------------------------------------------
def findings_for(user_id: int, at: datetime) -> QuerySet[SiteFinding]:
    """Return every finding that `finding_for` would return: of assessments they read, of their sites, and their own.

    `finding_grant_of` says what each is to the person.
    """
    here = Q(site__in=Site.objects.filter(own_sites(user_id, at))) | Q(site__in=shared_sites(user_id, at))
    read = assessments_for(user_id, at)
    rows = SiteFinding.objects.annotate(
        reader_id=Value(user_id),
        is_keeper=Exists(kept_sites(user_id, at).filter(pk=OuterRef("site_id"))),
        is_member=Exists(read.filter(pk=OuterRef("assessment_id"), members__user_id=user_id)),
    )
    rows = rows.filter(Q(assessment__in=read) | Q(is_keeper=True) | (Q(owner_id=user_id) & here))
    return rows.select_related("site__district", "site__school", "assessment", "level__building", "owner")


def finding_grant_of(finding: SiteFinding) -> FindingGrant:
    """Return what a finding of `findings_for` is to its reader."""
    known = vars(finding)
    return FindingGrant(finding, known["reader_id"], known["is_keeper"], known["is_member"])


def finding_for(*, user_id: int, finding_id: UUID, at: datetime, lock: bool = False) -> FindingGrant:
    """Return a finding for reading. With `lock`, holds its row until commit. Raises: AssessmentFindingNotFound."""
    rows = findings_for(user_id, at).filter(pk=finding_id)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise AssessmentFindingNotFound
    return finding_grant_of(found)


def finding_to_write_for(*, user_id: int, finding_id: UUID, at: datetime) -> FindingGrant:
    """Return a finding for changing it, its row held. Raises: AssessmentFindingNotFound, AssessmentTeamWrites."""
    grant = finding_for(user_id=user_id, finding_id=finding_id, at=at, lock=True)
    if not grant.may_write:
        raise AssessmentTeamWrites
    return grant


def finding_to_draw_for(*, user_id: int, finding_id: UUID, at: datetime) -> SiteFinding:
    """Return a finding for showing it to responders, its row held: for keepers of the site's maps.

    Raises: AssessmentFindingNotFound, AssessmentKeeperDecides.
    """
    grant = finding_for(user_id=user_id, finding_id=finding_id, at=at, lock=True)
    if not grant.is_keeper:
        raise AssessmentKeeperDecides
    return grant.finding


def upgrades_for(user_id: int, at: datetime) -> QuerySet[SiteUpgrade]:
    """Return the upgrades of the assessments that a person reads; `is_keeper` of each: whether they decide on it."""
    kept = Exists(kept_sites(user_id, at).filter(pk=OuterRef("assessment__site_id")))
    rows = SiteUpgrade.objects.filter(assessment__in=assessments_for(user_id, at))
    return rows.annotate(is_keeper=kept).select_related("assessment__site__district", "assessment__site__school")


def swept_sites(user_id: int, at: datetime) -> QuerySet[Site]:
    """Return the sites whose doors a person sweeps: those of their own school or district."""
    return Site.objects.filter(own_sites(user_id, at))


def site_to_sweep_for(*, user_id: int, site_id: UUID, at: datetime, lock: bool = False) -> Site:
    """Return a site whose doors a person sweeps. With `lock`, holds its row until commit. Raises: SweepNotFound."""
    rows = swept_sites(user_id, at).filter(pk=site_id)
    found = (rows.select_for_update(no_key=True) if lock else rows).first()
    if found is None:
        raise SweepNotFound
    return found


# --- people and the navigation ----------------------------------------------------------------------------------------
def owner_for(*, site: Site, assessment: Assessment | None, person_id: UUID, at: datetime) -> AbstractBaseUser | None:
    """Return the person if they may own a finding at a site: a member of the school, its district or the team."""
    own = [one for one in (site.district_id, site.school_id) if one is not None]
    here = fetch.members_who_count(at).filter(agency_id__in=own).values("user_id")
    team = AssessmentMember.objects.filter(assessment=assessment).values("user_id")
    rows = get_user_model().objects.filter(Q(pk__in=here) | Q(pk__in=team), is_device=False)
    return rows.filter(public_id=person_id).first()


def may_see_page(user_id: int, at: datetime) -> bool:
    """Say whether there is anything about assessments for a person."""
    if swept_sites(user_id, at).exists():
        return True
    # Each page asks. Most people have no site of their own and none that is shared, and so nothing to read.
    if not kept_sites(user_id, at).exists() and not shared_sites(user_id, at).exists():
        return False
    return assessments_for(user_id, at).exists() or findings_for(user_id, at).exists()
