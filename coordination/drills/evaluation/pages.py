"""The pages of an evaluation: how the exercise went, an evaluator's own page, and the times of any exercise."""

from functools import partial
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coordination.drills.evaluation import acts, wire
from coordination.drills.evaluation.access import evaluation_for, evaluation_to_write, may_decide, may_write
from coordination.drills.evaluation.errors import EvaluationNotAllowed, ExerciseNotBegun
from coordination.drills.evaluation.final_forms import finals_form
from coordination.drills.evaluation.shown import evaluation_words, shown_times
from coordination.drills.evaluation.work.rating import lead_of
from coordination.drills.evaluation.work.results import (
    ExerciseResults,
    RatingGiven,
    TaskResult,
    results_of,
)
from coordination.drills.evaluation.work.times import times_of_incident, title_of
from coordination.drills.exercises.access import role_in
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import ExerciseRole, ExerciseState
from coordination.errors import CoordinationError
from coordination.room.access import Asker
from coordination.templatetags.told_apart import told_apart
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mapping.access import standing_allows
from mapping.vocabulary import SiteNeed
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven, Refusal, carry_out, show_page
from mou.foundation.forms.page import page


def refusal_sentence(refusal: Refusal) -> str:
    """Return what stood in the way, in the reader's language; its own words where an error says too little."""
    return refusal.sentence_or(str(refusal))


# --- how the exercise went --------------------------------------------------------------------------------------------
@page(posts=True)
def evaluation_page(request: HttpRequest, exercise_id: UUID) -> HttpResponse:
    """Show how an exercise went; take the final ratings, who leads, or the end of the hot wash."""
    asker = asker_of(request)
    exercise = evaluation_for(user_id=asker.user_id, exercise_id=exercise_id, at=asker.at)
    results = results_of(exercise, at=asker.at)
    finals = finals_form(request, asker, exercise, results)
    lead = _lead_form(request, asker, exercise)
    close = ActForm(request, "close_hot_wash", NothingGiven, partial(acts.close_hot_wash, asker, exercise.pk))
    of_page: list[AnyForm] = [finals, lead, close]
    if carry_out(request, of_page, refusal_sentence):
        return redirect_anew(request.path)
    rated = [one for task in tasks_of(results) for one in task.ratings]
    context = {
        "exercise": exercise,
        "results": results,
        "timed": shown_times(results.times, results.observations),
        "evaluators": sorted({one.by_id: one.by for one in rated}.items(), key=lambda one: one[1]),
        "matrix": {task.task_id: {one.by_id: one for one in task.ratings} for task in tasks_of(results)},
        "may_write": may_write(exercise, user_id=asker.user_id, at=asker.at),
        "may_decide": may_decide(exercise, user_id=asker.user_id, at=asker.at),
        "is_director": role_in(exercise, user_id=asker.user_id, at=asker.at) is ExerciseRole.DIRECTOR,
        "finals_form": finals,
        "has_begun": ExerciseState(exercise.state).has_begun,
        "not_begun": ExerciseNotBegun().sentence_or(""),
        "lead_form": lead,
        "close_form": close,
        **evaluation_words(),
    }
    return show_page(request, "evaluation/evaluation.html", context, of_page)


def _lead_form(request: HttpRequest, asker: Asker, exercise: Exercise) -> AnyForm:
    evaluators = exercise.people.filter(role=ExerciseRole.EVALUATOR.value).select_related("user")
    return ActForm(
        request,
        "lead",
        wire.LeadChosenIn,
        partial(acts.set_lead, asker, exercise.pk),
        choices={
            "person_id": [
                ("", _("No one beside the director")),
                *((one.pk, called) for one, called in told_apart(evaluators)),
            ]
        },
        initial={"person_id": lead_of(exercise)},
    )


# --- an evaluator's own page ------------------------------------------------------------------------------------------
@page(posts=True)
def sheet_page(request: HttpRequest, exercise_id: UUID) -> HttpResponse:
    """Show an evaluator their tasks, for one hand; take a rating or an observation, also without a script."""
    asker = asker_of(request)
    try:
        exercise = evaluation_to_write(user_id=asker.user_id, exercise_id=exercise_id, at=asker.at)
    except EvaluationNotAllowed as hidden:
        raise Http404 from hidden
    results = results_of(exercise, at=asker.at)
    tasks = tasks_of(results)
    mine = {task.task_id: one for task in tasks for one in task.ratings if one.by_id == asker.user_id}
    ratings = {one.task_id: _rating_form(request, asker, exercise, one, mine.get(one.task_id)) for one in tasks}
    note = ActForm(
        request,
        "observe",
        wire.ObservationSaid,
        partial(acts.observe_now, asker, exercise.pk),
        initial={"id": uuid4()},
    )
    of_page = [note, *ratings.values()]
    if carry_out(request, of_page, refusal_sentence):
        return redirect_anew(request.path)
    context = {
        "exercise": exercise,
        "has_begun": ExerciseState(exercise.state).has_begun,
        "objectives": results.objectives,
        "mine": mine,
        "tasks": len(tasks),
        "observations": [one for one in reversed(results.observations) if one.by_id == asker.user_id],
        "note_form": note,
        "rating_forms": ratings,
        "may_see_rooms": standing_allows(
            user_id=asker.user_id, site=exercise.site, need=SiteNeed.FLOORPLAN, at=asker.at
        ),
        **evaluation_words(),
    }
    return show_page(request, "evaluation/sheet.html", context, of_page)


def _rating_form(
    request: HttpRequest, asker: Asker, exercise: Exercise, task: TaskResult, given: RatingGiven | None
) -> AnyForm:
    return ActForm(
        request,
        "rate",
        wire.RatingSaid,
        partial(acts.rate_task_now, asker, exercise.pk, task.task_id),
        initial={"rating": given.rating, "notes": given.notes} if given else {},
        fixed={"task_id": str(task.task_id)},
    )


def tasks_of(results: ExerciseResults) -> list[TaskResult]:
    """Return every critical task, in the order of the plan."""
    return [task for one in results.objectives for capability in one.capabilities for task in capability.tasks]


# --- times ------------------------------------------------------------------------------------------------------------
@page()
def times_page(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Show the times of any exercise, planned or not, to people who take part in its room."""
    try:
        times = times_of_incident(asker=asker_of(request), incident_id=incident_id)
    except CoordinationError as hidden:
        raise Http404 from hidden
    title = title_of(incident_id)
    context = {"incident_id": incident_id, "title": title, "timed": shown_times(times, []), **evaluation_words()}
    return show_page(request, "evaluation/times.html", context)
