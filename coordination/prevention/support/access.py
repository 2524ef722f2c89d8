"""Who is on a support team, what its reads and alerts are, and who may refer a student to it. No one is by rank."""

from datetime import datetime

from django.db.models import Q, QuerySet

from coordination.casework.kinds.views import Door
from coordination.casework.places import KindOfTeam
from coordination.casework.team_acts import make_team_acts
from coordination.casework.teams import SCHOOLS, TeamKind
from coordination.casework.telling import Waiting
from coordination.prevention.support.errors import BadSupport, SupportTeamNotFound
from coordination.prevention.support.models import SupportRead, SupportTeam, SupportTeamMember
from coordination.prevention.support.rules.given import SupportMemberIn, SupportTeamIn
from mou.access import fetch
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.reads import ReadLog
from push.vocabulary import Urgency

SUPPORT_TEAMS = TeamKind(SupportTeam, SupportTeamMember, not_found=SupportTeamNotFound, has_officials=True)
SUPPORT_PLACES = KindOfTeam("support", _("Mental health support"), SUPPORT_TEAMS, BadSupport)
SUPPORT_TEAM_ACTS = make_team_acts(SUPPORT_PLACES, SupportTeamIn, SupportMemberIn)
SUPPORT_WAITS = Waiting("support", "support_waits", "support", Urgency.URGENT)
# Who read referrals, crises and directories.
SUPPORT_READS: ReadLog[SupportRead, Door] = ReadLog(SupportRead)


def teams_to_refer_to(user_id: int, at: datetime) -> QuerySet[SupportTeam]:
    """Return the teams to which a person may refer a student: of their school, or of a school of their district."""
    own = fetch.members_who_count(at).filter(user_id=user_id, agency__kind__in=SCHOOLS).values("agency_id")
    rows = SupportTeam.objects.filter(Q(agency_id__in=own) | Q(agency__parent_id__in=own), agency__is_active=True)
    return rows.select_related("agency__parent").order_by("agency__name")


def may_see_page(user_id: int, at: datetime) -> bool:
    """Say whether the page of support is there for a person: a team, its keepers, and who may refer a student."""
    return SUPPORT_TEAMS.is_seen_by(user_id, at) or teams_to_refer_to(user_id, at).exists()
