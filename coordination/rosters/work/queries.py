"""What keepers read of a roster (numbers), and what readers and teachers read (names; each reading is written down)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from coordination.rosters.access import district_of, roster_of, students_of
from coordination.rosters.models import (
    KEEP_DAYS,
    CustodyNote,
    Enrollment,
    Guardianship,
    Roster,
    RosterClass,
    RosterDeletion,
    RosterImport,
    RosterPerson,
    RosterReader,
    RosterReading,
    RosterSchool,
)
from coordination.rosters.vocabulary import RosterDefectCode, RosterDoor, RosterPersonKind, RosterSource, RosterTable
from mou.foundation.tables.newest import Newest, read_newest
from mou.models import Agency

FOUND_MAX = 50
IMPORTS_SHOWN = 5
READINGS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class RosterSchoolView:
    """An organization of the roster, which school it is here, and how many students it has."""

    id: UUID
    name: str
    school_id: UUID | None
    school: str
    students: int
    classes: int


@dataclass(frozen=True, slots=True)
class RosterDefectView:
    """A row that was not stored."""

    table: RosterTable
    row: int
    column: str
    code: RosterDefectCode


@dataclass(frozen=True, slots=True)
class RosterImportView:
    """What came of one set, in numbers; `by` is empty for the console and for the server itself."""

    at: datetime
    source: RosterSource
    by: str
    is_bulk: bool
    counts: dict[str, dict[str, int]]
    defects: list[RosterDefectView]
    defects_total: int


@dataclass(frozen=True, slots=True)
class RosterDeletionView:
    """That people who had left were deleted."""

    at: datetime
    left_before: datetime
    students: int
    others: int


@dataclass(frozen=True, slots=True)
class RosterReaderView:
    """Who reads students, named for which agency. `is_waiting`: not yet; a second person lets them in."""

    person_id: UUID
    name: str
    agency: str
    is_own: bool
    is_waiting: bool


@dataclass(frozen=True, slots=True)
class RosterReadingView:
    """Who read how many students, when and by which door."""

    at: datetime
    name: str
    door: RosterDoor
    students: int


@dataclass(frozen=True, slots=True)
class RosterState:
    """A roster for those who keep it: numbers, defects and people of the school; no student is named."""

    district_id: UUID
    in_step_at: datetime | None
    keep_days: int
    students: int
    guardians: int
    teachers: int
    classes: int
    schools: list[RosterSchoolView]
    imports: list[RosterImportView]
    deletions: list[RosterDeletionView]
    readers: list[RosterReaderView]
    readings: list[RosterReadingView]


@dataclass(frozen=True, slots=True)
class StudentLine:
    """A student in a list."""

    student_id: UUID
    name: str
    grade: str
    has_custody_note: bool


@dataclass(frozen=True, slots=True)
class GuardianView:
    name: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class CustodyNoteView:
    """Who may not pick up, as the school's staff wrote it down."""

    note_id: UUID
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StudentView:
    """A student with guardians, custody notes and classes."""

    student_id: UUID
    name: str
    grade: str
    identifier: str
    guardians: list[GuardianView]
    custody_notes: list[CustodyNoteView]
    classes: list[str]


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class, without names of students."""

    class_id: UUID
    title: str
    room: str
    periods: list[str]
    students: int


@dataclass(frozen=True, slots=True)
class ClassView:
    """A class with the names of its students."""

    class_id: UUID
    title: str
    room: str
    periods: list[str]
    students: list[StudentLine]


# --- for those who keep it --------------------------------------------------------------------------------------------
def roster_state(agency: Agency) -> RosterState:
    """Return the roster of a district, or the part of one school, in numbers. Some ten queries."""
    roster, district = roster_of(agency), district_of(agency)
    people = RosterPerson.objects.filter(roster=roster, left_at__isnull=True)
    classes = RosterClass.objects.filter(roster=roster)
    if agency.parent_id is not None:
        people, classes = people.filter(org__school=agency), classes.filter(org__school=agency)
    kinds = {row["kind"]: row["n"] for row in people.order_by().values("kind").annotate(n=Count("pk"))}
    return RosterState(
        district_id=district.pk,
        in_step_at=roster.in_step_at if roster is not None else None,
        keep_days=roster.keep_days if roster is not None else KEEP_DAYS,
        students=kinds.get(RosterPersonKind.STUDENT.value, 0),
        guardians=kinds.get(RosterPersonKind.GUARDIAN.value, 0),
        teachers=kinds.get(RosterPersonKind.TEACHER.value, 0),
        classes=classes.count(),
        schools=_list_schools(roster, agency),
        imports=_list_imports(roster) if agency.parent_id is None else [],
        deletions=_list_deletions(roster) if agency.parent_id is None else [],
        readers=_list_readers(agency),
        readings=_list_readings(roster, agency),
    )


def _list_schools(roster: Roster | None, agency: Agency) -> list[RosterSchoolView]:
    rows = RosterSchool.objects.filter(roster=roster).select_related("school")
    if agency.parent_id is not None:
        rows = rows.filter(school=agency)
    kind = RosterPersonKind.STUDENT.value
    people = RosterPerson.objects.filter(org=OuterRef("pk"), kind=kind, left_at__isnull=True)
    counted = rows.annotate(
        students=_count_of(people), held=_count_of(RosterClass.objects.filter(org=OuterRef("pk")))
    ).order_by("name", "id")
    return [
        RosterSchoolView(
            one.pk, one.name, one.school_id, one.school.name if one.school is not None else "", one.students, one.held
        )
        for one in counted
    ]


def _count_of(rows: QuerySet[RosterPerson] | QuerySet[RosterClass]) -> Coalesce:
    count = rows.order_by().values("org").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(count), 0)


def _list_imports(roster: Roster | None) -> list[RosterImportView]:
    rows = RosterImport.objects.filter(roster=roster).select_related("by").order_by("-at", "-id")[:IMPORTS_SHOWN]
    return [
        RosterImportView(
            at=one.at,
            source=RosterSource(one.source),
            by=one.by.shown_name() if one.by is not None else "",
            is_bulk=one.is_bulk,
            counts=one.counts,
            defects=[
                RosterDefectView(RosterTable(table), row, column, RosterDefectCode(code))
                for table, row, column, code in one.defects
            ],
            defects_total=one.defects_total,
        )
        for one in rows
    ]


def _list_deletions(roster: Roster | None) -> list[RosterDeletionView]:
    rows = RosterDeletion.objects.filter(roster=roster).order_by("-at")[:IMPORTS_SHOWN]
    return [RosterDeletionView(one.at, one.left_before, one.students, one.others) for one in rows]


def _list_readers(agency: Agency) -> list[RosterReaderView]:
    over = [one for one in (agency.pk, agency.parent_id) if one is not None]
    rows = RosterReader.objects.filter(agency_id__in=over).select_related("user", "agency")
    return [
        RosterReaderView(
            person_id=one.user.public_id,
            name=one.user.shown_name(),
            agency=one.agency.name,
            is_own=one.agency_id == agency.pk,
            is_waiting=one.let_in_at is None,
        )
        for one in rows.order_by("user__display_name", "id")
    ]


def _list_readings(roster: Roster | None, agency: Agency) -> list[RosterReadingView]:
    rows = RosterReading.objects.filter(roster=roster).select_related("user")
    if agency.parent_id is not None:
        rows = rows.filter(agency_id=agency.pk)
    return [
        RosterReadingView(one.at, one.user.shown_name(), RosterDoor(one.door), one.students)
        for one in rows.order_by("-at", "-id")[:READINGS_SHOWN]
    ]


# --- for readers ------------------------------------------------------------------------------------------------------
def students_found(school: Agency, words: str, *, user_id: int, at: datetime, door: RosterDoor) -> Newest[StudentLine]:
    """Return students whose names have all of these words, at most 50 of how many. The reading is written down."""
    rows = students_of(school)
    parts = words.split()[:5]
    for part in parts:
        named = Q(given_name__icontains=part) | Q(family_name__icontains=part) | Q(preferred_name__icontains=part)
        rows = rows.filter(named | Q(identifier=part))
    found = read_newest(rows, FOUND_MAX) if parts else Newest([], 0)
    lines = Newest(_student_lines(found), found.total)
    if lines:
        note_reading(school, user_id=user_id, door=door, students=len(lines), at=at)
    return lines


def student_read(student: RosterPerson, school: Agency, *, user_id: int, at: datetime, door: RosterDoor) -> StudentView:
    """Return a student with all that is stored. The reading is written down."""
    note_reading(school, user_id=user_id, door=door, students=1, student_id=student.pk, at=at)
    guardians = Guardianship.objects.filter(student=student).select_related("guardian")
    notes = CustodyNote.objects.filter(student=student).select_related("by").order_by("-at")
    enrolled = Enrollment.objects.filter(person=student).values("of_class_id")
    classes = RosterClass.objects.filter(pk__in=enrolled).order_by("title")
    return StudentView(
        student_id=student.pk,
        name=student.shown_name(),
        grade=student.grade,
        identifier=student.identifier,
        guardians=[
            GuardianView(one.guardian.shown_name(), one.guardian.phone, one.guardian.email)
            for one in guardians.order_by("guardian__family_name", "id")
        ],
        custody_notes=[CustodyNoteView(one.pk, one.text, one.by.shown_name(), one.at) for one in notes],
        classes=[" · ".join(part for part in (one.title, one.location, *one.periods) if part) for one in classes],
    )


def classes_of(school: Agency) -> QuerySet[RosterClass]:
    """Return the classes of a school."""
    return RosterClass.objects.filter(org__school=school)


def class_lines(classes: QuerySet[RosterClass]) -> list[ClassLine]:
    """Return classes without names of students."""
    counts = {
        row["of_class"]: row["n"]
        for row in Enrollment.objects.filter(of_class__in=classes, is_teacher=False)
        .order_by()
        .values("of_class")
        .annotate(n=Count("person", distinct=True))
    }
    return [
        ClassLine(one.pk, one.title, one.location, list(one.periods), counts.get(one.pk, 0))
        for one in classes.order_by("title", "id")
    ]


def class_read(one: RosterClass, *, user_id: int, at: datetime, door: RosterDoor) -> ClassView:
    """Return a class with the names of its students. The reading is written down."""
    enrolled = Enrollment.objects.filter(of_class=one, is_teacher=False).values("person_id")
    rows = RosterPerson.objects.filter(
        pk__in=enrolled, kind=RosterPersonKind.STUDENT.value, left_at__isnull=True
    ).order_by("family_name", "given_name", "id")
    lines = _student_lines(rows)
    school = one.org.school
    assert school is not None, "a class is read by people of its school"
    note_reading(school, user_id=user_id, door=door, students=len(lines), class_id=one.pk, at=at)
    return ClassView(one.pk, one.title, one.location, list(one.periods), lines)


def _student_lines(rows: Iterable[RosterPerson]) -> list[StudentLine]:
    people = list(rows)
    noted = set(CustodyNote.objects.filter(student__in=[one.pk for one in people]).values_list("student_id", flat=True))
    lines = [StudentLine(one.pk, one.shown_name(), one.grade, one.pk in noted) for one in people]
    return sorted(lines, key=lambda one: one.name)


def note_reading(
    school: Agency,
    *,
    user_id: int,
    door: RosterDoor,
    students: int,
    at: datetime,
    student_id: UUID | None = None,
    class_id: UUID | None = None,
) -> None:
    """Write down that a person read students. Commits."""
    roster = roster_of(school)
    assert roster is not None, "students are of a roster"
    RosterReading.objects.create(
        roster=roster,
        agency=school,
        user_id=user_id,
        door=door.value,
        students=students,
        student_id=student_id,
        class_id=class_id,
        at=at,
    )
