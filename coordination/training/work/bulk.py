"""Record the training of many people from a file: looked at first, then all of it or nothing."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from coordination.administration.accounts.people_file import RowDefect
from coordination.administration.kept_files import discard_file, keep_file, kept_file
from coordination.administration.models import KeptFile
from coordination.training.errors import TrainingDefects
from coordination.training.work.table import TrainingRow, TrainingTable, read_training
from mou.access.fetch import members_who_count
from mou.access.policy import local_date
from mou.errors import BadName, BadTraining
from mou.models import Agency, TrainingRecord
from mou.officers.access import led_agency
from mou.officers.training import KnownCourse, checked_training, known_courses, new_record

PURPOSE = KeptFile.Purpose.TRAINING
AT_ONCE = 500
# What a client is shown; the file has the others.
DEFECTS_SHOWN = 200


@dataclass(frozen=True, slots=True)
class TrainingLine:
    """A row as it would be recorded."""

    number: int
    person: str
    course: str
    completed_on: date
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class TrainingLook:
    """What a file would do, or did. Nothing is done while there are defects. `known`: recorded already, left as is."""

    new: int
    known: int
    people: int
    defects: list[RowDefect]
    ignored_columns: list[str]
    lines: list[TrainingLine]


@dataclass(frozen=True, slots=True)
class TrainingLooked:
    """What a file would do, and the id by which it is taken in."""

    upload_id: UUID
    look: TrainingLook


@dataclass(frozen=True, slots=True)
class _Person:
    user_id: int
    name: str


@dataclass(slots=True)
class _Plan:
    records: list[TrainingRecord]
    lines: list[TrainingLine]
    known: int
    defects: list[RowDefect]


def look_at_training(*, actor_id: int, agency_id: UUID, content: bytes, at: datetime) -> TrainingLooked:
    """Keep a file for a day and return what it would do. Five queries. Raises: AgencyNotFound, BadTrainingFile."""
    agency = led_agency(user_id=actor_id, agency_id=agency_id, at=at)
    table = read_training(content)
    look = _look(_plan(agency, table, actor_id, at), table)
    return TrainingLooked(keep_file(purpose=PURPOSE, actor_id=actor_id, agency=agency, content=content, at=at), look)


def take_training(*, actor_id: int, agency_id: UUID, upload_id: UUID, at: datetime) -> TrainingLook:
    """Record everything of a file that was looked at, in one durable transaction, or nothing. Locks the agency's row.

    Raises: AgencyNotFound, UploadNotFound. TrainingDefects: a row has one, or somebody recorded the same meanwhile.
    """
    agency = led_agency(user_id=actor_id, agency_id=agency_id, at=at)
    content = kept_file(purpose=PURPOSE, actor_id=actor_id, agency=agency, file_id=upload_id, at=at)
    table = read_training(content)
    try:
        with transaction.atomic(durable=True):
            locked = led_agency(user_id=actor_id, agency_id=agency_id, at=at, lock=True)
            plan = _plan(locked, table, actor_id, at)
            if table.defects or plan.defects:
                raise TrainingDefects
            TrainingRecord.objects.bulk_create(plan.records, batch_size=AT_ONCE)
    except IntegrityError as error:
        raise TrainingDefects from error
    discard_file(upload_id)
    return _look(plan, table)


def _look(plan: _Plan, table: TrainingTable) -> TrainingLook:
    defects = sorted((*table.defects, *plan.defects), key=lambda one: one.number)
    return TrainingLook(
        new=len(plan.records),
        known=plan.known,
        people=len({one.person_id for one in plan.records}),
        defects=defects[:DEFECTS_SHOWN],
        ignored_columns=list(table.ignored_columns),
        lines=plan.lines[:20],
    )


def _plan(agency: Agency, table: TrainingTable, actor_id: int, at: datetime) -> _Plan:
    people, courses = _people(agency, at), known_courses(agency)
    kept = TrainingRecord.objects.filter(agency=agency, replaced_at__isnull=True)
    recorded = set(kept.values_list("person_id", "course", "completed_on"))
    today = local_date(at, agency.time_zone)
    plan = _Plan([], [], 0, [])
    seen: dict[tuple[int, str, date], int] = {}
    for row in table.rows:
        person = people[row.by].get(row.who)
        what = _defect(row, person, courses)
        if what or person is None:
            plan.defects.append(RowDefect(row.number, what))
            continue
        key = (person.user_id, row.given.course, row.given.completed_on)
        if key in seen:
            said = _("the same as in row %(row)s.") % {"row": seen[key]}
            plan.defects.append(RowDefect(row.number, said))
        elif key in recorded:
            plan.known += 1
        else:
            _add(plan, row, person, courses[row.given.course], agency, actor_id, today, at)
        seen.setdefault(key, row.number)
    return plan


def _add(
    plan: _Plan,
    row: TrainingRow,
    person: _Person,
    course: KnownCourse,
    agency: Agency,
    actor_id: int,
    today: date,
    at: datetime,
) -> None:
    try:
        checked = checked_training(row.given, {course.code: course}, today)
    except (BadTraining, BadName):
        plan.defects.append(RowDefect(row.number, _("hours, days or texts are out of bounds.")))
        return
    plan.records.append(
        new_record(checked, agency=agency, person_id=person.user_id, actor_id=actor_id, course=course, at=at)
    )
    plan.lines.append(TrainingLine(row.number, person.name, course.name, checked.completed_on, checked.expires_on))


def _defect(row: TrainingRow, person: _Person | None, courses: Mapping[str, KnownCourse]) -> str:
    if person is None:
        return _("%(by)s: nobody, or more than one, of this agency.") % {"by": row.by}
    if row.given.course not in courses:
        return _("course: there is no such course.")
    return ""


def _people(agency: Agency, at: datetime) -> dict[str, dict[str, _Person]]:
    """Return an agency's people by what a row may call them; who shares a name or callsign is not found by it."""
    rows = members_who_count(at).filter(agency=agency, user__is_device=False).select_related("user")
    found: dict[str, dict[str, _Person]] = {"email": {}, "username": {}, "callsign": {}, "name": {}}
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        said = {
            "email": row.user.email,
            "username": row.user.username,
            "callsign": row.callsign,
            "name": row.user.shown_name(),
        }
        for by, text in said.items():
            key = " ".join(text.split()).casefold()
            if key:
                counts[by, key] += 1
                found[by][key] = _Person(row.user_id, row.user.shown_name())
    for (by, key), n in counts.items():
        if n > 1:
            del found[by][key]
    return found
