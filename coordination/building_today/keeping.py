"""Delete what was written down of a day, thirty days after it; what a legal hold keeps stays."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet

from coordination.building_today.models import ClassCount, DayCard, DayChange, Visitor
from coordination.casework.retention import OwnRule
from coordination.keeping.gate import overwrite_what_is_deleted
from coordination.keeping.holds import Holds, holds_now
from coordination.keeping.proof import Deleted, lock_deletions, record_deletion
from coordination.keeping.vocabulary import DataClass
from coordination.room.wire.model import Json
from mou.models import Agency

KEEP_DAYS = 30
MOST_AT_ONCE = 2_000
type Kind = tuple[type[Model], str, str, tuple[str, ...], tuple[str, ...]]
# Table, when a row's time begins, when it counts as over, which columns name a person, which are an account.
KINDS: tuple[Kind, ...] = (
    (DayCard, "starts_at", "ends_at", ("holder", "vouched_by"), ("made_by", "account")),
    (Visitor, "came_at", "came_at", ("name", "host"), ("entered_by",)),
    (DayChange, "starts_at", "ends_at", ("contact",), ("made_by",)),
    (ClassCount, "counted_at", "counted_at", (), ("counted_by",)),
)


def delete_old(at: datetime) -> int:
    """Delete days that are over so long; return how many rows. Some thousands of a table at once, durable each."""
    overwrite_what_is_deleted()
    return sum(_delete_of(kind, district, at) for kind in KINDS for district in _districts_with(kind, at))


def list_rules(district: Agency, at: datetime, then: datetime, holds: Holds) -> list[OwnRule]:
    """Return the rule, for a district of which anything is there."""
    now, later = (sum(_rows_due(kind, district.pk, until, holds).count() for kind in KINDS) for until in (at, then))
    is_there = any(_rows_of(kind).filter(site__district=district).exists() for kind in KINDS)
    return [OwnRule(DataClass.BUILDING_TODAY, KEEP_DAYS, district.name, now, later)] if is_there else []


def _delete_of(kind: Kind, district_id: Any, at: datetime) -> int:
    with transaction.atomic(durable=True):
        lock_deletions()
        due = _rows_due(kind, district_id, at, holds_now())
        found = list(due.order_by(kind[2]).values_list("pk", flat=True)[:MOST_AT_ONCE])
        if found:
            _rows_of(kind).filter(pk__in=found).delete()
            rule: dict[str, Json] = {"days": KEEP_DAYS, "set_by": "default", "of": kind[0].__name__}
            record_deletion(Deleted(DataClass.BUILDING_TODAY, len(found), rule, district_id), at)
    return len(found)


def _districts_with(kind: Kind, at: datetime) -> Iterator[Any]:
    old = _rows_of(kind).filter(**{f"{kind[2]}__lt": at - timedelta(days=KEEP_DAYS)})
    return old.order_by().values_list("site__district_id", flat=True).distinct().iterator()


def _rows_due(kind: Kind, district_id: Any, at: datetime, holds: Holds) -> QuerySet[Any]:
    _model, begins, ends, texts, accounts = kind
    old = _rows_of(kind).filter(site__district_id=district_id, **{f"{ends}__lt": at - timedelta(days=KEEP_DAYS)})
    held = Q(site_id__in=holds.site_ids) | holds.within("site__district_id", begins=begins, ends=ends)
    for column in texts:
        held |= holds.named(column)
    for column in accounts:
        held |= Q(**{f"{column}_id__in": holds.user_ids})
    return old.exclude(pk__in=_rows_of(kind).filter(held, site__district_id=district_id).values("pk"))


def _rows_of(kind: Kind) -> QuerySet[Any]:
    return QuerySet(model=kind[0])
