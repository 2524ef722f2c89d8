"""Build OneRoster sets and rosters for tests; every name of a student has QUINCE in it, so that a leak is found."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from coordination.models import User
from coordination.rosters.models import CustodyNote, RosterClass, RosterPerson, RosterReader, RosterSchool
from coordination.rosters.reading.archive import read_archive
from coordination.rosters.reading.rows import RosterSet
from coordination.rosters.vocabulary import RosterSource
from coordination.rosters.work.storing import RosterLook
from coordination.rosters.work.uploads import take_set
from mou.models import Agency
from mou.vocabulary import OPERATOR
from tests.factories.cast import Cast
from tests.factories.mou import NOW

QUINCE = "Quincewater"
SCHOOL_ID, TERM_ID, CLASS_ID, TEACHER_ID = "org-1", "term-1", "class-1", "teacher-1"
TEACHER_MAIL = "teacher@lincoln.invalid"
type Row = Mapping[str, str]


def tables(
    school: str = "Lincoln High",
    *,
    students: int = 3,
    location: str = "112",
    periods: str = "Period 1",
    extra: Mapping[str, Sequence[Row]] | None = None,
) -> dict[str, list[Row]]:
    """Return a set of one school with one class and its students, each with a guardian."""
    ids = [f"student-{number}" for number in range(1, students + 1)]
    users: list[Row] = [
        {
            "sourcedId": TEACHER_ID,
            "givenName": "Tea",
            "familyName": "Cher",
            "email": TEACHER_MAIL,
            "enabledUser": "true",
        }
    ]
    roles: list[Row] = [_role(TEACHER_ID, "teacher")]
    for one in ids:
        users.append(
            {
                "sourcedId": one,
                "givenName": one.title(),
                "familyName": QUINCE,
                "grades": "09",
                "identifier": f"ID-{one}",
                "agentSourcedIds": f"guardian-{one}",
                "enabledUser": "true",
                "password": "secret",
            }
        )
        users.append(
            {
                "sourcedId": f"guardian-{one}",
                "givenName": "Parent",
                "familyName": f"{QUINCE}-{one}",
                "phone": "+1 555 0100",
                "enabledUser": "true",
            }
        )
        roles += [_role(one, "student"), _role(f"guardian-{one}", "guardian")]
    enrolled = [(TEACHER_ID, "teacher"), *((one, "student") for one in ids)]
    made: dict[str, list[Row]] = {
        "orgs": [{"sourcedId": SCHOOL_ID, "name": school, "type": "school"}],
        "academicSessions": [
            {
                "sourcedId": TERM_ID,
                "title": "Fall",
                "type": "term",
                "startDate": "2026-08-01",
                "endDate": "2999-12-31",
                "schoolYear": "2027",
            }
        ],
        "users": users,
        "roles": roles,
        "classes": [
            {
                "sourcedId": CLASS_ID,
                "title": "Algebra I",
                "classType": "scheduled",
                "location": location,
                "schoolSourcedId": SCHOOL_ID,
                "termSourcedIds": TERM_ID,
                "periods": periods,
            }
        ],
        "enrollments": [
            {
                "sourcedId": f"enrollment-{user}",
                "classSourcedId": CLASS_ID,
                "schoolSourcedId": SCHOOL_ID,
                "userSourcedId": user,
                "role": role,
            }
            for user, role in enrolled
        ],
    }
    for name, rows in (extra or {}).items():
        made[name] = [*made.get(name, []), *rows]
    return made


def _role(user: str, role: str) -> Row:
    return {
        "sourcedId": f"role-{user}",
        "userSourcedId": user,
        "roleType": "primary",
        "role": role,
        "orgSourcedId": SCHOOL_ID,
    }


def packed(
    made: Mapping[str, Iterable[Row]],
    *,
    mode: str = "bulk",
    version: str = "1.2",
    encoding: str = "utf-8",
    files: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return the set as a zip archive with its manifest; `files` are put in beside or in the place of others."""
    manifest = [("propertyName", "value"), ("manifest.version", "1.0"), ("oneroster.version", version)]
    manifest += [(f"file.{name}", mode) for name in made]
    content: dict[str, bytes] = {"manifest.csv": _csv(manifest).encode()}
    for name, each in made.items():
        rows = list(each)
        head = list(dict.fromkeys(["sourcedId", "status", "dateLastModified", *(key for row in rows for key in row)]))
        body = [[row.get(key, "") for key in head] for row in rows]
        content[f"{name}.csv"] = _csv([head, *body]).encode(encoding)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**content, **(files or {})}.items():
            archive.writestr(name, data)
    return out.getvalue()


def _csv(rows: Iterable[Iterable[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def read(content: bytes) -> RosterSet:
    """Read a set in this process: what the bounded process does is tests/coordination/rosters/test_reading.py."""
    return read_archive(content, heard=lambda _done, _total: None)


def bring(district: Agency, content: bytes, *, may_shrink: bool = False) -> RosterLook:
    """Store a set, as the console does."""
    return take_set(
        district,
        read(content),
        source=RosterSource.CSV,
        actor_id=OPERATOR,
        may_shrink=may_shrink,
        at=NOW,
        progress=lambda _done, _total: None,
    )


@dataclass(frozen=True)
class SchoolRoster:
    """What walks and pages name: one student with a custody note, their class, and the school as the roster has it."""

    student_id: UUID
    note_id: UUID
    class_id: UUID
    roster_school_id: UUID


def make_school_roster(cast: Cast, *, location: str = "112", periods: str = "Period 1") -> SchoolRoster:
    """Bring a roster of the cast's school in; the principal reads it, the teacher teaches its class."""
    User.objects.filter(pk=cast.teacher.pk).update(email=TEACHER_MAIL, email_proved_at=NOW)
    bring(cast.district, packed(tables(cast.school.name, location=location, periods=periods)))
    RosterReader.objects.create(agency=cast.school, user=cast.insider, added_by=None, added_at=NOW, let_in_at=NOW)
    student = RosterPerson.objects.get(sourced_id="student-1")
    note = CustodyNote.objects.create(student=student, text=f"Uncle {QUINCE} may not.", by=cast.insider, at=NOW)
    return SchoolRoster(student.pk, note.pk, RosterClass.objects.get().pk, RosterSchool.objects.get().pk)
