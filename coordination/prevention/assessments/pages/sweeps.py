"""The page of the weekly door sweep, for a phone: what one taps at a door is sent, or kept until it can be."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from coordination.prevention.assessments import acts, wire, words
from coordination.web.posted import redirect_anew
from mapping.assessments.access import site_to_sweep_for
from mapping.assessments.work.sweeps import KIND_OF, sweep_of
from mapping.sites.signed_in import user_id_of
from mou.foundation.forms.act_form import ActForm, carry_out, show_page
from mou.foundation.forms.page import page


@page(posts=True)
def sweep_page(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Show this week's sweep of a site; write down what a form says of a door."""
    user_id, at = user_id_of(request), timezone.now()
    site = site_to_sweep_for(user_id=user_id, site_id=site_id, at=at)
    sweep, check = sweep_of(site, at), partial(acts.check_door_now, user_id, at, site_id)
    of_page = [ActForm(request, "check", wire.DoorSaidIn, check, fixed={"number": one.number}) for one in sweep.doors]
    if carry_out(request, of_page, words.refusal_sentence):
        return redirect_anew(request.path)
    context = {
        "sweep": sweep,
        "doors": list(zip(sweep.doors, of_page, strict=True)),
        "time_zone": site.time_zone,
        "wrong": [(one.value, one.label) for one in KIND_OF],
        "is_wrong": [one.value for one in KIND_OF],
        "words": words.sweep_words(),
    }
    return show_page(request, "assessments/sweep.html", context, of_page)
