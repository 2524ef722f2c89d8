"""The page on which a survey is brought in: the file, what each column means, what would be stored, what was stored.

The file is kept nowhere. A script keeps it in the form meanwhile; without one the reader chooses it again.
"""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coordination.errors import CoordinationError
from coordination.prevention.climate.access import CLIMATE_TEAMS, schools_of_team
from coordination.prevention.climate.bounded_reading import FILE_MAX_BYTES
from coordination.prevention.climate.errors import BadClimate, ClimateTeamNotFound
from coordination.prevention.climate.models import ClimateTeam
from coordination.prevention.climate.reading.survey import ColumnMeaning
from coordination.prevention.climate.reading.table import COLUMNS_MAX
from coordination.prevention.climate.rules.scales import INDICATORS, TOPICS
from coordination.prevention.climate.vocabulary import (
    ClimateDefectCode,
    ClimateNumbers,
    ClimateRespondents,
    ClimateScale,
)
from coordination.prevention.climate.work.bringing import (
    YEARS_BACK,
    SurveyColumn,
    SurveyGiven,
    SurveyLook,
    bring_survey,
    look_at_survey,
)
from coordination.prevention.climate.work.years import school_year_of
from coordination.room.access import Asker
from coordination.web.posted import uuid_in
from coordination.web.signed_in import asker_of
from mou.vocabulary import AgencyKind

LONGEST_NUMBER = 4
REFUSED = 422
SCHOOL = "school"


@dataclass(frozen=True, slots=True)
class ColumnField:
    """A column of the mapping: its place, its heading, and what is chosen."""

    place: int
    heading: str
    topic: str
    indicator: str
    is_reversed: bool


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def survey_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Look at a file of answers, and store what may be said of it."""
    asker = asker_of(request)
    try:
        team = CLIMATE_TEAMS.team_for(user_id=asker.user_id, agency_id=agency_id, at=asker.at)
    except ClimateTeamNotFound as missing:
        raise Http404 from missing
    look: SurveyLook | None = None
    problem = ""
    if request.method == "POST":
        try:
            look = _carried_out(request, asker, agency_id)
        except CoordinationError as error:
            if error.status == 404:
                raise Http404 from error
            problem = _problem_in(error)
    context = {
        "agency": team.agency,
        "is_district": team.agency.kind == AgencyKind.DISTRICT.value,
        "look": look,
        "problem": problem,
        "typed": request.POST,
        **_list_choices(team, look, asker),
    }
    return render(request, "climate/survey.html", context, status=REFUSED if problem else 200)


def _problem_in(error: CoordinationError) -> str:
    """Return what stands in the way: what is wrong with this file or that field, rather than what its class says."""
    return error.sentence_or(error.title) if error.detail == error.title else error.detail


def _list_choices(team: ClimateTeam, look: SurveyLook | None, asker: Asker) -> dict[str, object]:
    this = school_year_of(asker.at.date())
    scales, who = ClimateScale.labels(), ClimateRespondents.labels()
    own = schools_of_team(asker.user_id, asker.at)
    return {
        "years": range(this, this - YEARS_BACK, -1),
        "respondents": who,
        "numbers": ClimateNumbers.labels(),
        "topics": {one.value: scales[one] for one in TOPICS},
        "indicators": {one.value: scales[one] for one in INDICATORS},
        "scales": scales,
        "defect_words": ClimateDefectCode.labels(),
        "columns": [] if look is None else [_column_field(place, one) for place, one in enumerate(look.columns)],
        "school_choices": own.filter(parent_id=team.agency_id),
        "defects": [] if look is None else [(one, _span_words(one.rows)) for one in look.defects],
    }


def _column_field(place: int, column: SurveyColumn) -> ColumnField:
    topic = next((one.value for one in column.scales if one in TOPICS), SCHOOL if column.is_school else "")
    indicator = next((one.value for one in column.scales if one in INDICATORS), "")
    return ColumnField(place, column.heading, topic, indicator, column.is_reversed)


def _span_words(rows: list[tuple[int, int]]) -> str:
    """Return numbers of rows as people write them; every row is named, spans stay together."""
    return ", ".join(str(first) if first == last else f"{first}\N{EN DASH}{last}" for first, last in rows)


def _carried_out(request: HttpRequest, asker: Asker, agency_id: UUID) -> SurveyLook:
    sent = request.FILES.get("file")
    content = sent.read(FILE_MAX_BYTES + 1) if isinstance(sent, UploadedFile) else b""
    given = _read_survey(request.POST)
    act = bring_survey if request.POST.get("step") == "store" else look_at_survey
    return act(actor_id=asker.user_id, agency_id=agency_id, content=content, given=given, at=asker.at)


def _read_survey(posted: QueryDict) -> SurveyGiven:
    try:
        respondents = ClimateRespondents(posted.get("respondents", ""))
        numbers = ClimateNumbers(posted.get("numbers") or ClimateNumbers.HIGH_AGREES)
    except ValueError as nonsense:
        raise BadClimate(pointer="/respondents") from nonsense
    names = zip(posted.getlist("school_name"), posted.getlist("school_id"), strict=False)
    return SurveyGiven(
        school_year=_number_in(posted, "school_year"),
        respondents=respondents,
        numbers=numbers,
        highest=_number_in(posted, "highest") if posted.get("highest") else 4,
        columns=_read_columns(posted),
        schools={name: _parse_uuid(text) for name, text in names if text},
        reading_id=uuid_in(posted, "reading_id") if posted.get("reading_id") else None,
    )


def _number_in(posted: QueryDict, name: str) -> int:
    """Return a number of a form. Raises: BadClimate."""
    said = posted.get(name, "")
    if not said.isascii() or not said.isdigit() or len(said) > LONGEST_NUMBER:
        raise BadClimate(pointer=f"/{name}")
    return int(said)


def _parse_uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as nonsense:
        raise BadClimate(pointer="/schools") from nonsense


def _read_columns(posted: QueryDict) -> list[ColumnMeaning] | None:
    """Return what the form says of each column; None: the file is looked at for the first time."""
    topics, indicators = posted.getlist("topic"), posted.getlist("indicator")
    if not topics:
        return None
    if len(topics) != len(indicators) or len(topics) > COLUMNS_MAX:
        raise BadClimate(pointer="/columns")
    reversed_ones = set(posted.getlist("reversed"))
    return [
        ColumnMeaning(
            is_school=topic == SCHOOL,
            scales=tuple(_parse_scale(one) for one in (topic, indicator) if one and one != SCHOOL),
            is_reversed=str(place) in reversed_ones,
        )
        for place, (topic, indicator) in enumerate(zip(topics, indicators, strict=True))
    ]


def _parse_scale(said: str) -> ClimateScale:
    try:
        return ClimateScale(said)
    except ValueError as nonsense:
        raise BadClimate(pointer="/columns") from nonsense
