"""Bring a survey in: look at what a file would do, or store its cells. No one's own answer leaves the bounded process.

The file itself is kept nowhere: who looked at it and wants to store it sends it again.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.keeping.holds import holds_now
from coordination.keeping.proof import lock_deletions
from coordination.prevention.climate.access import CLIMATE_TEAMS, schools_of_team
from coordination.prevention.climate.bounded_reading import read_apart
from coordination.prevention.climate.errors import BadClimate, ClimateReadingNotFound
from coordination.prevention.climate.models import ClimateCell, ClimateReading, ClimateSurvey, ClimateTeam
from coordination.prevention.climate.reading.survey import (
    ColumnMeaning,
    ReadCell,
    RowDefects,
    SurveyOrder,
    SurveyRead,
)
from coordination.prevention.climate.rules.scales import plain_text
from coordination.prevention.climate.rules.small_cells import Shown, may_replace
from coordination.prevention.climate.vocabulary import ClimateNumbers, ClimateRespondents, ClimateScale
from coordination.prevention.climate.work.falls import raise_tasks
from coordination.prevention.climate.work.keeping import is_held
from mou.models import Agency
from mou.vocabulary import AgencyKind

SAID_EVERY_S = 1.0
YEARS_BACK = 10


@dataclass(frozen=True, slots=True)
class SurveyGiven:
    """What someone says of a file.

    `columns` none: as they are proposed. `schools` names of the file by the school that is meant; names that are a
    school's own need not be here. `reading_id` names the reading for who waits.
    """

    school_year: int
    respondents: ClimateRespondents
    numbers: ClimateNumbers = ClimateNumbers.HIGH_AGREES
    highest: int = 4
    columns: Sequence[ColumnMeaning] | None = None
    schools: Mapping[str, UUID] | None = None
    reading_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SurveyColumn:
    """A column and what it means."""

    heading: str
    is_school: bool
    scales: list[ClimateScale]
    is_reversed: bool


@dataclass(frozen=True, slots=True)
class SurveySchool:
    """A name in the file, and which school it is; none: its rows are not counted."""

    name: str
    school_id: UUID | None


@dataclass(frozen=True, slots=True)
class SurveyCell:
    """What is stored of a scale at a school. Without numbers: fewer than ten people."""

    school_id: UUID
    school: str
    scale: ClimateScale
    favorable: int | None
    answers: int | None


@dataclass(frozen=True, slots=True)
class SurveyDefects:
    """Rows that are not counted, as spans that include both ends; the head is row 1."""

    code: str
    column: str
    rows: list[tuple[int, int]]
    count: int


@dataclass(frozen=True, slots=True)
class SurveyLook:
    """What a file would do, or has done."""

    is_stored: bool
    rows: int
    rows_counted: int
    columns: list[SurveyColumn]
    answers: list[str]
    has_numbers: bool
    schools: list[SurveySchool]
    cells: list[SurveyCell]
    defects: list[SurveyDefects]
    tasks_raised: int


def look_at_survey(*, actor_id: int, agency_id: UUID, content: bytes, given: SurveyGiven, at: datetime) -> SurveyLook:
    """Return what a file would do. Stores nothing. Starts a process.

    Raises: ClimateTeamNotFound, BadClimate, BadSurveyFile, SurveyReadersNotConfined, TooManySurveyReadings.
    """
    team = CLIMATE_TEAMS.team_for(user_id=actor_id, agency_id=agency_id, at=at)
    schools = _schools_by_id(team, actor_id, at)
    return _look_at_survey(_read_survey(team, schools, content, given, actor_id, at), schools, given)


def bring_survey(*, actor_id: int, agency_id: UUID, content: bytes, given: SurveyGiven, at: datetime) -> SurveyLook:
    """Store the cells of a file in the place of those of the same schools, year and respondents. Durable.

    Starts a process. Raises: as `look_at_survey`. BadClimate: no row is counted, or no one said what a column means.
    """
    team = CLIMATE_TEAMS.team_for(user_id=actor_id, agency_id=agency_id, at=at)
    schools = _schools_by_id(team, actor_id, at)
    if given.columns is None:
        raise BadClimate("Say what each column means.", pointer="/columns")
    read = _read_survey(team, schools, content, given, actor_id, at)
    if not read.cells:
        raise BadClimate("No row of the file is counted.", pointer="/columns")
    with transaction.atomic(durable=True):
        # A person taken from the team meanwhile stores nothing; two who store take turns.
        CLIMATE_TEAMS.team_for(user_id=actor_id, agency_id=agency_id, at=at)
        lock_deletions()
        team = ClimateTeam.objects.select_related("agency").select_for_update(of=("self",)).get(pk=team.pk)
        surveys = _store_cells(team, read.cells, given, actor_id, at)
        raised = raise_tasks(team, surveys, at=at)
    return replace(_look_at_survey(read, schools, given), is_stored=True, tasks_raised=raised)


def how_far(*, user_id: int, reading_id: UUID) -> ClimateReading:
    """Return how far someone's own reading is. Raises: ClimateReadingNotFound."""
    found = ClimateReading.objects.filter(pk=reading_id, user_id=user_id).first()
    if found is None:
        raise ClimateReadingNotFound
    return found


def _schools_by_id(team: ClimateTeam, user_id: int, at: datetime) -> dict[str, Agency]:
    """Return the schools whose answers a team brings in, by id."""
    rows = schools_of_team(user_id, at)
    is_school = team.agency.kind == AgencyKind.SCHOOL.value
    own = rows.filter(pk=team.agency_id) if is_school else rows.filter(parent_id=team.agency_id)
    return {str(one.pk): one for one in own}


