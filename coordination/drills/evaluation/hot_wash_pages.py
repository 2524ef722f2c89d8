"""The pages of the hot wash: which wait for the reader, and the form, which takes two minutes to fill in."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from coordination.drills.evaluation import acts, wire
from coordination.drills.evaluation.access import hot_wash_for, hot_washes_for
from coordination.drills.evaluation.pages import refusal_sentence
from coordination.drills.evaluation.vocabulary import HotWashScale
from coordination.drills.evaluation.work.hot_wash import has_answered
from coordination.drills.evaluation.work.hot_wash_results import state_of
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, carry_out, show_page
from mou.foundation.forms.page import page

ONE_TO_FIVE = [(number, str(number)) for number in range(1, 6)]


@page()
def hot_washes_page(request: HttpRequest) -> HttpResponse:
    """List the hot washes that wait for the reader's answer."""
    asker = asker_of(request)
    return show_page(request, "evaluation/hot_washes.html", {"waiting": hot_washes_for(asker.user_id, asker.at)})


@page(posts=True)
def hot_wash_page(request: HttpRequest, exercise_id: UUID) -> HttpResponse:
    """Ask how it went, once; say thanks."""
    asker = asker_of(request)
    exercise = hot_wash_for(user_id=asker.user_id, exercise_id=exercise_id, at=asker.at)
    answer = ActForm(
        request,
        "answer",
        wire.HotWashAnswerIn,
        partial(acts.answer_hot_wash, asker, exercise.pk),
        choices=dict.fromkeys((one.value for one in HotWashScale), ONE_TO_FIVE),
    )
    if carry_out(request, [answer], refusal_sentence):
        return redirect_anew(request.path)
    context = {
        "exercise": exercise,
        "state": state_of(exercise).value,
        "has_answered": has_answered(exercise, user_id=asker.user_id),
        "scales": [answer[one.value] for one in HotWashScale],
        "answer_form": answer,
    }
    return show_page(request, "evaluation/hot_wash.html", context, [answer])
