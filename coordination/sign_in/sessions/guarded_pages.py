"""Lead a session that owes something to the page where it gives it, whichever page it asked for."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from coordination.room.wire.frames import encode_json, problem_from_error
from coordination.sign_in.attempts.later import APPS
from coordination.sign_in.sessions.duties import (
    AppNotAttested,
    NoticeNotAccepted,
    SecondFactorNeeded,
    SessionLocked,
    duties_of,
)
from coordination.sign_in.sessions.guests import NothingForGuests, guest_of, is_token_of_guest

CARD = "/day-card"
# What a session may do that owes something: give it, and sign out. The interface asks for itself, as do apps.
OPEN = (
    *APPS,
    "/accounts/factors/",
    "/accounts/reauthenticate/",
    "/accounts/notice/",
    "/accounts/in-use/",
    "/accounts/login/",
    "/accounts/logout/",
    "/accounts/inactive/",
    "/agency-sign-in/",
    # The same for everybody: the page of kept maps, the language, the probes.
    "/kept",
    "/service-worker.js",
    "/i18n/",
    "/healthz",
    "/readyz",
    # Whatever account is signed in on the phone of a card for the day, the card is not its.
    CARD,
)


# Where apps sign in and manage accounts, by the same sessions as their token.
OF_ACCOUNTS = "/_allauth/"
PROBLEM: dict[str, Any] = {"status": NothingForGuests.status, "content_type": "application/problem+json"}


class GuardedPages:
    """Middleware for pages; stands behind the one that says who is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        guests_way = _guests_way(request) if has_session else None
        if guests_way is not None:
            return guests_way
        if request.path_info.startswith(OF_ACCOUNTS) and is_token_of_guest(request.headers.get("X-Session-Token", "")):
            return HttpResponse(encode_json(problem_from_error(NothingForGuests())), **PROBLEM)
        is_guarded = has_session and not request.path_info.startswith(OPEN)
        if is_guarded:
            try:
                duties_of(request.session, is_used=True).check(request.path_info)
            except SecondFactorNeeded:
                return redirect("mfa_index")
            except SessionLocked:
                return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")
            except NoticeNotAccepted:
                return redirect("use_notice")
            except AppNotAttested as error:
                # An app that shows a page with its token as a cookie.
                return HttpResponse(encode_json(problem_from_error(error)), **PROBLEM | {"status": error.status})
        return self._get_response(request)


def _guests_way(request: HttpRequest) -> HttpResponse | None:
    """Return where a guest belongs who is anywhere else; none for everybody else."""
    guest = guest_of(request.session)
    if guest is None or request.path_info.startswith((*APPS, CARD)):
        return None
    if not request.user.is_authenticated:
        # Their incident is over, and their account with it: from here on they have no account.
        request.session.flush()
        return redirect("mutual_aid")
    # Also where everybody else may go: a guest has one page, and comes back to it from anywhere.
    return None if guest.may(request.path_info) else redirect(guest.page())
