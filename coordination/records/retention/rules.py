"""How many days a district keeps a class: by its own rule, else by ours. A shorter time counts a week later."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from coordination.keeping.classes import BOUNDS, MOST_DAYS
from coordination.keeping.errors import DataClassNotSet, DaysOutOfBounds
from coordination.keeping.models import RetentionRule
from coordination.keeping.proof import lock_deletions
from coordination.keeping.vocabulary import DataClass
from coordination.models import User
from coordination.records.retention.access import district_of_records
from coordination.room.access import Asker
from mou.access.names import checked_text
from mou.models import Agency
from mou.vocabulary import AgencyKind

# A time that was shortened by mistake can be set back before anything is gone.
GRACE = timedelta(days=7)
REASON_MAX_CHARS = 1000


@dataclass(frozen=True, slots=True)
class Days:
    """Days that a class is kept; none: without end. `rule_days` is what counts from `from_at` on."""

    data_class: DataClass
    days: int | None
    rule_days: int | None
    from_at: datetime | None
    set_by: str
    set_at: datetime | None
    reason: str

    def cutoff(self, at: datetime) -> datetime | None:
        """Return the instant before which a record must have ended to be deleted now; None: never deleted."""
        return None if self.days is None else at - timedelta(days=self.days)


def days_of(district_id: UUID, at: datetime) -> dict[DataClass, Days]:
    """Return a district's days for every class that it sets. One query."""
    rows = {DataClass(row.data_class): row for row in RetentionRule.objects.filter(district_id=district_id)}
    return {one: _days_of_row(one, rows.get(one), at) for one in BOUNDS}


def _days_of_row(data_class: DataClass, row: RetentionRule | None, at: datetime) -> Days:
    if row is None:
        default = BOUNDS[data_class].default_days
        return Days(data_class, default, default, None, "", None, "")
    begins = row.set_at + GRACE
    waits = at < begins and _is_shorter(row.days, row.days_before)
    return Days(
        data_class=data_class,
        days=row.days_before if waits else row.days,
        rule_days=row.days,
        from_at=begins if waits else None,
        set_by=row.set_by_name,
        set_at=row.set_at,
        reason=row.reason,
    )


def _is_shorter(days: int | None, before: int | None) -> bool:
    return days is not None and (before is None or days < before)


def longest_days(data_class: DataClass, at: datetime) -> Days:
    """Return the longest days of all districts, for records of no single district: the audit is one chain."""
    districts = Agency.objects.filter(kind=AgencyKind.DISTRICT.value).order_by("pk").values_list("pk", flat=True)
    found = [days_of(one, at)[data_class] for one in districts] or [_days_of_row(data_class, None, at)]
    return max(found, key=lambda one: MOST_DAYS + 1 if one.days is None else one.days)


def set_days(*, asker: Asker, district_id: UUID, data_class: DataClass, days: int | None, reason: str) -> None:
    """Set a district's time for a class, in one durable transaction.

    Raises: AgencyNotFound, DataClassNotSet, DaysOutOfBounds, BadName: no reason.
    """
    if data_class not in BOUNDS:
        raise DataClassNotSet(pointer="/data_class")
    least = BOUNDS[data_class].least_days
    if days is not None and not least <= days <= MOST_DAYS:
        raise DaysOutOfBounds(f"At least {least} days, and at most {MOST_DAYS}.", pointer="/days")
    reason = checked_text(reason, "reason", max_chars=REASON_MAX_CHARS)
    with transaction.atomic(durable=True):
        lock_deletions()
        district = district_of_records(asker, district_id)
        before = days_of(district.pk, asker.at)[data_class].days
        person = User.objects.get(pk=asker.user_id)
        told = {
            "days": days,
            "days_before": before,
            "set_by": person,
            "set_by_name": person.shown_name()[:150],
            "set_at": asker.at,
            "reason": reason,
        }
        RetentionRule.objects.update_or_create(district=district, data_class=data_class.value, defaults=told)
