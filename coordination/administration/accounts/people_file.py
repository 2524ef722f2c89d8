"""Read a table of people (CSV) into rows, and say of each row what is wrong with it. No database."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from coordination.administration.accounts.people import PersonGiven, complaints_about
from coordination.administration.errors import BadPeopleFile
from mou.agencies.memberships.members import Post
from mou.errors import BadName
from mou.vocabulary import MemberRole

FILE_MAX_BYTES = 8 * 1024 * 1024
ROWS_MAX = 20_000
COLUMNS = ("name", "email", "username", "role", "title", "callsign", "unit", "phone", "language", "agency", "office")
SAYS_YES, SAYS_NO = frozenset({"yes", "y", "true", "1", "x", "sí", "si"}), frozenset({"", "no", "n", "false", "0"})
# What exports of other systems call a column, in small letters without blanks and signs.
OTHER_NAMES = {
    "fullname": "name",
    "displayname": "name",
    "emailaddress": "email",
    "mail": "email",
    "login": "username",
    "user": "username",
    "jobtitle": "title",
    "position": "title",
    "badge": "callsign",
    "department": "unit",
    "station": "unit",
    "telephone": "phone",
    "mobile": "phone",
    "cell": "phone",
    "locale": "language",
    "school": "agency",
    "organization": "agency",
}


@dataclass(frozen=True, slots=True)
class PeopleRow:
    """A row of the file that can be read. Without an agency it is the one that the file was given to."""

    number: int
    given: PersonGiven
    post: Post
    agency: str


@dataclass(frozen=True, slots=True)
class RowDefect:
    """What is wrong with a row; rows are counted as a spreadsheet counts them, the head is row 1."""

    number: int
    what: str


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """What a file says: its rows, the defects of others, and the columns that are not read."""

    rows: tuple[PeopleRow, ...]
    defects: tuple[RowDefect, ...]
    ignored_columns: tuple[str, ...]


def read_people(content: bytes) -> PeopleFile:
    """Return the rows of a CSV file with a head. Raises: BadPeopleFile."""
    if len(content) > FILE_MAX_BYTES:
        raise BadPeopleFile(_("The file is larger than %(most)s MB.") % {"most": FILE_MAX_BYTES // 1024 // 1024})
    table = csv.reader(io.StringIO(text_of(content), newline=""), dialect=dialect_of(content))
    try:
        head = next(table, [])
        columns = [_column_named(name) for name in head]
        if "name" not in columns or "role" not in columns:
            raise BadPeopleFile(_("The first row has to name the columns; name and role are needed."))
        rows, defects = _read_rows(table, columns)
    except csv.Error as error:
        raise BadPeopleFile(_("The file is not a table with one kind of separator.")) from error
    ignored = tuple(name for name, column in zip(head, columns, strict=True) if not column and name.strip())
    return PeopleFile(tuple(rows), tuple(defects), ignored)


def _read_rows(table: Iterator[list[str]], columns: list[str]) -> tuple[list[PeopleRow], list[RowDefect]]:
    rows: list[PeopleRow] = []
    defects: list[RowDefect] = []
    for number, cells in enumerate(table, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(rows) + len(defects) >= ROWS_MAX:
            raise BadPeopleFile(_("The file has more than %(most)s rows.") % {"most": ROWS_MAX})
        row = dict.fromkeys(COLUMNS, "") | {
            column: cell.strip() for column, cell in zip(columns, cells, strict=False) if column
        }
        what = _add_row(number, row, rows)
        defects += [RowDefect(number, one) for one in what]
    return rows, defects


def _add_row(number: int, row: dict[str, str], rows: list[PeopleRow]) -> list[str]:
    """Add a row, or return what is wrong with it."""
    given = PersonGiven(
        name=" ".join(row["name"].split()),
        username=row["username"],
        email=row["email"],
        phone=row["phone"],
        language=row["language"].lower(),
    )
    found = complaints_about(given)
    role = row["role"].lower()
    if role not in list(MemberRole):
        return [*found, _("role: one of %(these)s.") % {"these": ", ".join(MemberRole)}]
    office = row["office"].lower()
    if office not in SAYS_YES | SAYS_NO:
        return [*found, _("office: yes, no or empty.")]
    try:
        post = Post(MemberRole(role), row["title"], row["callsign"], row["unit"], office in SAYS_YES).clean_fields()
    except BadName:
        return [*found, _("title, callsign or unit: too long, or with control characters.")]
    if not found:
        rows.append(PeopleRow(number, given.clean_fields(), post, row["agency"]))
    return found


def _column_named(name: str) -> str:
    """Return which of our columns a head means, or nothing."""
    plain = "".join(char for char in name.lower() if char.isalnum())
    plain = OTHER_NAMES.get(plain, plain)
    return plain if plain in COLUMNS else ""


def text_of(content: bytes) -> str:
    """Return the text: UTF-8, or what a spreadsheet on Windows writes."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise BadPeopleFile(_("The file is no text. Save the spreadsheet as CSV."))
    return text


def dialect_of(content: bytes) -> type[csv.Dialect]:
    """Return how the cells are told apart: by what the head has most of."""
    head = content.split(b"\n", 1)[0]
    separator = max((b",", b";", b"\t"), key=head.count).decode()

    class Separated(csv.excel):
        delimiter = separator

    return Separated
