"""Which drills wait to be held at the schools that a person keeps, as the law page says it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from django.urls import reverse

from coordination.drills.requirements import words
from coordination.drills.requirements.access import reader_of
from coordination.drills.requirements.rules.record import day_at
from coordination.drills.requirements.work.queries import district_state
from mapping.models import Site
from mou.foundation.waiting import WaitingKind, WaitingLine, is_past
from mou.models import Agency

# What is due later is no step of these weeks.
AHEAD = timedelta(days=30)


def list_waiting_drills(user_id: int, at: datetime) -> Iterator[WaitingLine]:
    """Yield of each school the drill that is due next, if within a month or overdue. Six queries for each district."""
    reader = reader_of(user_id, at)
    if not (reader.kept_districts or reader.kept_schools):
        return
    kept = Site.objects.filter(reader.kept_sites(), district__is_active=True)
    zones: dict[UUID, str] = dict(kept.order_by().values_list("pk", "time_zone"))
    districts = Agency.objects.filter(pk__in=kept.order_by().values("district_id")).order_by("name", "id")
    for district in districts:
        for line in district_state(district, year=None, at=at).schools:
            if line.site_id in zones and line.next_due_on is not None:
                today = day_at(at, zones[line.site_id])
                title = line.next_title_es if words.in_spanish() else line.next_title_en
                if line.next_due_on <= today + AHEAD:
                    yield _line_of(line.site_id, f"{title} · {line.name}", line.next_due_on, today)


def _line_of(site_id: UUID, said: str, due_on: date, today: date) -> WaitingLine:
    link = reverse("school_drills", args=[site_id])
    return WaitingLine(WaitingKind.HOLD_DRILL, said, link, due_on=due_on, is_overdue=is_past(due_on, today))
