"""Start and end duty by the plan, when its time has come; what was set by hand wins until its own end."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from mou.access.fetch import members_who_count
from mou.agencies.shifts.rules import Span, duty_after_hold, is_planned, next_change
from mou.models import AgencyMember, DutyClock, Shift

# In one transaction: a police department changes its shift at one instant.
MOST_AT_ONCE = 500


def duty_due(at: datetime) -> QuerySet[DutyClock]:
    """Return the clocks of members whose duty is to be looked at by now."""
    return DutyClock.objects.filter(changes_at__lte=at)


def change_due_duty(at: datetime) -> int:
    """Put members on and off duty whose time has come, in durable transactions; return how many were looked at.

    Locks their rows. A server that stood still over several changes does the last of them.
    """
    total = 0
    while count := _change_some(at):
        total += count
    return total


def _change_some(at: datetime) -> int:
    with transaction.atomic(durable=True):
        due = duty_due(at).select_for_update(of=("self",)).order_by("changes_at", "pk")
        clocks = list(due.values_list("member_id", "held_until")[:MOST_AT_ONCE])
        ids = [member_id for member_id, _held_until in clocks]
        spans = spans_of(ids)
        was_on = set(AgencyMember.objects.filter(pk__in=ids, is_on_duty=True).values_list("pk", flat=True))
        on = {
            member_id
            for member_id, held_until in clocks
            if (
                is_planned(spans[member_id], at)
                if held_until is None
                else duty_after_hold(spans[member_id], at, was_on_duty=member_id in was_on)
            )
        }
        set_duty_of(ids, on, at)
        for member_id in ids:
            write_clock(member_id, held_until=None, changes_at=next_change(spans[member_id], at))
    return len(ids)


def spans_of(member_ids: Collection[UUID]) -> Mapping[UUID, list[Span]]:
    """Return the shifts of members. One query."""
    spans: dict[UUID, list[Span]] = defaultdict(list)
    rows = Shift.objects.filter(member_id__in=list(member_ids))
    for member_id, start, end in rows.values_list("member_id", "starts_at", "ends_at"):
        spans[member_id].append((start, end))
    return spans


def set_duty_of(member_ids: Collection[UUID], on: Collection[UUID], at: datetime) -> None:
    """Put these members on duty, and all others of them off, in the caller's transaction.

    A membership that is suspended or over counts for nothing: a shift puts no one of those on duty.
    """
    rows = AgencyMember.objects.filter(pk__in=list(member_ids))
    rows.filter(is_on_duty=True).exclude(pk__in=list(on)).update(is_on_duty=False)
    counting = list(members_who_count(at).filter(pk__in=list(on), is_on_duty=False).values_list("pk", flat=True))
    AgencyMember.objects.filter(pk__in=counting).update(is_on_duty=True)


def write_clock(member_id: UUID, *, held_until: datetime | None, changes_at: datetime | None) -> None:
    """Write when duty of a member is looked at next, in the caller's transaction."""
    DutyClock.objects.update_or_create(
        member_id=member_id, defaults={"held_until": held_until, "changes_at": changes_at}
    )
