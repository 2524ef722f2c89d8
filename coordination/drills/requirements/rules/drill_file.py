"""Drills as a table: written for the state, read from what a school kept before. Pure; the same columns both ways."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from coordination.drills.requirements.errors import BadDrill, BadDrillFile
from coordination.drills.requirements.rules.record import DrillGiven, check_drill, drill_from
from coordination.drills.requirements.vocabulary import DrillFileDefect, DrillFileFault
from mou.foundation.tables.cells import harmless_text, typed_text

FILE_MAX_MB = 8
FILE_MAX_BYTES = FILE_MAX_MB * 1024 * 1024
ROWS_MAX = 30_000
DEFECTS_MAX = 200
NEEDED = ("date", "type")
COLUMNS = (
    "school", "date", "start", "end", "type", "state", "announcement", "building", "secured_s", "participants",
    "evacuees", "weather", "police_present", "fire_present", "scenario", "simulation", "opt_outs", "staff_trained",
    "is_debriefed", "mental_health_present", "issues", "evaluator", "signed_name", "signed_on", "parents_told_at",
)  # fmt: skip
# What other systems call a column, in small letters without blanks and signs.
OTHER_NAMES = {
    "schoolname": "school", "campus": "school", "site": "school", "drilldate": "date", "day": "date",
    "time": "start", "starttime": "start", "endtime": "end", "drilltype": "type", "drill": "type",
    "kind": "type", "seconds": "secured_s", "students": "participants", "police": "police_present",
    "lawenforcement": "police_present", "fire": "fire_present", "comments": "issues", "notes": "issues",
    "firemarshal": "signed_name", "signedby": "signed_name", "parentnotice": "parents_told_at",
}  # fmt: skip
YES, NO = frozenset(("yes", "y", "true", "1", "x", "si", "sí")), frozenset(("no", "n", "false", "0", ""))
FLAGS = ("police_present", "fire_present", "is_debriefed", "mental_health_present")
NUMBERS = ("secured_s", "participants", "evacuees", "opt_outs", "staff_trained")
TEXTS = ("building", "weather", "scenario", "issues", "evaluator", "signed_name")


@dataclass(frozen=True, slots=True)
class SchoolOfFile:
    """A school that a row can name: by its name, or by its owner's own key."""

    index: int
    name: str
    key: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class DrillRow:
    """A row that can be taken."""

    number: int
    school: SchoolOfFile
    given: DrillGiven
    told_parents_at: datetime | None


@dataclass(frozen=True, slots=True)
class DrillRowDefect:
    """What is wrong with a row: in which column. Rows are counted as a spreadsheet counts them, the head is row 1."""

    row: int
    column: str
    code: DrillFileDefect


@dataclass(frozen=True, slots=True)
class DrillFile:
    """What a file says. `ignored` are columns that are not read."""

    rows: tuple[DrillRow, ...]
    defects: tuple[DrillRowDefect, ...]
    defect_count: int
    ignored: tuple[str, ...]


class _Bad(Exception):
    def __init__(self, column: str, code: DrillFileDefect = DrillFileDefect.UNREADABLE) -> None:
        super().__init__(column)
        self.column, self.code = column, code


# --- reading ----------------------------------------------------------------------------------------------------------
def read_drills(content: bytes, schools: Iterable[SchoolOfFile], *, at: datetime) -> DrillFile:
    """Return the rows of a CSV file with a head, and the defects of others. Raises: BadDrillFile."""
    if len(content) > FILE_MAX_BYTES:
        raise BadDrillFile(DrillFileFault.TOO_LARGE, f"The file is larger than {FILE_MAX_MB} MB.", most=FILE_MAX_MB)
    text = _text_of(content)
    table = csv.reader(io.StringIO(text, newline=""), delimiter=_separator_of(text))
    known = list(schools)
    rows: list[DrillRow] = []
    defects: list[DrillRowDefect] = []
    seen = 0
    try:
        head = next(table, [])
        columns = [_column_named(name) for name in head]
        if not set(NEEDED) <= set(columns):
            raise BadDrillFile(DrillFileFault.NO_HEAD, "The first row names the columns; date and type are needed.")
        for number, cells in enumerate(table, start=2):
            if not any(cell.strip() for cell in cells):
                continue
            seen += 1
            if seen > ROWS_MAX:
                raise BadDrillFile(
                    DrillFileFault.TOO_MANY_ROWS, f"The file has more than {ROWS_MAX} rows.", most=ROWS_MAX
                )
            named = dict.fromkeys(COLUMNS, "") | {
                column: typed_text(cell.strip()) for column, cell in zip(columns, cells, strict=False) if column
            }
            try:
                rows.append(_read_row(number, named, known, at))
            except _Bad as bad:
                defects.append(DrillRowDefect(number, bad.column, bad.code))
    except csv.Error as error:
        raise BadDrillFile(DrillFileFault.NO_TABLE, "The file is no table with one kind of separator.") from error
    ignored = tuple(name[:60] for name, column in zip(head, columns, strict=True) if not column and name.strip())
    return DrillFile(tuple(rows), tuple(defects[:DEFECTS_MAX]), len(defects), ignored[:20])


