"""What administrators do with the team of a desk. Declared once; its page and its routes ask for the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Model
from pydantic import BaseModel, ConfigDict

from coordination.casework.teams import AdministeredTeam, TeamKind
from coordination.room.access import Asker
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _

type TeamAct = Callable[[Asker, UUID, Any], object]


class TeamMemberIn(BaseModel):
    """Someone for a team."""

    model_config = ConfigDict(extra="forbid")

    person_id: Annotated[UUID, Asked(_("Person"), begins_empty=True)]


class TeamMemberTaken(BaseModel):
    """Someone who is on a team, as the button beside the name says it."""

    person_id: Annotated[UUID, Asked(is_hidden=True)]


@dataclass(frozen=True, slots=True)
class TeamActs[TeamT: Model, PlaceT: Model]:
    """The acts on the teams of one desk.

    Args:
        settings: the class of a team's settings; the table of teams has a column for each of its fields.
        member: the class that says who comes on the team, a `TeamMemberIn`.
        set_team: makes a team, or changes its settings.
        more_of: what else the interface shows of a team.
    """

    kind: TeamKind[TeamT, PlaceT]
    settings: type[BaseModel]
    member: type[TeamMemberIn]
    set_team: TeamAct
    add_member: TeamAct
    remove_member: TeamAct
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

    def _shown_place(self, place: Any, *, counts: bool) -> dict[str, object]:
        """Return a place on a team: whose, as what, and whether they read anything."""
        own = {name: getattr(place, name) for name in self.member.model_fields if name != "person_id"}
        return {"person_id": place.user.public_id, "name": place.user.shown_name(), "counts": counts, **own}


def act_by_fields(action: Callable[..., object]) -> TeamAct:
    """Return an act that gives each field of what is asked for to an action, by its name."""

    def act(asker: Asker, agency_id: UUID, given: BaseModel) -> object:
        return action(actor_id=asker.user_id, agency_id=agency_id, at=asker.at, **dict(given))

    return act
