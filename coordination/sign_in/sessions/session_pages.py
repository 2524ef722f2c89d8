"""What a session gives that owes something beside a factor: its consent, and word that a person is still there."""

from typing import cast

from allauth.account.views import LoginView, PasswordChangeView
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coordination.models import SessionState
from coordination.sign_in.security_rules import notices_before_sign_in, rules_of_person
from coordination.sign_in.sessions.duties import STATE, duties_of
from coordination.sign_in.sessions.waiting import is_waiting


class SignInPage(LoginView):
    def get_context_data(self, **more: object) -> dict[str, object]:
        """Say what agencies want read before anybody signs in."""
        context: dict[str, object] = super().get_context_data(**more)
        return context | {"notices": notices_before_sign_in(timezone.now())}


class PasswordPage(PasswordChangeView):
    def dispatch(self, request: HttpRequest, *args: object, **more: object) -> HttpResponseBase:
        """Lead who has no password to their account: they sign in by their agency, or with a passkey."""
        if request.user.is_authenticated and not request.user.has_usable_password():
            return redirect("sessions")
        return cast("HttpResponseBase", super().dispatch(request, *args, **more))


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
    """Say whether the session is locked (403 or 204), and in how many seconds it locks if it is not touched.

    To the millisecond: a page that waited for a whole second more would cover too late.
    With POST, a person has just touched the page.
    """
    duties = duties_of(request.session, is_used=request.method == "POST")
    answer = HttpResponse(status=403 if duties.is_locked else 204)
    if duties.locks_at is not None:
        answer["X-Locks-In"] = f"{max(0.0, (duties.locks_at - timezone.now()).total_seconds()):.3f}"
    return answer


def watched_session(request: HttpRequest) -> dict[str, object]:
    """Tell a page whether its session locks: a script says when a person is there, and leaves once it is locked.

    And whether a place is offered to its person, or a membership held back.
    """
    session = getattr(request, "session", None)
    if session is None:
        return {"session_locks": False, "memberships_wait": False}
    return {"session_locks": STATE in session, "memberships_wait": is_waiting(session)}
