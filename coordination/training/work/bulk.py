"""Record the training of many people from a file: looked at first, then all of it or nothing.

A file is brought for one agency. A row may name another, whose training the person keeps as well.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from coordination.administration.accounts.people_file import RowDefect
from coordination.administration.kept_files import discard_file, keep_file, kept_file
from coordination.administration.models import KeptFile
from coordination.training.errors import TrainingDefects
from coordination.training.work.table import WHO, TrainingRow, TrainingTable, plain_name, read_training
from mou.access.fetch import members_who_count
from mou.access.policy import local_date
from mou.errors import AgencyNotFound, BadName, BadTraining
from mou.models import Agency, TrainingRecord
from mou.officers.access import led_agencies, led_agency
from mou.officers.training import KnownCourse, checked_training, known_courses_of, new_record

PURPOSE = KeptFile.Purpose.TRAINING
AT_ONCE = 500
# What a client is shown; the file has the others.
DEFECTS_SHOWN = 200


@dataclass(frozen=True, slots=True)
class TrainingLine:
    """A row as it would be recorded. `school`: the person's agency."""

    number: int
    school: str
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


@dataclass(frozen=True, slots=True)
class _Keeping:
    """An agency for which rows are recorded, with its people, its courses, and what is recorded of them already."""

    agency: Agency
    people: Mapping[str, Mapping[str, _Person]]
    courses: dict[str, KnownCourse]
    recorded: frozenset[tuple[int, str, date]]
    today: date


@dataclass(slots=True)
class _Plan:
    records: list[TrainingRecord]
    lines: list[TrainingLine]
    known: int
    defects: list[RowDefect]


def look_at_training(*, actor_id: int, agency_id: UUID, content: bytes, at: datetime) -> TrainingLooked:
    """Keep a file for a day and return what it would do, in a constant number of queries.

    Raises: AgencyNotFound, BadTrainingFile.
    """
    agency = led_agency(user_id=actor_id, agency_id=agency_id, at=at)
    table = read_training(content)
    look = _look_of_plan(
        _plan_rows(_agencies_of_file(agency_id, table, actor_id, at, lock=False), agency_id, table, actor_id, at), table
    )
    return TrainingLooked(keep_file(purpose=PURPOSE, actor_id=actor_id, agency=agency, content=content, at=at), look)


def take_training(*, actor_id: int, agency_id: UUID, upload_id: UUID, at: datetime) -> TrainingLook:
    """Record everything of a file that was looked at, in one durable transaction, or nothing. Locks the agencies' rows.

    Raises: AgencyNotFound, UploadNotFound. TrainingDefects: a row has one, or the same was recorded meanwhile.
    """
    agency = led_agency(user_id=actor_id, agency_id=agency_id, at=at)
    content = kept_file(purpose=PURPOSE, actor_id=actor_id, agency=agency, file_id=upload_id, at=at)
    table = read_training(content)
    try:
        with transaction.atomic(durable=True):
            locked = _agencies_of_file(agency_id, table, actor_id, at, lock=True)
            plan = _plan_rows(locked, agency_id, table, actor_id, at)
            if table.defects or plan.defects:
                raise TrainingDefects
            TrainingRecord.objects.bulk_create(plan.records, batch_size=AT_ONCE)
    except IntegrityError as error:
        raise TrainingDefects from error
    discard_file(upload_id)
    return _look_of_plan(plan, table)


def _look_of_plan(plan: _Plan, table: TrainingTable) -> TrainingLook:
    defects = sorted((*table.defects, *plan.defects), key=lambda one: one.number)
    return TrainingLook(
        new=len(plan.records),
        known=plan.known,
        people=len({one.person_id for one in plan.records}),
        defects=defects[:DEFECTS_SHOWN],
        ignored_columns=list(table.ignored_columns),
        lines=plan.lines[:20],
    )


def _agencies_of_file(
    agency_id: UUID, table: TrainingTable, actor_id: int, at: datetime, *, lock: bool
) -> list[Agency]:
    """Return the agency of the file, and those that its rows name and whose training the person keeps.

    With `lock`, holds their rows, in the order of their ids. Raises: AgencyNotFound: the file's own is not among them.
    """
    named = {row.school for row in table.rows} - {""}
    led = {one.pk: one for one in led_agencies(actor_id, at)}
    wanted = [pk for pk, one in led.items() if pk == agency_id or plain_name(one.name) in named]
    rows = led_agencies(actor_id, at).filter(pk__in=wanted).order_by("pk")
    found = list(rows.select_for_update(of=("self",)) if lock else rows)
    if agency_id not in {one.pk for one in found}:
        raise AgencyNotFound("There is no such agency.")
    return found


