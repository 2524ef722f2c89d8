"""What is read of a OneRoster set, what a row is refused for, and what hostile files do: nothing."""

import io
import zipfile

import pytest

from coordination.rosters.bounded_reading import FILE_MAX_BYTES, READER, read_roster
from coordination.rosters.errors import BadRosterFile
from coordination.rosters.reading.archive import Refused
from coordination.rosters.vocabulary import RosterDefectCode, RosterMode, RosterPersonKind, RosterTable
from mou.foundation.bounded_process.runner import go_on
from tests.factories.rosters import QUINCE, packed, read, tables


def user(**cells: str) -> dict[str, str]:
    return {"sourcedId": "u-9", "givenName": "Ann", "familyName": "Bee", **cells}


def test_a_set_is_read_in_a_bounded_process() -> None:
    found = read_roster(packed(tables()), heard=go_on)

    assert [one.name for one in found.orgs] == ["Lincoln High"]
    assert sum(1 for one in found.roles if one.kind is RosterPersonKind.STUDENT) == 3
    assert found.modes[RosterTable.USERS] is RosterMode.BULK
    assert found.defects == []


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"givenName": ""}, "givenName", "required"),
        ({"givenName": "x" * 121}, "givenName", "too_long"),
        ({"familyName": "Be\x00e"}, "familyName", "control_characters"),
        ({"familyName": "=HYPERLINK(1)"}, "familyName", "formula"),
        ({"givenName": "@SUM(A1)"}, "givenName", "formula"),
        ({"givenName": "-cmd|' /C calc'!A0"}, "givenName", "formula"),
        ({"sourcedId": ""}, "sourcedId", "required"),
        ({"sourcedId": "student-1"}, "sourcedId", "twice"),
        ({"status": "tobedeleted"}, "status", "bad_status"),
        ({"status": "gone"}, "status", "bad_status"),
    ],
)
def test_a_bad_row_is_listed_and_the_others_are_read(cells: dict[str, str], column: str, code: str) -> None:
    found = read(packed(tables(extra={"users": [user(**cells)]})))

    assert [(one.table, one.column, one.code) for one in found.defects] == [
        (RosterTable.USERS, column, RosterDefectCode(code))
    ]
    assert len(found.users) == 7


def test_dates_are_days_and_terms_do_not_end_before_they_begin() -> None:
    terms = [
        {"sourcedId": "t2", "title": "Odd", "startDate": "2026-13-01", "endDate": "2026-12-31"},
        {"sourcedId": "t3", "title": "Back", "startDate": "2026-12-31", "endDate": "2026-01-01"},
    ]

    found = read(packed(tables(extra={"academicSessions": terms})))

    assert [one.code for one in found.defects] == [RosterDefectCode.BAD_DATE] * 2


def test_what_is_not_asked_for_is_never_looked_at() -> None:
    found = read(packed(tables(), files={"demographics.csv": b"sourcedId,birthDate\n1,2010-01-01\n"}))

    assert "secret" not in repr(found)
    assert "2010" not in repr(found)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "bad_zip"),
        (b"PK\x03\x04nonsense", "bad_zip"),
        (packed(tables())[:-40], "bad_zip"),
        (packed(tables(), version="1.1"), "version"),
        (packed(tables(), mode="some"), "mode"),
        (packed({}), "nothing"),
        (packed(tables(), files={"users.csv": b"sourcedId,givenName\n1,Ann\n"}), "columns"),
        (packed(tables(), files={"users.csv": b""}), "columns"),
        (packed(tables(extra={"users": [user(familyName="Núñez")]}), encoding="latin-1"), "not_utf8"),
        (packed(tables(), files={"users.csv": b"sourcedId,givenName,familyName\n1,Ann," + b"x" * 9000}), "not_csv"),
        (packed(tables(), files={"other/users.csv": b"sourcedId\n"}), "file_twice"),
    ],
)
def test_a_file_that_is_wrong_as_a_whole_refuses_the_set(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(content)

    assert refused.value.code == code


def test_a_refusal_says_why_and_names_the_file_and_no_student() -> None:
    content = packed(tables(extra={"users": [user(familyName=f"{QUINCE}ñ")]}), encoding="latin-1")

    with pytest.raises(BadRosterFile) as refused:
        read_roster(content, heard=go_on)

    assert refused.value.pointer == "/users.csv"
    assert "UTF-8" in refused.value.detail
    assert QUINCE not in refused.value.detail


def test_a_row_with_more_cells_than_the_head_is_a_defect() -> None:
    files = {"orgs.csv": b"sourcedId,name,type\norg-1,Lincoln High,school\norg-2,Odd,school,more\n"}

    found = read(packed(tables(), files=files))

    assert [(one.number, one.code) for one in found.defects] == [(3, RosterDefectCode.CELLS)]


def test_a_bomb_ends_its_own_process_or_is_refused() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.csv", packed_manifest())
        archive.writestr("users.csv", b"sourcedId,givenName,familyName\n" + b"\n" * (200 * 1024 * 1024))

    with pytest.raises(BadRosterFile):
        read_roster(bomb.getvalue(), heard=go_on)


def packed_manifest() -> str:
    return "propertyName,value\r\noneroster.version,1.2\r\nfile.users,bulk\r\n"


def test_a_file_that_takes_too_long_ends_its_own_process() -> None:
    small = READER.within(wall_s=0.01)

    with pytest.raises(BadRosterFile):
        read_roster(packed(tables(students=20)), heard=go_on, reader=small)


def test_a_file_that_is_too_large_is_not_opened() -> None:
    with pytest.raises(BadRosterFile):
        read_roster(bytes(FILE_MAX_BYTES + 1), heard=go_on)
