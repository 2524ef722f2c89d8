"""What an address of a replay asks for: an entry, a time of the school, an instant; all else is not understood."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from coordination.replay.moments import MomentAsked, Span, moment_asked

CHICAGO = ZoneInfo("America/Chicago")
# From 22:50 to 00:20 of the school's next day: UTC's day is another one all the time.
NIGHT = Span(datetime(2026, 11, 25, 4, 50, 20, tzinfo=UTC), datetime(2026, 11, 25, 6, 20, tzinfo=UTC), CHICAGO)


def utc(day: int, hour: int, minute: int, second: int = 0) -> MomentAsked:
    return MomentAsked(instant=datetime(2026, 11, day, hour, minute, second, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("123", MomentAsked(seq=123)),
        (" 7 ", MomentAsked(seq=7)),
        ("999999", MomentAsked(seq=999_999)),
        ("0", MomentAsked(seq=0)),
        ("2026-11-24T22:55", utc(25, 4, 55)),
        ("2026-11-24 22:55:07", utc(25, 4, 55, 7)),
        ("2026-11-25T05:00:00Z", utc(25, 5, 0)),
        ("2026-11-24T23:00:00-06:00", utc(25, 5, 0)),
        ("2026-11-25T06:00:00 01:00", utc(25, 5, 0)),
        ("22:51", utc(25, 4, 51)),
        # The minute in which it began is the incident's.
        ("22:50", utc(25, 4, 50)),
        ("0:10", utc(25, 6, 10)),
        # On no day of the incident: of the day on which it began.
        ("21:00", utc(25, 3, 0)),
        ("00:30", utc(24, 6, 30)),
    ],
)
def test_a_moment_is_understood_as_a_person_of_the_school_says_it(text: str, asked: MomentAsked) -> None:
    assert moment_asked(text, NIGHT) == asked


@pytest.mark.parametrize(
    "text",
    [
        *("-1", "1.5", "2026-13-01", "2026-11-24", "25:00", "10:99", "noon", "٣", "1234567890", ""),
        *("2026-02-30T10:00", "9999-12-31T23:59:59", "T", "2026-11-24T"),
        "<script>alert(1)</script>",
    ],
)
def test_what_is_no_moment_is_not_understood(text: str) -> None:
    assert not moment_asked(text, NIGHT).is_understood
