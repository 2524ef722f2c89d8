"""What upkeep does for climate: tell of due tasks, count tips before they go, delete what is kept no longer."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet

from coordination.keeping.gate import overwrite_what_is_deleted
from coordination.keeping.holds import Holds, holds_now
from coordination.keeping.proof import Deleted, lock_deletions, record_deletion
from coordination.keeping.vocabulary import DataClass
from coordination.prevention.climate.access import CLIMATE_TEAMS, workers_of
from coordination.prevention.climate.models import (
    ClimateReading,
    ClimateSurvey,
    ClimateTask,
    ClimateTeam,
    ClimateTipCount,
)
from coordination.prevention.climate.rules.small_cells import shown_count
from coordination.prevention.climate.telling import tell_of
from coordination.prevention.climate.vocabulary import ClimateTaskState
from coordination.prevention.climate.work.years import begin_of, school_year_of
from coordination.prevention.tips.models import Tip
from coordination.prevention.tips.vocabulary import TipState
from coordination.room.wire.model import Json
from mou.models import Agency
from mou.vocabulary import AgencyKind
from push.models import Recipient

MOST_AT_ONCE = 100
READING_GIVEN_UP = timedelta(hours=1)
# What was no tip of its own.
NO_TIPS = (TipState.TEST.value, TipState.FALSE.value, TipState.DUPLICATE.value)


# --- tasks ------------------------------------------------------------------------------------------------------------
def tell_due(at: datetime) -> int:
    """Tell of each task whose day has come, once for each day set; return how many. Durable each.

    Its owner is told; the team, where nobody owns it or the owner is on it no more.
    """
    # By the earliest calendar on earth: each is then looked at by its school's own.
    day = (at + timedelta(hours=14)).date()
    rows = ClimateTask.objects.filter(due_on__lte=day, state=ClimateTaskState.OPEN.value).order_by("due_on")
    due = {f"climate:{pk.hex}:due-{due_on}": pk for pk, due_on in rows.values_list("pk", "due_on")}
    told = set(Recipient.objects.filter(source_key__in=due).values_list("source_key", flat=True))
    untold = [(key, pk) for key, pk in due.items() if key not in told]
    return sum(_told(key, pk, at) for key, pk in untold[:MOST_AT_ONCE])


def _told(key: str, task_id: UUID, at: datetime) -> int:
    task = ClimateTask.objects.select_related("school", "team__agency").get(pk=task_id)
    today = at.astimezone(ZoneInfo(task.school.time_zone)).date()
    owners = [one.pk for one in workers_of(task.school, at) if one.pk == task.owner_id]
    people = owners or [one.pk for one in CLIMATE_TEAMS.counting_people(task.team, at)]
    if task.due_on > today or not people:
        return 0
    try:
        with transaction.atomic(durable=True):
            tell_of(key, user_ids=people)
    except IntegrityError:
        # Another process has told.
        return 0
    return 1


# --- tips -------------------------------------------------------------------------------------------------------------
def count_tips(at: datetime) -> int:
    """Write down how many tips each school with a climate team had this and the last school year; return how many rows.

    Tips are deleted before years are compared. A number never falls: what was deleted since was counted.
    """
    teams = ClimateTeam.objects.values("agency_id")
    schools = Agency.objects.filter(Q(pk__in=teams) | Q(parent_id__in=teams), kind=AgencyKind.SCHOOL.value)
    return sum(_counted(school, at) for school in schools)


def _counted(school: Agency, at: datetime) -> int:
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
    ClimateReading.objects.filter(begun_at__lt=at - READING_GIVEN_UP).delete()
    oldest = school_year_of(at.astimezone(UTC).date()) - 10
    ClimateTipCount.objects.filter(school_year__lt=oldest).delete()
    deleted = 0
    for team in ClimateTeam.objects.select_related("agency"):
        for rows in (due_surveys(team, at), due_tasks(team, at)):
            for pk in rows.values_list("pk", flat=True)[: MOST_AT_ONCE - deleted]:
                deleted += _delete(rows, pk, team, at)
    return deleted


def due_surveys(team: ClimateTeam, at: datetime) -> QuerySet[ClimateSurvey]:
    """Return the surveys of a team that are kept no longer."""
    return ClimateSurvey.objects.filter(team=team, brought_at__lte=at - timedelta(days=team.keep_days))


def due_tasks(team: ClimateTeam, at: datetime) -> QuerySet[ClimateTask]:
    """Return the tasks of a team that ended so long ago that they are kept no longer."""
    return ClimateTask.objects.filter(team=team, ended_at__lte=at - timedelta(days=team.keep_days))


def _delete(rows: QuerySet[ClimateSurvey] | QuerySet[ClimateTask], pk: UUID, team: ClimateTeam, at: datetime) -> int:
    with transaction.atomic(durable=True):
        lock_deletions()
        found = rows.select_for_update(of=("self",)).filter(pk=pk).first()
        if found is None or is_held(found, team, holds_now()):
            return 0
        rule: dict[str, Json] = {"days": team.keep_days, "set_by": "climate_team", "team": str(team.pk)}
        found.delete()
        record_deletion(Deleted(DataClass.CLIMATE, 1, rule, team.agency.parent_id or team.agency_id), at)
    return 1


def is_held(one: ClimateSurvey | ClimateTask, team: ClimateTeam, holds: Holds) -> bool:
    """Say whether a legal hold keeps it: by site, who worked on it, or time."""
    district_id = team.agency.parent_id or team.agency_id
    until: datetime | None
    if isinstance(one, ClimateSurvey):
        since = until = one.brought_at
        has_worked = one.brought_by_id in holds.user_ids
    else:
        since, until = one.raised_at, one.ended_at
        has_worked = one.records.filter(by_id__in=holds.user_ids).exists()
    return (
        has_worked
        or one.school_id in holds.agency_ids()
        or any(
            span.district_id == district_id and since <= span.until and (until is None or until >= span.since)
            for span in holds.spans
        )
    )
