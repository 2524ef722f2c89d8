"""Moments that people and programs give: with their offset, and within years that a database can hold. Pure."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime

FIRST_YEAR, LAST_YEAR = 1900, 2200


def _check_year(at: datetime) -> datetime:
    """Return a moment that stays one in every time zone: the first and last days of the calendar do not."""
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise ValueError(f"A moment lies between the years {FIRST_YEAR} and {LAST_YEAR}.")
    return at


Moment = Annotated[AwareDatetime, AfterValidator(_check_year)]
