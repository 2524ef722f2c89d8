"""Who may read a case: the people on it, and no one by rank. A stranger's "no" reads "not there"."""

from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest

from coordination.casework.places import KindOfTeam
from coordination.casework.school_officials import POLICE
from coordination.casework.teams import TeamKind
from coordination.casework.telling import Waiting
from coordination.prevention.cases.errors import CaseNotFound, CaseTeamNotFound, PoliceCopyNotFound
from coordination.prevention.cases.models import Case, CaseTeam, CaseTeamMember, PoliceCopy
from mou.access import fetch
from mou.foundation.labelled import gettext_noop as _
from mou.vocabulary import MemberRole
from push.vocabulary import Urgency

# Who reads what an agency's law enforcement unit was given.
OF_THE_UNIT = (MemberRole.OFFICER.value, MemberRole.SUPERVISOR.value, MemberRole.COMMANDER.value)


# --- teams ------------------------------------------------------------------------------------------------------------
CASE_TEAMS = TeamKind(CaseTeam, CaseTeamMember, not_found=CaseTeamNotFound, has_officials=True)
CASE_PLACES = KindOfTeam("cases", _("Threat assessment"), CASE_TEAMS)
CASE_WAITS = Waiting("case", "case_waits", "cases", Urgency.URGENT)


# --- cases ------------------------------------------------------------------------------------------------------------
def cases_for(user_id: int, at: datetime) -> QuerySet[Case]:
    """Return every case that `case_for` would return: those that the person is on, without a conflict of interest."""
    rows = Case.objects.filter(
        people__user_id=user_id, people__has_conflict=False, team__in=CASE_TEAMS.teams_of(user_id, at)
    )
    return rows.select_related("team__agency")


def case_for(*, user_id: int, case_id: UUID, at: datetime, lock: bool = False) -> Case:
    """Return a case for reading and working on it. With `lock`, holds its row until commit. Raises: CaseNotFound."""
    rows = cases_for(user_id, at).filter(pk=case_id)
    case = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if case is None:
        raise CaseNotFound
    return case


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


# --- the navigation ---------------------------------------------------------------------------------------------------
def sees_cases(request: HttpRequest) -> bool:
    """Say whether there is anything about cases for a reader."""
    return may_see_page(cast("int", request.user.pk), datetime.now(UTC))


def may_see_page(user_id: int, at: datetime) -> bool:
    """Say whether the page of cases is there for a person: a team, its keepers, and officers who were given a paper."""
    return CASE_TEAMS.is_seen_by(user_id, at) or copies_for(user_id, at).exists()
