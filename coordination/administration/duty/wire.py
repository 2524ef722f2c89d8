"""What is said of shifts: the bodies of the routes, and the forms of the pages."""

from datetime import date, datetime, time, timedelta
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field

from coordination.administration.duty.shift_times import moment_from
from mou.agencies.shifts.planning import PlannedShift
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.moments import Moment

FILE_MAX_BYTES = 2 * 1024 * 1024
WEEKS_MOST = 52
CLOCK = "^([01]?[0-9]|2[0-3]):[0-5][0-9]$"


class ShiftIn(Schema):
    """A shift of one member: from when until when, with time zones."""

    member_id: UUID
    starts_at: Moment
    ends_at: Moment


class ShiftsIn(Schema):
    """Shifts to plan. `replaces`: all of the agency that have not begun are taken back first."""

    shifts: Annotated[list[ShiftIn], Field(max_length=5000)]
    replaces: bool = False


class ShiftTyped(BaseModel):
    """A shift as it is typed, by the agency's clock. An end that is not after the start is of the next day."""

    model_config = ConfigDict(extra="forbid")

    member_id: Annotated[UUID, Asked(_("Person"), begins_empty=True)]
    day: Annotated[date, Asked(_("Day"))]
    start: Annotated[str, Field(max_length=5, pattern=CLOCK), Asked(_("From"), pattern=CLOCK[1:-1], example="18:00")]
    end: Annotated[str, Field(max_length=5, pattern=CLOCK), Asked(_("Until"), pattern=CLOCK[1:-1], example="06:00")]
    weeks: Annotated[
        int, Field(ge=1, le=WEEKS_MOST), Asked(_("Weeks in a row"), hint=_("The same day and time in each week."))
    ] = 1

    def list_shifts(self, zone: ZoneInfo) -> list[PlannedShift]:
        """Return the shifts that this means: the same time by the clock in each week, also across daylight saving."""
        return [self._shift_on(self.day + timedelta(weeks=week), zone) for week in range(self.weeks)]

    def _shift_on(self, day: date, zone: ZoneInfo) -> PlannedShift:
        start, end = _clock_time(self.start), _clock_time(self.end)
        last = day if end > start else day + timedelta(days=1)
        return PlannedShift(
            self.member_id,
            moment_from(datetime.combine(day, start), zone, is_end=False),
            moment_from(datetime.combine(last, end), zone, is_end=True),
        )


class ShiftFile(BaseModel):
    """A file of shifts: a table (CSV), or a calendar (iCalendar)."""

    model_config = ConfigDict(extra="forbid")

    file: Annotated[bytes, Asked(_("File"), accept=".csv,.ics,text/csv,text/calendar", size_max=FILE_MAX_BYTES)]
    replaces: Annotated[bool, Asked(_("Take back all shifts that have not begun first"))] = False


class ShiftTaken(BaseModel):
    """A shift that is taken back."""

    model_config = ConfigDict(extra="forbid")

    shift_id: Annotated[UUID, Asked(is_hidden=True)]


class MemberOnDuty(Schema):
    """A member as those who lead them see it. `changes_at`: when duty changes by itself. `has_way`: an alarm comes."""

    member_id: UUID
    name: str
    role: str
    is_on_duty: bool
    changes_at: datetime | None
    has_way: bool


class PlannedOut(Schema):
    """A shift that is not over."""

    id: UUID
    member_id: UUID
    name: str
    starts_at: datetime
    ends_at: datetime


class PlannedCount(Schema):
    """How many shifts are new."""

    planned: int


def _clock_time(text: str) -> time:
    hour, minute = text.split(":")
    return time(int(hour), int(minute))
