"""Make a task of each indicator that fell against the school year before. In the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from coordination.prevention.climate.access import CLIMATE_TEAMS, CLIMATE_WAITS
from coordination.prevention.climate.models import ClimateCell, ClimateSurvey, ClimateTask, ClimateTeam
from coordination.prevention.climate.rules.scales import INDICATORS
from coordination.prevention.climate.rules.small_cells import Shown, has_fallen
from coordination.prevention.climate.vocabulary import ClimateAct, ClimateTaskState

DUE_AFTER = timedelta(days=14)


def raise_tasks(team: ClimateTeam, surveys: Sequence[ClimateSurvey], *, at: datetime) -> int:
    """Raise a task for each indicator of these surveys that fell; return how many are new. Tells the team once.

    A task that is there already gets the new numbers while it is open; one that has ended stays as it is.
    """
    raised = [task for survey in surveys for task in _raised_for(team, survey, at)]
    if raised:
        CLIMATE_WAITS.tell_of(raised[0].pk, occasion="raised", user_ids=CLIMATE_TEAMS.counting_ids(team, at))
    return len(raised)


def shown_cells(survey: ClimateSurvey) -> dict[str, Shown]:
    """Return what is shown of a survey by scale. One query."""
    rows = survey.cells.filter(favorable__isnull=False)
    return {one.scale: shown for one in rows if (shown := said_of(one)) is not None}


def said_of(cell: ClimateCell) -> Shown | None:
    """Return what a stored cell says."""
    if cell.favorable is None or cell.answers is None:
        return None
    return Shown(cell.favorable, cell.answers)


def _raised_for(team: ClimateTeam, survey: ClimateSurvey, at: datetime) -> list[ClimateTask]:
    last = ClimateSurvey.objects.filter(
        school=survey.school_id, respondents=survey.respondents, school_year=survey.school_year - 1
    ).first()
    if last is None:
        return []
    before, now = shown_cells(last), shown_cells(survey)
    fallen = [one for one in INDICATORS if has_fallen(before.get(one), now.get(one), team.fall_points)]
    return [
        task
        for one in fallen
        if (task := _raise_task(team, survey, one, before[one].favorable, now[one].favorable, at)) is not None
    ]


def _raise_task(
    team: ClimateTeam, survey: ClimateSurvey, scale: str, before: int, now: int, at: datetime
) -> ClimateTask | None:
    where = {
        "school_id": survey.school_id,
        "school_year": survey.school_year,
        "respondents": survey.respondents,
        "scale": str(scale),
    }
    known = ClimateTask.objects.select_for_update(of=("self",)).filter(**where).first()
    if known is not None:
        if known.state == ClimateTaskState.OPEN.value and (known.before, known.now) != (before, now):
            known.before, known.now = before, now
            known.save(update_fields=["before", "now"])
        return None
    today = at.astimezone(ZoneInfo(team.agency.time_zone)).date()
    task = ClimateTask.objects.create(
        **where, team=team, before=before, now=now, due_on=today + DUE_AFTER, raised_at=at
    )
    task.records.create(act=ClimateAct.RAISED.value, by=None, at=at)
    return task
