"""What people read of training records: their own, and those of agencies they lead."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, QuerySet

from mou.access.policy import local_date
from mou.models import Agency, TrainingCertificate, TrainingRecord
from mou.officers.rules import EXPIRING_DAYS
from mou.vocabulary import ReplacedWhy, TrainingStanding

MOST_SHOWN = 5_000


@dataclass(frozen=True, slots=True)
class TrainingView:
    """One record. `standing`: met, expiring or expired on the agency's day today."""

    id: UUID
    person_id: UUID
    person: str
    agency_id: UUID
    agency: str
    course: str
    course_name: str
    hours: float
    provider: str
    completed_on: date
    expires_on: date | None
    certificate_number: str
    has_certificate: bool
    standing: TrainingStanding
    recorded_by: str
    recorded_at: datetime
    verified_by: str
    verified_at: datetime | None
    corrects: UUID | None
    replaced_at: datetime | None
    replaced_why: ReplacedWhy | None
    replaced_reason: str


def training_views(rows: QuerySet[TrainingRecord], at: datetime, *, most: int = MOST_SHOWN) -> list[TrainingView]:
    """Return these records, what is to be done first. Two queries.

    Args:
        most: so many are read, those that end first. A page asks for one more, to say that there are others.
    """
    ordered = rows.order_by(F("expires_on").asc(nulls_last=True), "pk")
    found = list(ordered.select_related("person", "agency", "recorded_by", "verified_by")[:most])
    kept = TrainingCertificate.objects.filter(record__in=[one.pk for one in found])
    pictured = set(kept.values_list("record_id", flat=True))
    return [_view_of_record(one, has_picture=one.pk in pictured, at=at) for one in _by_expiry(found)]


def _by_expiry(rows: Iterable[TrainingRecord]) -> list[TrainingRecord]:
    return sorted(rows, key=lambda one: (one.expires_on or date.max, one.person.shown_name(), one.course, one.pk))


def records_of(agency: Agency) -> QuerySet[TrainingRecord]:
    """Return what counts of an agency's records."""
    return TrainingRecord.objects.filter(agency=agency, replaced_at__isnull=True)


def standing_of(expires_on: date | None, today: date) -> TrainingStanding:
    """Return how a record stands by its last day."""
    if expires_on is None:
        return TrainingStanding.MET
    if expires_on < today:
        return TrainingStanding.EXPIRED
    near = expires_on - today <= timedelta(days=EXPIRING_DAYS)
    return TrainingStanding.EXPIRING if near else TrainingStanding.MET


def _view_of_record(row: TrainingRecord, *, has_picture: bool, at: datetime) -> TrainingView:
    return TrainingView(
        id=row.pk,
        person_id=row.person.public_id,
        person=row.person.shown_name(),
        agency_id=row.agency_id,
        agency=row.agency.name,
        course=row.course,
        course_name=row.course_name,
        hours=row.hours,
        provider=row.provider,
        completed_on=row.completed_on,
        expires_on=row.expires_on,
        certificate_number=row.certificate_number,
        has_certificate=has_picture,
        standing=standing_of(row.expires_on, local_date(at, row.agency.time_zone)),
        recorded_by=row.recorded_by.shown_name(),
        recorded_at=row.recorded_at,
        verified_by=row.verified_by.shown_name() if row.verified_by is not None else "",
        verified_at=row.verified_at,
        corrects=row.corrects_id,
        replaced_at=row.replaced_at,
        replaced_why=ReplacedWhy(row.replaced_why) if row.replaced_why else None,
        replaced_reason=row.replaced_reason,
    )


def own_records(user_id: int) -> QuerySet[TrainingRecord]:
    """Return a person's own training as it holds, whichever agency recorded it."""
    return TrainingRecord.objects.filter(person=user_id, replaced_at__isnull=True)


def correction_of(record: TrainingRecord) -> TrainingRecord | None:
    """Return the record that took another's place, if one did."""
    return TrainingRecord.objects.filter(corrects=record).only("pk").first()
