"""A moment that is given has its offset, and lies within years that every database and time zone can hold."""

from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from mou.foundation.moments import Moment

MOMENT: TypeAdapter[datetime] = TypeAdapter(Moment)


@pytest.mark.parametrize("text", ["1900-01-01T00:00:00+14:00", "2026-12-01T10:00:00Z", "2200-12-31T23:59:59-12:00"])
def test_a_moment_of_these_centuries_is_taken_and_is_one_in_utc(text: str) -> None:
    assert MOMENT.validate_python(text).astimezone(UTC) == datetime.fromisoformat(text)


@pytest.mark.parametrize(
    "text",
    [
        *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"),
        *("1899-12-31T23:59:59Z", "2201-01-01T00:00:00Z", "2026-12-01T10:00:00"),
    ],
)
def test_the_ends_of_the_calendar_and_a_moment_without_offset_are_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        MOMENT.validate_python(text)
