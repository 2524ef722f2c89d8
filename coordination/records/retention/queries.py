"""What a district's administrators read: what is kept how long, what goes when, what is held, what was deleted."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from django.db.models import Q, QuerySet

from coordination.casework.retention import OwnRule
from coordination.drills.requirements.work.keeping import drills_due
from coordination.keeping.classes import BOUNDS
from coordination.keeping.holds import Holds, holds_now
from coordination.keeping.models import Deletion, LegalHold
from coordination.keeping.vocabulary import DataClass, HoldScope
from coordination.records.retention import others
from coordination.records.retention.incidents import incidents_due, uploads_due
from coordination.records.retention.rules import Days, days_of, longest_days
from coordination.room.models import Incident
from coordination.rosters.models import HeldRosterRow
from mapping.models import Site
from mou.foundation.installed_apps import installed_apps
from mou.models import Agency

SOON = timedelta(days=30)
LISTED = 100
# Of a district, the time, a later time and the legal holds.
type ListsRules = Callable[[Agency, datetime, datetime, Holds], list[OwnRule]]


@dataclass(frozen=True, slots=True)
class RetentionLine:
    """A class of a district: its days (none: without end), the least and the usual ones, and how many go when.

    `own_rule_of`: whose rule it is where it is not set here. `due` goes with the next runs, `soon` within 30 days.
    """

    data_class: DataClass
    days: int | None
    rule_days: int | None
    rule_from: datetime | None
    least_days: int | None
    default_days: int | None
    set_by: str
    set_at: datetime | None
    reason: str
    own_rule_of: str
    due: int
    soon: int


@dataclass(frozen=True, slots=True)
class GoingIncident:
    """An incident that goes within 30 days, and when."""

    incident_id: UUID
    title: str
    site: str
    is_exercise: bool
    closed_at: datetime
    goes_at: datetime


@dataclass(frozen=True, slots=True)
class HoldView:
    """A legal hold: what, why, who, when, and who released it."""

    hold_id: UUID
    scope: HoldScope
    name: str
    incident_id: UUID | None
    site_id: UUID | None
    has_account: bool
    since: datetime | None
    until: datetime | None
    reason: str
    set_by: str
    set_at: datetime
    release_reason: str
    release_asked_by: str
    release_asked_at: datetime | None
    released_by: str
    released_at: datetime | None
    may_release: bool


@dataclass(frozen=True, slots=True)
class DeletionView:
    """A record of a deletion, as it stands in the chain."""

    number: int
    at: datetime
    data_class: DataClass
    count: int
    days: int | None
    set_by: str
    by: str
    subjects: list[dict[str, object]]
    content: str
    salt: str
    digest: str
    chain_hash: str


def retention_of_district(district: Agency, at: datetime) -> list[RetentionLine]:
    """Return how long a district keeps each class, in the order of the vocabulary. Some twenty queries."""
    holds = holds_now()
    lines = {one: _retention_line(district, days, at, holds) for one, days in days_of(district.pk, at).items()}
    of_audit = longest_days(DataClass.AUDIT, at)
    lines[DataClass.AUDIT] = _retention_line(
        district, days_of(district.pk, at)[DataClass.AUDIT], at, holds, counts=of_audit
    )
    order = list(DataClass)
    own = sorted(_lines_of_apps(district, at, holds), key=lambda one: order.index(one.data_class))
    return [*(lines[one] for one in DataClass if one in lines), *own]


def going_incidents(district: Agency, at: datetime, *, most: int = LISTED) -> list[GoingIncident]:
    """Return the incidents and exercises that go within 30 days, the first to go first; at most so many."""
    holds, found = holds_now(), []
    for data_class in (DataClass.INCIDENTS, DataClass.EXERCISES):
        days = days_of(district.pk, at)[data_class]
        later = days_of(district.pk, at + SOON)[data_class]
        if later.days is None:
            continue
        rows = incidents_due(later, at + SOON, holds, district.pk).select_related("site").order_by("closed_at")
        for row in rows[:most]:
            assert row.closed_at is not None, "a closed incident says since when"
            goes_at = row.closed_at + timedelta(days=later.days)
            if days.from_at is not None:
                goes_at = max(goes_at, days.from_at)
            found.append(
                GoingIncident(
                    row.pk, row.shown_title(), row.site.name, row.is_exercise, row.closed_at, max(goes_at, at)
                )
            )
    return sorted(found, key=lambda one: one.goes_at)[:most]


def _retention_line(
    district: Agency, days: Days, at: datetime, holds: Holds, *, counts: Days | None = None
) -> RetentionLine:
    bounds = BOUNDS[days.data_class]
    count = COUNTS[days.data_class]
    later = days_of(district.pk, at + SOON)[days.data_class]
    due = count(counts or days, at, holds, district.pk)
    return RetentionLine(
        data_class=days.data_class,
        days=days.days,
        rule_days=days.rule_days,
        rule_from=days.from_at,
        least_days=bounds.least_days,
        default_days=bounds.default_days,
        set_by=days.set_by,
        set_at=days.set_at,
        reason=days.reason,
        own_rule_of="",
        due=due,
        soon=count(counts or later, at + SOON, holds, district.pk) - due,
    )


COUNTS: dict[DataClass, Callable[[Days, datetime, Holds, UUID], int]] = {
    DataClass.INCIDENTS: lambda days, at, holds, pk: incidents_due(days, at, holds, pk).count(),
    DataClass.EXERCISES: lambda days, at, holds, pk: (
        incidents_due(days, at, holds, pk).count() + drills_due(days.days, at, holds, pk).count()
    ),
    DataClass.UPLOADS: lambda days, at, holds, pk: uploads_due(days, at, holds, pk).count(),
    DataClass.PUSH_RECORDS: lambda days, at, holds, pk: others.alerts_due(days, at, holds, pk).count(),
    DataClass.AUDIT: lambda days, at, holds, _pk: others.audit_due(days, at, holds).count(),
    DataClass.DISCLOSURES: lambda days, at, holds, pk: others.disclosures_due(days, at, holds, pk).count(),
    DataClass.ACCOUNTS: lambda days, at, holds, pk: others.accounts_due(days, at, holds, pk).count(),
    DataClass.OLD_PLANS: lambda days, at, holds, pk: others.plans_due(days, at, holds, pk).count(),
}


def _lines_of_apps(district: Agency, at: datetime, holds: Holds) -> Iterator[RetentionLine]:
    """Yield what rules of its own retain: of desks, of a roster."""
    for list_rules in app_rules():
        for one in list_rules(district, at, at + SOON, holds):
            days, soon = one.days, one.then - one.due
            yield RetentionLine(one.data_class, days, days, None, None, None, "", None, "", one.whose, one.due, soon)


@cache
def app_rules() -> tuple[ListsRules, ...]:
    """Return the functions of the apps that list such rules."""
    return tuple(one.named(name) for one in installed_apps() for name in one.app.retained)


def hold_rows(district: Agency) -> QuerySet[LegalHold]:
    """Return a district's holds; `is_released` tells those that hold nothing any more."""
    return LegalHold.objects.filter(district=district).annotate(is_released=Q(released_at__isnull=False))


