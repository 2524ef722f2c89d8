"""The page of who has me: memberships and offers, to accept, decline and leave. Plain forms."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coordination.administration.own_places import accept_offer, own_places
from coordination.administration.pages.posted import Outcome, Step, carried_out
from coordination.room.access import Asker
from coordination.sign_in.sessions.held import choose_session_lock
from coordination.sign_in.sessions.waiting import note_waiting
from coordination.web.posted import uuid_in
from coordination.web.signed_in import asker_of
from mou.agencies.offers import decline_offer, leave_agency
from mou.vocabulary import AgencyKind, MemberRole

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def memberships_page(request: HttpRequest) -> HttpResponse:
    """Show which agencies have the reader, and which would like to; carry out what they decide."""
    asker = asker_of(request)
    steps: dict[str, Step] = {"accept": _accept, "decline": _decline, "leave": _leave, "lock": _lock}
    outcome = carried_out(request, steps) if request.method == "POST" else Outcome()
    # What waits may have come, or been decided, since the session began.
    note_waiting(request, asker.user_id, asker.at)
    if outcome.response is not None:
        return outcome.response
    own = own_places(asker.user_id, asker.at)
    context = {
        "own": own,
        "asks_lock": any(one.lacks_session_lock for one in own.memberships),
        "roles": MemberRole.labels(),
        "kinds": AgencyKind.labels(),
        "problem": outcome.problem,
    }
    page = "administration/people/memberships.html"
    return render(request, page, context, status=REFUSED if outcome.problem else 200)


def _accept(request: HttpRequest, asker: Asker) -> str:
    accept_offer(user_id=asker.user_id, offer_id=uuid_in(request.POST, "offer_id"), at=asker.at)
    return request.path


def _decline(request: HttpRequest, asker: Asker) -> str:
    decline_offer(user_id=asker.user_id, offer_id=uuid_in(request.POST, "offer_id"), at=asker.at)
    return request.path


def _leave(request: HttpRequest, asker: Asker) -> str:
    leave_agency(user_id=asker.user_id, member_id=uuid_in(request.POST, "member_id"), at=asker.at)
    return request.path


def _lock(request: HttpRequest, asker: Asker) -> str:
    choose_session_lock(user_id=asker.user_id, locks=request.POST.get("locks") == "on", at=asker.at)
    return request.path
