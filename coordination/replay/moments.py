"""What an address of a replay asks for: an entry by its number, or an instant. Pure."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

ENTRY = re.compile(r"[0-9]{1,9}")
TIME = re.compile(r"[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MomentAsked:
    """`seq`: the number of an entry, whether or not there is one. `instant`: in UTC. Neither: not understood."""

    seq: int | None = None
    instant: datetime | None = None

    @property
    def is_understood(self) -> bool:
        return self.seq is not None or self.instant is not None


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when an incident went on so far, and the zone of its school."""

    began: datetime
    ended: datetime
    zone: ZoneInfo


def moment_asked(text: str, span: Span) -> MomentAsked:
    """Return what is asked for: `123`, `10:42`, `2026-11-27T10:42:07`, or an instant with its offset or Z.

    A time without an offset is the school's. A time without a day is of the first day of the incident on which it
    lies in it; of one in which it lies on no day, the day on which the incident began.
    """
    asked = text.strip()
    if ENTRY.fullmatch(asked):
        return MomentAsked(seq=int(asked))
    try:
        if TIME.fullmatch(asked):
            return MomentAsked(instant=_on_its_day(time.fromisoformat(asked if asked[1] != ":" else f"0{asked}"), span))
        return _instant_of(asked, span.zone)
    except (ValueError, OverflowError):
        return MomentAsked()


def _on_its_day(said: time, span: Span) -> datetime:
    first = span.began.astimezone(span.zone).date()
    # A time is said to the minute: the incident's own minute is in it.
    began = span.began.replace(second=0, microsecond=0)
    on_days = (datetime.combine(first + n * ONE_DAY, said, tzinfo=span.zone).astimezone(UTC) for n in range(2))
    return next(
        (one for one in on_days if began <= one <= span.ended),
        datetime.combine(first, said, tzinfo=span.zone).astimezone(UTC),
    )


def _instant_of(asked: str, zone: ZoneInfo) -> MomentAsked:
    day, _, _rest = asked.partition("T")
    if not _rest and ":" not in asked:
        return MomentAsked()  # a day is no instant
    # In an address a plus is a blank unless it is written as %2B.
    said = datetime.fromisoformat(f"{day}T{_rest.replace(' ', '+')}" if _rest else asked)
    return MomentAsked(instant=(said if said.tzinfo else said.replace(tzinfo=zone)).astimezone(UTC))
