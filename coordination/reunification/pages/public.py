"""The adults' own page, opened by the code at a site: no account, and the same answer to whatever is said.

There is no CSRF token, because a phone that keeps no cookies would be turned away at the door: a form here carries no
authority that another site could use. Posts from other sites are refused all the same, as the browser says it.
"""

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from coordination.reunification.errors import DoorNotFound
from coordination.reunification.pages.desk import refusal_sentence
from coordination.reunification.rules.given import SelfCheckInGiven
from coordination.reunification.work import self_check_in as w
from coordination.web.posted import redirect_anew
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven, carry_out, show_page

COOKIE = "musterpoint_pick_up"
LANGUAGES = {"en": "English", "es": "Español"}


@csrf_exempt
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def pick_up_page(request: HttpRequest, code: str) -> HttpResponse:
    """Ask who comes and for whom, and show the number; to a code that is not in use say whom to ask."""
    if request.method == "POST" and request.headers.get("Sec-Fetch-Site", "same-origin") == "cross-site":
        return HttpResponse(status=403)
    language = _language_of(request)
    with override(language):
        answer = _answer_alike(request, code, language)
    answer["Content-Language"] = language
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _language_of(request: HttpRequest) -> str:
    """Return the language that the address names, else the browser's."""
    asked = request.GET.get("lang") or (get_language() or "en")
    return asked[:2] if asked[:2] in LANGUAGES else "en"


def _answer_alike(request: HttpRequest, code: str, language: str) -> HttpResponse:
    others = [(one, name) for one, name in LANGUAGES.items() if one != language]
    shell = {"language": language, "languages": others}
    try:
        door = w.door_at(code)
    except DoorNotFound:
        answer = show_page(request, "reunification/public/closed.html", shell)
        answer.status_code = DoorNotFound.status
        return answer
    at, key = timezone.now(), request.COOKIES.get(COOKIE, "")[:64]
    said = w.self_check_in_of(door, key, at)
    new_key = key or w.new_phone_key()
    told = {"phone_key": new_key, "address": get_ip(request), "language": language, "at": at}
    form: AnyForm = ActForm(request, "say", SelfCheckInGiven, lambda given: w.take_self_check_in(door, given, **told))
    again: AnyForm = ActForm(
        request, "again", NothingGiven, lambda _given: w.withdraw_self_check_in(door, phone_key=key, at=at)
    )
    if carry_out(request, [form, again], refusal_sentence):
        done = redirect_anew(f"{request.path}?lang={language}")
        _keep_key(done, request.path, new_key)
        return done
    context = {**shell, "door": door, "is_exercise": door.operation.is_exercise, "said": said}
    answer = show_page(
        request, "reunification/public/pick_up.html", {**context, "form": form, "again": again}, [form, again]
    )
    if form.refusal is not None:
        answer.status_code = form.refusal.status
        if form.refusal.retry_after_s:
            answer["Retry-After"] = str(form.refusal.retry_after_s)
    return answer


def _keep_key(answer: HttpResponse, path: str, key: str) -> None:
    """Keep the key on this phone while a number may wait: no script reads it, no other page of ours gets it."""
    answer.set_cookie(
        COOKIE,
        key,
        max_age=int(w.LIVES.total_seconds()),
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