def holds_in_force(district: Agency, reader_id: int) -> list[HoldView]:
    """Return a district's holds that hold something now, the newest first: all of them."""
    return read_holds(hold_rows(district).filter(released_at=None).order_by("-set_at"), reader_id)


def holds_of(district: Agency, reader_id: int) -> list[HoldView]:
    """Return a district's holds: all that are in force, then the newest released ones, at most five hundred."""
    released = hold_rows(district).filter(released_at__isnull=False).order_by("-set_at")[: 5 * LISTED]
    return [*holds_in_force(district, reader_id), *read_holds(released, reader_id)]


def read_holds(rows: QuerySet[LegalHold], reader_id: int) -> list[HoldView]:
    """Return holds as a reader has them: who asked for a release is not its second person."""
    return [
        HoldView(
            hold_id=one.pk,
            scope=HoldScope(one.scope),
            name=one.name,
            incident_id=one.incident_id,
            site_id=one.site_id,
            has_account=one.user_id is not None,
            since=one.since,
            until=one.until,
            reason=one.reason,
            set_by=one.set_by_name,
            set_at=one.set_at,
            release_reason=one.release_reason,
            release_asked_by=one.release_asked_by_name,
            release_asked_at=one.release_asked_at,
            released_by=one.released_by_name,
            released_at=one.released_at,
            may_release=one.released_at is None and one.release_asked_by_id != reader_id,
        )
        for one in rows
    ]


def incidents_to_hold(district: Agency) -> QuerySet[Incident]:
    """Return the incidents at a district's sites, newest first, with their sites."""
    return Incident.objects.filter(site__district=district).select_related("site").order_by("-opened_at")


def sites_to_hold(district: Agency) -> QuerySet[Site]:
    """Return a district's sites by name."""
    return Site.objects.filter(district=district).order_by("name")


def kept_rows_of(district: Agency) -> int:
    """Return how many rows of the roster are kept beside it, as they were before the school's system changed them."""
    return HeldRosterRow.objects.filter(roster__district=district).count()


def deletions_of(district: Agency, *, before: int | None = None) -> list[DeletionView]:
    """Return what was deleted of a district's, and of the whole installation's, newest first; at most a hundred."""
    rows = deletion_rows(district).order_by("-seq")
    if before is not None:
        rows = rows.filter(seq__lt=before)
    return read_deletions(rows[:LISTED])


def deletion_rows(district: Agency) -> QuerySet[Deletion]:
    """Return the records of what was deleted of a district's, and of the whole installation's."""
    return Deletion.objects.filter(Q(district_id=district.pk) | Q(district_id=None))


def read_deletions(rows: QuerySet[Deletion]) -> list[DeletionView]:
    """Return records of deletions as a district reads them."""
    return [_deletion_view(one) for one in rows]


def _deletion_view(row: Deletion) -> DeletionView:
    told = json.loads(row.content)
    return DeletionView(
        number=row.seq,
        at=row.at,
        data_class=DataClass(row.data_class),
        count=row.count,
        days=told["rule"].get("days"),
        set_by=told["rule"].get("set_by", ""),
        by=told["by"],
        subjects=told["subjects"],
        content=row.content,
        salt=row.salt,
        digest=row.digest,
        chain_hash=row.chain_hash,
    )
