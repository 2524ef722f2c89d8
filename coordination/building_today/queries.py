"""Read who is in a building and what is otherwise: for the office, and for those in an incident's room."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.building_today.day.attendance import expected_today
from coordination.building_today.day.changes import changes_now
from coordination.building_today.day.visitors import visitors_here
from coordination.building_today.models import DayCard, DayChange
from coordination.building_today.vocabulary import DayCardState, DayChangeKind
from coordination.building_today.wire import BuildingToday, ClassExpected, RoomOtherwise, VisitorHere, VisitorsAt
from coordination.building_today.words import change_words
from coordination.incident.accountability.access import may_see_names_of
from coordination.room.access import RoomGrant
from mapping.models import Site

# Of a festival the names are no list for a board; the number stands there all the same.
MOST_NAMED = 200
# A room that was moved or is away: its people are counted where they are.
MOST_PLACES = 50


def building_today(grant: RoomGrant, site: Site, at: datetime) -> BuildingToday:
    """Return who is in the building of an incident beside its people, and what is otherwise. Few queries.

    Nothing of a site at which the incident is not: those of a bus are not in the building.
    """
    if not grant.incident.is_at(site.pk):
        return BuildingToday(visitors=0, visitors_at=[], named=[], rooms=[], lines=[], expected=[])
    names = may_see_names_of(grant, site.pk)
    changes = list(changes_now(site, at))
    here = visitors_here(site, at)
    by_place = Counter({one["place"]: one["n"] for one in here.order_by().values("place").annotate(n=Count("pk"))})
    return BuildingToday(
        visitors=by_place.total(),
        visitors_at=[VisitorsAt(place=place, visitors=n) for place, n in by_place.most_common(MOST_PLACES)],
        named=[
            VisitorHere(name=one.name, host=one.host, place=one.place, came_at=one.came_at)
            for one in (here[:MOST_NAMED] if names else ())
        ],
        rooms=[_room_otherwise(one, site) for one in changes if one.room_key],
        lines=[change_words(one, site, with_contact=names) for one in changes],
        expected=_without_trips(changes, site, at) if names else [],
    )


def _room_otherwise(one: DayChange, site: Site) -> RoomOtherwise:
    return RoomOtherwise(
        room_key=one.room_key, kind=DayChangeKind(one.kind), words=change_words(one, site, with_contact=False)
    )


def _without_trips(changes: Sequence[DayChange], site: Site, at: datetime) -> list[ClassExpected]:
    """Return what is expected in the building: a class that is away is expected elsewhere."""
    away = {one.room_key for one in changes if one.kind == DayChangeKind.TRIP.value and one.room_key}
    return [one for one in expected_today(site, at) if one.room_key not in away]


def state_of(card: DayCard, at: datetime, *, is_scanned: bool) -> DayCardState:
    """Return whether a card can be used, and is."""
    if card.ended_at is not None:
        return DayCardState.ENDED
    if card.ends_at <= at:
        return DayCardState.OVER
    if card.starts_at > at:
        return DayCardState.TO_COME
    return DayCardState.IN_USE if is_scanned else DayCardState.UNUSED


def summary_words(*, cards: int, visitors: int, trips: int, closed: int) -> str:
    """Return a day in one line; what is none is left out."""
    parts = [
        ngettext("%(n)s card for the day", "%(n)s cards for the day", cards) % {"n": cards} if cards else "",
        ngettext("%(n)s visitor", "%(n)s visitors", visitors) % {"n": visitors} if visitors else "",
        ngettext("%(n)s trip", "%(n)s trips", trips) % {"n": trips} if trips else "",
        ngettext("%(n)s room closed or moved", "%(n)s rooms closed or moved", closed) % {"n": closed} if closed else "",
    ]
    return ", ".join(part for part in parts if part) or _("Nothing was entered for today")
