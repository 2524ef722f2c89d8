"""What an object of the interface becomes as a row of a table, however odd it is."""

import json

from coordination.rosters.connection.answers import RestRow, rows_in
from coordination.rosters.connection.set_file import packed_set
from coordination.rosters.reading.rows import RosterSet
from coordination.rosters.vocabulary import RosterDefectCode, RosterMode, RosterPersonKind, RosterTable
from tests.factories.rosters import read
from tests.fakes.oneroster import Json, ref, row, school_tables, user

T = RosterTable
ORDER = (T.ORGS, T.ACADEMIC_SESSIONS, T.USERS, T.CLASSES, T.ENROLLMENTS)


def rows(table: RosterTable, *objects: Json) -> tuple[RestRow, ...]:
    return rows_in(json.dumps({table.value: objects}).encode(), table)


def as_set(tables: dict[str, list[Json]], *, mode: RosterMode = RosterMode.BULK) -> RosterSet:
    return read(packed_set([(one, rows(one, *tables.get(one.value, []))) for one in ORDER], mode=mode))


def test_a_server_and_a_file_say_the_same() -> None:
    found = as_set(school_tables("Lincoln High", family="Quincewater"))

    assert (found.defects, found.count_rows()) == ([], 1 + 1 + 7 + 7 + 1 + 4)
    student = next(one for one in found.users if one.id == "student-1")
    assert (student.given_name, student.grade, student.agents) == ("Student-1", "10", ("guardian-student-1",))
    assert {one.kind for one in found.roles} == set(RosterPersonKind)
    (held,) = found.classes
    assert (held.location, held.terms, held.periods, held.org) == ("112", ("term-1",), ("Period 1",), "org-1")
    assert sum(one.is_teacher is True for one in found.enrollments) == 1


def test_empty_tables_are_tables() -> None:
    found = as_set({})

    assert (found.count_rows(), found.defects, set(found.modes)) == (0, [], set(RosterTable))


def test_values_of_the_wrong_kind_are_defects_of_their_rows_alone() -> None:
    odd = [
        row("o-1", name={"nested": "name"}),
        row("o-2", name=["list"]),
        row("o-3", name=None),
        row("o-4", name="=HYPERLINK()"),
        row("o-5", name="x" * 100_000),
        row("o-6", name="a\x00b"),
        row("", name="No id"),
        row("o-7", name="\ud800 half a pair"),
        row("o-8", name=12),
    ]

    found = as_set({"orgs": odd})

    codes = [one.code for one in found.defects]
    assert codes[:4] == [RosterDefectCode.REQUIRED] * 3 + [RosterDefectCode.FORMULA]
    assert codes[4:] == [RosterDefectCode.TOO_LONG, RosterDefectCode.CONTROL_CHARACTERS, RosterDefectCode.REQUIRED]
    assert [(one.id, one.name) for one in found.orgs] == [("o-7", "? half a pair"), ("o-8", "12")]


def test_in_a_whole_read_who_is_marked_to_be_deleted_is_not_there() -> None:
    people = [
        user("a", "student", given="A", family="Q"),
        user("b", "student", given="B", family="Q", status="tobedeleted"),
    ]

    found = as_set({"users": people})

    assert [one.id for one in found.users] == ["a"]
    assert found.defects == []


def test_among_changes_who_goes_needs_an_id_alone() -> None:
    gone = {one.value: [row(f"{one}-1", status="tobedeleted")] for one in ORDER}

    found = as_set(gone, mode=RosterMode.DELTA)

    assert found.defects == []
    goes = [one.is_gone for rows in (found.orgs, found.terms, found.classes, found.enrollments) for one in rows]
    assert [*goes, *(one.is_gone for one in found.users)] == [True] * 5


def test_among_changes_who_is_nothing_any_more_ends() -> None:
    aide = row("a", givenName="A", familyName="Q", roles=[{"role": "aide", "roleType": "primary", "org": ref("org-1")}])

    found = as_set({"users": [aide]}, mode=RosterMode.DELTA)

    assert [(one.user, one.kind, one.is_gone) for one in found.roles] == [
        ("a", None, False),
        ("a", RosterPersonKind.STUDENT, True),
    ]


def test_references_that_are_none_lead_nowhere() -> None:
    odd = [row("c-1", title="Odd", school="org-1", terms="term-1", periods="1"), row("c-2", title="Odd", school=None)]

    found = as_set({"classes": odd})

    assert [(one.column, one.code) for one in found.defects] == [("schoolSourcedId", RosterDefectCode.REQUIRED)] * 2
