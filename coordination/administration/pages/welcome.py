"""The page on which a person who was invited sets a password: the one door of an invitation's code."""

from datetime import UTC, datetime, timedelta

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from coordination.administration.accounts.invitations import accept_invitation, invited_person
from coordination.administration.errors import BadPassword, InvitationNotFound
from coordination.models import User
from coordination.sign_in.attempts.guesses import Limit, address_at, has_guessed_too_often, note_wrong_password
from coordination.sign_in.attempts.later import TooManyAttempts, wait_answer

DOOR = "invitation"
# 125 bits cannot be guessed. It keeps those who try from costing the server anything; a school that invites all its
# teachers at once, behind one address, mistypes less.
LIMITS = (Limit(30, timedelta(minutes=5), is_per_login=True),)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def welcome_page(request: HttpRequest) -> HttpResponse:
    """Take the code and a new password; then sign the person in. The code is never part of the address."""
    if request.method != "POST":
        return _render_page(request, 200)
    code, password, again = (request.POST.get(name, "") for name in ("code", "password", "again"))
    at = datetime.now(UTC)
    door = address_at(DOOR, get_ip(request) or "")
    if has_guessed_too_often(address=door, login=DOOR, at=at, limits=LIMITS):
        return wait_answer(request, TooManyAttempts())
    try:
        person = invited_person(code, at)
        if not password:
            return _render_page(request, 200, code=code, person=person)
        if password != again:
            return _render_page(request, BadPassword.status, code=code, person=person, problem="differ")
        person = accept_invitation(code=code, password=password, at=at)
    except InvitationNotFound:
        note_wrong_password(address=door, login=DOOR, at=at)
        return _render_page(request, InvitationNotFound.status, problem="invitation")
    except BadPassword as weak:
        return _render_page(request, BadPassword.status, code=code, person=person, problem="weak", why=str(weak))
    return _signed_in(request, person)


def _render_page(
    request: HttpRequest,
    status: int,
    *,
    code: str = "",
    person: User | None = None,
    problem: str = "",
    why: str = "",
) -> HttpResponse:
    context = {"code": code, "person": person, "problem": problem, "why": why}
    return render(request, "administration/people/welcome.html", context, status=status)


def _signed_in(request: HttpRequest, person: User) -> HttpResponse:
    """Sign the person in as the sign-in page would, with every stage that it has."""
    person.backend = settings.AUTHENTICATION_BACKENDS[0]  # Django reads it at login
    response: HttpResponse = perform_password_login(request, {"username": person.username}, Login(user=person))
    if person.language in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, person.language, samesite="Lax", secure=settings.BEHIND_TLS)
    return response
