"""Read shifts from a table or a calendar, and say of each row that is none why. No database.

A table is CSV with a head: who (user name, call sign, mail address or full name), then `start` and `end`, or `date`
with `from` and `to`. A calendar is iCalendar: an event's attendee or its title says who.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from coordination.administration.accounts.people_file import RowDefect, dialect_of, text_of
from coordination.administration.duty.calendar_file import read_events
from coordination.administration.duty.shift_times import (
    BadRow,
    WrittenShift,
    moment_from,
    read_clock,
    read_day,
    read_moment,
)
from coordination.administration.errors import BadPeopleFile
from mou.agencies.shifts.errors import BadShift
from mou.agencies.shifts.planning import PlannedShift, check_span

ROWS_MAX = 5_000
CELL_MAX_CHARS = 200
# What each of our fields is called by others, in small letters without signs.
NAMES: Mapping[str, tuple[str, ...]] = {
    "who": (
        *("person", "name", "username", "user", "who", "member", "employee", "email", "mail", "callsign"),
        *("officer", "persona"),
    ),
    "start": ("start", "starts", "startsat", "begin", "begins", "starttime", "inicio"),
    "end": ("end", "ends", "endsat", "endtime", "fin"),
    "day": ("date", "day", "fecha"),
    "from": ("from", "in", "desde"),
    "to": ("to", "until", "out", "hasta"),
}


@dataclass(frozen=True, slots=True)
class ReadShifts:
    """What a file says: the shifts of people who are known, and why each other row is not stored."""

    shifts: tuple[PlannedShift, ...]
    defects: tuple[RowDefect, ...]


def read_shifts(content: bytes, *, zone: ZoneInfo, people: Mapping[str, UUID | None], at: datetime) -> ReadShifts:
    """Return the shifts of a file.

    Args:
        content: a table or a calendar.
        zone: by whose clock times without a zone are meant.
        people: by what a person may be called, in small letters, whose membership that is; None: of more than one.
        at: when it is read; shifts that are over are none.

    Raises: BadPeopleFile: it is no such file at all.
    """
    text = text_of(content)
    is_calendar = text.lstrip().upper().startswith("BEGIN:VCALENDAR")
    rows = read_events(text, zone=zone, at=at) if is_calendar else _read_table(content, text, zone)
    shifts: dict[PlannedShift, None] = {}
    defects: list[RowDefect] = []
    for count, (number, found) in enumerate(rows, start=1):
        if count > ROWS_MAX:
            what = _("The file has more than %(most)s rows. This row and those after it are not stored.")
            defects.append(RowDefect(number, what % {"most": ROWS_MAX}))
            break
        try:
            shifts[_planned_shift(found, people, at)] = None
        except BadShift as bad:
            defects.append(RowDefect(number, bad.sentence_or(str(bad))))
        except BadRow as bad:
            defects.append(RowDefect(number, str(bad)))
    return ReadShifts(tuple(shifts), tuple(defects))


def _planned_shift(found: WrittenShift | BadRow, people: Mapping[str, UUID | None], at: datetime) -> PlannedShift:
    """Return a shift of a member who is known. Raises: BadRow, BadShift."""
    if isinstance(found, BadRow):
        raise found
    check_span(found.starts_at, found.ends_at, at)
    return PlannedShift(_find_person(found.who, people), found.starts_at, found.ends_at)


def _find_person(who: Iterable[str], people: Mapping[str, UUID | None]) -> UUID:
    called = [one for one in (" ".join(one.split()) for one in who) if one]
    for one in called:
        key = one.lower()
        if key in people:
            found = people[key]
            if found is None:
                raise BadRow(
                    _("Several people of the agency are called “%(name)s”: give the user name.") % {"name": one}
                )
            return found
    name = called[0][:CELL_MAX_CHARS] if called else ""
    if not name:
        raise BadRow(_("It does not say whose shift it is."))
    raise BadRow(_("No one of the agency is called “%(name)s”.") % {"name": name})


# --- tables -----------------------------------------------------------------------------------------------------------
def _read_table(content: bytes, text: str, zone: ZoneInfo) -> Iterator[tuple[int, WrittenShift | BadRow]]:
    table = csv.reader(text.splitlines(), dialect_of(content))
    try:
        columns = _columns_of(next(table, []))
        for number, cells in enumerate(table, start=2):
            if any(cell.strip() for cell in cells):
                yield number, _read_row({name: cells[at] for name, at in columns.items() if at < len(cells)}, zone)
    except csv.Error as broken:
        raise BadPeopleFile(_("The file is no text. Save the spreadsheet as CSV.")) from broken


def _columns_of(head: list[str]) -> dict[str, int]:
    """Return where each of our fields stands. Raises: BadPeopleFile: one that is needed is missing."""
    plain = ["".join(char for char in name.lower() if char.isalnum()) for name in head]
    columns = {
        field: next(at for at, name in enumerate(plain) if name in known)
        for field, known in NAMES.items()
        if any(name in known for name in plain)
    }
    has_day = {"day", "from", "to"} <= columns.keys() or {"day", "start", "end"} <= columns.keys()
    if "who" not in columns or not (has_day or {"start", "end"} <= columns.keys()):
        raise BadPeopleFile(_("The first row names the columns: person, start and end; or person, date, from and to."))
    return columns


def _read_row(cells: Mapping[str, str], zone: ZoneInfo) -> WrittenShift | BadRow:
    start, end = (cells.get(one) or cells.get(other) or "" for one, other in (("start", "from"), ("end", "to")))
    if "day" in cells:
        span = _span_on(cells["day"], start, end)
    else:
        first = read_moment(start)
        span = (first, _end_after(first, end))
    if span[0] is None or span[1] is None:
        what = _("“%(start)s” to “%(end)s” cannot be read as times, such as 2026-12-24 18:00.")
        return BadRow(what % {"start": start.strip()[:CELL_MAX_CHARS], "end": end.strip()[:CELL_MAX_CHARS]})
    return WrittenShift(
        (cells["who"],), _instant_of(span[0], zone, is_end=False), _instant_of(span[1], zone, is_end=True)
    )


def _span_on(day_text: str, start: str, end: str) -> tuple[datetime | None, datetime | None]:
    day, first, last = read_day(day_text), read_clock(start), read_clock(end)
    if day is None or first is None or last is None:
        return None, None
    last_day: date = day if last > first else day + timedelta(days=1)
    return datetime.combine(day, first), datetime.combine(last_day, last)


def _end_after(first: datetime | None, end: str) -> datetime | None:
    """Return the end; a time alone is of the same day, or of the next where it is not after the start."""
    clock = read_clock(end)
    if first is None or clock is None:
        return read_moment(end)
    last = datetime.combine(first.date(), clock, tzinfo=first.tzinfo)
    return last if last > first else last + timedelta(days=1)


def _instant_of(found: datetime, zone: ZoneInfo, *, is_end: bool) -> datetime:
    return found if found.tzinfo is not None else moment_from(found, zone, is_end=is_end)
