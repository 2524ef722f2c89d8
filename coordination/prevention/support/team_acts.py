"""What administrators do with a support team, and its people with the directory, as pages and routes ask for it."""

from coordination.casework.team_acts import TeamActs, TeamMemberIn, act_by_fields
from coordination.prevention.support.access import SUPPORT_TEAMS
from coordination.prevention.support.rules.given import SupportTeamIn
from coordination.prevention.support.work import teams


class SupportMemberIn(TeamMemberIn):
    pass


SUPPORT_TEAM_ACTS = TeamActs(
    SUPPORT_TEAMS,
    SupportTeamIn,
    SupportMemberIn,
    act_by_fields(teams.set_team),
    act_by_fields(teams.add_member),
    act_by_fields(teams.remove_member),
)
