"""Open an assessment of a site, and say who is on its team."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from mapping.access import site_for
from mapping.assessments.access import (
    assessment_to_decide_for,
    people_to_choose,
)
from mapping.assessments.audit import note_act
from mapping.assessments.errors import AssessmentOpenAlready, BadAssessment, NotOnAssessmentTeam
from mapping.assessments.models import Assessment, AssessmentMember
from mapping.assessments.rules.machine import check_writable
from mapping.assessments.vocabulary import AssessmentAct, AssessmentRole, AssessmentState
from mapping.assessments.work.checklists import checklist_for
from mapping.models import Site
from mapping.plans.versions import local_day
from mapping.vocabulary import SiteNeed
from mou.access.epoch_change import bump_access_epoch
from mou.models import AgencyMember

# A school year begins in the summer of the northern half.
FIRST_MONTH = 7
MOST_ON_TEAM = 40


@dataclass(frozen=True, slots=True)
class LeaderGiven:
    """Who leads the team, and as what."""

    person_id: UUID
    role: AssessmentRole


def school_year_of(site: Site, at: datetime) -> int:
    """Return the school year of an instant at a site, by the calendar year in which it begins."""
    day = local_day(site, at)
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def open_assessment(
    *, actor_id: int, site_id: UUID, checklist_key: str, leader: LeaderGiven, at: datetime
) -> Assessment:
    """Open an assessment of a site with one leader. Durable.

    Raises: SiteNotFound, NotAllowed: not theirs to open. BadChecklist: there is none of this key.
    NotOnAssessmentTeam. AssessmentOpenAlready.
    """
    try:
        with transaction.atomic(durable=True):
            site = site_for(user_id=actor_id, site_id=site_id, need=SiteNeed.EDIT, at=at)
            checklist = checklist_for(site, checklist_key)
            assessment = Assessment.objects.create(
                site=site,
                school_year=school_year_of(site, at),
                checklist=checklist.model_dump(mode="json"),
                opened_by_id=actor_id,
                opened_at=at,
            )
            _put_on(assessment, leader.person_id, leader.role, at=at, is_leader=True)
            note_act(AssessmentAct.OPENED, by_id=actor_id, at=at, assessment=assessment)
    except IntegrityError as taken:
        raise AssessmentOpenAlready from taken
    return assessment


def add_to_team(
    *, actor_id: int, assessment_id: UUID, person_id: UUID, role: AssessmentRole, is_leader: bool, at: datetime
) -> None:
    """Add a person to the team, or change their role. A new leader replaces the previous one. Durable.

    Raises: AssessmentNotFound, AssessmentLeadDecides, AssessmentStepRefused, NotOnAssessmentTeam, BadAssessment.
    """
    with transaction.atomic(durable=True):
        assessment = assessment_to_decide_for(user_id=actor_id, assessment_id=assessment_id, at=at).assessment
        check_writable(AssessmentState(assessment.state))
        if assessment.members.count() >= MOST_ON_TEAM:
            raise BadAssessment(f"A team has at most {MOST_ON_TEAM} people.", pointer="/person_id")
        member = _put_on(assessment, person_id, role, at=at, is_leader=is_leader)
        act = AssessmentAct.LED_BY if is_leader else AssessmentAct.ADDED
        note_act(act, by_id=actor_id, at=at, words=_member_name(member), assessment=assessment)


def take_from_team(*, actor_id: int, assessment_id: UUID, person_id: UUID, at: datetime) -> None:
    """Remove a person from the team. A leader must be replaced first. Durable.

    Raises: AssessmentNotFound, AssessmentLeadDecides, AssessmentStepRefused, NotOnAssessmentTeam, BadAssessment.
    """
    with transaction.atomic(durable=True):
        assessment = assessment_to_decide_for(user_id=actor_id, assessment_id=assessment_id, at=at).assessment
        check_writable(AssessmentState(assessment.state))
        member = assessment.members.select_related("user").filter(user__public_id=person_id).first()
        if member is None:
            raise NotOnAssessmentTeam("No one of the team has this id.", pointer="/person_id")
        if member.is_leader:
            raise BadAssessment("Name another leader first.", pointer="/person_id")
        member.delete()
        bump_access_epoch()
        note_act(AssessmentAct.REMOVED, by_id=actor_id, at=at, words=member.user.shown_name(), assessment=assessment)


def _put_on(
    assessment: Assessment, person_id: UUID, role: AssessmentRole, *, at: datetime, is_leader: bool
) -> AssessmentMember:
    chosen = _post_of(people_to_choose(assessment.site, at).filter(user__public_id=person_id), assessment.site)
    if chosen is None:
        raise NotOnAssessmentTeam(pointer="/person_id")
    known = assessment.members.filter(user=chosen.user).first()
    if known is not None and known.is_leader and not is_leader:
        raise BadAssessment("Name another leader first.", pointer="/is_leader")
    if is_leader:
        assessment.members.filter(is_leader=True).update(is_leader=False)
    values = {"agency": chosen.agency, "role": role.value, "is_leader": is_leader}
    bump_access_epoch()
    return AssessmentMember.objects.update_or_create(assessment=assessment, user=chosen.user, defaults=values)[0]


def _post_of(rows: QuerySet[AgencyMember], site: Site) -> AgencyMember | None:
    """Return the membership by which a person joins a team: in the school or district if they have one there."""
    own = (site.school_id, site.district_id)
    return min(rows, key=lambda one: own.index(one.agency_id) if one.agency_id in own else len(own), default=None)


def _member_name(member: AssessmentMember) -> str:
    return f"{member.user.shown_name()}, {member.agency.name}"