def _plan_rows(agencies: list[Agency], agency_id: UUID, table: TrainingTable, actor_id: int, at: datetime) -> _Plan:
    keepings = _list_keepings(agencies, at)
    names = Counter(plain_name(one.name) for one in agencies)
    by_name = {plain_name(one.name): keepings[one.pk] for one in agencies if names[plain_name(one.name)] == 1}
    plan = _Plan([], [], 0, [])
    seen: dict[tuple[UUID, int, str, date], int] = {}
    for row in table.rows:
        keeping = by_name.get(row.school) if row.school else keepings[agency_id]
        if keeping is None:
            # Whether there is such a school is not for everybody to learn.
            said = _("school: none, or more than one, whose training you keep has this name.")
            plan.defects.append(RowDefect(row.number, said))
            continue
        _take_row(plan, row, keeping, seen, actor_id, at)
    return plan


def _list_keepings(agencies: list[Agency], at: datetime) -> dict[UUID, _Keeping]:
    ids = [one.pk for one in agencies]
    people, courses = _people_by_name(ids, at), known_courses_of(ids)
    recorded: dict[UUID, set[tuple[int, str, date]]] = defaultdict(set)
    kept = TrainingRecord.objects.filter(agency__in=ids, replaced_at__isnull=True)
    for agency_id, person_id, course, day in kept.values_list("agency_id", "person_id", "course", "completed_on"):
        recorded[agency_id].add((person_id, course, day))
    return {
        one.pk: _Keeping(
            agency=one,
            people=people[one.pk],
            courses=courses[one.pk],
            recorded=frozenset(recorded[one.pk]),
            today=local_date(at, one.time_zone),
        )
        for one in agencies
    }


def _take_row(
    plan: _Plan,
    row: TrainingRow,
    keeping: _Keeping,
    seen: dict[tuple[UUID, int, str, date], int],
    actor_id: int,
    at: datetime,
) -> None:
    person = keeping.people[row.by].get(row.who)
    what = _defect_of_row(row, person, keeping.courses)
    if what or person is None:
        plan.defects.append(RowDefect(row.number, what))
        return
    recorded = (person.user_id, row.given.course, row.given.completed_on)
    key = (keeping.agency.pk, *recorded)
    if key in seen:
        said = _("the same as in row %(row)s.") % {"row": seen[key]}
        plan.defects.append(RowDefect(row.number, said))
    elif recorded in keeping.recorded:
        plan.known += 1
    else:
        _add_record(plan, row, person, keeping, actor_id, at)
    seen.setdefault(key, row.number)


def _add_record(plan: _Plan, row: TrainingRow, person: _Person, keeping: _Keeping, actor_id: int, at: datetime) -> None:
    course, agency = keeping.courses[row.given.course], keeping.agency
    try:
        checked = checked_training(row.given, {course.code: course}, keeping.today)
    except (BadTraining, BadName):
        plan.defects.append(RowDefect(row.number, _("hours, days or texts are out of bounds.")))
        return
    plan.records.append(
        new_record(checked, agency=agency, person_id=person.user_id, actor_id=actor_id, course=course, at=at)
    )
    line = TrainingLine(row.number, agency.name, person.name, course.name, checked.completed_on, checked.expires_on)
    plan.lines.append(line)


def _defect_of_row(row: TrainingRow, person: _Person | None, courses: Mapping[str, KnownCourse]) -> str:
    if person is None:
        return _("%(by)s: no one, or more than one, of this agency.") % {"by": row.by}
    if row.given.course not in courses:
        return _("course: there is no such course.")
    return ""


def _people_by_name(agency_ids: Collection[UUID], at: datetime) -> dict[UUID, dict[str, dict[str, _Person]]]:
    """Return agencies' people by what a row may call them; who shares a name or callsign is not found by it."""
    rows = members_who_count(at).filter(agency__in=agency_ids, user__is_device=False).select_related("user")
    found: dict[UUID, dict[str, dict[str, _Person]]] = {one: {by: {} for by in WHO} for one in agency_ids}
    counts: Counter[tuple[UUID, str, str]] = Counter()
    for row in rows:
        said = {
            "email": row.user.email,
            "username": row.user.username,
            "callsign": row.callsign,
            "name": row.user.shown_name(),
        }
        for by, text in said.items():
            key = plain_name(text)
            if key:
                counts[row.agency_id, by, key] += 1
                found[row.agency_id][by][key] = _Person(row.user_id, row.user.shown_name())
    for (agency_id, by, key), n in counts.items():
        if n > 1:
            del found[agency_id][by][key]
    return found
