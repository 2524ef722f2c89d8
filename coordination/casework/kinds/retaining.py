"""When the things of a kind are deleted, and what a hold keeps of them: by rules that are the same for each kind."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model, Q, QuerySet

from coordination.casework.kinds.kind import Kind
from coordination.casework.retention import Retention
from coordination.keeping.holds import Holds
from coordination.keeping.vocabulary import DataClass


def make_retention[ThingT: Model](
    kind: Kind[ThingT, Any, Any],
    data_class: DataClass,
    set_by: str,
    *,
    names_of: Callable[[ThingT], Iterable[str]],
    also_due: Callable[[QuerySet[ThingT]], QuerySet[ThingT]] = lambda rows: rows,
    unended: timedelta | None = None,
    also_held: Callable[[ThingT, Holds], bool] = lambda _thing, _holds: False,
    before: Callable[[ThingT, Any, datetime], None] | None = None,
    days_by: Callable[[Any], Sequence[tuple[Q, int]]] | None = None,
) -> Retention[Any, ThingT]:
    """Return the rule of a kind: a thing goes as many days after its end as its team says.

    A legal hold keeps it by site, by whom it is about, by who worked on it, and by its time.

    Args:
        set_by: what the chain of deletions calls the team.
        names_of: whom a thing is about, as a hold may name them.
        also_due: which of those that ended long ago go.
        unended: after which time a thing goes whose work never ended; none: it stays until then.
        also_held: what else holds a thing.
        before: what is written before a thing goes, in the transaction that deletes it.
        days_by: which things a team retains for how many days after their end, where it is not the same for all.
    """
    teams = kind.team_kind()

    def find_due(team: Any, at: datetime) -> QuerySet[ThingT]:
        gone = Q(pk__in=[])
        for which, days in days_of_team(team):
            gone |= which & Q(**{f"{kind.ended}__lte": at - timedelta(days=days)})
        if unended is not None:
            gone |= Q(**{f"{kind.ended}__isnull": True, f"{kind.came}__lte": at - unended})
        rows: QuerySet[ThingT] = QuerySet(kind.model).filter(gone, **{teams.team: team})
        return also_due(rows).order_by(kind.ended)

    def days_of_team(team: Any) -> Sequence[tuple[Q, int]]:
        return [(Q(), team.keep_days)] if days_by is None else days_by(team)

    def days_of(team: Any, thing: ThingT) -> int:
        row: QuerySet[ThingT] = QuerySet(kind.model).filter(pk=thing.pk)
        return next(days for which, days in days_of_team(team) if row.filter(which).exists())

    def is_held(thing: Any, team: Any, holds: Holds) -> bool:
        agency = teams.agency_of(team)
        since, until = getattr(thing, kind.came), getattr(thing, kind.ended)
        return (
            agency.pk in holds.agency_ids()
            or holds.names_person_in(names_of(thing))
            or getattr(thing, kind.records).filter(by_id__in=holds.user_ids).exists()
            or holds.keeps_time(agency.parent_id or agency.pk, since=since, until=until)
            or also_held(thing, holds)
        )

    of_one = None if days_by is None else days_of
    return Retention(teams, data_class, set_by, find_due, is_held, before, of_one)
