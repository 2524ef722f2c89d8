"""What administrators do with a climate team, as its page and its routes ask for it."""

from coordination.casework.team_acts import TeamActs, act_by_fields
from coordination.prevention.climate.access import CLIMATE_TEAMS
from coordination.prevention.climate.wire import ClimateMemberIn, ClimateTeamIn
from coordination.prevention.climate.work import teams

CLIMATE_TEAM_ACTS = TeamActs(
    CLIMATE_TEAMS,
    ClimateTeamIn,
    ClimateMemberIn,
    act_by_fields(teams.set_team),
    act_by_fields(teams.add_member),
    act_by_fields(teams.remove_member),
)
