"""Days that were set for something: each is told of once, when it has come where the thing is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Model, Q, QuerySet

from coordination.casework.clocks import day_in, newest_day
from mou.models import Agency
from push.models import Recipient

MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class DueDay[ThingT: Model]:
    """A day that a table has for each of its things. A day that is set anew is told of anew.

    Args:
        things: which things are waited for, on the newest day on earth.
        due_on: the field of the day; `told_for` is the field of the day for which it was told.
        agency_of: by whose time zone the day comes.
        tell: tells who must know, in the transaction that writes down that they were told.
    """

    things: Callable[[date], QuerySet[ThingT]]
    due_on: str
    told_for: str
    agency_of: Callable[[ThingT], Agency]
    tell: Callable[[ThingT, datetime], None]

    def tell_due(self, at: datetime) -> int:
        """Tell of each thing whose day has come; return of how many. Durable each."""
        # By the newest day on earth: each is then looked at by its own.
        rows = self.untold(at).order_by(self.due_on).values_list("pk", flat=True)
        return sum(self._tell_of(pk, at) for pk in rows[:MOST_AT_ONCE])

    def untold(self, at: datetime) -> QuerySet[ThingT]:
        """Return the things whose day may have come where they are, and of which it was not told."""
        day = newest_day(at)
        untold = Q(**{f"{self.told_for}__isnull": True}) | ~Q(**{self.told_for: F(self.due_on)})
        return self.things(day).filter(untold, **{f"{self.due_on}__lte": day})

    def _tell_of(self, pk: object, at: datetime) -> int:
        with transaction.atomic(durable=True):
            thing = self.untold(at).select_for_update(of=("self",)).filter(pk=pk).first()
            # Not yet there, or another process has told.
            if thing is None or getattr(thing, self.due_on) > day_in(self.agency_of(thing).time_zone, at):
                return 0
            setattr(thing, self.told_for, getattr(thing, self.due_on))
            thing.save(update_fields=[self.told_for])
            self.tell(thing, at)
        return 1


@dataclass(frozen=True, slots=True)
class DueMoment[ThingT: Model]:
    """A moment that a table has for each of its things: when it has passed and the thing still waits, it is told once.

    Args:
        waiting: which things wait.
        due_at: the field of the moment; `told_at` is the field of when it was told that it has passed.
        tell: tells who must know, in the transaction that writes down that they were told.
    """

    waiting: Callable[[], QuerySet[ThingT]]
    due_at: str
    told_at: str
    tell: Callable[[ThingT, datetime], None]

    def tell_late(self, at: datetime) -> int:
        """Tell of each thing that waits too long; return of how many. Durable each."""
        rows = self.late(at).order_by(self.due_at).values_list("pk", flat=True)
        return sum(self._tell_of(pk, at) for pk in rows[:MOST_AT_ONCE])

    def late(self, at: datetime) -> QuerySet[ThingT]:
        """Return the things that wait too long, and of which it was not told."""
        return self.waiting().filter(**{f"{self.due_at}__lte": at, f"{self.told_at}__isnull": True})

    def _tell_of(self, pk: object, at: datetime) -> int:
        with transaction.atomic(durable=True):
            # Someone may have come to it, or another process has told.
            thing = self.late(at).select_for_update(of=("self",)).filter(pk=pk).first()
            if thing is None:
                return 0
            setattr(thing, self.told_at, at)
            thing.save(update_fields=[self.told_at])
            self.tell(thing, at)
        return 1


def tell_by_key(
    due: Sequence[tuple[str, Callable[[], Sequence[int]]]], tell: Callable[[str, Sequence[int]], None]
) -> int:
    """Tell of each thing that the outbox does not know yet by its key; return of how many. Durable each.

    Args:
        due: the key of each thing and day, and what finds out who is told: no one, where the day is not there yet.
        tell: tells these people under the key.
    """
    keys = [key for key, _who in due]
    told = set(Recipient.objects.filter(source_key__in=keys).values_list("source_key", flat=True))
    untold = [(key, who) for key, who in due if key not in told]
    return sum(_tell_by_key(key, who(), tell) for key, who in untold[:MOST_AT_ONCE])


def _tell_by_key(key: str, people: Sequence[int], tell: Callable[[str, Sequence[int]], None]) -> int:
    if not people:
        return 0
    try:
        with transaction.atomic(durable=True):
            tell(key, people)
    except IntegrityError:
        # Another process has told.
        return 0
    return 1
