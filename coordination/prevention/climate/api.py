"""School climate over HTTP: for climate teams, those who keep one, and agencies to which an agreement opens results."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Router, UploadedFile
from pydantic import ValidationError

from coordination.casework.kinds.routes import add_kind_routes
from coordination.casework.kinds.views import Door
from coordination.casework.team_routes import add_team_routes
from coordination.prevention.climate import acts
from coordination.prevention.climate.access import school_read_for, schools_read_by
from coordination.prevention.climate.bounded_reading import FILE_MAX_BYTES
from coordination.prevention.climate.errors import BadClimate
from coordination.prevention.climate.models import ClimateReading
from coordination.prevention.climate.rules.given import ClimateStepIn, SurveyIn
from coordination.prevention.climate.team_acts import CLIMATE_TEAM_ACTS
from coordination.prevention.climate.wire import ClimateReadingOut
from coordination.prevention.climate.work.bringing import SurveyLook, how_far
from coordination.prevention.climate.work.kinds import CLIMATE_TASK_KIND
from coordination.prevention.climate.work.queries import SchoolClimate, SchoolLine, school_climate, school_lines
from coordination.sign_in.callers import caller_of

router = Router(tags=["climate"])
TEAM = "/agencies/{uuid:agency_id}/climate-team"
SURVEYS = "/agencies/{uuid:agency_id}/climate-surveys"


# --- results ----------------------------------------------------------------------------------------------------------
@router.get("/climate/schools", response=list[SchoolLine], operation_id="list_climate_schools")
def list_schools(request: HttpRequest) -> list[SchoolLine]:
    """List the schools whose results the caller reads, with what students said of the indicators last."""
    caller = caller_of(request)
    rows = schools_read_by(caller.user_id, caller.at)
    return school_lines(rows, user_id=caller.user_id, at=caller.at, door=Door.API)


@router.get("/climate/schools/{uuid:school_id}", response=SchoolClimate, operation_id="read_school_climate")
def read_school(request: HttpRequest, school_id: UUID) -> SchoolClimate:
    """Return a school's results by year. That the caller has read them is written down."""
    caller = caller_of(request)
    school = school_read_for(user_id=caller.user_id, school_id=school_id, at=caller.at)
    return school_climate(school, user_id=caller.user_id, at=caller.at, door=Door.API)


# --- surveys ----------------------------------------------------------------------------------------------------------
@router.post(SURVEYS + "/looks", response=SurveyLook, operation_id="look_at_climate_survey")
def post_look(
    request: HttpRequest, agency_id: UUID, file: Annotated[UploadedFile, File()], survey: Annotated[str, Form()]
) -> SurveyLook:
    """Say what a file of answers (CSV) would do. Nothing is stored. `survey` is a SurveyIn as JSON."""
    content, given = file.read(FILE_MAX_BYTES + 1), _read_survey(survey)
    return acts.look_at_survey(caller_of(request).asker(), agency_id, content, given)


@router.post(SURVEYS, response=SurveyLook, operation_id="bring_climate_survey")
def post_survey(
    request: HttpRequest, agency_id: UUID, file: Annotated[UploadedFile, File()], survey: Annotated[str, Form()]
) -> SurveyLook:
    """Store what may be said of a file of answers, and no one's own answer. Rows that are not counted are listed."""
    content, given = file.read(FILE_MAX_BYTES + 1), _read_survey(survey)
    return acts.bring_survey(caller_of(request).asker(), agency_id, content, given)


@router.get("/climate/readings/{uuid:reading_id}", response=ClimateReadingOut, operation_id="read_climate_reading")
def read_reading(request: HttpRequest, reading_id: UUID) -> ClimateReading:
    """Return how far the reading of a file is; 404 before it begins and once it has ended."""
    return how_far(user_id=caller_of(request).user_id, reading_id=reading_id)


def _read_survey(text: str) -> SurveyIn:
    try:
        return SurveyIn.model_validate_json(text)
    except ValidationError as wrong:
        where = "/".join(str(one) for one in wrong.errors(include_input=False)[0]["loc"])
        raise BadClimate(pointer=f"/survey/{where}") from wrong


# --- tasks ------------------------------------------------------------------------------------------------------------
add_kind_routes(
    router,
    "/climate/tasks",
    CLIMATE_TASK_KIND,
    ClimateStepIn,
    name="climate_task",
    step_name="climate_step",
    lists="List the indicators that fell at the schools of the caller's teams, by what is due first.",
    splits=True,
)


# --- teams ------------------------------------------------------------------------------------------------------------
add_team_routes(
    router,
    TEAM,
    CLIMATE_TEAM_ACTS,
    name="climate_team",
)
