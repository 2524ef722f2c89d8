"""The people of a school's or district's climate team. No second person lets in: results name no one."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.prevention.climate.access import CLIMATE_TEAMS
from coordination.prevention.climate.errors import BadClimate
from coordination.prevention.climate.models import ClimateTeamMember
from mou.access.epoch_change import bump_access_epoch
from mou.administrative_acts import administrative_act


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
