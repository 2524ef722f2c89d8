"""The page behind the link of a message: who has it answers a test alarm without signing in, by one button.

To open it answers nothing: mail servers open links by themselves.
"""

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coordination.incident.reach.actions import answer_by_key, person_of_key
from coordination.incident.reach.errors import AlarmTestNotFound
from mou.foundation.forms.act_form import ActForm, NothingGiven, carry_out, show_page


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def key_page(request: HttpRequest, key: str) -> HttpResponse:
    """Ask whether the test alarm arrived, and take the answer. What is no key of ours is not found."""
    at = datetime.now(UTC)
    try:
        person = person_of_key(key)
    except AlarmTestNotFound as missing:
        raise Http404 from missing
    form = ActForm(request, "answer", NothingGiven, lambda _given: answer_by_key(key, at))
    is_done = carry_out(request, [form], lambda refusal: refusal.sentence_or(str(refusal)))
    context = {
        "agency": person.test.agency.name,
        "started_at": person.test.started_at,
        "is_answered": is_done or person.answered_at is not None,
        "is_over": person.test.ended_at is not None,
        "form": form,
    }
    return show_page(request, "reach/key.html", context, [form])
