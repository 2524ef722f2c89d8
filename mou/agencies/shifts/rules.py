"""Whether a member is on duty by plan, and when that changes next. Pure: no Django, no clock.

A shift is a pair of instants, its start and its end; the end itself is no longer part of it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

type Span = tuple[datetime, datetime]

# Longer than any watch that people keep; a date that was mistyped is longer still.
LONGEST = timedelta(hours=48)
# How far ahead shifts are planned, and how long those that are over are retained.
AHEAD = timedelta(days=400)
RETAINED = timedelta(days=90)
# What is set by hand ends by itself after this at the latest, where an end is given.
HELD_AT_MOST = timedelta(hours=72)


def is_planned(spans: Iterable[Span], at: datetime) -> bool:
    """Tell whether a shift covers an instant."""
    return any(start <= at < end for start, end in spans)


def next_change(spans: Iterable[Span], at: datetime) -> datetime | None:
    """Return the first start or end of a shift after an instant, at which duty may change; None: there is none.

    Where two shifts meet, duty goes on: such an end is no change.
    """
    listed = list(spans)
    edges = sorted({edge for span in listed for edge in span if edge > at})
    before = is_planned(listed, at)
    return next((edge for edge in edges if is_planned(listed, edge) is not before), None)


def duty_after_hold(spans: Sequence[Span], at: datetime, *, was_on_duty: bool) -> bool:
    """Return whether a member is on duty when what was set by hand has ended: as planned, and turned round without."""
    return is_planned(spans, at) if spans else not was_on_duty
