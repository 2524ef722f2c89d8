"""What upkeep does for climate: tell of due tasks, count tips before they go, delete what is kept no longer."""

from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from coordination.casework.clocks import day_in, newest_day
from coordination.casework.due_days import tell_by_key
from coordination.casework.kinds.retaining import make_retention
from coordination.casework.retention import Retention, delete_of_teams, list_own_rules
from coordination.keeping.gate import overwrite_what_is_deleted
from coordination.keeping.holds import Holds
from coordination.keeping.vocabulary import DataClass
from coordination.prevention.climate.access import CLIMATE_TEAMS, CLIMATE_WAITS, workers_of
from coordination.prevention.climate.models import (
    ClimateReading,
    ClimateSurvey,
    ClimateTask,
    ClimateTeam,
    ClimateTipCount,
)
from coordination.prevention.climate.rules.small_cells import shown_count
from coordination.prevention.climate.vocabulary import ClimateTaskState
from coordination.prevention.climate.work.kinds import CLIMATE_TASK_KIND
from coordination.prevention.climate.work.years import begin_of, school_year_of
from coordination.prevention.tips.models import Tip
from coordination.prevention.tips.vocabulary import TipState
from mou.foundation.chore_signs import due_while
from mou.models import Agency
from mou.vocabulary import AgencyKind

READING_GIVEN_UP = timedelta(hours=1)
# What was no tip of its own.
NO_TIPS = (TipState.TEST.value, TipState.FALSE.value, TipState.DUPLICATE.value)


# --- tasks ------------------------------------------------------------------------------------------------------------
@due_while(lambda at: [_due_tasks(at)])
def tell_due(at: datetime) -> int:
    """Tell of each task whose day has come, once for each day set; return how many. Durable each."""
    days = _due_tasks(at).order_by("due_on").values_list("pk", "due_on")
    due = [(CLIMATE_WAITS.key_of(pk, f"due-{day}"), partial(_who_hears, pk, at)) for pk, day in days]
    return tell_by_key(due, CLIMATE_WAITS.tell_by)


def _due_tasks(at: datetime) -> QuerySet[ClimateTask]:
    return ClimateTask.objects.filter(due_on__lte=newest_day(at), state=ClimateTaskState.OPEN.value)


def _who_hears(task_id: UUID, at: datetime) -> list[int]:
    """Return the owner of a task whose day has come; the team, where no one owns it or the owner is on it no more."""
    task = ClimateTask.objects.select_related("school", "team__agency").get(pk=task_id)
    if task.due_on > day_in(task.school.time_zone, at):
        return []
    owners = [one.pk for one in workers_of(task.school, at) if one.pk == task.owner_id]
    return owners or sorted(CLIMATE_TEAMS.counting_ids(task.team, at))


# --- tips -------------------------------------------------------------------------------------------------------------
def count_tips(at: datetime) -> int:
    """Write down how many tips each school with a climate team had this and the last school year; return how many rows.

    Tips are deleted before years are compared. A number never falls: what was deleted since was counted.
    """
    teams = ClimateTeam.objects.values("agency_id")
    schools = Agency.objects.filter(Q(pk__in=teams) | Q(parent_id__in=teams), kind=AgencyKind.SCHOOL.value)
    return sum(_count_tips(school, at) for school in schools)


def _count_tips(school: Agency, at: datetime) -> int:
    this = school_year_of(at.astimezone(ZoneInfo(school.time_zone)).date())
    written = 0
    for year in (this - 1, this):
        since, until = (begin_of(one, school.time_zone) for one in (year, year + 1))
        tips = Tip.objects.filter(school=school, received_at__gte=since, received_at__lt=until)
        number = shown_count(tips.exclude(state__in=NO_TIPS).aggregate(all=Count("pk"))["all"])
        known = ClimateTipCount.objects.filter(school=school, school_year=year).first()
        if number is None or (known is not None and known.tips >= number):
            continue
        ClimateTipCount.objects.update_or_create(school=school, school_year=year, defaults={"tips": number})
        written += 1
    return written


# --- what is kept no longer -------------------------------------------------------------------------------------------
def delete_old(at: datetime) -> int:
    """Delete surveys and ended tasks that are kept no longer, and readings given up; return how many. Durable each."""
    overwrite_what_is_deleted()
    # No hold is asked: nothing was recorded in it.
    ClimateReading.objects.filter(begun_at__lt=at - READING_GIVEN_UP).delete()
    oldest = school_year_of(at.astimezone(UTC).date()) - 10
    ClimateTipCount.objects.filter(school_year__lt=oldest).delete()
    return delete_of_teams(CLIMATE_RETENTIONS, at)


def _due_surveys(team: ClimateTeam, at: datetime) -> QuerySet[ClimateSurvey]:
    rows = ClimateSurvey.objects.filter(team=team, brought_at__lte=at - timedelta(days=team.keep_days))
    return rows.order_by("brought_at")


def is_held(survey: ClimateSurvey, team: ClimateTeam, holds: Holds) -> bool:
    """Say whether a legal hold keeps it: by site, who brought it in, or time."""
    at = survey.brought_at
    return (
        survey.brought_by_id in holds.user_ids
        or survey.school_id in holds.agency_ids()
        or holds.keeps_time(team.agency.parent_id or team.agency_id, since=at, until=at)
    )


CLIMATE_RETENTIONS = (
    Retention(CLIMATE_TEAMS, DataClass.CLIMATE, "climate_team", _due_surveys, is_held),
    make_retention(
        CLIMATE_TASK_KIND,
        DataClass.CLIMATE,
        "climate_team",
        # A task names no one.
        names_of=lambda _task: (),
        # Of a district's team, the school whose indicator fell.
        also_held=lambda task, holds: task.school_id in holds.agency_ids(),
    ),
)
CLIMATE_RULES = partial(list_own_rules, CLIMATE_RETENTIONS)
