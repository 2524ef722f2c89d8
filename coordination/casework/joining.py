"""Come on a confidential team and leave it: a second person lets in, and the team is told of both."""

from datetime import datetime
from uuid import UUID

from django.db.models import Model, QuerySet

from coordination.administration.second_person.joining import Team, ask_for_place, take_place
from coordination.administration.second_person.places import ConfidentialPlace
from coordination.casework.teams import TeamKind
from coordination.errors import CoordinationError
from coordination.models import User


def joining_team[TeamT: Model, PlaceT: ConfidentialPlace](
    kind: TeamKind[TeamT, PlaceT], team: TeamT, at: datetime
) -> Team:
    """Return a team as joining knows it."""
    counting = kind.counting_places(team, at).order_by().values_list("user_id", flat=True)
    return Team(kind.agency_of(team), QuerySet(kind.places).filter(**{kind.team: team}), frozenset(counting))


def ask_person_in[TeamT: Model, PlaceT: ConfidentialPlace](
    kind: TeamKind[TeamT, PlaceT], *, team: TeamT, person: User, actor_id: int, at: datetime
) -> None:
    """Ask that someone come on a team whose row is held, in the caller's transaction; not where they are on it.

    Raises: NotOnesOwnPlace.
    """
    if QuerySet(kind.places).filter(**{kind.team: team}, user=person).exists():
        return
    place = kind.places(**{kind.team: team}, user=person, added_by_id=actor_id, added_at=at)
    ask_for_place(team=joining_team(kind, team, at), place=place, actor_id=actor_id, at=at)


def take_person_out[TeamT: Model, PlaceT: ConfidentialPlace](
    kind: TeamKind[TeamT, PlaceT],
    *,
    team: TeamT,
    person_id: UUID,
    actor_id: int,
    at: datetime,
    absent: CoordinationError,
) -> PlaceT:
    """Take someone from a team whose row is held, in the caller's transaction; they read nothing from now on.

    Return the place that is gone. Raises: `absent`: they are not on it.
    """
    rows: QuerySet[PlaceT] = (
        QuerySet(kind.places).select_related("user").filter(**{kind.team: team}, user__public_id=person_id)
    )
    place = rows.first()
    if place is None:
        raise absent
    take_place(team=joining_team(kind, team, at), place=place, actor_id=actor_id, at=at)
    return place
