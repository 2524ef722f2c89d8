"""The day of each site of an office in one line: two queries for all sites."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from coordination.building_today.access import sites_of_office
from coordination.building_today.day.visitors import counts_since
from coordination.building_today.models import DayCard, DayChange, Visitor
from coordination.building_today.queries import summary_words
from coordination.building_today.vocabulary import DayCardKind, DayChangeKind


@dataclass(frozen=True, slots=True)
class TodayLine:
    """A site, and its day in one line."""

    address: str
    site: str
    words: str


def today_lines(user_id: int, at: datetime) -> list[TodayLine]:
    """Return the day of each site whose office a person is of, by name. Two queries at most."""
    mine = Q(site=OuterRef("pk"))
    cards = DayCard.objects.filter(mine, starts_at__lte=at, ends_at__gt=at, ended_at__isnull=True)
    changes = DayChange.objects.filter(mine, starts_at__lte=at, ends_at__gt=at)
    rows = sites_of_office(user_id, at)
    found = list(
        rows.annotate(
            n_cards=_count_rows(cards.exclude(kind=DayCardKind.KIOSK.value)),
            n_trips=_count_rows(changes.filter(kind=DayChangeKind.TRIP.value)),
            n_closed=_count_rows(
                changes.filter(kind__in=(DayChangeKind.ROOM_CLOSED.value, DayChangeKind.ROOM_MOVED.value))
            ),
        )
    )
    visitors = _count_visitors(found, at)
    return [
        TodayLine(
            reverse("today_at", args=[one.pk]),
            one.name,
            summary_words(cards=one.n_cards, visitors=visitors.get(one.pk, 0), trips=one.n_trips, closed=one.n_closed),
        )
        for one in found
    ]


def _count_visitors(sites: list[Any], at: datetime) -> dict[UUID, int]:
    """Return how many came today and have not left, each site by its own clock. One query; none without sites."""
    if not sites:
        return {}
    here = Q()
    for one in sites:
        here |= Q(site=one, came_at__gte=counts_since(one, at))
    rows = Visitor.objects.filter(here, left_at__isnull=True).order_by().values("site_id").annotate(n=Count("pk"))
    return {one["site_id"]: one["n"] for one in rows}


def _count_rows(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("site").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
