"""Read a table of training (CSV) into rows, and say of each row what is wrong with it. No database."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from coordination.administration.accounts.people_file import RowDefect, dialect_of, text_of
from coordination.administration.errors import BadPeopleFile
from coordination.training.errors import BadTrainingFile
from mou.officers.training import TrainingGiven

# A larger body is not taken without being a plan or a photo; four thousand rows are far below.
FILE_MAX_BYTES = 4 * 1024 * 1024
ROWS_MAX = 5_000
# By one of these a row says who it is, the first that is filled in.
WHO = ("email", "username", "callsign", "name")
# Of which agency the person is; empty for the one for which the file is brought.
SCHOOL = "school"
COLUMNS = (SCHOOL, *WHO, "course", "completed_on", "hours", "expires_on", "certificate_number", "provider")
OTHER_NAMES = {
    "schoolname": "school",
    "agency": "school",
    "organization": "school",
    "mail": "email",
    "emailaddress": "email",
    "login": "username",
    "user": "username",
    "badge": "callsign",
    "fullname": "name",
    "person": "name",
    "coursecode": "course",
    "completed": "completed_on",
    "completedon": "completed_on",
    "date": "completed_on",
    "expires": "expires_on",
    "expireson": "expires_on",
    "certificate": "certificate_number",
    "certificatenumber": "certificate_number",
}
# As spreadsheets of the United States write days, and ISO 8601.
DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y")
LONGEST_DAY = 10


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """A row that can be read. `who` is in small letters, `by` names its column.

    `school`: the name of the person's agency in small letters, empty where the row names none.
    """

    number: int
    school: str
    by: str
    who: str
    given: TrainingGiven


@dataclass(frozen=True, slots=True)
class TrainingTable:
    """What a file says: its rows, the defects of others, and the columns that are not read."""

    rows: tuple[TrainingRow, ...]
    defects: tuple[RowDefect, ...]
    ignored_columns: tuple[str, ...]


def read_training(content: bytes) -> TrainingTable:
    """Return the rows of a CSV file with a head. Raises: BadTrainingFile."""
    if not content or len(content) > FILE_MAX_BYTES:
        raise BadTrainingFile(_("1 byte to %(most)s MB.") % {"most": FILE_MAX_BYTES // 1024 // 1024}, pointer="/file")
    try:
        table = csv.reader(io.StringIO(text_of(content), newline=""), dialect=dialect_of(content))
        head = next(table, [])
        columns = [_column_named(name) for name in head]
        if "course" not in columns or "completed_on" not in columns or not set(WHO) & set(columns):
            said = _("The first row names the columns: a person (%(who)s), course and completed_on are needed.")
            raise BadTrainingFile(said % {"who": ", ".join(WHO)}, pointer="/file")
        rows, defects = _read_rows(table, columns)
    except BadPeopleFile as error:
        raise BadTrainingFile(error.detail, pointer="/file") from error
    except csv.Error as error:
        said = _("The file is not a table with one kind of separator.")
        raise BadTrainingFile(said, pointer="/file") from error
    ignored = tuple(name[:60] for name, column in zip(head, columns, strict=True) if not column and name.strip())
    return TrainingTable(tuple(rows), tuple(defects), ignored)


def _read_rows(table: Iterator[list[str]], columns: list[str]) -> tuple[list[TrainingRow], list[RowDefect]]:
    rows: list[TrainingRow] = []
    defects: list[RowDefect] = []
    for number, cells in enumerate(table, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(rows) + len(defects) >= ROWS_MAX:
            raise BadTrainingFile(_("The file has more than %(most)s rows.") % {"most": ROWS_MAX}, pointer="/file")
        said = dict.fromkeys(COLUMNS, "") | {
            column: cell.strip() for column, cell in zip(columns, cells, strict=False) if column
        }
        read = _read_row(number, said)
        if isinstance(read, RowDefect):
            defects.append(read)
        else:
            rows.append(read)
    return rows, defects


def _read_row(number: int, said: dict[str, str]) -> TrainingRow | RowDefect:
    by = next((one for one in WHO if said[one]), "")
    if not by:
        return RowDefect(number, _("No one is named: one of %(who)s.") % {"who": ", ".join(WHO)})
    completed_on, expires_on, hours = (
        _parse_day(said["completed_on"]),
        _parse_day(said["expires_on"]),
        _parse_hours(said["hours"]),
    )
    if completed_on is None:
        return RowDefect(number, _("completed_on: a day, such as 2026-08-24."))
    if said["expires_on"] and expires_on is None:
        return RowDefect(number, _("expires_on: a day, such as 2028-08-24."))
    if said["hours"] and hours is None:
        return RowDefect(number, _("hours: a number, such as 40."))
    given = TrainingGiven(
        course=said["course"].lower(),
        completed_on=completed_on,
        hours=hours,
        expires_on=expires_on,
        provider=said["provider"],
        certificate_number=said["certificate_number"],
    )
    return TrainingRow(number, plain_name(said[SCHOOL]), by, plain_name(said[by]), given)


def plain_name(text: str) -> str:
    """Return a name as two are compared: in small letters, with single spaces."""
    return " ".join(text.split()).casefold()


def _parse_day(text: str) -> date | None:
    if len(text) > LONGEST_DAY:
        return None
    for form in DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _parse_hours(text: str) -> float | None:
    # float() would read "nan", "1e3" and digits of other scripts as well.
    plain = text.replace(",", ".")
    if not plain or len(plain) > 7 or not plain.isascii() or not plain.replace(".", "", 1).isdigit():
        return None
    return float(plain)


def _column_named(name: str) -> str:
    """Return which of our columns a head means, or nothing."""
    plain = "".join(char for char in name.lower() if char.isalnum() or char == "_")
    if plain in COLUMNS:
        return plain
    plain = OTHER_NAMES.get(plain.replace("_", ""), plain)
    return plain if plain in COLUMNS else ""
