"""What the interface of climate takes and returns, beside the views of climate.work."""

from datetime import date
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from coordination.casework.team_acts import TeamMemberIn
from coordination.prevention.climate.vocabulary import (
    ClimateNumbers,
    ClimateRespondents,
    ClimateScale,
    ClimateTaskStep,
)
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _


class Closed(Schema):
    """An undeclared field is an error."""

    model_config = ConfigDict(extra="forbid")


class SurveyColumnIn(Closed):
    """What a column means: the school, or a question of scales. Neither: it is not looked at."""

    is_school: bool = False
    scales: Annotated[list[ClimateScale], Field(max_length=4)] = []
    is_reversed: bool = False


class SurveySchoolIn(Closed):
    """A name in the file, and which school is meant."""

    name: Annotated[str, Field(max_length=200)]
    school_id: UUID


class SurveyIn(Closed):
    """What is said of a file of answers. Without `columns` each is taken for what it looks like."""

    school_year: int
    respondents: ClimateRespondents
    numbers: ClimateNumbers = ClimateNumbers.HIGH_AGREES
    highest: int = 4
    columns: Annotated[list[SurveyColumnIn], Field(max_length=200)] | None = None
    schools: Annotated[list[SurveySchoolIn], Field(max_length=500)] = []
    reading_id: UUID | None = None


class ClimateReadingOut(Schema):
    """How many rows of about how many are read."""

    done: int
    total: int


class ClimateStepIn(Closed):
    """A step; `owner_id` and `due_on` to say who does it until when."""

    step: ClimateTaskStep
    words: Annotated[str, Field(max_length=2000)] = ""
    owner_id: UUID | None = None
    due_on: date | None = None


class ClimateTeamIn(Closed):
    """A team's settings: days to keep a survey, and by how many points an indicator falls."""

    keep_days: Annotated[
        int, Field(ge=365, le=3650), Asked(_("Days until a survey, or a task that has ended, is deleted"))
    ] = 2190
    fall_points: Annotated[int, Field(ge=1, le=50), Asked(_("Points by which an indicator falls to become a task"))] = 5


class ClimateMemberIn(TeamMemberIn):
    pass


class ClimateMemberOut(Schema):
    """Someone on a team; `counts` says whether they read anything."""

    person_id: UUID
    name: str
    counts: bool


class ClimateTeamOut(Schema):
    """A team as its keepers have it; of results there is nothing."""

    agency_id: UUID
    keep_days: int
    fall_points: int
    members: list[ClimateMemberOut]
