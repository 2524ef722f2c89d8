"""Shifts from a table or a calendar: by the agency's clock, over midnight and daylight saving, each bad row named."""

from datetime import UTC, datetime
from time import monotonic
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from coordination.administration.duty.shift_file import ROWS_MAX, ReadShifts, read_shifts
from coordination.administration.errors import BadPeopleFile

CHICAGO = ZoneInfo("America/Chicago")
AT = datetime(2026, 10, 30, 12, 0, tzinfo=UTC)
ANN, BOB = uuid4(), uuid4()
PEOPLE: dict[str, UUID | None] = {"ann": ANN, "bob": BOB, "bob@pd.gov": BOB, "pat smith": None}


def read(text: str, *, at: datetime = AT) -> ReadShifts:
    return read_shifts(text.encode(), zone=CHICAGO, people=PEOPLE, at=at)


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def spans(found: ReadShifts) -> list[tuple[datetime, datetime]]:
    return [(one.starts_at, one.ends_at) for one in found.shifts]


# --- tables -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "person,start,end\nann,2026-11-10 18:00,2026-11-11 06:00\n",
        "person;start;end\nAnn;11/10/2026 6:00 PM;6:00 AM\n",
        "Name\tDate\tFrom\tTo\nann\t11/10/2026\t1800\t0600\n",
        "fecha,persona,desde,hasta\n2026-11-10, ann ,18:00,06:00\n",
        "username,start,end\nann,2026-11-10T18:00:00-06:00,2026-11-11T12:00:00+00:00\n",
    ],
)
def test_a_table_is_read_in_the_ways_people_write_it(text: str) -> None:
    found = read(text)

    assert spans(found) == [(utc(2026, 11, 11, 0), utc(2026, 11, 11, 12))]
    assert found.defects == ()


def test_a_night_in_which_the_clocks_go_back_is_an_hour_longer_and_one_in_which_they_go_on_shorter() -> None:
    back = read("person,date,from,to\nann,2026-10-31,18:00,06:00\n")
    on = read("person,date,from,to\nann,2027-03-13,18:00,06:00\n")

    assert [end - start for start, end in spans(back)] == [utc(2026, 1, 1, 13) - utc(2026, 1, 1)]
    assert [end - start for start, end in spans(on)] == [utc(2026, 1, 1, 11) - utc(2026, 1, 1)]


def test_at_an_hour_that_the_clock_shows_twice_no_hour_is_without_its_people() -> None:
    """On 1 November 2026 the clock shows 1:30 twice: one shift ends at the second, the next starts at the first."""
    ends, starts = spans(read("person,date,from,to\nann,2026-10-31,18:00,01:30\nbob,2026-11-01,01:30,08:00\n"))

    assert ends[1] == utc(2026, 11, 1, 7, 30)
    assert starts[0] == utc(2026, 11, 1, 6, 30)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("carl,2026-11-10 18:00,2026-11-11 06:00", "carl"),
        ("pat smith,2026-11-10 18:00,2026-11-11 06:00", "user name"),
        (",2026-11-10 18:00,2026-11-11 06:00", "whose shift"),
        ("ann,soon,later", "cannot be read"),
        ("ann,2026-11-10,2026-11-11", "cannot be read"),
        ("ann,2026-02-30 18:00,2026-02-30 20:00", "cannot be read"),
        ("ann,2026-11-10 18:00,2026-11-10 17:00", "ends after"),
        ("ann,2026-11-10 18:00,2026-11-20 17:00", "48 hours"),
        ("ann,2020-11-10 18:00,2020-11-11 06:00", "over"),
        ("ann,2096-11-10 18:00,2096-11-11 06:00", "400 days"),
        ('ann,"<script>alert(1)</script>",x', "<script>"),
        ("ann", "cannot be read"),
    ],
)
def test_each_row_that_is_no_shift_is_named_and_the_others_are_read(row: str, says: str) -> None:
    found = read(f"person,start,end\n{row}\nbob,2026-11-10 18:00,2026-11-11 06:00\n")

    assert [(one.number, says in one.what) for one in found.defects] == [(2, True)]
    assert [one.member_id for one in found.shifts] == [BOB]


@pytest.mark.parametrize(
    "text", ["", "a,b,c\n1,2,3\n", "person,start\nann,2026-11-10 18:00\n", "\0\0\0", "BEGIN:VCALENDAR"]
)
def test_what_is_no_such_file_is_refused_whole(text: str) -> None:
    with pytest.raises(BadPeopleFile):
        read(text)


def test_what_is_beyond_the_most_rows_is_said() -> None:
    rows = "".join(
        f"ann,2026-11-{day:02} {hour:02}:00,{hour + 1:02}:00\n" for day in range(2, 30) for hour in range(22)
    )
    found = read("person,start,end\n" + rows * 10)

    assert (len(found.shifts), found.defects[-1].number) == (28 * 22, ROWS_MAX + 2)


