"""Who is on a team of found things, and what its reads and alerts are."""

from datetime import datetime

from coordination.casework.kinds.views import Door
from coordination.casework.places import KindOfTeam
from coordination.casework.team_acts import make_team_acts
from coordination.casework.teams import TeamKind
from coordination.casework.telling import Waiting
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.reads import ReadLog
from push.vocabulary import Urgency
from tests.contracts.samples.found_things.errors import BadFoundThing, FoundTeamNotFound
from tests.contracts.samples.found_things.models import FoundRead, FoundTeam, FoundTeamMember
from tests.contracts.samples.found_things.rules.given import FoundMemberIn, FoundTeamIn

FOUND_TEAMS = TeamKind(FoundTeam, FoundTeamMember, not_found=FoundTeamNotFound)
FOUND_PLACES = KindOfTeam("found_things", _("Found things"), FOUND_TEAMS, BadFoundThing)
FOUND_TEAM_ACTS = make_team_acts(FOUND_PLACES, FoundTeamIn, FoundMemberIn)
FOUND_WAITS = Waiting("found-thing", "found_waits", "found-things", Urgency.ROUTINE)
FOUND_READS: ReadLog[FoundRead, Door] = ReadLog(FoundRead)


def may_see_page(user_id: int, at: datetime) -> bool:
    """Say whether the front page leads a person here: to a team, and those who keep it."""
    return FOUND_TEAMS.is_seen_by(user_id, at)
