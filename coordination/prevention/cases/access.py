"""Who is on a threat assessment team, and who reads papers of the police. Who reads a case: work/kinds.py."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from coordination.casework.places import KindOfTeam
from coordination.casework.teams import TeamKind
from coordination.casework.telling import Waiting
from coordination.prevention.cases.errors import BadCaseTeam, CaseTeamNotFound, PoliceCopyNotFound
from coordination.prevention.cases.models import CaseTeam, CaseTeamMember, PoliceCopy
from mou.access import fetch
from mou.access.facts import held_versions
from mou.access.openings import POLICE
from mou.foundation.labelled import gettext_noop as _
from mou.models import Agency
from mou.vocabulary import MemberRole
from push.vocabulary import Urgency

# Who reads what an agency's law enforcement unit was given.
OF_THE_UNIT = (MemberRole.OFFICER.value, MemberRole.SUPERVISOR.value, MemberRole.COMMANDER.value)


# --- teams ------------------------------------------------------------------------------------------------------------
CASE_TEAMS = TeamKind(CaseTeam, CaseTeamMember, not_found=CaseTeamNotFound, has_officials=True)
CASE_PLACES = KindOfTeam("cases", _("Threat assessment"), CASE_TEAMS, BadCaseTeam)
CASE_WAITS = Waiting("case", "case_waits", "cases", Urgency.URGENT)


# --- papers of the police ---------------------------------------------------------------------------------------------
def copies_for(user_id: int, at: datetime) -> QuerySet[PoliceCopy]:
    """Return the papers that were given to an agency whose officer the person is, the newest first."""
    posts = fetch.members_who_count(at).filter(user_id=user_id, role__in=OF_THE_UNIT, agency__kind__in=POLICE)
    return PoliceCopy.objects.filter(agency_id__in=posts.values("agency_id")).order_by("-given_at", "-id")


def copy_for(*, user_id: int, copy_id: UUID, at: datetime) -> PoliceCopy:
    """Return a paper. Raises: PoliceCopyNotFound."""
    found = copies_for(user_id, at).filter(pk=copy_id).first()
    if found is None:
        raise PoliceCopyNotFound
    return found


def units_to_choose(team: CaseTeam, at: datetime) -> list[Agency]:
    """Return the agencies of police and sheriff with an agreement that may be in force with the district."""
    district_id = team.agency.parent_id or team.agency_id
    partners = held_versions(at, None, [district_id]).values("memorandum__agency_id")
    return list(Agency.objects.filter(pk__in=partners, kind__in=POLICE).order_by("name", "id"))


# --- the navigation ---------------------------------------------------------------------------------------------------
def may_see_page(user_id: int, at: datetime) -> bool:
    """Say whether the page of cases is there for a person: a team, its keepers, and officers who were given a paper."""
    return CASE_TEAMS.is_seen_by(user_id, at) or copies_for(user_id, at).exists()
