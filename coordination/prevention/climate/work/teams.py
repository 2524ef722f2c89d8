"""Keep a school's or district's climate team: its people, how long it keeps results, what counts as a fall."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.prevention.climate.access import CLIMATE_TEAMS
from coordination.prevention.climate.errors import BadClimate
from coordination.prevention.climate.models import ClimateTeam, ClimateTeamMember
from mou.access.epoch_change import bump_access_epoch
from mou.administrative_acts import administrative_act

# A year at least: without the year before there is no fall. Ten years at most.
DAYS = range(365, 3651)
POINTS = range(1, 51)


@administrative_act(
    who="who keeps the team: administrators of the school or its district",
    told="no one: results name no one",
    recorded="team_changed, in the chain",
)
def set_team(*, actor_id: int, agency_id: UUID, keep_days: int, fall_points: int, at: datetime) -> ClimateTeam:
    """Make a team, or change its settings. Durable. Raises: ClimateTeamNotFound, BadClimate."""
    agency = CLIMATE_TEAMS.agency_for(user_id=actor_id, agency_id=agency_id, at=at)
    if keep_days not in DAYS:
        raise BadClimate("365 to 3650 days.", pointer="/keep_days")
    if fall_points not in POINTS:
        raise BadClimate("1 to 50 points.", pointer="/fall_points")
    with transaction.atomic(durable=True):
        values = {"keep_days": keep_days, "fall_points": fall_points}
        return ClimateTeam.objects.update_or_create(agency=agency, defaults=values)[0]


@administrative_act(
    who="who keeps the team: administrators of the school or its district",
    told="no one: results name no one",
    recorded="team_changed, in the chain",
)
def add_member(*, actor_id: int, agency_id: UUID, person_id: UUID, at: datetime) -> None:
    """Put someone on the team. Durable. Raises: ClimateTeamNotFound, BadClimate."""
    with transaction.atomic(durable=True):
        team = CLIMATE_TEAMS.locked_team_for(user_id=actor_id, agency_id=agency_id, at=at)
        person = CLIMATE_TEAMS.people_to_choose(team.agency, at).filter(public_id=person_id).first()
        if person is None:
            raise BadClimate("Choose someone of the school or its district.", pointer="/person_id")
        ClimateTeamMember.objects.get_or_create(
            team=team, user=person, defaults={"added_by_id": actor_id, "added_at": at}
        )
        bump_access_epoch()


@administrative_act(
    who="who keeps the team: administrators of the school or its district",
    told="no one: results name no one",
    recorded="team_changed, in the chain",
)
def remove_member(*, actor_id: int, agency_id: UUID, person_id: UUID, at: datetime) -> None:
    """Take someone from the team: they read nothing from now on. Durable. Raises: ClimateTeamNotFound, BadClimate."""
    with transaction.atomic(durable=True):
        team = CLIMATE_TEAMS.locked_team_for(user_id=actor_id, agency_id=agency_id, at=at)
        # No hold is asked: an administrative act says who changed it, and when.
        if not team.members.filter(user__public_id=person_id).delete()[0]:
            raise BadClimate("No one of the team has this id.", pointer="/person_id")
        bump_access_epoch()