# --- calendars --------------------------------------------------------------------------------------------------------
def calendar(*events: str) -> str:
    inside = "".join(f"BEGIN:VEVENT\n{one}\nEND:VEVENT\n" for one in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{inside}END:VCALENDAR\n"


def test_an_event_is_a_shift_of_its_attendee_or_of_who_its_title_names() -> None:
    found = read(
        calendar(
            "SUMMARY:Night watch\nATTENDEE;CN=Robert:MAILTO:Bob@pd.gov\n"
            "DTSTART;TZID=America/Chicago:20261110T180000\nDTEND;TZID=America/Chicago:20261111T060000",
            "SUMMARY:Ann\nDTSTART:20261112T000000Z\nDURATION:PT8H",
            "SUMMARY:Ann\nDTSTART;VALUE=DATE:20261115",
        )
    )

    assert [one.member_id for one in found.shifts] == [BOB, ANN, ANN]
    assert spans(found) == [
        (utc(2026, 11, 11, 0), utc(2026, 11, 11, 12)),
        (utc(2026, 11, 12, 0), utc(2026, 11, 12, 8)),
        (utc(2026, 11, 15, 6), utc(2026, 11, 16, 6)),
    ]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4", [2, 4, 9, 11]),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=3", [2, 16, 30]),
        ("FREQ=DAILY;INTERVAL=3;UNTIL=20261109T000000Z", [2, 5, 8]),
        ("FREQ=DAILY;BYDAY=SA,SU;COUNT=2", [7, 8]),
    ],
)
def test_rules_of_days_and_weeks_are_written_out(rule: str, expected: list[int]) -> None:
    found = read(calendar(f"SUMMARY:Ann\nDTSTART:20261102T180000Z\nDURATION:PT4H\nRRULE:{rule}"))

    assert [start.day for start, _end in spans(found)] == expected


def test_what_repeats_keeps_its_time_by_the_clock_over_daylight_saving_and_leaves_days_out() -> None:
    found = read(
        calendar(
            "SUMMARY:Ann\nDTSTART;TZID=America/Chicago:20261030T180000\nDTEND;TZID=America/Chicago:20261030T230000\n"
            "RRULE:FREQ=DAILY;COUNT=4\nEXDATE;TZID=America/Chicago:20261031T180000"
        )
    )

    # From 1 November on Chicago is six hours behind, and no longer five.
    assert [start for start, _end in spans(found)] == [
        utc(2026, 10, 30, 23),
        utc(2026, 11, 2, 0),
        utc(2026, 11, 3, 0),
    ]


@pytest.mark.parametrize(
    "event",
    [
        "SUMMARY:Ann\nDTSTART;TZID=Nowhere/Land:20261110T180000\nDURATION:PT8H",
        "SUMMARY:Ann\nDTSTART:20261110T180000Z\nDTEND:20261110T200000Z\nSTATUS:CANCELLED",
        "SUMMARY:Ann\nDTSTART:20261110T180000Z\nDTEND:20261110T200000Z\nRRULE:FREQ=SECONDLY",
        "SUMMARY:Ann\nDTSTART:20261110T180000Z\nDTEND:20261110T200000Z\nRRULE:FREQ=DAILY;INTERVAL=0",
        "SUMMARY:Ann\nDTSTART:20261110T180000Z\nDTEND:20261110T200000Z\nRRULE:FREQ=DAILY;BYSECOND=1,2,3",
        "SUMMARY:Ann\nDTSTART:20261110T180000Z\nDTEND:20261110T200000Z\nRRULE:FREQ=WEEKLY;BYDAY=9MO",
        "SUMMARY:Ann\nDTSTART:19700101T180000Z\nDTEND:19700101T200000Z\nRRULE:FREQ=DAILY",
        "SUMMARY:Ann\nDTSTART:20261110T180000Z",
        "SUMMARY:Ann\nDTSTART:soon\nDURATION:PT8H",
        "SUMMARY:Ann",
    ],
)
def test_an_event_that_is_no_shift_is_named(event: str) -> None:
    found = read(calendar(event, "SUMMARY:bob\nDTSTART:20261110T180000Z\nDTEND:20261110T200000Z"))

    assert [one.number for one in found.defects] == [1]
    assert [one.member_id for one in found.shifts] == [BOB]


def test_a_hostile_calendar_is_read_within_seconds() -> None:
    """Rules of time zones that never end, and rules of days that never come: neither is worked through."""
    zone = "BEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0000\n"
    zone += "RRULE:FREQ=SECONDLY\nEND:STANDARD\nEND:VTIMEZONE\n"
    never = "SUMMARY:Ann\nDTSTART:20261110T180000Z\nDURATION:PT2H\nRRULE:FREQ=DAILY;COUNT=9;BYMONTH=2;BYMONTHDAY=30"
    rare = "SUMMARY:Ann\nDTSTART:20261110T180000Z\nDURATION:PT2H\nRRULE:FREQ=DAILY;INTERVAL=9999999"
    text = calendar(*[never, rare] * 100).replace("VERSION:2.0\n", f"VERSION:2.0\n{zone}")

    begun = monotonic()
    found = read(text)
    assert (len(found.shifts), monotonic() - begun < 20) == (1, True)
