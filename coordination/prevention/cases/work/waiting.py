"""Which measures and plans of cases wait for a person: by the number of the case, and no more."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from coordination.casework.clocks import day_in, newest_day
from coordination.casework.districts import in_district
from coordination.prevention.cases.models import CaseEntry
from coordination.prevention.cases.rules.machine import OPEN
from coordination.prevention.cases.work.kinds import CASE_KIND
from mou.foundation.waiting import OverdueThing, WaitingKind, WaitingLine, is_past


def list_overdue_steps(district_id: UUID, at: datetime) -> Iterator[OverdueThing]:
    """Yield the steps of open cases whose day has passed, of a district's teams. One query."""
    rows = CaseEntry.objects.filter(
        in_district(district_id, "case__team__agency"),
        case__state__in=OPEN,
        done_at__isnull=True,
        due_on__lt=newest_day(at),
    )
    agency = "case__team__agency"
    for due_on, agency_id, name, zone in rows.values_list(
        "due_on", f"{agency}_id", f"{agency}__name", f"{agency}__time_zone"
    ):
        if is_past(due_on, day_in(zone, at)):
            yield OverdueThing(WaitingKind.WORK_ON_CASE, agency_id, name, due_on)


def list_waiting_steps(user_id: int, at: datetime) -> Iterator[WaitingLine]:
    """Yield what a person owns of cases that they read and that are open. Two queries at most."""
    # Who may is asked with care, and most people own none.
    if not CaseEntry.objects.filter(owner_id=user_id, done_at__isnull=True).exists():
        return
    cases = CASE_KIND.things_for(user_id, at).filter(state__in=OPEN).order_by()
    rows = CaseEntry.objects.filter(case__in=cases.values("pk"), owner_id=user_id, done_at__isnull=True)
    for one in rows.select_related("case__team__agency").order_by("due_on", "id"):
        agency = one.case.team.agency
        yield WaitingLine(
            WaitingKind.WORK_ON_CASE,
            f"{one.case.number} · {agency.name}",
            reverse("case", args=[one.case_id]),
            due_on=one.due_on,
            is_overdue=is_past(one.due_on, day_in(agency.time_zone, at)),
        )
