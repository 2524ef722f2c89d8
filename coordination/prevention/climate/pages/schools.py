"""The pages of school climate: schools and tasks, a school's plots, a task. Plain forms: no script."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from coordination.casework.step_forms import StepAsked, StepForm
from coordination.casework.team_page import refusal_sentence
from coordination.prevention.climate import acts, words
from coordination.prevention.climate.access import (
    CLIMATE_TEAMS,
    may_see_page,
    school_read_for,
    schools_read_by,
    task_for,
    tasks_for,
    workers_of,
)
from coordination.prevention.climate.audit import CLIMATE_READS
from coordination.prevention.climate.models import ClimateTask
from coordination.prevention.climate.pages.school_plots import plots_beside, plots_by_domain
from coordination.prevention.climate.rules.given import ClimateStepIn
from coordination.prevention.climate.rules.machine import TASKS
from coordination.prevention.climate.rules.scales import INDICATORS
from coordination.prevention.climate.vocabulary import ClimateDomain, ClimateDoor, ClimateScale, ClimateTaskStep
from coordination.prevention.climate.work.queries import opened_task, school_climate, school_lines, task_lines
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import carry_out, show_page
from mou.foundation.forms.page import page


@page()
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
    }
    return show_page(request, "climate/climate.html", context)


@page()
def school_page(request: HttpRequest, school_id: UUID) -> HttpResponse:
    """Show the results of a school year by year, which is written down."""
    asker = asker_of(request)
    school = school_read_for(user_id=asker.user_id, school_id=school_id, at=asker.at)
    found = school_climate(school, user_id=asker.user_id, at=asker.at, door=ClimateDoor.PAGE)
    context = {
        "found": found,
        "domains": plots_by_domain(found),
        "first": ClimateDomain.INDICATOR,
        "beside": plots_beside(found),
        "reads": CLIMATE_READS.reads_of(school.pk) if found.is_on_team else [],
        "doors": ClimateDoor.labels(),
        "tasks": found.tasks,
    }
    return show_page(request, "climate/school.html", context)


@page(posts=True)
def task_page(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Show a task, which is written down; take the step that a form asks for."""
    asker = asker_of(request)
    task = task_for(user_id=asker.user_id, task_id=task_id, at=asker.at)
    steps = _step_forms(request, asker, task)
    if carry_out(request, list(steps.values()), refusal_sentence):
        return redirect_anew(request.path)
    view = opened_task(task, user_id=asker.user_id, at=asker.at, door=ClimateDoor.PAGE)
    context = {
        "task": view,
        "steps": [steps[one] for one in view.steps],
        "reads": CLIMATE_READS.reads_of(task.pk),
        "doors": ClimateDoor.labels(),
        "acts": words.act_words(),
    }
    return show_page(request, "climate/task.html", context, list(steps.values()))


def _step_forms(
    request: HttpRequest, asker: Asker, task: ClimateTask
) -> dict[ClimateTaskStep, StepForm[ClimateStepIn]]:
    """Return the form of each step, also of those that the state does not allow: the act says why."""
    asked = {ClimateTaskStep.ASSIGN: StepAsked(("owner_id", "due_on", "words"), ("owner_id", "due_on"))}
    people = [(one.public_id, one.shown_name()) for one in workers_of(task.school, asker.at)]
    forms = {
        one: StepForm(
            request,
            ClimateStepIn,
            partial(acts.take_step, asker, task.pk),
            step=one,
            asked=asked.get(one, StepAsked()),
            machine=TASKS,
            choices={"owner_id": people},
        )
        for one in ClimateTaskStep
    }
    owner_id = task.owner.public_id if task.owner else None
    forms[ClimateTaskStep.ASSIGN].initial.update({"due_on": task.due_on, "owner_id": owner_id})
    return forms
