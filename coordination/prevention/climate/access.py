"""Who reads school climate: climate teams, and agencies whose agreement says so. A stranger's "no" reads "not there".

Teams read results and tasks of their school, a district's those of its schools. A term opens results, never tasks.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from coordination.casework.kinds.views import Door
from coordination.casework.police_readers import opens_always
from coordination.casework.teams import SCHOOLS, TeamKind
from coordination.casework.telling import Waiting
from coordination.models import User
from coordination.prevention.climate.errors import ClimateNotFound, ClimateTeamNotFound
from coordination.prevention.climate.models import ClimateRead, ClimateTask, ClimateTeam, ClimateTeamMember
from mapping.models import Site
from mou.access import fetch, policy
from mou.access.facts import agreement_facts, versions_of
from mou.access.openings import Right
from mou.foundation.reads import ReadLog
from mou.models import Agency
from mou.vocabulary import AgencyKind, DataCategory, TermKind
from push.vocabulary import Urgency

SHARED = Right(TermKind.DATA_SHARING, DataCategory.SCHOOL_CLIMATE.value)


# --- teams ------------------------------------------------------------------------------------------------------------
CLIMATE_TEAMS = TeamKind(ClimateTeam, ClimateTeamMember, not_found=ClimateTeamNotFound)
CLIMATE_WAITS = Waiting("climate", "climate_waits", "climate", Urgency.ROUTINE)
# Who read results and tasks.
CLIMATE_READS: ReadLog[ClimateRead, Door] = ReadLog(ClimateRead)


# --- results ----------------------------------------------------------------------------------------------------------
def schools_of_team(user_id: int, at: datetime) -> QuerySet[Agency]:
    """Return the schools whose results and tasks a person's teams work with."""
    own = CLIMATE_TEAMS.teams_of(user_id, at).values("agency_id")
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
    if not opens_always(agreement, SHARED) or not policy.is_in_force(agreement, at):
        return Q(pk__in=[])
    where = Q(parent_id=agreement.district_id)
    if agreement.covers_all_sites:
        return where
    return where & Q(pk__in=Site.objects.filter(pk__in=agreement.site_ids).values("school_id"))


# --- tasks ------------------------------------------------------------------------------------------------------------
def tasks_for(user_id: int, at: datetime) -> QuerySet[ClimateTask]:
    """Return the tasks of the schools of a person's teams."""
    rows = ClimateTask.objects.filter(school__in=schools_of_team(user_id, at).values("pk"))
    return rows.select_related("school__parent", "team__agency", "owner")


def workers_of(school: Agency, at: datetime) -> list[User]:
    """Return who may own a task of a school: its team and its district's, by name."""
    teams = ClimateTeam.objects.filter(Q(agency_id=school.pk) | Q(agency_id=school.parent_id))
    people = {one.pk: one for team in teams for one in CLIMATE_TEAMS.counting_people(team, at)}
    return sorted(people.values(), key=lambda one: (one.shown_name(), one.pk))


def may_see_page(user_id: int, at: datetime) -> bool:
    """Say whether the page of climate is there for a person: a team, its keepers, and who is shared results."""
    return CLIMATE_TEAMS.is_seen_by(user_id, at) or schools_read_by(user_id, at).exists()
