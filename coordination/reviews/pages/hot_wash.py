"""The page of the hot wash of a real incident: the form, for people who were in its room."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from coordination.drills.evaluation.hot_wash_pages import ONE_TO_FIVE
from coordination.drills.evaluation.vocabulary import HotWashScale
from coordination.reviews import acts
from coordination.reviews.access import review_asked
from coordination.reviews.rules.given import ReviewAnswerIn
from coordination.reviews.words import refusal_sentence
from coordination.reviews.work.writing import has_answered, wash_state
from coordination.vocabulary import IncidentType
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, carry_out, show_page
from mou.foundation.forms.page import page


@page(posts=True)
def wash_page(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Ask how it went, once; say thanks."""
    asker = asker_of(request)
    review = review_asked(user_id=asker.user_id, incident_id=incident_id, at=asker.at)
    answer = ActForm(
        request,
        "answer",
        ReviewAnswerIn,
        partial(acts.answer_wash, asker, review.pk),
        choices=dict.fromkeys((one.value for one in HotWashScale), ONE_TO_FIVE),
    )
    if carry_out(request, [answer], refusal_sentence):
        return redirect_anew(request.path)
    context = {
        "review": review,
        "type": IncidentType(review.incident_type).label,
        "state": wash_state(review).value,
        "has_answered": has_answered(review, user_id=asker.user_id),
        "scales": [answer[one.value] for one in HotWashScale],
        "answer_form": answer,
    }
    return show_page(request, "reviews/hot_wash.html", context, [answer])
