"""School years by the calendar year in which they begin: the first of July, at the school's own time. Pure."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

FIRST_MONTH = 7


def school_year_of(day: date) -> int:
    """Return the school year of a day."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def begin_of(school_year: int, time_zone: str) -> datetime:
    """Return the instant in which a school year begins."""
    return datetime(school_year, FIRST_MONTH, 1, tzinfo=ZoneInfo(time_zone))


def year_words(school_year: int) -> str:
    """Return a school year as people write it."""
    return f"{school_year}\N{EN DASH}{school_year + 1}"
