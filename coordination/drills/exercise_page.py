"""The page of one exercise: what all in it may know, and a line for each part that is there for the reader."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coordination.drills.conduct.pages import conduct_lines
from coordination.drills.evaluation.overview import evaluation_lines
from coordination.drills.exercises.access import exercise_for
from coordination.drills.exercises.errors import ExerciseNotFound
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.overview import plan_lines
from coordination.drills.exercises.pages.exercises import exercise_context, take_exercise_form
from coordination.drills.improvement.overview import improvement_lines
from coordination.room.access import Asker
from coordination.web.signed_in import asker_of


@dataclass(frozen=True, slots=True)
class PartLine:
    """One line of the overview: a title, how it stands in one sentence, and where it leads."""

    title: str
    words: str
    address: str


# Each part says its lines of an exercise to a reader; none where there is nothing for them.
type LinesOf = Callable[[Exercise, Asker], list[tuple[str, str, str]]]
PARTS: tuple[LinesOf, ...] = (plan_lines, conduct_lines, evaluation_lines, improvement_lines)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def exercise_page(request: HttpRequest, exercise_id: UUID) -> HttpResponse:
    """Show an exercise to people in it, or who answer for an agency that was asked; take what a form asks for."""
    asker = asker_of(request)
    problem = ""
    if request.method == "POST":
        done, problem = take_exercise_form(request, exercise_id)
        if done is not None:
            return done
    try:
        exercise = exercise_for(user_id=asker.user_id, exercise_id=exercise_id, at=asker.at)
    except ExerciseNotFound as missing:
        raise Http404 from missing
    lines = [PartLine(*one) for part in PARTS for one in part(exercise, asker)]
    context = {**exercise_context(exercise, asker), "lines": lines, "problem": problem}
    return render(request, "exercises/exercise.html", context, status=422 if problem else 200)