def _read_row(number: int, row: Mapping[str, str], schools: list[SchoolOfFile], at: datetime) -> DrillRow:
    school = _find_school(row["school"], schools)
    zone = ZoneInfo(school.time_zone)
    day = _read_column(row, "date", _parse_day)
    if day is None:
        raise _Bad("date")
    starts_at = _read_moment(row, "start", day, zone) or datetime(day.year, day.month, day.day, 12, tzinfo=zone)
    ends_at = _read_moment(row, "end", day, zone)
    if ends_at is not None and ends_at < starts_at:
        # It went on over midnight, or it is wrong: `check_drill` says which.
        ends_at += timedelta(days=1)
    fields: dict[str, object] = {
        "starts_at": starts_at,
        "ends_at": ends_at,
        "type": _plain_word(row["type"]),
        **{name: _plain_word(row[name]) for name in ("state", "announcement", "simulation") if row[name]},
        **{name: row[name] for name in TEXTS},
        **{name: _read_column(row, name, _parse_whole) for name in NUMBERS},
        **{name: _read_flag(row, name) for name in FLAGS},
        "signed_on": _read_column(row, "signed_on", _parse_day),
    }
    try:
        given = drill_from(fields)
        check_drill(given, time_zone=school.time_zone, at=at)
    except BadDrill as bad:
        name = bad.pointer.strip("/").partition("/")[0]
        raise _Bad({"starts_at": "date", "ends_at": "end"}.get(name, name), DrillFileDefect.IMPOSSIBLE) from bad
    told = _read_column(row, "parents_told_at", lambda text: _parse_instant(text, zone))
    if told is not None and told > at:
        raise _Bad("parents_told_at", DrillFileDefect.IMPOSSIBLE)
    return DrillRow(number, school, given, told)


def _find_school(name: str, schools: list[SchoolOfFile]) -> SchoolOfFile:
    if not name and len(schools) == 1:
        return schools[0]
    plain = " ".join(name.casefold().split())
    found = [one for one in schools if plain and plain in (one.name.casefold(), one.key.casefold())]
    if len(found) != 1:
        raise _Bad("school", DrillFileDefect.NO_SUCH_SCHOOL)
    return found[0]


def _read_column[T](row: Mapping[str, str], column: str, read: Callable[[str], T]) -> T | None:
    if not row[column]:
        return None
    try:
        return read(row[column])
    except ValueError as error:
        raise _Bad(column) from error


def _read_moment(row: Mapping[str, str], column: str, day: date, zone: ZoneInfo) -> datetime | None:
    found = _read_column(row, column, _parse_time)
    return None if found is None else datetime(day.year, day.month, day.day, found[0], found[1], tzinfo=zone)


def _parse_day(text: str) -> date:
    """Read an ISO day, or one as the United States write it."""
    for form in ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise ValueError(text[:20])


def _parse_time(text: str) -> tuple[int, int]:
    for form in ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M%p"):
        try:
            found = datetime.strptime(text.upper(), form)  # noqa: DTZ007 - a time of day has no zone
        except ValueError:
            continue
        return found.hour, found.minute
    raise ValueError(text[:20])


def _parse_instant(text: str, zone: ZoneInfo) -> datetime:
    found = datetime.fromisoformat(text)
    if not date(2000, 1, 1) <= found.date() <= date(2099, 12, 31):
        raise ValueError(text[:20])
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _parse_whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ValueError(text[:20])
    return int(text)


def _read_flag(row: Mapping[str, str], column: str) -> bool:
    said = row[column].casefold()
    if said not in YES | NO:
        raise _Bad(column)
    return said in YES


def _plain_word(text: str) -> str:
    return "_".join(text.casefold().replace("-", " ").split())


def _column_named(name: str) -> str:
    plain = "".join(char for char in name.casefold() if char.isalnum())
    ours = {column.replace("_", ""): column for column in COLUMNS}
    return ours.get(plain) or OTHER_NAMES.get(plain, "")


def _text_of(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What a spreadsheet on Windows writes.
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise BadDrillFile(DrillFileFault.NO_TEXT, "The file is no text. Save the spreadsheet as CSV.")
    return text


def _separator_of(text: str) -> str:
    head = text.split("\n", 1)[0]
    return max((",", ";", "\t"), key=head.count)


# --- writing ----------------------------------------------------------------------------------------------------------
def table_of(rows: Iterable[Mapping[str, object]]) -> str:
    """Return rows as CSV that no spreadsheet runs: days and instants as ISO 8601, yes and no, one head."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([harmless_text(_cell_text(row.get(column))) for column in COLUMNS])
    return made.getvalue()


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value)
