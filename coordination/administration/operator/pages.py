"""The page on which a second person decides on the recovery of an agency. No other reader learns of any there."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coordination.administration.pages.posted import Outcome, carried_out
from coordination.administration.second_person.recovery import confirm_recovery, recoveries_for, refuse_recovery
from coordination.room.access import Asker
from coordination.web.posted import uuid_in
from coordination.web.signed_in import asker_of

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def recovery_page(request: HttpRequest) -> HttpResponse:
    """Show the recoveries that the reader may decide on, and take the decision; to anybody else, how it goes."""
    asker = asker_of(request)
    outcome = (
        carried_out(request, {"confirm": _confirm_recovery, "refuse": _refuse_recovery})
        if request.method == "POST"
        else Outcome()
    )
    if outcome.response is not None:
        return outcome.response
    context = {"recoveries": recoveries_for(asker.user_id, asker.at), "problem": outcome.problem}
    return render(request, "administration/recovery.html", context, status=REFUSED if outcome.problem else 200)


def _confirm_recovery(request: HttpRequest, asker: Asker) -> str:
    confirm_recovery(actor_id=asker.user_id, recovery_id=uuid_in(request.POST, "recovery"), at=asker.at)
    return "/"


def _refuse_recovery(request: HttpRequest, asker: Asker) -> str:
    refuse_recovery(actor_id=asker.user_id, recovery_id=uuid_in(request.POST, "recovery"), at=asker.at)
    return "/"
