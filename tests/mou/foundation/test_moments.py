"""A moment that is given has its offset and lies within years that databases can hold; said, it has one form."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from pydantic import TypeAdapter, ValidationError

from mou.foundation.moments import Moment, time_text

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


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 3, 2, 14, 5, tzinfo=UTC), "2026-03-02T14:05:00.000Z"),
        (datetime(2026, 3, 2, 14, 5, 7, 123_999, tzinfo=UTC), "2026-03-02T14:05:07.123Z"),
        (datetime(2026, 3, 2, 0, 5, tzinfo=timezone(timedelta(hours=1))), "2026-03-01T23:05:00.000Z"),
    ],
)
def test_a_moment_is_said_in_utc_with_milliseconds_whatever_it_has(at: datetime, said: str) -> None:
    assert time_text(at) == said
