"""How an app signs in with an agency's own sign-in: in the phone's browser, and back with a code. Pages, and the trade.

The way back is one address of this host, which phones lead into the apps that the operator has named. A request can
name no other.
"""

from typing import Any
from urllib.parse import urlencode

from allauth.headless.base.response import AuthenticationResponse, ConflictResponse
from allauth.headless.base.views import APIView
from allauth.headless.internal.authkit import purge_request_user_cache
from allauth.headless.internal.restkit import inputs
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coordination.administration.single_sign_on.app_codes import hand_over, note_begun, take_code
from coordination.administration.single_sign_on.errors import AppCodeRefused, AppSignInNotBegun
from coordination.models import SessionState
from coordination.sign_in.security_rules import rules_of_person
from coordination.sign_in.sessions.duties import STATE

ASKED = frozenset({"code_challenge", "code_challenge_method", "state"})
CODE_MAX_CHARS, VERIFIER_MAX_CHARS = 100, 128


@require_safe
@never_cache
def begin_in_browser(request: HttpRequest) -> HttpResponse:
    """Begin what an app asks for, and ask with which agency. Raises: Http404: no app belongs to this host."""
    if not settings.IOS_APPS and not settings.ANDROID_APPS:
        raise Http404
    given = request.GET
    # What says where to lead back, or how to be asked less, is refused rather than passed over.
    if set(given) != ASKED or given["code_challenge_method"] != "S256":
        return _problem_page(request, AppSignInNotBegun())
    try:
        note_begun(request.session, challenge=given["code_challenge"], state=given["state"], at=timezone.now())
    except AppSignInNotBegun as error:
        return _problem_page(request, error)
    return redirect(f"{reverse('agency_sign_in')}?{urlencode({'next': reverse('app_sign_in_done')})}")


@require_safe
@never_cache
def hand_over_to_app(request: HttpRequest) -> HttpResponse:
    """Lead into the app with a code for the sign-in; the browser keeps nothing of it."""
    try:
        handed = hand_over(request.session, timezone.now())
    except AppSignInNotBegun as error:
        return _problem_page(request, error)
    logout(request)
    back = urlencode({"code": handed.code, "state": handed.state})
    return HttpResponseRedirect(f"{reverse('app_sign_in_return')}?{back}", headers={"Referrer-Policy": "no-referrer"})


@require_safe
@never_cache
def return_page(request: HttpRequest) -> HttpResponse:
    """Say where to go on, to who sees this page: on a phone with the app it opens the app."""
    answer = render(request, "administration/sign_in/app_return.html")
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _problem_page(request: HttpRequest, error: AppSignInNotBegun) -> HttpResponse:
    context = {"words": error.sentence_or(error.title)}
    return render(request, "administration/sign_in/agency_sign_in_problem.html", context, status=error.status)


class CodeAndVerifier(inputs.Input):
    code = inputs.CharField(max_length=CODE_MAX_CHARS)
    code_verifier = inputs.CharField(max_length=VERIFIER_MAX_CHARS)


class TakeCode(APIView):
    input_class = CodeAndVerifier

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Trade a code and the verifier for the token of a session of the app's own. Raises: AppCodeRefused."""
        answer: HttpResponse
        if request.user.is_authenticated:
            answer = ConflictResponse(request)
            return answer
        given = self.input.cleaned_data
        with transaction.atomic(durable=True):
            said = take_code(code=given["code"], verifier=given["code_verifier"], at=timezone.now())
            is_someone = said is not None and _begin_session_of_app(request, said)
        if not is_someone:
            raise AppCodeRefused
        answer = AuthenticationResponse(request)
        return answer


def _begin_session_of_app(request: HttpRequest, said: dict[str, Any]) -> bool:
    """Sign the app in with what was handed over, in the caller's transaction; tell whether there is still someone."""
    request.session.flush()
    request.session.update(said)
    request.session.save()
    # Whose password was changed or whose account was switched off since is no one.
    purge_request_user_cache(request)
    if not request.user.is_authenticated:
        request.session.flush()
        return False
    # No sign-in is told of here: without this row no one could see this session, nor end it for a lost phone.
    UserSession.objects.create_from_request(request)
    # From here on it is an app's: that of a browser was not asked which app it is.
    asks_proof = rules_of_person(request.user.pk, timezone.now()).attests_apps
    SessionState.objects.filter(pk=said.get(STATE, 0)).update(
        session_key=request.session.session_key, needs_attestation=asks_proof
    )
    return True
