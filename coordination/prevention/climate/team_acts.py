"""What administrators do with a climate team, as its page and its routes ask for it."""

from uuid import UUID

from coordination.casework.joining import set_team
from coordination.casework.team_acts import TeamActs, act_by_fields
from coordination.prevention.climate.access import CLIMATE_TEAMS
from coordination.prevention.climate.models import ClimateTeam
from coordination.prevention.climate.wire import ClimateMemberIn, ClimateTeamIn
from coordination.prevention.climate.work import teams
from coordination.room.access import Asker


def set_climate_team(asker: Asker, agency_id: UUID, given: ClimateTeamIn) -> ClimateTeam:
    """Make a team, or change its settings."""
    return set_team(CLIMATE_TEAMS, actor_id=asker.user_id, agency_id=agency_id, given=given, at=asker.at)


CLIMATE_TEAM_ACTS = TeamActs(
    CLIMATE_TEAMS,
    ClimateTeamIn,
    ClimateMemberIn,
    set_climate_team,
    act_by_fields(teams.add_member),
    act_by_fields(teams.remove_member),
)
