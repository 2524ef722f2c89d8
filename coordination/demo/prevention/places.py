"""People come on the demo's confidential teams as they do anywhere: one asks, another lets in."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from coordination.models import User
from coordination.prevention.places.waiting import kinds_of_teams, let_person_in

# Once the people of the demo belong to their agencies.
JOINED_BEFORE = timedelta(minutes=5)
type Ask = Callable[[int, User], None]


def join_team(kind: str, people: Iterable[User], *, ask: Ask, keeper_ids: tuple[int, int]) -> None:
    """Ask for a place for each, and let them in. Durable transactions.

    Args:
        ask: asks for a place, as the keeper whose id it is given, at `joined_at`.
        keeper_ids: who keeps the team, and who asks for the keeper themself.
    """
    joined: list[int] = []
    for person in people:
        asker = next(one for one in keeper_ids if one != person.pk)
        ask(asker, person)
        place = kinds_of_teams()[kind].rows().filter(user=person, let_in_at__isnull=True).first()
        if place is not None:
            second = next(one for one in (*joined, *reversed(keeper_ids)) if one not in (asker, person.pk))
            let_person_in(actor_id=second, kind=kind, place_id=place.pk, at=place.added_at)
        joined.append(person.pk)


def joined_at(at: datetime) -> datetime:
    """Return when people came on the teams of a demo that begins at an instant."""
    return at - JOINED_BEFORE
