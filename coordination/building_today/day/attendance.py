"""Count the classes of a day, and say how many are expected: the one place where that number is made."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from coordination.building_today.access import office_for
from coordination.building_today.models import ClassCount
from coordination.building_today.vocabulary import ExpectedSource
from coordination.building_today.wire import ClassCountIn, ClassExpected
from coordination.incident.accountability.rooms import rooms_by_words
from coordination.incident.accountability.schedules import installed_schedules
from mapping.models import Site

KNOWN_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """How many the roster has in a class now."""

    class_name: str
    key: str
    students: int


def count_class(*, user_id: int, site_id: UUID, given: ClassCountIn, at: datetime) -> None:
    """Write down who of a class is here today, in the place of an earlier count. Durable. Raises: TodayNotFound.

    Of two offices at once the later one holds: the site's row is held.
    """
    with transaction.atomic(durable=True):
        site = office_for(user_id=user_id, site_id=site_id, at=at, lock=True).site
        key = rooms_by_words(site, {given.class_name})[given.class_name].key
        ClassCount.objects.update_or_create(
            site=site,
            day=_day_of(site, at),
            class_key=key,
            defaults={**given.model_dump(), "counted_by_id": user_id, "counted_at": at},
        )


def expected_today(site: Site, at: datetime) -> list[ClassExpected]:
    """Return how many of each class are expected, by name: enrolled minus absent where counted today, else enrolled.

    At most five queries. The roster knows no absences: its numbers say so by their source.
    """
    counted = {one.class_key: one for one in counts_of_day(site, at)}
    found = [
        ClassExpected(
            class_name=one.class_name,
            room_key=key,
            expected=one.present,
            enrolled=one.enrolled,
            source=ExpectedSource.OFFICE,
            counted_at=one.counted_at,
        )
        for key, one in counted.items()
    ]
    found += [
        ClassExpected(
            class_name=one.class_name,
            room_key=one.key,
            expected=one.students,
            enrolled=one.students,
            source=ExpectedSource.ROSTER,
            counted_at=None,
        )
        for one in enrolled_now(site, at)
        if one.key not in counted
    ]
    return sorted(found, key=lambda one: one.class_name)


def enrolled_now(site: Site, at: datetime) -> list[Enrolled]:
    """Return the classes that the roster has meeting now; none where nothing is known."""
    known = installed_schedules()
    expected = known.expected_at(site, at) if known is not None else None
    if expected is None:
        return []
    named = rooms_by_words(site, {one.place for one in expected.classes})
    found: dict[str, Enrolled] = {}
    for one in expected.classes:
        room = named[one.place]
        before = found[room.key].students if room.key in found else 0
        found[room.key] = Enrolled(room.label, room.key, before + one.students)
    return list(found.values())


def classes_before(site: Site, at: datetime) -> list[Enrolled]:
    """Return the classes that were counted lately, each as it was last: no office types its classes each morning."""
    since = _day_of(site, at) - KNOWN_FOR
    rows = ClassCount.objects.filter(site=site, day__gte=since).order_by("class_name", "day")
    return list({one.class_key: Enrolled(one.class_name, one.class_key, one.enrolled) for one in rows}.values())


def counts_of_day(site: Site, at: datetime) -> QuerySet[ClassCount]:
    """Return what was counted today, by the site's clock, by class."""
    return ClassCount.objects.filter(site=site, day=_day_of(site, at)).order_by("class_name", "id")


def _day_of(site: Site, at: datetime) -> date:
    return at.astimezone(ZoneInfo(site.time_zone)).date()
