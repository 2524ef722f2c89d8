"""Which corrective actions wait for a person."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from coordination.casework.clocks import day_in, newest_day
from coordination.casework.districts import in_district
from coordination.drills.improvement.access import actions_with_right
from coordination.drills.improvement.models import CorrectiveAction
from coordination.drills.improvement.vocabulary import ActionState
from mou.foundation.waiting import OverdueThing, WaitingKind, WaitingLine, is_past

RUNNING = (ActionState.OPEN.value, ActionState.IN_PROGRESS.value)


def list_waiting_actions(user_id: int, at: datetime) -> Iterator[WaitingLine]:
    """Yield the actions that a person owns and moves: who left the agency owns none. Two queries at most."""
    # Who may is asked with care, and most people own none.
    if not CorrectiveAction.objects.filter(owner_id=user_id, state__in=RUNNING).exists():
        return
    rows = actions_with_right(user_id, at).filter(owner_id=user_id, state__in=RUNNING)
    # Who left the action's agency moves it no more.
    for one in (row for row in rows.order_by("due_on", "id") if vars(row)["may_change"]):
        site = one.exercise.site
        yield WaitingLine(
            WaitingKind.CARRY_OUT_ACTION,
            f"{one.area} · {site.name}",
            reverse("corrective_action", args=[one.pk]),
            due_on=one.due_on,
            is_overdue=is_past(one.due_on, day_in(site.time_zone, at)),
        )


def list_overdue_actions(district_id: UUID, at: datetime) -> Iterator[OverdueThing]:
    """Yield the actions after exercises whose day has passed, of a district and its schools. One query."""
    rows = CorrectiveAction.objects.filter(
        in_district(district_id, "agency"), state__in=RUNNING, due_on__lt=newest_day(at)
    )
    columns = ("due_on", "agency_id", "agency__name", "exercise__site__time_zone")
    for due_on, agency_id, name, zone in rows.values_list(*columns):
        if is_past(due_on, day_in(zone, at)):
            yield OverdueThing(WaitingKind.CARRY_OUT_ACTION, agency_id, name, due_on)
