"""Which tips wait for a person, and how many are overdue at desks that they keep and read nothing of."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from coordination.casework.clocks import day_in
from coordination.casework.districts import in_district
from coordination.prevention.tips.access import overdue_at_kept_desks, overdue_tips, tips_for
from coordination.prevention.tips.models import TipTeamMember
from coordination.prevention.tips.vocabulary import TipPriority, TipState
from mou.access.operators import is_administrator
from mou.foundation.waiting import OverdueThing, WaitingKind, WaitingLine

WAITING = [one.value for one in TipState if one.is_waiting]


def list_overdue_tips(district_id: UUID, at: datetime) -> Iterator[OverdueThing]:
    """Yield the tips of a district's desks that no one has taken up in time, those of a flood too. One query."""
    rows = overdue_tips(at).filter(in_district(district_id, "desk__agency"))
    columns = ("due_at", "desk__agency_id", "desk__agency__name", "desk__agency__time_zone")
    for due_at, agency_id, name, zone in rows.values_list(*columns):
        yield OverdueThing(WaitingKind.TAKE_TIP, agency_id, name, day_in(zone, due_at))


def list_waiting_tips(user_id: int, at: datetime) -> Iterator[WaitingLine]:
    """Yield the number overdue at desks of theirs, then each tip that the person's team has to take up.

    Three queries at most.
    """
    if is_administrator(user_id, at) and (overdue := overdue_at_kept_desks(user_id, at)):
        yield WaitingLine(WaitingKind.STAFF_TIPS, str(overdue), reverse("tips"), is_overdue=True)
    # Who may is asked with care, and most people are on no team.
    if not TipTeamMember.objects.filter(user_id=user_id).exists():
        return
    rows = tips_for(user_id, at).filter(state__in=WAITING, is_of_flood=False)
    for one in (row for row in rows.order_by("due_at", "id") if row.decides):
        yield WaitingLine(
            WaitingKind.TAKE_TIP,
            f"{TipPriority(one.priority).label} · {one.desk.agency.name}",
            reverse("tip", args=[one.pk]),
            due_on=day_in(one.desk.agency.time_zone, one.due_at),
            is_overdue=one.due_at <= at,
        )
