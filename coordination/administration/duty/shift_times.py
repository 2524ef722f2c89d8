"""Times of shifts as people write them, by an agency's clock, as instants."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%d.%m.%Y")
CLOCKS = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M%p", "%I %p", "%I%p", "%H%M")


@dataclass(frozen=True, slots=True)
class WrittenShift:
    """A shift as a file says it: by which words its person may be known, and its times."""

    who: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime


class BadRow(Exception):
    """A row that is no shift; its text is for the reader."""


def moment_from(local: datetime, zone: ZoneInfo, *, is_end: bool) -> datetime:
    """Return the instant of a time by the clock of a zone.

    Where the clock shows a time twice, a shift starts at the first and ends at the second, so that no hour is without
    its people. A time that the clock jumps over is taken as long after midnight as it says.
    """
    return local.replace(tzinfo=zone, fold=1 if is_end else 0).astimezone(UTC)


def read_day(text: str) -> date | None:
    """Return the day that a text says, or None."""
    found = _parse_text(text, DAYS)
    return None if found is None else found.date()


def read_clock(text: str) -> time | None:
    """Return the time of day that a text says, or None. `24:00` is midnight."""
    plain = " ".join(text.upper().replace(".", "").split())
    if plain in ("24:00", "2400"):
        return time(0, 0)
    found = _parse_text(plain, CLOCKS)
    return None if found is None else found.time()


def read_moment(text: str) -> datetime | None:
    """Return the day and time that a text says: with an offset as an instant, else by the clock; or None."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        day, _blank, clock = " ".join(text.replace("T", " ").split()).partition(" ")
        date_found, time_found = read_day(day), read_clock(clock)
        return None if date_found is None or time_found is None else datetime.combine(date_found, time_found)
    # A day alone says no time.
    return None if len(text.strip()) <= len("2026-12-01") else found


def _parse_text(text: str, formats: tuple[str, ...]) -> datetime | None:
    for form in formats:
        try:
            return datetime.strptime(text.strip(), form)  # noqa: DTZ007 - by the agency's clock
        except ValueError:
            continue
    return None
