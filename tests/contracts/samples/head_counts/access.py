"""Who reads what was noted: the team, and no one by rank."""

from datetime import datetime

from coordination.casework.places import KindOfTeam
from coordination.casework.refusals import declare_not_found
from coordination.casework.teams import TeamKind
from mou.foundation.labelled import gettext_noop as _
from tests.contracts.samples.head_counts.models import CountTeam, CountTeamMember

CountTeamNotFound = declare_not_found("not_found", "There is no such team.")
COUNT_TEAMS = TeamKind(CountTeam, CountTeamMember, not_found=CountTeamNotFound)
COUNT_PLACES = KindOfTeam("head_counts", _("Head counts"), COUNT_TEAMS, CountTeamNotFound)


def may_see_page(user_id: int, at: datetime) -> bool:
    """Say whether the front page leads a person here."""
    return COUNT_TEAMS.is_seen_by(user_id, at)
