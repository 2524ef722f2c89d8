"""The pages of the hot wash: which wait for the reader, and the form, which takes two minutes to fill in."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coordination.drills.evaluation.access import hot_wash_for, hot_washes_for
from coordination.drills.evaluation.pages import REFUSED, said
from coordination.drills.evaluation.vocabulary import HotWashScale
from coordination.drills.evaluation.work.hot_wash import HotWashGiven, answer_hot_wash, has_answered
from coordination.drills.evaluation.work.hot_wash_results import state_of
from coordination.drills.exercises.errors import ExerciseNotFound
from coordination.web.posted import anew
from coordination.web.signed_in import asker_of


@require_safe
@never_cache
@login_required
def hot_washes_page(request: HttpRequest) -> HttpResponse:
    """List the hot washes that wait for the reader's answer."""
    asker = asker_of(request)
    return render(request, "evaluation/hot_washes.html", {"waiting": hot_washes_for(asker.user_id, asker.at)})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def hot_wash_page(request: HttpRequest, exercise_id: UUID) -> HttpResponse:
    """Ask how it went, once; say thanks."""
    asker = asker_of(request)
    problem = ""
    if request.method == "POST":
        given = _given(request.POST)
        problem = said(
            lambda: answer_hot_wash(actor_id=asker.user_id, exercise_id=exercise_id, given=given, at=asker.at)
        )
        if not problem:
            return anew(reverse("hot_wash", args=[exercise_id]))
    try:
        exercise = hot_wash_for(user_id=asker.user_id, exercise_id=exercise_id, at=asker.at)
    except ExerciseNotFound as missing:
        raise Http404 from missing
    context = {
        "exercise": exercise,
        "state": state_of(exercise).value,
        "has_answered": has_answered(exercise, user_id=asker.user_id),
        "scale_words": HotWashScale.labels(),
        "numbers": range(1, 6),
        "typed": request.POST if problem else {},
        "chosen": _scales(request.POST) if problem else {},
        "problem": problem,
    }
    return render(request, "evaluation/hot_wash.html", context, status=REFUSED if problem else 200)


def _given(posted: QueryDict) -> HotWashGiven:
    return HotWashGiven(
        scales=_scales(posted),
        went_well=posted.get("went_well", ""),
        did_not=posted.get("did_not", ""),
        suggestion=posted.get("suggestion", ""),
        is_named=posted.get("is_named") == "yes",
    )


def _scales(posted: QueryDict) -> dict[HotWashScale, int]:
    return {one: int(said) for one in HotWashScale if (said := posted.get(one.value, "")) in tuple("12345")}
