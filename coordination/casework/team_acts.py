"""What administrators do with the team of a desk. Declared once; its page and its routes ask for the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model
from ninja import Schema
from pydantic import BaseModel, create_model

from coordination.casework.joining import add_to_team, set_team, take_from_team
from coordination.casework.places import KindOfTeam
from coordination.casework.teams import AdministeredTeam, TeamKind
from coordination.casework.texts import TeamMemberIn, TeamMemberTaken
from coordination.room.access import Asker

type TeamAct = Callable[[Asker, UUID, Any], object]


@dataclass(frozen=True, slots=True)
class TeamActs[TeamT: Model, PlaceT: Model]:
    """The acts on the teams of one desk.

    Args:
        settings: the class of a team's settings; the table of teams has a column for each of its fields.
        member: the class that says who comes on the team, a `TeamMemberIn`.
        set_team: makes a team, or changes its settings.
        more: the class of what else the interface shows of a team; `more_of` returns it.
    """

    kind: TeamKind[TeamT, PlaceT]
    settings: type[BaseModel]
    member: type[TeamMemberIn]
    set_team: TeamAct
    add_member: TeamAct
    remove_member: TeamAct
    more: type[BaseModel] = BaseModel
    more_of: Callable[[TeamT], Mapping[str, object]] = lambda _team: {}

    def settings_of(self, team: TeamT) -> dict[str, object]:
        """Return what a team is set to."""
        return {name: getattr(team, name) for name in self.settings.model_fields}

    def shown_team(self, administered: AdministeredTeam[TeamT, PlaceT]) -> dict[str, object]:
        """Return a team as the interface shows it to its administrators. Raises: the kind's `not_found`: no team."""
        if administered.team is None:
            raise self.kind.not_found
        return {
            "agency_id": administered.agency.pk,
            **self.settings_of(administered.team),
            "members": [self._shown_place(one, counts=counts) for one, counts in administered.members],
            **self.more_of(administered.team),
        }

    def shown_class(self) -> type[Schema]:
        """Return the class of what `shown_team` returns: the settings, everybody on it, and what else is shown.

        It is called as the settings are: of `SupportTeamIn`, it is `SupportTeamOut`.
        """
        own = {name: one for name, one in _shown_fields(self.member).items() if name != "person_id"}
        member = create_model(
            _name_out(self.member),
            __base__=Schema,
            __doc__="Someone on a team; `counts` says whether they read anything.",
            **{"person_id": (UUID, ...), "name": (str, ...), **own, "counts": (bool, ...)},
        )
        return create_model(
            _name_out(self.settings),
            __base__=Schema,
            __doc__="A team as its administrators have it; of what the team reads there is nothing.",
            **{"agency_id": (UUID, ...), **_shown_fields(self.settings), "members": (list[member], ...)},
            **_shown_fields(self.more),
        )

    def _shown_place(self, place: Any, *, counts: bool) -> dict[str, object]:
        """Return a place on a team: whose, as what, and whether they read anything."""
        own = {name: getattr(place, name) for name in self.member.model_fields if name != "person_id"}
        return {"person_id": place.user.public_id, "name": place.user.shown_name(), "counts": counts, **own}


def _shown_fields(given: type[BaseModel]) -> dict[str, Any]:
    """Return the fields of a class as they are shown: always there, whatever the limits of what is given."""
    return {name: (field.annotation, ...) for name, field in given.model_fields.items()}


def _name_out(given: type[BaseModel]) -> str:
    return f"{given.__name__.removesuffix('In')}Out"


def make_team_acts(kind: KindOfTeam, settings: type[BaseModel], member: type[TeamMemberIn]) -> TeamActs[Any, Any]:
    """Return the acts of a confidential team of which nothing is done otherwise than of others."""

    teams = kind.teams

    def set_own(asker: Asker, agency_id: UUID, given: BaseModel) -> object:
        return set_team(teams, actor_id=asker.user_id, agency_id=agency_id, given=given, at=asker.at)

    return TeamActs(teams, settings, member, set_own, *make_member_acts(kind))


def make_member_acts(kind: KindOfTeam) -> tuple[TeamAct, TeamAct]:
    """Return what puts someone on a confidential team, and what takes someone from it."""

    def add(asker: Asker, agency_id: UUID, given: TeamMemberIn) -> None:
        whom = {"agency_id": agency_id, "person_id": given.person_id}
        add_to_team(kind.teams, kind, actor_id=asker.user_id, at=asker.at, **whom)

    def take(asker: Asker, agency_id: UUID, given: TeamMemberTaken) -> None:
        whom = {"agency_id": agency_id, "person_id": given.person_id}
        take_from_team(kind.teams, kind, actor_id=asker.user_id, at=asker.at, **whom)

    return add, take


def act_by_fields(action: Callable[..., object]) -> TeamAct:
    """Return an act that gives each field of what is asked for to an action, by its name."""

    def act(asker: Asker, agency_id: UUID, given: BaseModel) -> object:
        return action(actor_id=asker.user_id, agency_id=agency_id, at=asker.at, **dict(given))

    return act
