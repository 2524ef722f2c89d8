"""The pages of school climate: schools and tasks, a school's plots, a task. Plain forms: no script."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coordination.errors import CoordinationError
from coordination.prevention.climate import words
from coordination.prevention.climate.access import (
    CLIMATE_TEAMS,
    may_see_page,
    school_read_for,
    schools_read_by,
    task_for,
    tasks_for,
)
from coordination.prevention.climate.audit import CLIMATE_READS
from coordination.prevention.climate.errors import ClimateNotFound, ClimateStepLacks, ClimateTaskNotFound
from coordination.prevention.climate.pages.school_plots import plots_beside, plots_by_domain
from coordination.prevention.climate.rules.scales import INDICATORS
from coordination.prevention.climate.vocabulary import (
    ClimateDomain,
    ClimateDoor,
    ClimateRespondents,
    ClimateScale,
    ClimateTaskState,
    ClimateTaskStep,
)
from coordination.prevention.climate.work.queries import opened_task, school_climate, school_lines, task_lines
from coordination.prevention.climate.work.tasks import ClimateStepGiven, take_step
from coordination.web.posted import redirect_anew, uuid_in
from coordination.web.signed_in import asker_of


@require_safe
@never_cache
@login_required
def climate_page(request: HttpRequest) -> HttpResponse:
    """List the schools that the reader reads, what fell there, and the teams that they keep."""
    asker = asker_of(request)
    if not may_see_page(asker.user_id, asker.at):
        raise Http404
    ended = request.GET.get("ended") == "yes"
    schools = schools_read_by(asker.user_id, asker.at)
    teams = CLIMATE_TEAMS.teams_of(asker.user_id, asker.at).order_by("agency__name")
    context = {
        "teams": teams,
        "schools": school_lines(schools, user_id=asker.user_id, at=asker.at, door=ClimateDoor.PAGE),
        "indicators": [ClimateScale(one).label for one in INDICATORS],
        "tasks": task_lines(tasks_for(asker.user_id, asker.at), at=asker.at, is_open=not ended),
        "ended": ended,
        "kept": CLIMATE_TEAMS.agencies_administered_by(asker.user_id, asker.at),
        **_task_words(),
    }
    return render(request, "climate/climate.html", context)


@require_safe
@never_cache
@login_required
def school_page(request: HttpRequest, school_id: UUID) -> HttpResponse:
    """Show the results of a school year by year, which is written down."""
    asker = asker_of(request)
    try:
        school = school_read_for(user_id=asker.user_id, school_id=school_id, at=asker.at)
    except ClimateNotFound as missing:
        raise Http404 from missing
    found = school_climate(school, user_id=asker.user_id, at=asker.at, door=ClimateDoor.PAGE)
    context = {
        "found": found,
        "domains": plots_by_domain(found),
        "first": ClimateDomain.INDICATOR,
        "beside": plots_beside(found),
        "reads": CLIMATE_READS.reads_of(school.pk) if found.is_on_team else [],
        "doors": ClimateDoor.labels(),
        "tasks": found.tasks,
        **_task_words(),
    }
    return render(request, "climate/school.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def task_page(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Show a task, which is written down; take the step that a form asks for."""
    asker = asker_of(request)
    problem = ""
    if request.method == "POST":
        problem = carry_out_form(
            lambda: take_step(actor_id=asker.user_id, task_id=task_id, given=_read_step(request.POST), at=asker.at)
        )
        if not problem:
            return redirect_anew(reverse("climate_task", args=[task_id]))
    try:
        task = task_for(user_id=asker.user_id, task_id=task_id, at=asker.at)
    except ClimateTaskNotFound as missing:
        raise Http404 from missing
    context = {
        "task": opened_task(task, user_id=asker.user_id, at=asker.at, door=ClimateDoor.PAGE),
        "reads": CLIMATE_READS.reads_of(task.pk),
        "doors": ClimateDoor.labels(),
        "problem": problem,
        "typed": request.POST if problem else {},
        "step_words": ClimateTaskStep.labels(),
        "acts": words.act_words(),
        "needs_words": [one.value for one in ClimateTaskStep if one is not ClimateTaskStep.ASSIGN],
        **_task_words(),
    }
    return render(request, "climate/task.html", context, status=422 if problem else 200)


def _task_words() -> dict[str, dict[str, str]]:
    return {
        "scales": ClimateScale.labels(),
        "respondents": ClimateRespondents.labels(),
        "states": ClimateTaskState.labels(),
    }


def carry_out_form(act: Callable[[], object]) -> str:
    """Carry a form out; return what stood in the way. Raises: Http404: it is about nothing the asker knows of."""
    try:
        act()
    except CoordinationError as error:
        if error.status == 404:
            raise Http404 from error
        return error.sentence_or(error.detail)
    return ""


def _read_step(posted: QueryDict) -> ClimateStepGiven:
    try:
        step = ClimateTaskStep(posted.get("step", ""))
        due_on = date.fromisoformat(due) if (due := posted.get("due_on", "")) else None
    except ValueError as nonsense:
        raise ClimateStepLacks(pointer="/step") from nonsense
    owner_id = uuid_in(posted, "owner_id") if posted.get("owner_id") else None
    return ClimateStepGiven(step, posted.get("words", ""), owner_id, due_on)
