"""Places on confidential teams that wait for a second person: who may let in sees them, and does it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from coordination.administration.errors import PlaceNotFound
from coordination.administration.second_person.joining import Team, let_in, may_let_in
from coordination.administration.second_person.places import COUNTS, ConfidentialPlace
from coordination.casework.joining import joining_team
from coordination.prevention.cases.access import CASE_TEAMS
from coordination.prevention.cases.models import CaseTeamMember
from coordination.prevention.social_alerts.access import ALERT_DESKS
from coordination.prevention.social_alerts.models import AlertTeamMember
from coordination.prevention.support.access import SUPPORT_TEAMS
from coordination.prevention.support.models import SupportTeamMember
from coordination.prevention.tips.access import joining_team as tip_team
from coordination.prevention.tips.access import people_below
from coordination.prevention.tips.models import TipTeamMember
from coordination.prevention.tips.telling import tell_team_changed
from mou.access.operators import managed_agencies
from mou.administrative_acts import administrative_act


@dataclass(frozen=True, slots=True)
class KindOfTeam:
    """A kind of confidential team: its places, where a team names its agency, and the team as joining knows it."""

    places: type[ConfidentialPlace]
    agency: str
    joining: Callable[[Any, datetime], Team]
    # Who else reads what a place on a team opens: people of the teams below it.
    below: Callable[[Any, datetime], list[int]] = lambda _team, _at: []

    def rows(self) -> "QuerySet[ConfidentialPlace]":
        """Return its places with person, team and agency."""
        of_agency = f"{self.places.TEAM}__{self.agency}__parent"
        return QuerySet(self.places).select_related("user", "asked_by", of_agency)

    def team_of(self, place: ConfidentialPlace, at: datetime) -> Team:
        """Return the team on which a place is."""
        return self.joining(getattr(place, self.places.TEAM), at)

    def people_below(self, place: ConfidentialPlace, at: datetime) -> list[int]:
        """Return who is on the teams whose things a place opens as well."""
        return self.below(getattr(place, self.places.TEAM), at)


KINDS = {
    "tips": KindOfTeam(TipTeamMember, "agency", tip_team, people_below),
    "cases": KindOfTeam(CaseTeamMember, "agency", partial(joining_team, CASE_TEAMS)),
    "support": KindOfTeam(SupportTeamMember, "agency", partial(joining_team, SUPPORT_TEAMS)),
    "social_alerts": KindOfTeam(AlertTeamMember, "district", partial(joining_team, ALERT_DESKS)),
}


@dataclass(frozen=True, slots=True)
class WaitingPlace:
    """A place as who may let in sees it. `is_narrow`: it counts, and opens only what came since."""

    kind: str
    place_id: int
    agency_id: UUID
    agency: str
    person: str
    asked_by: str
    is_closed: bool
    is_narrow: bool
    opens_from: datetime | None


def waiting_places(user_id: int, at: datetime) -> list[WaitingPlace]:
    """Return whom a person may let in to which team, or open more to. A few queries for each such place."""
    return [one for name, kind in KINDS.items() for one in _waiting_places(name, kind, user_id, at)]


@administrative_act(
    who="someone of the team, or an administrator of the district",
    second_person="is the second person: never who asked, or whom they made administrator alone, or whom it is about",
    told="the whole team, the person, and the teams of schools whose tips it opens",
    recorded="place_let_in, in the chain",
)
def let_person_in(*, actor_id: int, kind: str, place_id: int, at: datetime) -> None:
    """Let someone in to a team, in one durable transaction. Raises: PlaceNotFound, NotOnesOwnPlace, PlaceNotYours."""
    found = KINDS.get(kind)
    with transaction.atomic(durable=True):
        place = found.rows().filter(pk=place_id).first() if found is not None else None
        if found is None or place is None:
            raise PlaceNotFound
        team = found.team_of(place, at)
        let_in(team=team, person_id=place.user_id, actor_id=actor_id, at=at)
        if below := found.people_below(place, at):
            tell_team_changed(below, actor_id=actor_id)


def _waiting_places(name: str, kind: KindOfTeam, user_id: int, at: datetime) -> Iterator[WaitingPlace]:
    team = kind.places.TEAM
    mine: Any = QuerySet(kind.places).filter(COUNTS, user_id=user_id).values(f"{team}_id")
    near = Q(**{f"{team}__in": mine}) | Q(**{f"{team}__{kind.agency}__in": managed_agencies(user_id, at).values("pk")})
    rows = kind.rows().filter(Q(let_in_at__isnull=True) | Q(opens_from__isnull=False))
    for place in rows.filter(near).order_by("added_at", "pk"):
        joining = kind.team_of(place, at)
        if may_let_in(joining, place, user_id, at):
            yield WaitingPlace(
                kind=name,
                place_id=place.pk,
                agency_id=joining.agency.pk,
                agency=joining.agency.name,
                person=place.user.shown_name(),
                asked_by="" if place.asked_by is None else place.asked_by.shown_name(),
                is_closed=place.closed_at is not None,
                is_narrow=place.let_in_at is not None,
                opens_from=place.opens_from,
            )
