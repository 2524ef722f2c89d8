"""The pages of an evaluation: how the exercise went, an evaluator's own page, and the times of any exercise."""

from collections.abc import Callable
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coordination.drills.evaluation.access import evaluation_for, evaluation_to_write, may_decide, may_write
from coordination.drills.evaluation.errors import BadEvaluation, EvaluationNotAllowed
from coordination.drills.evaluation.shown import evaluation_words, shown_times
from coordination.drills.evaluation.vocabulary import MilestoneKind, PerformanceRating
from coordination.drills.evaluation.work.hot_wash import close_hot_wash
from coordination.drills.evaluation.work.observing import Observed, observe
from coordination.drills.evaluation.work.rating import (
    FinalDecided,
    TaskRated,
    decide_final,
    lead_of,
    rate_task,
    set_lead,
)
from coordination.drills.evaluation.work.results import ExerciseResults, TaskResult, results_of
from coordination.drills.evaluation.work.times import times_of_incident, title_of
from coordination.drills.exercises.access import role_in
from coordination.drills.exercises.errors import ExerciseNotFound
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import ExerciseRole, ExerciseState
from coordination.errors import CoordinationError
from coordination.room.access import Asker
from coordination.web.posted import anew, uuid_in
from coordination.web.signed_in import asker_of

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def evaluation_page(request: HttpRequest, exercise_id: UUID) -> HttpResponse:
    """Show how an exercise went; take a final rating, who leads, or the end of the hot wash."""
    asker = asker_of(request)
    problem = ""
    if request.method == "POST":
        problem = said(lambda: _decide(asker, exercise_id, request.POST))
        if not problem:
            return anew(reverse("evaluation", args=[exercise_id]))
    exercise = _exercise(asker, exercise_id)
    results = results_of(exercise, at=asker.at)
    rated = [one for task in tasks_of(results) for one in task.ratings]
    lead = lead_of(exercise)
    context = {
        "exercise": exercise,
        "results": results,
        "timed": shown_times(results.times, results.observations),
        "evaluators": sorted({one.by_id: one.by for one in rated}.items(), key=lambda one: one[1]),
        "matrix": {task.task_id: {one.by_id: one for one in task.ratings} for task in tasks_of(results)},
        "may_write": may_write(exercise, user_id=asker.user_id, at=asker.at),
        "may_decide": may_decide(exercise, user_id=asker.user_id, at=asker.at),
        "is_director": role_in(exercise, user_id=asker.user_id, at=asker.at) is ExerciseRole.DIRECTOR,
        "lead": exercise.people.filter(pk=lead).select_related("user").first() if lead else None,
        "leads": exercise.people.filter(role=ExerciseRole.EVALUATOR.value).select_related("user"),
        "problem": problem,
        **evaluation_words(),
    }
    return render(request, "evaluation/evaluation.html", context, status=REFUSED if problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def sheet_page(request: HttpRequest, exercise_id: UUID) -> HttpResponse:
    """Show an evaluator their tasks, for one hand; take a rating or an observation, also without a script."""
    asker = asker_of(request)
    problem = ""
    if request.method == "POST":
        problem = said(lambda: _write(asker, exercise_id, request.POST))
        if not problem:
            return anew(reverse("evaluation_sheet", args=[exercise_id]))
    try:
        exercise = evaluation_to_write(user_id=asker.user_id, exercise_id=exercise_id, at=asker.at)
    except (ExerciseNotFound, EvaluationNotAllowed) as hidden:
        raise Http404 from hidden
    results = results_of(exercise, at=asker.at)
    tasks = tasks_of(results)
    mine = {task.task_id: one for task in tasks for one in task.ratings if one.by_id == asker.user_id}
    context = {
        "exercise": exercise,
        "has_begun": ExerciseState(exercise.state).has_begun,
        "objectives": results.objectives,
        "mine": mine,
        "tasks": len(tasks),
        "observations": [one for one in reversed(results.observations) if one.by_id == asker.user_id],
        "observation_id": uuid4(),
        "problem": problem,
        **evaluation_words(),
    }
    return render(request, "evaluation/sheet.html", context, status=REFUSED if problem else 200)


@require_safe
@never_cache
@login_required
def times_page(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Show the times of any exercise, planned or not, to people who take part in its room."""
    asker = asker_of(request)
    try:
        times = times_of_incident(asker=asker, incident_id=incident_id)
    except CoordinationError as hidden:
        raise Http404 from hidden
    title = title_of(incident_id)
    context = {"incident_id": incident_id, "title": title, "timed": shown_times(times, []), **evaluation_words()}
    return render(request, "evaluation/times.html", context)


def _exercise(asker: Asker, exercise_id: UUID) -> Exercise:
    try:
        return evaluation_for(user_id=asker.user_id, exercise_id=exercise_id, at=asker.at)
    except ExerciseNotFound as missing:
        raise Http404 from missing


def said(act: Callable[[], object]) -> str:
    """Carry a form out; return what stood in the way. Raises: Http404: it is about nothing the asker knows of."""
    try:
        act()
    except CoordinationError as error:
        if error.status == 404:
            raise Http404 from error
        return error.sentence_or(error.detail)
    return ""


def tasks_of(results: ExerciseResults) -> list[TaskResult]:
    """Return every critical task, in the order of the plan."""
    return [task for one in results.objectives for capability in one.capabilities for task in capability.tasks]


def _decide(asker: Asker, exercise_id: UUID, posted: QueryDict) -> None:
    act = posted.get("act")
    if act == "close_hot_wash":
        close_hot_wash(actor_id=asker.user_id, exercise_id=exercise_id, at=asker.at)
    elif act == "lead":
        person_id = uuid_in(posted, "person_id") if posted.get("person_id") else None
        set_lead(actor_id=asker.user_id, exercise_id=exercise_id, person_id=person_id, at=asker.at)
    else:
        given = FinalDecided(
            rating=_rating(posted),
            words=posted.get("words", ""),
            task_id=uuid_in(posted, "task_id") if posted.get("task_id") else None,
            objective_id=uuid_in(posted, "objective_id"),
            capability=posted.get("capability", ""),
        )
        decide_final(actor_id=asker.user_id, exercise_id=exercise_id, given=given, at=asker.at)


def _write(asker: Asker, exercise_id: UUID, posted: QueryDict) -> None:
    if posted.get("act") == "observe":
        milestone = posted.get("milestone", "")
        if milestone and milestone not in list(MilestoneKind):
            raise BadEvaluation(pointer="/milestone")
        observed = Observed(
            observation_id=uuid_in(posted, "observation_id"),
            text=posted.get("text", ""),
            milestone=MilestoneKind(milestone) if milestone else None,
        )
        observe(actor_id=asker.user_id, exercise_id=exercise_id, given=observed, at=asker.at)
    else:
        rated = TaskRated(uuid_in(posted, "task_id"), _rating(posted), posted.get("notes", ""))
        rate_task(actor_id=asker.user_id, exercise_id=exercise_id, given=rated, at=asker.at)


def _rating(posted: QueryDict) -> PerformanceRating:
    try:
        return PerformanceRating(posted.get("rating", ""))
    except ValueError as nonsense:
        raise BadEvaluation("Choose P, S, M or U.", pointer="/rating") from nonsense
