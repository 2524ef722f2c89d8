"""Where classes meet at an instant, by roster and bell schedule: what accountability asks through a setting."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from coordination.incident.accountability.schedules import ClassInRoom, ExpectedAtSite, OwnClass
from coordination.rosters.access import classes_taught_by
from coordination.rosters.models import Enrollment, RosterClass, RosterPerson, RosterTerm
from coordination.rosters.vocabulary import RosterDoor, RosterPersonKind
from coordination.rosters.work.queries import note_reading
from mapping.models import Site

# Between two bells students are on the way to the next class. A longer gap is no passing time.
PASSING_MOST = timedelta(minutes=20)
# What systems and people put around the number of a period.
AROUND = ("period", "per", "pd", "p", "block", "hour", "periodo", "hora", "bloque")


class RosterSchedules:
    """The schedules that rosters know."""

    def expected_at(self, site: Site, at: datetime) -> ExpectedAtSite | None:
        """Return which classes meet where; None without a bell schedule, a period or a roster. Four queries."""
        period, day = period_at(site, at)
        if not period or site.school_id is None:
            return None
        held = held_in(RosterClass.objects.filter(org__school_id=site.school_id), period, day)
        if not held:
            return None
        students = _students_in(held, day)
        return ExpectedAtSite(
            period,
            tuple(ClassInRoom(one.location, len(students[one.pk])) for one in held if one.location),
        )

    def own_class(self, site: Site, *, user_id: int, at: datetime) -> OwnClass | None:
        """Return the class that a teacher has in the period of an instant."""
        period, day = period_at(site, at)
        one = _own_class(site, user_id, period, day, at)
        return None if one is None else OwnClass(period, one.location, len(_students_in([one], day)[one.pk]))

    def own_grades(self, site: Site, *, user_id: int, at: datetime) -> Sequence[str]:
        """Return the grades in that class."""
        period, day = period_at(site, at)
        one = _own_class(site, user_id, period, day, at)
        if one is None:
            return ()
        rows = RosterPerson.objects.filter(pk__in=_students_in([one], day)[one.pk]).exclude(grade="")
        return list(rows.order_by("grade").values_list("grade", flat=True).distinct())

    def own_names(self, site: Site, *, user_id: int, at: datetime, read_at: datetime) -> Sequence[str]:
        """Return the names in that class, by family name; the reading is written down."""
        period, day = period_at(site, at)
        one = _own_class(site, user_id, period, day, read_at)
        if one is None or site.school is None:
            return ()
        rows = RosterPerson.objects.filter(pk__in=_students_in([one], day)[one.pk])
        names = [person.shown_name() for person in rows.order_by("family_name", "given_name", "id")]
        note_reading(
            site.school, user_id=user_id, door=RosterDoor.ROOM, students=len(names), class_id=one.pk, at=read_at
        )
        return names


SCHEDULES = RosterSchedules()


def period_at(site: Site, at: datetime) -> tuple[str, date]:
    """Return the period of an instant by the site's clock, in passing time the next one, and the day; "" for none."""
    local = at.astimezone(ZoneInfo(site.time_zone))
    now = local.time()
    for name, begins, ends in site.bell_schedule:
        if time.fromisoformat(begins) <= now < time.fromisoformat(ends):
            return name, local.date()
    soon = (local + PASSING_MOST).time()
    has_begun = any(time.fromisoformat(begins) <= now for _, begins, _ in site.bell_schedule)
    for name, begins, _ in site.bell_schedule:
        if has_begun and now < time.fromisoformat(begins) <= soon:
            return name, local.date()
    return "", local.date()


def held_in(classes: QuerySet[RosterClass], period: str, day: date) -> list[RosterClass]:
    """Return the classes that meet in a period of a day. A homeroom without periods meets in each of them."""
    if not period:
        return []
    ended = set(
        RosterTerm.objects.filter(roster_id__in=classes.values("roster_id"))
        .exclude(begins_on__lte=day, ends_on__gte=day)
        .values_list("roster_id", "sourced_id")
    )
    wanted = plain_period(period)
    return [
        one
        for one in classes.order_by("title", "pk")
        if (wanted in map(plain_period, one.periods) if one.periods else one.is_homeroom)
        and (not one.term_ids or any((one.roster_id, term) not in ended for term in one.term_ids))
    ]


def plain_period(period: str) -> str:
    """Return the name of a period without what is put around its number: "Period 1", "1" and "P1" are the same."""
    words = "".join(char if char.isalnum() else " " for char in period.casefold()).split()
    if len(words) > 1 and words[0] in AROUND:
        words = words[1:]
    text = " ".join(words)
    for before in AROUND:
        if text.startswith(before) and text[len(before) :].isdigit():
            return str(int(text[len(before) :]))
    return str(int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else text


def _students_in(held: Sequence[RosterClass], day: date) -> dict[UUID, set[UUID]]:
    """Return the students of classes on a day; who has a class in the period is not in the homeroom too."""
    rows = Enrollment.objects.filter(
        Q(begins_on__isnull=True) | Q(begins_on__lte=day),
        Q(ends_on__isnull=True) | Q(ends_on__gte=day),
        of_class__in=[one.pk for one in held],
        is_teacher=False,
        person__kind=RosterPersonKind.STUDENT.value,
        person__left_at__isnull=True,
    )
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for class_id, person_id in rows.values_list("of_class_id", "person_id"):
        found[class_id].add(person_id)
    by_all_day = {one.pk for one in held if not one.periods}
    busy = {person for class_id, people in found.items() if class_id not in by_all_day for person in people}
    return defaultdict(
        set, {class_id: people - busy if class_id in by_all_day else people for class_id, people in found.items()}
    )


def _own_class(site: Site, user_id: int, period: str, day: date, at: datetime) -> RosterClass | None:
    taught = classes_taught_by(user_id, at).filter(org__school_id=site.school_id)
    held = held_in(RosterClass.objects.filter(pk__in=taught.values("pk")), period, day)
    # A class of the period goes before a homeroom.
    return next(iter(sorted(held, key=lambda one: not one.periods)), None)
