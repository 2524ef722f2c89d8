"""The page of one exercise: what all in it may know, and a line for each part that is there for the reader."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from coordination.drills.conduct.pages import conduct_lines
from coordination.drills.evaluation.overview import evaluation_lines
from coordination.drills.exercises.access import exercise_for
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.overview import plan_lines
from coordination.drills.exercises.pages.exercises import exercise_forms, plain_words
from coordination.drills.exercises.words import refusal_sentence
from coordination.drills.exercises.work.queries import exercise_view
from coordination.drills.improvement.overview import improvement_lines
from coordination.drills.requirements.work.overview import requirement_lines
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import carry_out, show_page
from mou.foundation.forms.page import page


@dataclass(frozen=True, slots=True)
class PartLine:
    """One line of the overview: a title, how it stands in one sentence, and where it leads."""

    title: str
    words: str
    address: str


# Each part says its lines of an exercise to a reader; none where there is nothing for them.
type LinesOf = Callable[[Exercise, Asker], list[tuple[str, str, str]]]
PARTS: tuple[LinesOf, ...] = (plan_lines, conduct_lines, evaluation_lines, improvement_lines, requirement_lines)


@page(posts=True)
def exercise_page(request: HttpRequest, exercise_id: UUID) -> HttpResponse:
    """Show an exercise to people in it, or who answer for an agency that was asked; take what a form asks for."""
    asker = asker_of(request)
    exercise = exercise_for(user_id=asker.user_id, exercise_id=exercise_id, at=asker.at)
    view = exercise_view(exercise, user_id=asker.user_id, at=asker.at)
    forms = exercise_forms(request, exercise, view, asker)
    if carry_out(request, forms.list_forms(), refusal_sentence):
        # An agency that has declined does not see it any more.
        return redirect_anew(reverse("exercises") if forms.is_declined() else request.path)
    context = {
        "exercise": view,
        "started_at": exercise.started_at,
        "ended_at": exercise.ended_at,
        "forms": forms,
        "lines": [PartLine(*one) for part in PARTS for one in part(exercise, asker)],
        **plain_words(),
    }
    return show_page(request, "exercises/exercise.html", context, forms.list_forms())
