"""Read shifts from a calendar (iCalendar, RFC 5545): an event is a shift of its attendees, or of who its title names.

What repeats is written out as far as shifts are planned. A calendar's own rules of time zones are not read: a zone is
known by its name.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vRecur

from coordination.administration.duty.shift_times import BadRow, WrittenShift, moment_from
from coordination.administration.errors import BadPeopleFile
from mou.agencies.shifts.rules import AHEAD

type Row = tuple[int, WrittenShift | BadRow]
# What repeats by days or weeks. A library would look for a day that never comes until the year 9999.
DAYS_OF = {"DAILY": 1, "WEEKLY": 7}
KNOWN_PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"})
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MOST_RULES = 400
# A rule that began long ago is counted from its start.
BEGAN_AT_MOST = timedelta(days=3 * 366)
ZONES = re.compile(r"^BEGIN:VTIMEZONE\b.*?^END:VTIMEZONE[ \t]*\r?$\n?", re.DOTALL | re.MULTILINE | re.IGNORECASE)


def _refuse_rule() -> BadRow:
    return BadRow(_("This event repeats in a way that is not read: use days or weeks."))


def read_events(text: str, *, zone: ZoneInfo, at: datetime) -> Iterator[Row]:
    """Yield the shifts of a calendar, each with the number of its event. Raises: BadPeopleFile: it is no calendar."""
    try:
        events = [one for one in Calendar.from_ical(ZONES.sub("", text)).walk("VEVENT") if isinstance(one, Event)]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as broken:
        # What the library says of a file that is broken, whichever way.
        raise BadPeopleFile(_("The file cannot be read as a calendar.")) from broken
    rules = 0
    for number, event in enumerate(events, start=1):
        rules += "RRULE" in event
        if rules > MOST_RULES:
            yield number, BadRow(_("The calendar has too many events that repeat."))
            return
        try:
            for starts_at, ends_at in _spans_of(event, zone, at):
                yield number, WrittenShift(_who_of(event), starts_at, ends_at)
        except BadRow as bad:
            yield number, bad
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
            yield number, BadRow(_("The times of this event cannot be read."))


def _who_of(event: Event) -> tuple[str, ...]:
    """Return what an event says of its person: a mail address or a name of the attendee, else its title."""
    attendees = event.get("ATTENDEE", [])
    listed = attendees if isinstance(attendees, list) else [attendees]
    addresses = [re.sub("^mailto:", "", str(one), flags=re.IGNORECASE) for one in listed]
    names = [str(one.params.get("CN", "")) for one in listed]
    return (*addresses, *names, str(event.get("SUMMARY", "")))


def _spans_of(event: Event, zone: ZoneInfo, at: datetime) -> list[tuple[datetime, datetime]]:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        raise BadRow(_("This event is cancelled."))
    start = event.decoded("DTSTART")
    if event["DTSTART"].params.get("TZID") and isinstance(start, datetime) and start.tzinfo is None:
        raise BadRow(_("Its time zone is not known by this name: %(zone)s") % {"zone": event["DTSTART"].params["TZID"]})
    if not isinstance(start, datetime):
        # A day without a time is the whole day.
        start, last = datetime.combine(start, datetime.min.time()), event.decoded("DTEND", start + timedelta(days=1))
        end: datetime = datetime.combine(last, datetime.min.time())
    else:
        end = event.decoded("DTEND", None) or start + event.decoded("DURATION")
    if "RRULE" not in event:
        return [(_instant_of(start, zone, is_end=False), _instant_of(end, zone, is_end=True))]
    return _spans_by_rule(event, start, end, zone, at)


def _spans_by_rule(
    event: Event, start: datetime, end: datetime, zone: ZoneInfo, at: datetime
) -> list[tuple[datetime, datetime]]:
    """Return what repeats, by the clock of its zone: the same time of day also after the clocks are set."""
    its_zone = start.tzinfo or zone
    local, length = _by_clock(start, its_zone), _by_clock(end, its_zone) - _by_clock(start, its_zone)
    if abs(at - _instant_of(start, zone, is_end=False)) > BEGAN_AT_MOST:
        raise BadRow(_("This event began too long ago: let it begin this year."))
    skipped = _left_out(event, its_zone)
    return [
        (
            _instant_of(one.replace(tzinfo=its_zone), zone, is_end=False),
            _instant_of((one + length).replace(tzinfo=its_zone), zone, is_end=True),
        )
        for one in _starts_by_rule(event["RRULE"], local, its_zone, at)
        if one not in skipped and one + length > _by_clock(at, its_zone)
    ]


def _starts_by_rule(rule: object, first: datetime, zone: tzinfo, at: datetime) -> list[datetime]:
    """Return the starts by the clock, from the first one to the last that is planned: each day is looked at once."""
    if not isinstance(rule, vRecur) or not KNOWN_PARTS.issuperset(one.upper() for one in rule):
        raise _refuse_rule()
    given = {name.upper(): values for name, values in rule.items()}
    frequency, days = str(given["FREQ"][0]).upper(), [str(one).upper() for one in given.get("BYDAY", [])]
    interval, count = int(given.get("INTERVAL", [1])[0]), int(given.get("COUNT", [AHEAD.days * 5])[0])
    if frequency not in DAYS_OF or interval < 1 or not set(days) <= set(WEEKDAYS):
        raise _refuse_rule()
    horizon, until = _by_clock(at + AHEAD, zone), given.get("UNTIL", [None])[0]
    last = horizon if until is None else min(horizon, _last_start(until, zone))
    weekdays = {WEEKDAYS.index(one) for one in days} or ({first.weekday()} if frequency == "WEEKLY" else set(range(7)))
    # Where the first week begins: what is every second week depends on it.
    begins = WEEKDAYS.index(str(given.get("WKST", ["MO"])[0]).upper())
    before = (first.weekday() - begins) % 7 if frequency == "WEEKLY" else 0
    starts = (first + timedelta(days=one) for one in range((last - first).days + 1))
    return [
        one
        for one in starts
        if one.weekday() in weekdays and ((one - first).days + before) // DAYS_OF[frequency] % interval == 0
    ][:count]


def _last_start(until: date | datetime, zone: tzinfo) -> datetime:
    if not isinstance(until, datetime):
        return datetime.combine(until, datetime.max.time())
    return _by_clock(until, zone)


def _left_out(event: Event, zone: tzinfo) -> set[datetime]:
    given = event.get("EXDATE", [])
    listed = given if isinstance(given, list) else [given]
    days = [entry.dt for one in listed for entry in one.dts]
    return {_by_clock(one, zone) for one in days if isinstance(one, datetime)}


def _by_clock(found: datetime, zone: tzinfo) -> datetime:
    """Return what a clock of the zone shows, without a zone."""
    return found.replace(tzinfo=None) if found.tzinfo is None else found.astimezone(zone).replace(tzinfo=None)


def _instant_of(found: datetime, zone: ZoneInfo, *, is_end: bool) -> datetime:
    """Return the instant; at the hours that the clock shows twice or never, as everywhere."""
    own = found.tzinfo
    if own is None:
        return moment_from(found, zone, is_end=is_end)
    if isinstance(own, ZoneInfo):
        return moment_from(found.replace(tzinfo=None), own, is_end=is_end)
    return found.astimezone(UTC)
