"""Who may read and write an assessment. A stranger's "no" reads "not there".

Administrators and planners of the school or its district; the team, where an officer counts only while a term of an
agreement shares assessments; and from its adoption on every agency with such a term.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from mapping.assessments.errors import (
    AssessmentFindingNotFound,
    AssessmentKeeperDecides,
    AssessmentLeadDecides,
    AssessmentNotFound,
    AssessmentTeamWrites,
    SweepNotFound,
    UpgradeNotFound,
)
from mapping.assessments.models import Assessment, AssessmentMember, SiteFinding, SiteUpgrade
from mapping.assessments.vocabulary import AssessmentState
from mapping.models import Site
from mou.access import fetch, policy
from mou.access.facts import agreement_facts, emergencies_at, held_versions, versions_of
from mou.access.known_standings import known_standings
from mou.access.openings import Emergency, Right, is_condition_met
from mou.models import AgencyMember
from mou.terms import ALWAYS
from mou.vocabulary import AgencyKind, DataCategory, TermKind

SHARED = Right(TermKind.DATA_SHARING, DataCategory.SITE_ASSESSMENT.value)
ADOPTED = [one.value for one in AssessmentState if one.is_adopted]
OWN_KINDS = [AgencyKind.DISTRICT.value, AgencyKind.SCHOOL.value]


@dataclass(frozen=True, slots=True)
class AssessmentGrant:
    """An assessment that the asker may read, and what they are to it."""

    assessment: Assessment
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
    """A finding that the asker may read, and what they are to it."""

    finding: SiteFinding
    is_keeper: bool
    may_write: bool
    is_owner: bool


# --- sites ------------------------------------------------------------------------------------------------------------
def shared_sites(user_id: int, at: datetime) -> QuerySet[Site]:
    """Return the sites whose assessments an agreement opens to a person's agency: always, or in an emergency there."""
    mine = [one.agency_id for one in fetch.active_memberships(user_id, at) if one.agency.kind not in OWN_KINDS]
    versions = versions_of(mine, at)
    if not versions:
        return Site.objects.none()
    found = Q(pk__in=[])
    emergencies = emergencies_at(None, at)
    for version in versions:
        found |= _opened_by(agreement_facts(version), emergencies, at)
    return Site.objects.filter(found)


def _opened_by(agreement: policy.Agreement, emergencies: list[Emergency], at: datetime) -> Q:
    conditions = [one.condition for one in agreement.openings if one.right == SHARED]
    if not conditions or not policy.is_in_force(agreement, at):
        return Q(pk__in=[])
    where = Q(district_id=agreement.district_id)
    if not agreement.covers_all_sites:
        where &= Q(pk__in=agreement.site_ids)
    if ALWAYS in conditions:
        return where
    now = {
        one.site_id
        for one in emergencies
        if any(is_condition_met(when, site_id=one.site_id, emergencies=emergencies, at=at) for when in conditions)
    }
    return where & Q(pk__in=now)


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
    own = [one for one in (site.district_id, site.school_id) if one is not None]
    partners = {
        version.memorandum.agency_id
        for version in held_versions(at, None, [site.district_id]).prefetch_related("sites", "terms__clause")
        if Site.objects.filter(_opened_by(agreement_facts(version), [], at), pk=site.pk).exists()
    }
    rows = fetch.members_who_count(at).filter(agency_id__in=[*own, *partners], user__is_device=False)
    return rows.select_related("user", "agency").order_by("agency__name", "user__display_name", "id")


# --- assessments ------------------------------------------------------------------------------------------------------
def assessments_for(user_id: int, at: datetime) -> QuerySet[Assessment]:
    """Return every assessment that `assessment_for` would return."""
    shared = Q(site__in=shared_sites(user_id, at))
    on_team = Exists(AssessmentMember.objects.filter(assessment=OuterRef("pk"), user_id=user_id))
    own = Q(site__in=Site.objects.filter(own_sites(user_id, at)))
    kept = Q(site__in=kept_sites(user_id, at))
    rows = Assessment.objects.filter(kept | (Q(on_team) & (own | shared)) | (shared & Q(state__in=ADOPTED)))
    return rows.select_related("site__district", "site__school")


def assessment_for(*, user_id: int, assessment_id: UUID, at: datetime, lock: bool = False) -> AssessmentGrant:
    """Return an assessment for reading. With `lock`, holds its row until commit. Raises: AssessmentNotFound."""
    rows = assessments_for(user_id, at).filter(pk=assessment_id)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise AssessmentNotFound
    return _grant_of(found, user_id, at)


def _grant_of(assessment: Assessment, user_id: int, at: datetime) -> AssessmentGrant:
    mine = AssessmentMember.objects.filter(assessment=assessment, user_id=user_id).first()
    return AssessmentGrant(
        assessment,
        is_keeper=kept_sites(user_id, at).filter(pk=assessment.site_id).exists(),
        is_member=mine is not None,
        is_leader=mine is not None and mine.is_leader,
    )


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
    """Return every finding that `finding_for` would return: of assessments they read, of their sites, and their own."""
    here = Q(site__in=Site.objects.filter(own_sites(user_id, at))) | Q(site__in=shared_sites(user_id, at))
    rows = SiteFinding.objects.filter(
        Q(assessment__in=assessments_for(user_id, at))
        | Q(site__in=kept_sites(user_id, at))
        | (Q(owner_id=user_id) & here)
    )
    return rows.select_related("site__district", "site__school", "assessment", "level__building", "owner")


def finding_for(*, user_id: int, finding_id: UUID, at: datetime, lock: bool = False) -> FindingGrant:
    """Return a finding for reading. With `lock`, holds its row until commit. Raises: AssessmentFindingNotFound."""
    rows = findings_for(user_id, at).filter(pk=finding_id)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise AssessmentFindingNotFound
    is_keeper = kept_sites(user_id, at).filter(pk=found.site_id).exists()
    on_team = AssessmentMember.objects.filter(assessment=found.assessment, user_id=user_id)
    is_member = (
        found.assessment_id is not None
        and on_team.exists()
        and assessments_for(user_id, at).filter(pk=found.assessment_id).exists()
    )
    return FindingGrant(found, is_keeper, is_keeper or is_member, is_owner=found.owner_id == user_id)


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


def upgrade_to_decide_for(*, user_id: int, upgrade_id: UUID, at: datetime) -> SiteUpgrade:
    """Return an upgrade for deciding on it, its row held: for keepers of the site.

    Raises: UpgradeNotFound, AssessmentKeeperDecides.
    """
    rows = SiteUpgrade.objects.filter(pk=upgrade_id, assessment__in=assessments_for(user_id, at))
    found = rows.select_related("assessment").select_for_update(of=("self",)).first()
    if found is None:
        raise UpgradeNotFound
    if not kept_sites(user_id, at).filter(pk=found.assessment.site_id).exists():
        raise AssessmentKeeperDecides
    return found


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
