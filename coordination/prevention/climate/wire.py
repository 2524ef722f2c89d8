"""What the interface of climate takes and returns, beside the results in climate.work."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from coordination.casework.kinds.views import Colleague, PersonName, ThingRecord, View
from coordination.casework.texts import Given, TeamMemberIn
from coordination.prevention.climate.vocabulary import (
    ClimateRespondents,
    ClimateScale,
    ClimateTaskState,
    ClimateTaskStep,
)
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _


class ClimateTaskLine(View):
    """An indicator that fell, in a list."""

    task_id: UUID
    school_id: UUID
    school: str
    school_year: int
    respondents: ClimateRespondents
    scale: ClimateScale
    before: int
    now: int
    state: ClimateTaskState
    owner: PersonName
    due_on: date
    is_overdue: bool


class ClimateTaskView(View):
    """A task with what may be done and who may do it."""

    line: ClimateTaskLine
    raised_at: datetime
    time_zone: str
    steps: list[ClimateTaskStep]
    records: list[ThingRecord]
    workers: list[Colleague]


class ClimateReadingOut(Schema):
    """How many rows of about how many are read."""

    done: int
    total: int


class ClimateTeamIn(Given):
    """A team's settings: days to keep a survey, and by how many points an indicator falls."""

    # A year at least: without the year before there is no fall.
    keep_days: Annotated[
        int, Field(ge=365, le=3650), Asked(_("Days until a survey, or a task that has ended, is deleted"))
    ] = 2190
    fall_points: Annotated[int, Field(ge=1, le=50), Asked(_("Points by which an indicator falls to become a task"))] = 5


class ClimateMemberIn(TeamMemberIn):
    pass
