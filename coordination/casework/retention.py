"""For how long a desk retains its things, and what a legal hold keeps of them. Upkeep deletes the rest, one by one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import Model, Q, QuerySet

from coordination.casework.teams import TeamKind
from coordination.keeping.gate import overwrite_what_is_deleted
from coordination.keeping.holds import Holds, holds_now
from coordination.keeping.proof import Deleted, lock_deletions, record_deletion
from coordination.keeping.vocabulary import DataClass
from coordination.room.wire.model import Json
from mou.models import Agency

MOST_AT_ONCE = 100


class RetainingTeam(models.Model):
    """A team that says itself for how many days after its end a thing is retained."""

    keep_days = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True


@dataclass(frozen=True, slots=True)
class Retention[TeamT: RetainingTeam, ThingT: Model]:
    """The rule by which one kind of thing of a desk is deleted.

    Args:
        kind: the teams of the desk.
        set_by: what the chain of deletions calls the team whose rule it is.
        due: which things of a team are retained no longer at an instant, held or not; the oldest first.
        is_held: whether a legal hold keeps a thing. Asked again in the transaction that deletes.
        before: what is written before a thing goes, in the transaction that deletes it.
        days_of: for how many days a team retains a thing, where it is not the same for all.
        held: what holds keep of a team's things, as a condition of their table: where there are thousands of them.
    """

    kind: TeamKind[TeamT, Any]
    data_class: DataClass
    set_by: str
    due: Callable[[TeamT, datetime], QuerySet[ThingT]]
    is_held: Callable[[ThingT, TeamT, Holds], bool]
    before: Callable[[ThingT, TeamT, datetime], None] | None = None
    days_of: Callable[[TeamT, ThingT], int] | None = None
    held: Callable[[TeamT, Holds], Q] | None = None

    def going(self, team: TeamT, at: datetime, holds: Holds) -> Sequence[ThingT] | QuerySet[ThingT]:
        """Return the things of a team that are retained no longer and that nothing holds."""
        rows = self.due(team, at)
        if self.held is None:
            return [one for one in rows if not self.is_held(one, team, holds)]
        # Of a column without a value, the contrary of a condition says nothing.
        return rows.exclude(pk__in=rows.order_by().filter(self.held(team, holds)).values("pk"))

    def count_going(self, team: TeamT, at: datetime, holds: Holds) -> int:
        """Return how many those are."""
        found = self.going(team, at, holds)
        return found.count() if isinstance(found, QuerySet) else len(found)

    def delete_due(self, team: TeamT, at: datetime, *, most: int) -> int:
        """Delete what is retained no longer; return how much. A durable transaction and a line in the chain for each.

        What is held does not count: however much of it there is, the rest still goes.
        """
        return sum(self._delete(one.pk, team, at) for one in self.going(team, at, holds_now())[:most])

    def _delete(self, pk: UUID, team: TeamT, at: datetime) -> int:
        with transaction.atomic(durable=True):
            lock_deletions()
            found = self.due(team, at).select_for_update(of=("self",)).filter(pk=pk).first()
            # Someone may have set a hold or taken the work up again in the meantime.
            if found is None or self.is_held(found, team, holds_now()):
                return 0
            if self.before is not None:
                self.before(found, team, at)
            agency = self.kind.agency_of(team)
            # The chain says only that it was, and by which rule.
            rule: dict[str, Json] = {
                "days": team.keep_days if self.days_of is None else self.days_of(team, found),
                "set_by": self.set_by,
                self.kind.team: str(team.pk),
            }
            found.delete()
            record_deletion(Deleted(self.data_class, 1, rule, agency.parent_id or agency.pk), at)
        return 1


def delete_of_teams(retentions: Sequence[Retention[Any, Any]], at: datetime) -> int:
    """Delete what the teams of a desk retain no longer, of all its kinds of things; return how much. Durable each."""
    overwrite_what_is_deleted()
    deleted = 0
    for team in retentions[0].kind.every_team():
        for retention in retentions:
            deleted += retention.delete_due(team, at, most=MOST_AT_ONCE - deleted)
    return deleted


@dataclass(frozen=True, slots=True)
class OwnRule:
    """What a team retains by its own rule: for how many days, whose it is, what goes now, and what by a later day."""

    data_class: DataClass
    days: int
    whose: str
    due: int
    then: int


def list_own_rules[TeamT: RetainingTeam](
    retentions: Sequence[Retention[TeamT, Any]], district: Agency, at: datetime, then: datetime, holds: Holds
) -> list[OwnRule]:
    """Return the rule of each team of a desk in a district, by name: what goes of all its kinds of things."""
    kind, data_class = retentions[0].kind, retentions[0].data_class
    rules = []
    for team in kind.teams_of_district(district):
        now, later = (sum(one.count_going(team, until, holds) for one in retentions) for until in (at, then))
        rules.append(OwnRule(data_class, team.keep_days, kind.agency_of(team).name, now, later))
    return rules
