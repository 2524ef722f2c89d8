"""The page on which a person types, or brings by a QR code, the digits that let them into an incident."""

from datetime import UTC, datetime

from allauth.core.internal.ratelimit import get_ip
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from coordination.incident.mutual_aid.entering import come_in
from coordination.incident.mutual_aid.errors import AidCodeRefused, AidNotNeeded
from coordination.sign_in.attempts.later import TooManyAttempts
from coordination.sign_in.sessions.guests import begin_guest_session


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def aid_page(request: HttpRequest) -> HttpResponse:
    """Take a code: signed in, for one's own agency; else as a guest. The code is never part of the address."""
    if request.method != "POST":
        return _render_page(request, 200)
    user_id = request.user.pk if request.user.is_authenticated else None
    try:
        came = come_in(
            code=request.POST.get("code", "")[:40], user_id=user_id, address=get_ip(request), at=datetime.now(UTC)
        )
    except AidCodeRefused as refused:
        return _render_page(request, refused.status, problem="refused")
    except TooManyAttempts as wait:
        answer = _render_page(request, wait.status, problem="wait")
        answer["Retry-After"] = str(5 * 60)
        return answer
    except AidNotNeeded as needless:
        return _render_page(request, needless.status, problem="needless")
    if user_id is None:
        begin_guest_session(request, came.user_id, incident_id=str(came.incident_id), room_id=str(came.room_id))
    return redirect("incident", came.incident_id)


def _render_page(request: HttpRequest, status: int, *, problem: str = "") -> HttpResponse:
    return render(request, "coordination/aid.html", {"problem": problem}, status=status)
