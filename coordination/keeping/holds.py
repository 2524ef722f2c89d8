"""What is under legal hold: asked by everybody who deletes, in the transaction that deletes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q

from coordination.keeping.models import LegalHold
from coordination.keeping.vocabulary import HoldScope
from coordination.room.models import Participant
from mapping.models import Site

# No row is like this.
NOTHING = Q(pk__in=())


@dataclass(frozen=True, slots=True)
class Span:
    """A time of a district; both ends belong to it."""

    district_id: UUID
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Holds:
    """Everything that is under hold. Its conditions say of rows which ones may not be deleted."""

    incident_ids: frozenset[UUID]
    site_ids: frozenset[UUID]
    user_ids: frozenset[int]
    # As they were written: of people without an account, students among them.
    names: tuple[str, ...]
    spans: tuple[Span, ...]

    def incidents(self) -> Q:
        """Return which incidents are held: themselves, their site, a person who was there, or their time."""
        there = Participant.objects.filter(user_id__in=self.user_ids).values("room__incident_id")
        held = Q(pk__in=self.incident_ids) | Q(site_id__in=self.site_ids) | Q(pk__in=there)
        return held | self.within("site__district_id", begins="opened_at", ends="closed_at")

    def within(self, district: str, *, begins: str, ends: str) -> Q:
        """Return which rows of a district fall into a time that is held, by the names of their columns."""
        return any_of(
            Q(**{district: one.district_id, f"{begins}__lte": one.until}) & (Q(**{f"{ends}__gte": one.since}))
            for one in self.spans
        )

    def named(self, column: str) -> Q:
        """Return in which rows a column names a person who is held."""
        return any_of(Q(**{f"{column}__icontains": one}) for one in self.names)

    def names_person_in(self, texts: Iterable[str]) -> bool:
        """Say whether a person who is held is named in one of the texts."""
        named = [one.casefold() for one in self.names]
        return any(one in text.casefold() for text in texts for one in named)

    def keeps_time(self, district_id: UUID, *, since: datetime, until: datetime | None) -> bool:
        """Say whether something of a district falls into a time that is held; without an end it goes on."""
        return any(
            one.district_id == district_id and since <= one.until and (until is None or until >= one.since)
            for one in self.spans
        )

    def agency_ids(self) -> frozenset[UUID]:
        """Return the schools whose site is held."""
        sites = Site.objects.filter(pk__in=self.site_ids, school__isnull=False)
        return frozenset(sites.values_list("school_id", flat=True))


def any_of(conditions: Iterable[Q]) -> Q:
    """Return the condition that one of them holds; of none, that no row is meant."""
    return reduce(or_, conditions, NOTHING)


def holds_now() -> Holds:
    """Return what is under hold. One query; to be asked behind `lock_deletions`, so that none is set meanwhile."""
    rows = list(LegalHold.objects.filter(released_at__isnull=True))
    people = [one for one in rows if one.scope == HoldScope.PERSON.value]
    return Holds(
        incident_ids=frozenset(one.incident_id for one in rows if one.incident_id is not None),
        site_ids=frozenset(one.site_id for one in rows if one.site_id is not None),
        user_ids=frozenset(one.user_id for one in people if one.user_id is not None),
        names=tuple(sorted({one.name for one in people})),
        spans=tuple(
            Span(one.district_id, one.since, one.until)
            for one in rows
            if one.since is not None and one.until is not None
        ),
    )
