"""What people give of surveys and tasks: bodies of the interface, and what the forms of pages ask. Pure."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from coordination.casework.kinds.tasks import TaskStepIn
from coordination.casework.texts import Given
from coordination.prevention.climate.vocabulary import (
    ClimateNumbers,
    ClimateRespondents,
    ClimateScale,
    ClimateTaskStep,
)
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _


class SurveyColumnIn(Given):
    """What a column means: the school, or a question of scales. Neither: it is not looked at."""

    is_school: bool = False
    scales: Annotated[list[ClimateScale], Field(max_length=4)] = []
    is_reversed: bool = False


class SurveySchoolIn(Given):
    """A name in the file, and which school is meant."""

    name: Annotated[str, Field(max_length=200)]
    school_id: UUID


class SurveyIn(Given):
    """What is said of a file of answers. Without `columns` each is taken for what it looks like."""

    school_year: Annotated[int, Asked(_("School year"))]
    respondents: Annotated[ClimateRespondents, Asked(_("Who answered"))]
    numbers: Annotated[ClimateNumbers, Asked(_("Direction"), begins_empty=True)] = ClimateNumbers.HIGH_AGREES
    highest: Annotated[int, Field(ge=2, le=10), Asked(_("Highest number"))] = 4
    columns: Annotated[list[SurveyColumnIn], Field(max_length=200)] | None = None
    schools: Annotated[list[SurveySchoolIn], Field(max_length=500)] = []
    reading_id: Annotated[UUID | None, Asked(is_hidden=True)] = None


class ClimateStepIn(TaskStepIn):
    """A step; `owner_id` and `due_on` to say who does it until when."""

    step: ClimateTaskStep
