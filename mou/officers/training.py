"""Record what people have completed, correct, withdraw and verify it, and add courses. Durable transactions."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import get_language

from mou.access.fetch import members_who_count
from mou.access.names import checked_optional_text, checked_text
from mou.access.policy import local_date
from mou.errors import BadTraining, NotAllowed, TrainingKnownAlready
from mou.models import Agency, OwnCourse, TrainingCertificate, TrainingRecord
from mou.officers.access import kept_record, led_agency
from mou.officers.courses import course_catalog
from mou.officers.rules import YEARLY, expiry_of
from mou.terms import SCOPE
from mou.vocabulary import ReplacedWhy

HOURS_MAX = 1_000
OWN_COURSES_MAX = 200
MONTHS_MAX = 240
EARLIEST = date(1950, 1, 1)
LATEST = date(2150, 1, 1)


@dataclass(frozen=True, slots=True)
class KnownCourse:
    """A course that an agency can record: of the catalog, or its own."""

    code: str
    name: str
    hours: float
    valid_months: int | None
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class TrainingGiven:
    """What was completed. Without hours, the course's; without an expiry, what the course's validity makes of it."""

    course: str
    completed_on: date
    hours: float | None = None
    expires_on: date | None = None
    provider: str = ""
    certificate_number: str = ""


def known_courses(agency: Agency) -> dict[str, KnownCourse]:
    """Return the courses that an agency can record, by code: the catalog and its own. One query."""
    return known_courses_of([agency.pk])[agency.pk]


def known_courses_of(agency_ids: Collection[UUID]) -> dict[UUID, dict[str, KnownCourse]]:
    """Return the courses that each of these agencies can record, by code. One query."""
    language = get_language() or "en"
    common = {
        one.code: KnownCourse(one.code, one.name_in(language), one.hours, one.valid_months)
        for one in course_catalog().values()
    }
    found = {agency_id: dict(common) for agency_id in agency_ids}
    for own in OwnCourse.objects.filter(agency__in=list(agency_ids), retired_at__isnull=True).order_by("name"):
        course = KnownCourse(own.code, own.name, own.hours, own.valid_months, is_own=True)
        found[own.agency_id][own.code] = course
    return found


def checked_training(given: TrainingGiven, courses: dict[str, KnownCourse], today: date) -> TrainingGiven:
    """Return what was given with all that its course says in its place. Raises: BadTraining, BadName."""
    course = courses.get(given.course)
    if course is None:
        raise BadTraining("There is no such course.")
    hours = course.hours if given.hours is None else given.hours
    if not 0 < hours <= HOURS_MAX:
        raise BadTraining(f"The hours are more than 0 and at most {HOURS_MAX}.")
    if not EARLIEST <= given.completed_on <= today:
        raise BadTraining("The day of completion is in the future, or too long ago.")
    expires_on = given.expires_on or expiry_of(given.completed_on, course.valid_months)
    if expires_on is not None and not given.completed_on <= expires_on <= LATEST:
        raise BadTraining("It expires before it was completed.")
    return replace(
        given,
        hours=hours,
        expires_on=expires_on,
        provider=checked_optional_text(given.provider, "provider", max_chars=120),
        certificate_number=checked_optional_text(given.certificate_number, "certificate number", max_chars=60),
    )


def new_record(
    given: TrainingGiven, *, agency: Agency, person_id: int, actor_id: int, course: KnownCourse, at: datetime
) -> TrainingRecord:
    """Return a record that is not stored yet, of what was checked."""
    assert given.hours is not None
    return TrainingRecord(
        agency=agency,
        person_id=person_id,
        course=given.course,
        course_name=_english_name(course),
        hours=given.hours,
        provider=given.provider,
        completed_on=given.completed_on,
        expires_on=given.expires_on,
        certificate_number=given.certificate_number,
        recorded_by_id=actor_id,
        recorded_at=at,
    )


def _english_name(course: KnownCourse) -> str:
    known = course_catalog().get(course.code)
    return course.name if course.is_own or known is None else known.name


def record_training(*, actor_id: int, agency_id: UUID, member_id: UUID, given: TrainingGiven, at: datetime) -> UUID:
    """Record that a member completed a course; return the record's id. Locks the agency's row.

    Raises: AgencyNotFound, BadTraining, BadName, TrainingKnownAlready.
    """
    with transaction.atomic(durable=True):
        agency = led_agency(user_id=actor_id, agency_id=agency_id, at=at, lock=True)
        member = members_who_count(at).filter(pk=member_id, agency=agency).first()
        if member is None:
            raise BadTraining("There is no such member of the agency.")
        courses = known_courses(agency)
        checked = checked_training(given, courses, local_date(at, agency.time_zone))
        made = new_record(
            checked,
            agency=agency,
            person_id=member.user_id,
            actor_id=actor_id,
            course=courses[given.course],
            at=at,
        )
        _store_record(made)
    return made.pk


def correct_training(*, actor_id: int, record_id: UUID, given: TrainingGiven, reason: str, at: datetime) -> UUID:
    """Put a corrected record in the place of one, which stays to be read; return the new one's id.

    The certificate goes with the correction, its verification does not.
    Raises: TrainingNotFound, NotAllowed, BadTraining, BadName, TrainingKnownAlready.
    """
    why = checked_text(reason, "reason", max_chars=400)
    with transaction.atomic(durable=True):
        old = _current_record(actor_id, record_id, at)
        courses = known_courses(old.agency)
        checked = checked_training(given, courses, local_date(at, old.agency.time_zone))
        made = new_record(
            checked,
            agency=old.agency,
            person_id=old.person_id,
            actor_id=actor_id,
            course=courses[given.course],
            at=at,
        )
        _replace_record(old, ReplacedWhy.CORRECTED, actor_id, why, at)
        made.corrects = old
        _store_record(made)
        TrainingCertificate.objects.filter(record=old).update(record=made)
    return made.pk


def withdraw_training(*, actor_id: int, record_id: UUID, reason: str, at: datetime) -> None:
    """Say that a record is wrong altogether; it stays to be read and counts no longer.

    Raises: TrainingNotFound, NotAllowed, BadName, TrainingKnownAlready.
    """
    why = checked_text(reason, "reason", max_chars=400)
    with transaction.atomic(durable=True):
        _replace_record(_current_record(actor_id, record_id, at), ReplacedWhy.WITHDRAWN, actor_id, why, at)


def verify_training(*, actor_id: int, record_id: UUID, at: datetime) -> None:
    """Confirm the proof of a record. Neither its person nor the one who recorded it may.

    Raises: TrainingNotFound, NotAllowed, TrainingKnownAlready.
    """
    with transaction.atomic(durable=True):
        record = _current_record(actor_id, record_id, at)
        if actor_id in (record.person_id, record.recorded_by_id):
            raise NotAllowed("Someone else verifies it than the person, and than who recorded it.")
        record.verified_by_id, record.verified_at = actor_id, at
        record.save(update_fields=["verified_by_id", "verified_at"])


def add_certificate(*, actor_id: int, record_id: UUID, jpeg: bytes, at: datetime) -> None:
    """Put the picture of a certificate to a record; it was drawn anew by a process that can reach nothing.

    Raises: TrainingNotFound, NotAllowed. TrainingKnownAlready: it has one; correct the record instead.
    """
    with transaction.atomic(durable=True):
        record = _current_record(actor_id, record_id, at)
        if TrainingCertificate.objects.filter(record=record).exists():
            raise TrainingKnownAlready("The record has a certificate already.")
        TrainingCertificate.objects.create(
            record=record, jpeg=jpeg, sha256=hashlib.sha256(jpeg).hexdigest(), added_by_id=actor_id, added_at=at
        )


def add_course(
    *, actor_id: int, agency_id: UUID, code: str, name: str, hours: float, valid_months: int | None, at: datetime
) -> UUID:
    """Add a course of the agency's own to what it can record. Raises: AgencyNotFound, BadTraining, BadName."""
    title = checked_text(name, "name", max_chars=120)
    if not code or len(code) > 60 or not SCOPE.match(code) or ":" in code or code == YEARLY or code in course_catalog():
        raise BadTraining("A code is made of small letters, digits and underscores, and is not one of the catalog.")
    if not 0 < hours <= HOURS_MAX or (valid_months is not None and not 0 < valid_months <= MONTHS_MAX):
        raise BadTraining("The hours or the months are out of bounds.")
    with transaction.atomic(durable=True):
        agency = led_agency(user_id=actor_id, agency_id=agency_id, at=at, lock=True)
        rows = OwnCourse.objects.filter(agency=agency)
        if rows.count() >= OWN_COURSES_MAX or rows.filter(code=code).exists():
            raise BadTraining("The agency has a course of this code, or too many.")
        made = OwnCourse.objects.create(
            agency=agency,
            code=code,
            name=title,
            hours=hours,
            valid_months=valid_months,
            added_by_id=actor_id,
            added_at=at,
        )
    return made.pk


