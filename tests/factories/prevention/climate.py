"""Build climate teams, surveys and files of answers for tests; name only what matters to the test."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from coordination.models import User
from coordination.prevention.climate.models import ClimateCell, ClimateSurvey, ClimateTask, ClimateTeam
from coordination.prevention.climate.vocabulary import ClimateScale
from mou.models import Agency, Memorandum, Term
from mou.vocabulary import TermKind
from tests.factories.mou import make_term

TASK_WORDS = "the imaginary greenhouse club asks everybody in"
CLIMATE_SECRETS = (TASK_WORDS,)


def make_climate_team(agency: Agency, *, members: Sequence[User] = (), **fields: object) -> ClimateTeam:
    """Return a team."""
    team = ClimateTeam.objects.create(agency=agency, **fields)
    for user in members:
        team.members.create(user=user, added_by=None, added_at=datetime.now(UTC))
    return team


def make_survey(
    team: ClimateTeam,
    school: Agency,
    *,
    by: User,
    cells: Mapping[ClimateScale, tuple[int, int] | None],
    school_year: int = 2026,
    respondents: str = "students",
    at: datetime | None = None,
) -> ClimateSurvey:
    """Return a survey with cells: favorable and answers, or None for one that is hidden."""
    survey = ClimateSurvey.objects.create(
        team=team,
        school=school,
        school_year=school_year,
        respondents=respondents,
        brought_by=by,
        brought_at=at or datetime.now(UTC),
    )
    for scale, said in cells.items():
        favorable, people = said or (None, None)
        ClimateCell.objects.create(survey=survey, scale=scale.value, favorable=favorable, answers=people, people=people)
    return survey


def make_climate_task(
    team: ClimateTeam, school: Agency, *, at: datetime | None = None, **fields: object
) -> ClimateTask:
    """Return an open task with a note."""
    at = at or datetime.now(UTC)
    values: dict[str, object] = {
        "school_year": 2026,
        "respondents": "students",
        "scale": "trusted_adult",
        "before": 80,
        "now": 60,
        "due_on": date(2099, 1, 1),
        "raised_at": at,
        **fields,
    }
    task = ClimateTask.objects.create(team=team, school=school, **values)
    task.records.create(act="note", words=TASK_WORDS, by=None, at=at)
    return task


def share_climate(agreement: Memorandum, *, when: str = "continuous") -> Term:
    """Return a term of an agreement in force that shares school climate."""
    assert agreement.current_version is not None
    return make_term(
        agreement.current_version,
        TermKind.DATA_SHARING,
        scope="school_climate:district_to_agency",
        value={"when": when},
        position=61,
    )


def answers_file(rows: Sequence[Sequence[str]], headings: Sequence[str]) -> bytes:
    """Return a table of answers as CSV."""
    return "\n".join(",".join(one) for one in (headings, *rows)).encode()
