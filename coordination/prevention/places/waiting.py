"""Places on confidential teams that wait for a second person: who may let in sees them, and does it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from coordination.administration.errors import PlaceNotFound
from coordination.administration.second_person.joining import let_in, may_let_in
from coordination.administration.second_person.places import COUNTS
from coordination.casework.places import KindOfTeam
from mou.access.operators import managed_agencies
from mou.administrative_acts import administrative_act
from mou.foundation.installed_apps import installed_apps
from mou.foundation.waiting import WaitingKind, WaitingLine

# In a list of everything that waits; the page of places has them all.
MOST_LISTED = 20


@cache
def kinds_of_teams() -> dict[str, KindOfTeam]:
    """Return the kinds of confidential teams that apps declare, by name."""
    found: list[KindOfTeam] = [one.named(one.app.team) for one in installed_apps() if one.app.team]
    return {one.name: one for one in found}


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
    return list(_iterate_places(user_id, at))


def _iterate_places(user_id: int, at: datetime) -> Iterator[WaitingPlace]:
    return (one for kind in kinds_of_teams().values() for one in _waiting_places(kind, user_id, at))


@administrative_act(
    who="someone of the team, or an administrator of the district",
    second_person="is the second person: never who asked, or whom they made administrator alone, or whom it is about",
    told="the whole team, the person, and the teams of schools whose tips it opens",
    recorded="place_let_in, in the chain",
)
def let_person_in(*, actor_id: int, kind: str, place_id: int, at: datetime) -> None:
    """Let someone in to a team, in one durable transaction. Raises: PlaceNotFound, NotOnesOwnPlace, PlaceNotYours."""
    found = kinds_of_teams().get(kind)
    with transaction.atomic(durable=True):
        place = found.rows().filter(pk=place_id).first() if found is not None else None
        if found is None or place is None:
            raise PlaceNotFound
        team = found.team_of(place, at)
        let_in(team=team, person_id=place.user_id, actor_id=actor_id, at=at)
        if below := found.people_below(place, at):
            found.tell_below(below, actor_id=actor_id)


def _waiting_places(kind: KindOfTeam, user_id: int, at: datetime) -> Iterator[WaitingPlace]:
    rows = kind.rows().filter(Q(let_in_at__isnull=True) | Q(opens_from__isnull=False))
    # Whose it is to let in is asked with care, and mostly no one waits.
    if not rows.exists():
        return
    team = kind.teams.team
    mine: Any = QuerySet(kind.places).filter(COUNTS, user_id=user_id).values(f"{team}_id")
    near = Q(**{f"{team}__in": mine}) | Q(**{f"{team}__{kind.agency}__in": managed_agencies(user_id, at).values("pk")})
    for place in rows.filter(near).order_by("added_at", "pk"):
        joining = kind.team_of(place, at)
        if may_let_in(joining, place, user_id, at):
            yield WaitingPlace(
                kind=kind.name,
                place_id=place.pk,
                agency_id=joining.agency.pk,
                agency=joining.agency.name,
                person=place.user.shown_name(),
                asked_by="" if place.asked_by is None else place.asked_by.shown_name(),
                is_closed=place.closed_at is not None,
                is_narrow=place.let_in_at is not None,
                opens_from=place.opens_from,
            )


def list_waiting_places(user_id: int, at: datetime) -> Iterator[WaitingLine]:
    """Yield whom a person may let in, of twenty at most: each costs a few queries."""
    for one in islice(_iterate_places(user_id, at), MOST_LISTED):
        yield WaitingLine(WaitingKind.LET_IN, f"{one.person} · {one.agency}", reverse("places"))