def retire_course(*, actor_id: int, agency_id: UUID, code: str, at: datetime) -> None:
    """Offer an own course no longer; what was recorded of it stays. Raises: AgencyNotFound, BadTraining."""
    with transaction.atomic(durable=True):
        agency = led_agency(user_id=actor_id, agency_id=agency_id, at=at, lock=True)
        if not OwnCourse.objects.filter(agency=agency, code=code, retired_at__isnull=True).update(retired_at=at):
            raise BadTraining("There is no such course of the agency.")


def _current_record(actor_id: int, record_id: UUID, at: datetime) -> TrainingRecord:
    record = kept_record(user_id=actor_id, record_id=record_id, at=at)
    if record.replaced_at is not None:
        raise TrainingKnownAlready("The record was corrected or withdrawn already.")
    return record


def _replace_record(record: TrainingRecord, why: ReplacedWhy, actor_id: int, reason: str, at: datetime) -> None:
    record.replaced_at, record.replaced_why, record.replaced_reason = at, why.value, reason
    record.replaced_by_id = actor_id
    record.save(update_fields=["replaced_at", "replaced_why", "replaced_reason", "replaced_by_id"])


def _store_record(record: TrainingRecord) -> None:
    try:
        with transaction.atomic():
            record.save(force_insert=True)
    except IntegrityError as error:
        raise TrainingKnownAlready("This course of this person on this day is recorded already.") from error
