"""Check the cells of OneRoster tables and make rows of them. Pure; a row that cannot be is left out and listed.

Columns that are not named here are never looked at: passwords, demographics, results.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from coordination.rosters.vocabulary import RosterDefectCode, RosterMode, RosterPersonKind, RosterTable
from mou.foundation.shown_text import is_shown_line

C = RosterDefectCode
ROWS_MAX = 600_000
DEFECTS_SHOWN = 200
LIST_MAX = 50
ID_MAX, NAME_MAX, TITLE_MAX, MAIL_MAX, PHONE_MAX, SHORT_MAX = 255, 120, 200, 254, 60, 40
# OneRoster 1.2, RoleEnum: who is kept, and as what. Others work at the school; they have accounts here.
KINDS = {
    "student": RosterPersonKind.STUDENT,
    "guardian": RosterPersonKind.GUARDIAN,
    "parent": RosterPersonKind.GUARDIAN,
    "relative": RosterPersonKind.GUARDIAN,
    "teacher": RosterPersonKind.TEACHER,
}
NEEDED: Mapping[RosterTable, tuple[str, ...]] = {
    RosterTable.ORGS: ("sourcedId", "name", "type"),
    RosterTable.ACADEMIC_SESSIONS: ("sourcedId", "title", "startDate", "endDate"),
    RosterTable.USERS: ("sourcedId", "givenName", "familyName"),
    RosterTable.ROLES: ("sourcedId", "userSourcedId", "role", "orgSourcedId"),
    RosterTable.CLASSES: ("sourcedId", "title", "schoolSourcedId"),
    RosterTable.ENROLLMENTS: ("sourcedId", "classSourcedId", "userSourcedId", "role"),
}
# A spreadsheet runs what begins so. A plus before a digit is a phone number.
FORMULA = re.compile(r"[=@]|[+\-](?![\d(\s])(?=.)")


@dataclass(frozen=True, slots=True)
class OrgRow:
    id: str
    is_gone: bool
    name: str


@dataclass(frozen=True, slots=True)
class TermRow:
    id: str
    is_gone: bool
    title: str
    begins_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class UserRow:
    """`agents` are guardians by their ids; `org` the school that the row names first, if it names one."""

    number: int
    id: str
    is_gone: bool
    given_name: str
    family_name: str
    preferred_name: str
    identifier: str
    grade: str
    email: str
    phone: str
    agents: tuple[str, ...]
    org: str


@dataclass(frozen=True, slots=True)
class RoleRow:
    """`kind` is None where nothing is stored of such a role."""

    number: int
    id: str
    is_gone: bool
    user: str
    kind: RosterPersonKind | None
    org: str
    is_primary: bool


@dataclass(frozen=True, slots=True)
class ClassRow:
    number: int
    id: str
    is_gone: bool
    title: str
    is_homeroom: bool
    location: str
    org: str
    terms: tuple[str, ...]
    periods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EnrollmentRow:
    """`is_teacher` is None where nothing is stored of such a role."""

    number: int
    id: str
    is_gone: bool
    of_class: str
    user: str
    is_teacher: bool | None
    begins_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Defect:
    """A row that is not stored. Rows are counted as a spreadsheet does, the head is row 1; no cell is quoted."""

    table: RosterTable
    number: int
    column: str
    code: RosterDefectCode


@dataclass(slots=True)
class RosterSet:
    """What was read. `broken` are the ids of rows with a defect: a bulk table that has them has not let them go."""

    modes: dict[RosterTable, RosterMode] = field(default_factory=dict)
    orgs: list[OrgRow] = field(default_factory=list)
    terms: list[TermRow] = field(default_factory=list)
    users: list[UserRow] = field(default_factory=list)
    roles: list[RoleRow] = field(default_factory=list)
    classes: list[ClassRow] = field(default_factory=list)
    enrollments: list[EnrollmentRow] = field(default_factory=list)
    broken: dict[RosterTable, list[str]] = field(default_factory=dict)
    defects: list[Defect] = field(default_factory=list)
    defects_total: int = 0

    def count_rows(self) -> int:
        """Return how many rows were read."""
        few = len(self.orgs) + len(self.terms) + len(self.users) + len(self.roles)
        return few + len(self.classes) + len(self.enrollments)

    def note_defect(self, defect: Defect) -> None:
        """Count a defect, and keep the first ones."""
        self.defects_total += 1
        if len(self.defects) < DEFECTS_SHOWN:
            self.defects.append(defect)


class TooManyRows(Exception):
    """More rows than a set may have."""


class _BadCell(Exception):
    def __init__(self, column: str, code: RosterDefectCode) -> None:
        self.column, self.code = column, code


class Cells:
    """The cells of one row. What is asked of it raises _BadCell."""

    def __init__(self, row: Mapping[str, str], number: int, *, is_delta: bool) -> None:
        self._row, self.number, self.is_delta = row, number, is_delta

    def read_text(self, column: str, most: int, *, needed: bool = False) -> str:
        """Return a cell without what surrounds it."""
        found = unicodedata.normalize("NFC", self._row.get(column, "")).strip()
        if not found and needed:
            raise _BadCell(column, C.REQUIRED)
        if len(found) > most:
            raise _BadCell(column, C.TOO_LONG)
        if not is_shown_line(found):
            raise _BadCell(column, C.CONTROL_CHARACTERS)
        if FORMULA.match(found):
            raise _BadCell(column, C.FORMULA)
        return found

    def read_texts(self, column: str, most: int) -> tuple[str, ...]:
        """Return the parts of a cell that holds a list."""
        parts = self._row.get(column, "").split(",")
        if len(parts) > LIST_MAX:
            raise _BadCell(column, C.TOO_LONG)
        each = (Cells({column: part}, self.number, is_delta=self.is_delta).read_text(column, most) for part in parts)
        return tuple(dict.fromkeys(part for part in each if part))

    def read_day(self, column: str) -> date | None:
        """Return a day, YYYY-MM-DD."""
        found = self.read_text(column, 10)
        try:
            return date.fromisoformat(found) if found else None
        except ValueError as error:
            raise _BadCell(column, C.BAD_DATE) from error

    def needed_day(self, column: str) -> date:
        """Return a day that has to be there."""
        found = self.read_day(column)
        if found is None:
            raise _BadCell(column, C.REQUIRED)
        return found

    def is_gone(self) -> bool:
        """Say whether a delta takes the row away. In bulk tables the status stays empty, or says active."""
        status = self.read_text("status", SHORT_MAX).casefold()
        if status not in ("", "active", "tobedeleted") or (status == "tobedeleted" and not self.is_delta):
            raise _BadCell("status", C.BAD_STATUS)
        return status == "tobedeleted"


def _read_org(cells: Cells) -> OrgRow:
    return OrgRow(_read_id(cells), cells.is_gone(), cells.read_text("name", TITLE_MAX, needed=True))


def _read_term(cells: Cells) -> TermRow:
    begins_on, ends_on = cells.needed_day("startDate"), cells.needed_day("endDate")
    if ends_on < begins_on:
        raise _BadCell("endDate", C.BAD_DATE)
    return TermRow(
        _read_id(cells), cells.is_gone(), cells.read_text("title", TITLE_MAX, needed=True), begins_on, ends_on
    )


def _read_user(cells: Cells) -> UserRow:
    return UserRow(
        number=cells.number,
        id=_read_id(cells),
        is_gone=cells.is_gone(),
        given_name=cells.read_text("givenName", NAME_MAX, needed=True),
        family_name=cells.read_text("familyName", NAME_MAX, needed=True),
        preferred_name=cells.read_text("preferredGivenName", NAME_MAX)
        or cells.read_text("preferredFirstName", NAME_MAX),
        identifier=cells.read_text("identifier", NAME_MAX),
        grade=cells.read_text("grades", SHORT_MAX),
        email=cells.read_text("email", MAIL_MAX).lower(),
        phone=cells.read_text("phone", PHONE_MAX) or cells.read_text("sms", PHONE_MAX),
        agents=cells.read_texts("agentSourcedIds", ID_MAX),
        org=cells.read_text("primaryOrgSourcedId", ID_MAX),
    )


def _read_role(cells: Cells) -> RoleRow:
    return RoleRow(
        number=cells.number,
        id=_read_id(cells),
        is_gone=cells.is_gone(),
        user=cells.read_text("userSourcedId", ID_MAX, needed=True),
        kind=KINDS.get(cells.read_text("role", SHORT_MAX, needed=True)),
        org=cells.read_text("orgSourcedId", ID_MAX, needed=True),
        is_primary=cells.read_text("roleType", SHORT_MAX) != "secondary",
    )


def _read_class(cells: Cells) -> ClassRow:
    return ClassRow(
        number=cells.number,
        id=_read_id(cells),
        is_gone=cells.is_gone(),
        title=cells.read_text("title", TITLE_MAX, needed=True),
        is_homeroom=cells.read_text("classType", SHORT_MAX) == "homeroom",
        location=cells.read_text("location", TITLE_MAX),
        org=cells.read_text("schoolSourcedId", ID_MAX, needed=True),
        terms=cells.read_texts("termSourcedIds", ID_MAX),
        periods=cells.read_texts("periods", SHORT_MAX),
    )


def _read_enrollment(cells: Cells) -> EnrollmentRow:
    role = cells.read_text("role", SHORT_MAX, needed=True)
    return EnrollmentRow(
        number=cells.number,
        id=_read_id(cells),
        is_gone=cells.is_gone(),
        of_class=cells.read_text("classSourcedId", ID_MAX, needed=True),
        user=cells.read_text("userSourcedId", ID_MAX, needed=True),
        is_teacher={"student": False, "teacher": True}.get(role),
        begins_on=cells.read_day("beginDate"),
        ends_on=cells.read_day("endDate"),
    )


def _read_id(cells: Cells) -> str:
    return cells.read_text("sourcedId", ID_MAX, needed=True)


type AnyRow = OrgRow | TermRow | UserRow | RoleRow | ClassRow | EnrollmentRow
MAKERS: Mapping[RosterTable, Callable[[Cells], AnyRow]] = {
    RosterTable.ORGS: _read_org,
    RosterTable.ACADEMIC_SESSIONS: _read_term,
    RosterTable.USERS: _read_user,
    RosterTable.ROLES: _read_role,
    RosterTable.CLASSES: _read_class,
    RosterTable.ENROLLMENTS: _read_enrollment,
}


def read_table(
    into: RosterSet, table: RosterTable, mode: RosterMode, rows: Iterable[tuple[int, Mapping[str, str] | None]]
) -> None:
    """Put the rows of one table into a set. A row is None where its cells do not fit the head. Raises: TooManyRows."""
    into.modes[table] = mode
    seen: set[str] = set()
    broken = into.broken.setdefault(table, [])
    left = ROWS_MAX - into.count_rows()
    for number, row in rows:
        left -= 1
        if left < 0:
            raise TooManyRows
        if row is None:
            into.note_defect(Defect(table, number, "", C.CELLS))
            continue
        try:
            made = MAKERS[table](Cells(row, number, is_delta=mode is RosterMode.DELTA))
        except _BadCell as bad:
            into.note_defect(Defect(table, number, bad.column, bad.code))
            broken.append(row.get("sourcedId", "").strip()[:ID_MAX])
            continue
        if made.id in seen:
            into.note_defect(Defect(table, number, "sourcedId", C.TWICE))
            continue
        seen.add(made.id)
        _put_row(into, made)


def _put_row(into: RosterSet, made: AnyRow) -> None:
    match made:
        case OrgRow():
            into.orgs.append(made)
        case TermRow():
            into.terms.append(made)
        case UserRow():
            into.users.append(made)
        case RoleRow():
            into.roles.append(made)
        case ClassRow():
            into.classes.append(made)
        case EnrollmentRow():
            into.enrollments.append(made)
