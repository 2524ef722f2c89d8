"""Which drills wait to be held at the schools that a person keeps, as the law page says it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse

from coordination.casework.districts import school_of_site
from coordination.drills.requirements import words
from coordination.drills.requirements.access import reader_of
from coordination.drills.requirements.rules.standing import Duty
from coordination.drills.requirements.work.queries import WeighedSchool, weigh_district
from mapping.models import Site
from mou.foundation.waiting import OverdueThing, WaitingKind, WaitingLine, is_past
from mou.models import Agency

# What is due later is no step of these weeks.
AHEAD = timedelta(days=30)


def list_waiting_drills(user_id: int, at: datetime) -> Iterator[WaitingLine]:
    """Yield a line for each school with all drills that are due within a month or overdue. Six queries a district.

    All of them: who was told of the next one alone learned of the others on the day that they share.
    """
    reader = reader_of(user_id, at)
    if not (reader.kept_districts or reader.kept_schools):
        return
    kept = Site.objects.filter(reader.kept_sites(), district__is_active=True)
    districts = Agency.objects.filter(pk__in=kept.order_by().values("district_id")).order_by("name", "id")
    for district in districts:
        for school in weigh_district(district, kept, at):
            if due := school.standing.open_until(school.today + AHEAD):
                yield _line_of(school, due)


def _line_of(school: WeighedSchool, due: list[Duty]) -> WaitingLine:
    said = ", ".join(_words_of(one) for one in due)
    first, link = due[0].due_on, reverse("school_drills", args=[school.site_id])
    is_overdue = is_past(first, school.today)
    return WaitingLine(WaitingKind.HOLD_DRILL, f"{said} · {school.name}", link, due_on=first, is_overdue=is_overdue)


def _words_of(duty: Duty) -> str:
    title = duty.rule.title_in("es" if words.in_spanish() else "en")
    left = duty.required - duty.done
    return f"{title} ({left})" if left > 1 else title


def list_overdue_drills(district_id: UUID, at: datetime) -> Iterator[OverdueThing]:
    """Yield the drills whose day has passed at a district's schools, and that can still be held. Eight queries."""
    district = Agency.objects.get(pk=district_id)
    sites = Site.objects.filter(district=district)
    schools = {site_id: (school_id, name) for site_id, school_id, name in sites.values_list("pk", *school_of_site())}
    for school in weigh_district(district, sites, at):
        for duty in school.standing.open_until(school.today):
            if is_past(duty.due_on, school.today):
                yield OverdueThing(WaitingKind.HOLD_DRILL, *schools[school.site_id], duty.due_on)
