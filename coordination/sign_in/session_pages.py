"""What a session gives that owes something beside a factor: its consent, and word that somebody is still there."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coordination.models import SessionState
from coordination.sign_in.duties import STATE, duties_of
from coordination.sign_in.security_rules import rules_of_person


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def use_notice_page(request: HttpRequest) -> HttpResponse:
    """Show what the reader's agencies say before anything is used; take that it is accepted."""
    if request.method == "POST":
        SessionState.objects.filter(pk=request.session.get(STATE, 0)).update(owes_consent=False)
        return redirect("home")
    notices = rules_of_person(cast("int", request.user.pk), timezone.now()).use_notices
    return render(request, "account/use_notice.html", {"notices": notices})


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def in_use(request: HttpRequest) -> HttpResponse:
    """Say whether the session is locked (403 or 204); with POST, somebody has just touched the page."""
    is_locked = duties_of(request.session, is_used=request.method == "POST").is_locked
    return HttpResponse(status=403 if is_locked else 204)


def watched(request: HttpRequest) -> dict[str, object]:
    """Tell a page whether its session locks: a script says when somebody is there, and leaves once it is locked."""
    session = getattr(request, "session", None)
    return {"session_locks": session is not None and STATE in session}