def _read_survey(
    team: ClimateTeam, schools: Mapping[str, Agency], content: bytes, given: SurveyGiven, user_id: int, at: datetime
) -> SurveyRead:
    order = _order_reading(team, schools, given, at)
    if given.reading_id is not None:
        ClimateReading.objects.get_or_create(pk=given.reading_id, defaults={"user_id": user_id, "begun_at": at})
    try:
        return read_apart(content, order, heard=Heard(given.reading_id, user_id))
    finally:
        if given.reading_id is not None:
            # No hold is asked: nothing was recorded in it.
            ClimateReading.objects.filter(pk=given.reading_id, user_id=user_id).delete()


class Heard:
    """Writes how far a reading is, once in a second at most."""

    def __init__(self, reading_id: UUID | None, user_id: int) -> None:
        self._rows = None if reading_id is None else ClimateReading.objects.filter(pk=reading_id, user_id=user_id)
        self._said_s = 0.0

    def __call__(self, done: int, total: int) -> bool:
        if self._rows is not None and total and time.monotonic() - self._said_s >= SAID_EVERY_S:
            self._said_s = time.monotonic()
            self._rows.update(done=done, total=total)
        return True


def _order_reading(team: ClimateTeam, schools: Mapping[str, Agency], given: SurveyGiven, at: datetime) -> SurveyOrder:
    if not at.year - YEARS_BACK <= given.school_year <= at.year:
        raise BadClimate("A school year of the last ten.", pointer="/school_year")
    if given.highest not in range(2, 11):
        raise BadClimate("2 to 10.", pointer="/highest")
    columns = None if given.columns is None else tuple(given.columns)
    is_school = team.agency.kind == AgencyKind.SCHOOL.value
    if columns is not None:
        if not any(one.scales for one in columns):
            raise BadClimate("Say of at least one column what it asks for.", pointer="/columns")
        if sum(one.is_school for one in columns) != (0 if is_school else 1):
            raise BadClimate("Say which one column names the school.", pointer="/columns")
    named = {plain_text(one.name): key for key, one in schools.items()}
    for name, school_id in (given.schools or {}).items():
        if str(school_id) not in schools:
            raise BadClimate("There is no such school.", pointer="/schools")
        named[plain_text(name)] = str(school_id)
    return SurveyOrder(columns, named, str(team.agency_id) if is_school else "", given.numbers, given.highest)


def _store_cells(
    team: ClimateTeam, cells: Sequence[ReadCell], given: SurveyGiven, user_id: int, at: datetime
) -> list[ClimateSurvey]:
    surveys, holds = {}, holds_now()
    for school_id in dict.fromkeys(one.school for one in cells):
        survey, is_new = ClimateSurvey.objects.get_or_create(
            school_id=UUID(school_id),
            school_year=given.school_year,
            respondents=given.respondents.value,
            defaults={"team": team, "brought_by_id": user_id, "brought_at": at},
        )
        if not is_new:
            if is_held(survey, survey.team, holds):
                raise BadClimate("A legal hold keeps what is stored of this year.", pointer="/school_year")
            survey.team, survey.brought_by_id, survey.brought_at = team, user_id, at
            survey.save(update_fields=["team", "brought_by", "brought_at"])
        surveys[school_id] = survey
    _replace_cells(surveys, cells)
    return list(surveys.values())


def _replace_cells(surveys: Mapping[str, ClimateSurvey], cells: Sequence[ReadCell]) -> None:
    """Put new cells in the place of old ones, but for those that differ by fewer than ten people."""
    old = ClimateCell.objects.filter(survey__in=surveys.values())
    before = {(str(one.survey.school_id), one.scale): one for one in old.select_related("survey")}
    fresh = []
    for one in cells:
        known = before.get((one.school, one.scale.value))
        if known is None or may_replace(known.people, one.people):
            new = ClimateCell(
                survey=surveys[one.school], scale=one.scale.value, people=one.people, **_number_columns(one.said)
            )
            fresh.append(new)
        else:
            before.pop((one.school, one.scale.value))
    old.filter(pk__in=[one.pk for one in before.values()]).delete()
    ClimateCell.objects.bulk_create(fresh)


def _number_columns(said: Shown | None) -> dict[str, int | None]:
    return {
        "favorable": None if said is None else said.favorable,
        "answers": None if said is None else said.answers,
    }


def _look_at_survey(read: SurveyRead, schools: Mapping[str, Agency], given: SurveyGiven) -> SurveyLook:
    named = {plain_text(one.name): one.pk for one in schools.values()}
    named |= {plain_text(name): school_id for name, school_id in (given.schools or {}).items()}
    return SurveyLook(
        is_stored=False,
        rows=read.rows,
        rows_counted=read.rows_counted,
        columns=[
            SurveyColumn(heading, one.is_school, list(one.scales), one.is_reversed)
            for heading, one in zip(read.headings, read.columns, strict=True)
        ],
        answers=list(read.answers),
        has_numbers=read.has_numbers,
        schools=[SurveySchool(name, named.get(plain_text(name))) for name in read.school_names],
        cells=[
            SurveyCell(UUID(one.school), schools[one.school].name, one.scale, **_number_columns(one.said))
            for one in read.cells
        ],
        defects=[_row_defects(one) for one in read.defects],
        tasks_raised=0,
    )


def _row_defects(one: RowDefects) -> SurveyDefects:
    return SurveyDefects(one.code.value, one.column, list(one.rows), one.count)
