"""Who reads school climate: climate teams, and agencies whose agreement says so. A stranger's "no" reads "not there".

Teams read results and tasks of their school, a district's those of its schools. A term opens results, never tasks.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from coordination.models import User
from coordination.prevention.cases.access import SCHOOLS
from coordination.prevention.climate.errors import ClimateNotFound, ClimateTaskNotFound, ClimateTeamNotFound
from coordination.prevention.climate.models import ClimateTask, ClimateTeam, ClimateTeamMember
from mapping.models import Site
from mou.access import fetch, policy
from mou.access.facts import agreement_facts, versions_of
from mou.access.openings import Right
from mou.access.operators import is_administrator, managed_agencies
from mou.models import Agency
from mou.terms import ALWAYS
from mou.vocabulary import AgencyKind, DataCategory, TermKind

SHARED = Right(TermKind.DATA_SHARING, DataCategory.SCHOOL_CLIMATE.value)


# --- teams ------------------------------------------------------------------------------------------------------------
def teams_of(user_id: int, at: datetime) -> QuerySet[ClimateTeam]:
    """Return the teams on which a person counts: listed there, and of the school or its district."""
    own = fetch.members_who_count(at).filter(user_id=user_id).values("agency_id")
    here = Q(team__agency_id__in=own) | Q(team__agency__parent_id__in=own)
    listed = ClimateTeamMember.objects.filter(here, user_id=user_id).values("team_id")
    return ClimateTeam.objects.filter(pk__in=listed, agency__is_active=True).select_related("agency__parent")


def team_of_for(*, user_id: int, agency_id: UUID, at: datetime) -> ClimateTeam:
    """Return a school's or district's team on which the person counts. Raises: ClimateTeamNotFound."""
    found = teams_of(user_id, at).filter(agency_id=agency_id).first()
    if found is None:
        raise ClimateTeamNotFound
    return found


def counting_people(team: ClimateTeam, at: datetime) -> list[User]:
    """Return the people of a team who count at an instant, by name."""
    rows = team.members.select_related("user").order_by("user__display_name", "id")
    return [one.user for one in rows if teams_of(one.user_id, at).filter(pk=team.pk).exists()]


def kept_agencies(user_id: int, at: datetime) -> QuerySet[Agency]:
    """Return the schools and districts whose team a person keeps as administrator. It opens no result."""
    return managed_agencies(user_id, at).filter(kind__in=SCHOOLS, is_active=True)


def agency_with_team_for(*, user_id: int, agency_id: UUID, at: datetime) -> Agency:
    """Return a school or district whose team the person keeps, there or not yet. Raises: ClimateTeamNotFound."""
    found = kept_agencies(user_id, at).filter(pk=agency_id).first()
    if found is None:
        raise ClimateTeamNotFound
    return found


def people_to_choose(agency: Agency, at: datetime) -> QuerySet[User]:
    """Return who may be put on a team: people of the school and its district."""
    own = [one for one in (agency.pk, agency.parent_id) if one is not None]
    members = fetch.members_who_count(at).filter(agency_id__in=own).values("user_id")
    return User.objects.filter(pk__in=members, is_device=False).order_by("display_name", "id")


# --- results ----------------------------------------------------------------------------------------------------------
def schools_of_team(user_id: int, at: datetime) -> QuerySet[Agency]:
    """Return the schools whose results and tasks a person's teams work with."""
    own = teams_of(user_id, at).values("agency_id")
    rows = Agency.objects.filter(Q(pk__in=own) | Q(parent_id__in=own), kind=AgencyKind.SCHOOL.value, is_active=True)
    return rows.select_related("parent").order_by("name", "id")


def schools_read_by(user_id: int, at: datetime) -> QuerySet[Agency]:
    """Return every school whose results a person reads: their teams', and what an agreement shares at any time."""
    shared = _shared_schools(user_id, at)
    rows = Agency.objects.filter(Q(pk__in=schools_of_team(user_id, at).values("pk")) | shared)
    return rows.filter(kind=AgencyKind.SCHOOL.value, is_active=True).select_related("parent").order_by("name", "id")


def school_read_for(*, user_id: int, school_id: UUID, at: datetime) -> Agency:
    """Return a school whose results a person reads. Raises: ClimateNotFound."""
    found = schools_read_by(user_id, at).filter(pk=school_id).first()
    if found is None:
        raise ClimateNotFound
    return found


def _shared_schools(user_id: int, at: datetime) -> Q:
    found = Q(pk__in=[])
    mine = [one.agency_id for one in fetch.active_memberships(user_id, at) if one.agency.kind not in SCHOOLS]
    for version in versions_of(mine, at):
        found |= _opened_by(agreement_facts(version), at)
    return found


def _opened_by(agreement: policy.Agreement, at: datetime) -> Q:
    # A survey is of no use in an emergency: only a term that holds at any time opens it.
    opens = any(one.right == SHARED and one.condition == ALWAYS for one in agreement.openings)
    if not opens or not policy.is_in_force(agreement, at):
        return Q(pk__in=[])
    where = Q(parent_id=agreement.district_id)
    if agreement.covers_all_sites:
        return where
    return where & Q(pk__in=Site.objects.filter(pk__in=agreement.site_ids).values("school_id"))


# --- tasks ------------------------------------------------------------------------------------------------------------
def tasks_for(user_id: int, at: datetime) -> QuerySet[ClimateTask]:
    """Return every task that `task_for` would return."""
    rows = ClimateTask.objects.filter(school__in=schools_of_team(user_id, at).values("pk"))
    return rows.select_related("school__parent", "team__agency", "owner")


def task_for(*, user_id: int, task_id: UUID, at: datetime, lock: bool = False) -> ClimateTask:
    """Return a task for reading and working on it. With `lock`, holds its row. Raises: ClimateTaskNotFound."""
    rows = tasks_for(user_id, at).filter(pk=task_id)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise ClimateTaskNotFound
    return found


def workers_of(school: Agency, at: datetime) -> list[User]:
    """Return who may own a task of a school: its team and its district's, by name."""
    teams = ClimateTeam.objects.filter(Q(agency_id=school.pk) | Q(agency_id=school.parent_id))
    people = {one.pk: one for team in teams for one in counting_people(team, at)}
    return sorted(people.values(), key=lambda one: (one.shown_name(), one.pk))


def may_see_page(user_id: int, at: datetime) -> bool:
    """Say whether the page of climate is there for a person: a team, its keepers, and who is shared results."""
    keeps = is_administrator(user_id, at) and kept_agencies(user_id, at).exists()
    return keeps or teams_of(user_id, at).exists() or schools_read_by(user_id, at).exists()
