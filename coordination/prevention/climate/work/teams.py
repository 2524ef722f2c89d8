"""Keep a school's or district's climate team: its people, how long it keeps results, what counts as a fall."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.prevention.climate.access import agency_with_team_for, counting_people, people_to_choose
from coordination.prevention.climate.errors import BadClimate, ClimateTeamNotFound
from coordination.prevention.climate.models import ClimateTeam, ClimateTeamMember
from mou.access.epoch_change import bump_access_epoch
from mou.administrative_acts import administrative_act
from mou.models import Agency

# A year at least: without the year before there is no fall. Ten years at most.
DAYS = range(365, 3651)
POINTS = range(1, 51)


@dataclass(frozen=True, slots=True)
class KeptTeam:
    """A school's or district's team, and who is on it, by name; each with whether they read anything now."""

    agency: Agency
    team: ClimateTeam | None
    members: Sequence[tuple[ClimateTeamMember, bool]] = ()


def kept_team(*, user_id: int, agency_id: UUID, at: datetime) -> KeptTeam:
    """Return the team that somebody keeps, there or not yet. Raises: ClimateTeamNotFound: it is not theirs to keep."""
    agency = agency_with_team_for(user_id=user_id, agency_id=agency_id, at=at)
    team = ClimateTeam.objects.filter(agency=agency).first()
    if team is None:
        return KeptTeam(agency, None)
    counting = {one.pk for one in counting_people(team, at)}
    members = team.members.select_related("user").order_by("user__display_name", "id")
    return KeptTeam(agency, team, [(one, one.user_id in counting) for one in members])


@administrative_act(
    who="who keeps the team: administrators of the school or its district",
    told="nobody: results name nobody",
    recorded="team_changed, in the chain",
)
def set_team(*, actor_id: int, agency_id: UUID, keep_days: int, fall_points: int, at: datetime) -> ClimateTeam:
    """Make a team, or change its settings. Durable. Raises: ClimateTeamNotFound, BadClimate."""
    agency = agency_with_team_for(user_id=actor_id, agency_id=agency_id, at=at)
    if keep_days not in DAYS:
        raise BadClimate("365 to 3650 days.", pointer="/keep_days")
    if fall_points not in POINTS:
        raise BadClimate("1 to 50 points.", pointer="/fall_points")
    with transaction.atomic(durable=True):
        values = {"keep_days": keep_days, "fall_points": fall_points}
        return ClimateTeam.objects.update_or_create(agency=agency, defaults=values)[0]


@administrative_act(
    who="who keeps the team: administrators of the school or its district",
    told="nobody: results name nobody",
    recorded="team_changed, in the chain",
)
def add_member(*, actor_id: int, agency_id: UUID, person_id: UUID, at: datetime) -> None:
    """Put somebody on the team. Durable. Raises: ClimateTeamNotFound, BadClimate."""
    with transaction.atomic(durable=True):
        agency = agency_with_team_for(user_id=actor_id, agency_id=agency_id, at=at)
        team = _locked(agency_id)
        person = people_to_choose(agency, at).filter(public_id=person_id).first()
        if person is None:
            raise BadClimate("Choose somebody of the school or its district.", pointer="/person_id")
        ClimateTeamMember.objects.get_or_create(
            team=team, user=person, defaults={"added_by_id": actor_id, "added_at": at}
        )
        bump_access_epoch()


@administrative_act(
    who="who keeps the team: administrators of the school or its district",
    told="nobody: results name nobody",
    recorded="team_changed, in the chain",
)
def remove_member(*, actor_id: int, agency_id: UUID, person_id: UUID, at: datetime) -> None:
    """Take somebody from the team: they read nothing from now on. Durable. Raises: ClimateTeamNotFound, BadClimate."""
    with transaction.atomic(durable=True):
        agency_with_team_for(user_id=actor_id, agency_id=agency_id, at=at)
        if not _locked(agency_id).members.filter(user__public_id=person_id).delete()[0]:
            raise BadClimate("Nobody of the team has this id.", pointer="/person_id")
        bump_access_epoch()


def _locked(agency_id: UUID) -> ClimateTeam:
    team = ClimateTeam.objects.select_for_update(of=("self",)).filter(agency_id=agency_id).first()
    if team is None:
        raise ClimateTeamNotFound
    return team
