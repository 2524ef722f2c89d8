"""Moments: as people and programs give them, and the one form in which they are answered. Pure."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime

FIRST_YEAR, LAST_YEAR = 1900, 2200


def _check_year(at: datetime) -> datetime:
    """Return a moment that stays one in every time zone: the first and last days of the calendar do not."""
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise ValueError(f"A moment lies between the years {FIRST_YEAR} and {LAST_YEAR}.")
    return at


Moment = Annotated[AwareDatetime, AfterValidator(_check_year)]


def time_text(at: datetime) -> str:
    """Return a moment as every answer has it: RFC 3339 in UTC, with milliseconds and Z."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"
