"""What administrators do with a confidential team, whatever the desk: its settings, who comes on it, who leaves it.

A second person lets in who comes, and the team is told of both (`administration/second_person/joining.py`).
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model, QuerySet
from pydantic import BaseModel

from coordination.administration.second_person.joining import ask_for_place, take_place
from coordination.casework.places import KindOfTeam
from coordination.casework.teams import TeamKind
from coordination.models import User
from mou.administrative_acts import administrative_act


@administrative_act(
    who="who keeps the team: administrators of its agency or district",
    told="no one: it opens nothing that the team reads",
    recorded="team_changed, in the chain",
)
def set_team[TeamT: Model](
    teams: TeamKind[TeamT, Any], *, actor_id: int, agency_id: UUID, given: BaseModel, at: datetime
) -> TeamT:
    """Make a team, or change its settings: each is a column of its table. Durable. Raises: `not_found` of the teams."""
    agency = teams.agency_for(user_id=actor_id, agency_id=agency_id, at=at)
    of_agency: dict[str, Any] = {teams.agency: agency}
    with transaction.atomic(durable=True):
        rows: QuerySet[TeamT] = QuerySet(teams.teams)
        return rows.update_or_create(defaults=given.model_dump(), **of_agency)[0]


@administrative_act(
    who="who keeps the team: administrators of its agency or district; never oneself",
    second_person="someone of the team, or a second administrator, lets in",
    told="the whole team, the teams whose things it opens, the person, and the administrators who may let in",
    recorded="place_asked, in the chain",
)
def add_to_team(
    teams: TeamKind[Any, Any], kind: KindOfTeam, *, actor_id: int, agency_id: UUID, person_id: UUID, at: datetime
) -> None:
    """Ask that someone come on the team. Durable.

    Raises: `not_found` of the teams. `wrong` of the kind: no one who may be chosen has this id. NotOnesOwnPlace.
    """
    with transaction.atomic(durable=True):
        team = teams.locked_team_for(user_id=actor_id, agency_id=agency_id, at=at)
        person = find_person(kind, team=team, person_id=person_id, at=at)
        ask_person_in(kind, team=team, person=person, actor_id=actor_id, at=at)


@administrative_act(
    who="who keeps the team: administrators of its agency or district",
    told="the whole team, the teams whose things it opens, and the person",
    recorded="place_taken, in the chain",
)
def take_from_team(
    teams: TeamKind[Any, Any], kind: KindOfTeam, *, actor_id: int, agency_id: UUID, person_id: UUID, at: datetime
) -> None:
    """Take someone from the team: they read nothing from now on. Durable.

    Raises: `not_found` of the teams. `wrong` of the kind: they are not on it.
    """
    with transaction.atomic(durable=True):
        team = teams.locked_team_for(user_id=actor_id, agency_id=agency_id, at=at)
        take_person_out(kind, team=team, person_id=person_id, actor_id=actor_id, at=at)


# --- parts of such an act, in the caller's transaction ----------------------------------------------------------------
def find_person(kind: KindOfTeam, *, team: Model, person_id: UUID, at: datetime) -> User:
    """Return someone who may be put on a team. Raises: `wrong` of the kind."""
    found = kind.teams.people_to_choose(kind.teams.agency_of(team), at).filter(public_id=person_id).first()
    if found is None:
        raise kind.wrong(kind.teams.whom_to_choose(), pointer="/person_id")
    return found


def ask_person_in(kind: KindOfTeam, *, team: Model, person: User, actor_id: int, at: datetime, **own: object) -> None:
    """Ask that someone come on a team whose row is held; not where they are on it.

    Args:
        own: what else the place says, by column.
    Raises: NotOnesOwnPlace.
    """
    if kind.places_on(team).filter(user=person).exists():
        return
    columns = {kind.teams.team: team, "user": person, "added_by_id": actor_id, "added_at": at, **own}
    ask_for_place(team=kind.joining_team(team, at), place=kind.places(**columns), actor_id=actor_id, at=at)
    kind.tell_below(kind.below(team, at), actor_id=actor_id)


def take_person_out(kind: KindOfTeam, *, team: Model, person_id: UUID, actor_id: int, at: datetime) -> Any:
    """Take someone from a team whose row is held; return the place that is gone. Raises: `wrong` of the kind."""
    place = kind.places_on(team).select_related("user").filter(user__public_id=person_id).first()
    if place is None:
        raise kind.wrong("No one of the team has this id.", pointer="/person_id")
    take_place(team=kind.joining_team(team, at), place=place, actor_id=actor_id, at=at)
    kind.tell_below(kind.below(team, at), actor_id=actor_id)
    return place
