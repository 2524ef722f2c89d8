"""Places on confidential teams: what a kind of team declares so that a second person may let in who waits for one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db.models import QuerySet

from coordination.administration.second_person.joining import Team
from coordination.administration.second_person.places import ConfidentialPlace
from coordination.casework.teams import TeamKind
from coordination.errors import CoordinationError


class TellsOfTeam(Protocol):
    """Tells people that a team changed which reads what theirs does; not who did it."""

    def __call__(self, user_ids: Iterable[int], /, *, actor_id: int) -> None: ...


def _tell_no_one(_user_ids: Iterable[int], /, *, actor_id: int) -> None:
    """No one is below."""


@dataclass(frozen=True, slots=True)
class KindOfTeam:
    """A kind of confidential team.

    Args:
        name: its name in addresses.
        words: what its teams are called, marked for the catalogs.
        teams: its tables.
        wrong: raised, with the pointer /person_id, for a person who may not be put on a team, or is not on it.
        joining: the team as joining knows it, where it is not that of the tables alone.
        below: who else reads what a place on a team opens: people of the teams below it.
        tell_below: tells them that someone came.
    """

    name: str
    words: str
    teams: TeamKind[Any, Any]
    wrong: type[CoordinationError]
    joining: Callable[[Any, datetime], Team] | None = None
    below: Callable[[Any, datetime], list[int]] = lambda _team, _at: []
    tell_below: TellsOfTeam = _tell_no_one

    @property
    def places(self) -> type[ConfidentialPlace]:
        """Return the table of its places."""
        found: type[ConfidentialPlace] = self.teams.places
        return found

    @property
    def agency(self) -> str:
        """Return where a team names its agency."""
        return self.teams.agency

    def rows(self) -> "QuerySet[ConfidentialPlace]":
        """Return its places with person, team and agency."""
        of_agency = f"{self.teams.team}__{self.agency}__parent"
        return QuerySet(self.places).select_related("user", "asked_by", of_agency)

    def team_of(self, place: ConfidentialPlace, at: datetime) -> Team:
        """Return the team on which a place is."""
        return self.joining_team(getattr(place, self.teams.team), at)

    def joining_team(self, team: Any, at: datetime) -> Team:
        """Return a team as joining knows it."""
        if self.joining is not None:
            return self.joining(team, at)
        counting = self.teams.counting_places(team, at).order_by().values_list("user_id", flat=True)
        return Team(self.teams.agency_of(team), self.places_on(team), frozenset(counting))

    def places_on(self, team: Any) -> "QuerySet[ConfidentialPlace]":
        """Return the places on a team, whether they count or not."""
        return QuerySet(self.places).filter(**{self.teams.team: team})

    def people_below(self, place: ConfidentialPlace, at: datetime) -> list[int]:
        """Return who is on the teams whose things a place opens as well."""
        return self.below(getattr(place, self.teams.team), at)
