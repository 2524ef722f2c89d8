"""Carry out what is due: class after class, at most so much and so long at once, so that nothing else waits for it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from coordination.drills.requirements.work.keeping import delete_drills
from coordination.keeping.gate import empty_the_wal, overwrite_what_is_deleted
from coordination.keeping.holds import holds_now
from coordination.keeping.vocabulary import DataClass
from coordination.records.evidence.keys import record_key
from coordination.records.retention import others
from coordination.records.retention.incidents import delete_incident, delete_uploads, incidents_due
from coordination.records.retention.rules import Days, days_of, longest_days
from mou.models import Agency
from mou.vocabulary import AgencyKind

logger = logging.getLogger(__name__)
# A run ends after so long, between two transactions; the next one goes on where it was.
RUN_S = 20.0
ENTRIES_AT_ONCE = 20_000
ROWS_AT_ONCE = 500
FEW_AT_ONCE = 20


@dataclass(slots=True)
class Run:
    """One run: when it began, and what it has deleted by class."""

    at: datetime
    began_s: float
    counts: dict[DataClass, int]

    def has_time(self) -> bool:
        return monotonic() - self.began_s < RUN_S

    def add(self, data_class: DataClass, count: int) -> None:
        if count:
            self.counts[data_class] = self.counts.get(data_class, 0) + count


def carry_out(at: datetime) -> dict[DataClass, int]:
    """Delete what is due, within the bounds of a run; return how many of each class. Several durable transactions."""
    overwrite_what_is_deleted()
    record_key(at)  # made, if it is the first time, in a transaction of its own
    run = Run(at, monotonic(), {})
    for district in Agency.objects.filter(kind=AgencyKind.DISTRICT.value).order_by("pk"):
        days = days_of(district.pk, at)
        for data_class in (DataClass.EXERCISES, DataClass.INCIDENTS):
            _delete_incidents(run, district, days[data_class])
        for data_class, chore in OF_DISTRICT.items():
            if run.has_time():
                run.add(data_class, chore(days[data_class], at, district))
    for data_class, whole in OF_ALL:
        if run.has_time():
            run.add(data_class, whole(longest_days(data_class, at), at))
    if run.counts:
        empty_the_wal()
        logger.warning("retention: deleted %s", ", ".join(f"{n} {one.value}" for one, n in run.counts.items()))
    return run.counts


def _delete_incidents(run: Run, district: Agency, days: Days) -> None:
    due = incidents_due(days, run.at, holds_now(), district.pk).order_by("closed_at")
    entries = 0
    for incident_id in list(due.values_list("pk", flat=True)[:FEW_AT_ONCE]):
        if not run.has_time() or entries >= ENTRIES_AT_ONCE:
            return
        had = delete_incident(incident_id, days, run.at)
        entries += had
        run.add(days.data_class, int(had > 0))


OF_DISTRICT: dict[DataClass, Callable[[Days, datetime, Agency], int]] = {
    # Exercises go as incidents do; this is what the law keeps of drills.
    DataClass.EXERCISES: lambda days, at, one: delete_drills(
        days.days, others.rule_of(days), at, one.pk, most=ROWS_AT_ONCE
    ),
    DataClass.UPLOADS: lambda days, at, one: delete_uploads(days, at, one.pk, most=ROWS_AT_ONCE),
    DataClass.PUSH_RECORDS: lambda days, at, one: others.delete_alerts(days, at, one.pk, most=ROWS_AT_ONCE),
    DataClass.DISCLOSURES: lambda days, at, one: others.delete_disclosures(days, at, one.pk, most=ROWS_AT_ONCE),
    DataClass.ACCOUNTS: lambda days, at, one: others.delete_accounts(days, at, one.pk, most=FEW_AT_ONCE),
    DataClass.OLD_PLANS: lambda days, at, one: others.delete_plans(days, at, one.pk, most=FEW_AT_ONCE),
}
# What belongs to no district alone is kept as long as the one that keeps it longest.
OF_ALL: tuple[tuple[DataClass, Callable[[Days, datetime], int]], ...] = (
    (DataClass.PUSH_RECORDS, lambda days, at: others.delete_alerts(days, at, None, most=ROWS_AT_ONCE)),
    (DataClass.AUDIT, lambda days, at: others.delete_audit(days, at, most=10 * ROWS_AT_ONCE)),
    (DataClass.AUDIT, lambda days, at: others.delete_acts(days, at, most=ROWS_AT_ONCE)),
)
