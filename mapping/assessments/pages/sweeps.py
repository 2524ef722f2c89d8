"""The page of the weekly door sweep, for a phone: what one taps at a door is sent, or kept until it can be."""

from datetime import datetime
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mapping.assessments import words
from mapping.assessments.access import site_to_sweep_for
from mapping.assessments.errors import SweepNotFound
from mapping.assessments.pages.assessments import carry_out_form, see_other
from mapping.assessments.vocabulary import DoorOutcome
from mapping.assessments.wire import DoorCheckIn
from mapping.assessments.work.sweeps import KIND_OF, check_door, sweep_of
from mapping.sites.signed_in import user_id_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def sweep_page(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Show this week's sweep of a site; write down what a form says of a door."""
    user_id, at = user_id_of(request), timezone.now()
    problem = ""
    if request.method == "POST":
        problem, _none = carry_out_form(lambda: _post_check(user_id, site_id, request, at))
        if not problem:
            return see_other(reverse("door_sweep", args=[site_id]))
    try:
        site = site_to_sweep_for(user_id=user_id, site_id=site_id, at=at)
    except SweepNotFound as missing:
        raise Http404 from missing
    outcomes = DoorOutcome.labels()
    context = {
        "sweep": sweep_of(site, at),
        "time_zone": site.time_zone,
        "outcomes": outcomes,
        "wrong": {one.value: outcomes[one] for one in KIND_OF},
        "problem": problem,
        "words": words.sweep_words(),
    }
    return render(request, "assessments/sweep.html", context, status=422 if problem else 200)


def _post_check(user_id: int, site_id: UUID, request: HttpRequest, at: datetime) -> None:
    posted = request.POST
    given = DoorCheckIn.model_validate(
        {
            "id": uuid4(),
            "number": posted.get("number", ""),
            "outcome": posted.get("outcome"),
            "note": posted.get("note", ""),
            "said_at": at,
        }
    )
    check_door(actor_id=user_id, site_id=site_id, given=given.given(), at=at)
