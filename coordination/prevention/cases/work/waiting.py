"""Which measures and plans of cases wait for a person: by the number of the case, and no more."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from coordination.casework.clocks import day_in
from coordination.prevention.cases.models import CaseEntry
from coordination.prevention.cases.rules.machine import OPEN
from coordination.prevention.cases.work.kinds import CASE_KIND
from mou.foundation.waiting import WaitingKind, WaitingLine, is_past


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
