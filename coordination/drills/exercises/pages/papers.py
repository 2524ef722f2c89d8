"""The documents of an exercise, to read and print: one for players, one for controllers and evaluators only."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coordination.drills.exercises import words
from coordination.drills.exercises.access import exercise_for, exercise_for_staff
from coordination.drills.exercises.errors import ExerciseNotFound
from coordination.drills.exercises.pages.exercises import plain_words
from coordination.drills.exercises.pages.strips import msel_strip
from coordination.drills.exercises.rules.msel import offset_text
from coordination.drills.exercises.vocabulary import CheckAnswer, InjectDelivery, InjectKind
from coordination.drills.exercises.work.queries import exercise_view, staff_view
from coordination.web.signed_in import asker_of


@require_safe
@never_cache
@login_required
def players_page(request: HttpRequest, exercise_id: UUID) -> HttpResponse:
    """Show the ExPlan, or the SitMan of what is talked through: what all in the exercise may read."""
    asker = asker_of(request)
    try:
        exercise = exercise_for(user_id=asker.user_id, exercise_id=exercise_id, at=asker.at)
    except ExerciseNotFound as missing:
        raise Http404 from missing
    view = exercise_view(exercise, user_id=asker.user_id, at=asker.at)
    return render(request, "exercises/papers/players_paper.html", {"exercise": view, **plain_words()})


@require_safe
@never_cache
@login_required
def staff_page(request: HttpRequest, exercise_id: UUID) -> HttpResponse:
    """Show the C-E Handbook with the MSEL and the evaluation guides, to the staff of the exercise."""
    asker = asker_of(request)
    try:
        exercise = exercise_for_staff(user_id=asker.user_id, exercise_id=exercise_id, at=asker.at)
    except ExerciseNotFound as missing:
        raise Http404 from missing
    staff = staff_view(exercise, asker.at)
    context = {
        "exercise": exercise_view(exercise, user_id=asker.user_id, at=asker.at),
        "staff": staff,
        "rows": [(one, offset_text(one.offset_s)) for one in staff.injects],
        "strip": msel_strip(staff.injects),
        "inject_kinds": InjectKind.labels(),
        "deliveries": InjectDelivery.labels(),
        "check_words": words.check_words(),
        "answer_words": CheckAnswer.labels(),
        **plain_words(),
    }
    return render(request, "exercises/papers/staff_paper.html", context)
