"""When test alarms are sent, how often at most, and when a planned one comes next. Pure."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from coordination.incident.reach.vocabulary import Pace

# So long answers count.
OPEN_FOR = timedelta(hours=2)
# People who are tested too often no longer look.
APART = timedelta(minutes=15)
MOST_A_DAY = 4
# Of one person, whichever agencies ask: who is told so often is left out.
MOST_OF_PERSON_A_DAY = 6
DAY = timedelta(days=1)
# In one transaction, and then a breath: whatever is real has its turn in between.
PEOPLE_AT_ONCE = 50
BREATH_S = 0.5
# Messages of tests that wait or are being sent; a provider's hands hold 256 that are no life safety.
MOST_ON_THE_WAY = 100
# A planned test that a real incident holds up is sent after this; one that a server missed for longer is left out.
HELD_UP = timedelta(hours=1)
MISSED_AFTER = timedelta(hours=6)
# What answers a test by text message.
DIGIT = "1"


def next_time(pace: Pace, weekday: int, clock: time, zone: ZoneInfo, after: datetime) -> datetime:
    """Return when a planned test comes next, after an instant: each week, or on the first such day of each month."""
    day = after.astimezone(zone).date()
    for ahead in range(63):
        on = day + timedelta(days=ahead)
        if on.weekday() != weekday or (pace is Pace.MONTHLY and on.day > 7):
            continue
        found = datetime.combine(on, clock, tzinfo=zone).astimezone(after.tzinfo)
        if found > after:
            return found
    raise AssertionError("each weekday comes within two months")
