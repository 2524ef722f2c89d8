"""Answers that ask a person to wait and come again: a page to a browser, a problem to an app."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils.translation import get_language_from_request, override

from coordination.errors import CoordinationError
from coordination.room.wire.frames import encoded, problem_from_error

APPS = ("/_allauth/", "/api/")


class TooManyAttempts(CoordinationError):
    code, status, title = "too_many_attempts", 429, "Too many wrong passwords; wait a little before the next."
    retry_after_s = 20


class AccountLocked(CoordinationError):
    """Five wrong passwords in a quarter of an hour. The agency's administrators release it."""

    code, status, title = "account_locked", 403, "The account is locked until an administrator releases it."


class SignInBusy(CoordinationError):
    code, status, title = "sign_in_busy", 503, "Many people are signing in at this moment; try again."
    retry_after_s = 2


def wait_answer(request: HttpRequest, error: CoordinationError) -> HttpResponse:
    """Return the error with Retry-After. Asks nobody who is asking: the database may be what is slow."""
    if request.path_info.startswith(APPS):
        answer = HttpResponse(encoded(problem_from_error(error)), content_type="application/problem+json")
    else:
        language = get_language_from_request(request)
        is_sign_in = isinstance(error, TooManyAttempts | SignInBusy)
        is_locked = isinstance(error, AccountLocked)
        answer = HttpResponse(_page(error.status, language, is_sign_in=is_sign_in, is_locked=is_locked))
    answer.status_code = error.status
    if error.retry_after_s is not None:
        answer["Retry-After"] = str(error.retry_after_s)
    return answer


def too_many_attempts(request: HttpRequest) -> HttpResponse:
    """Answer what allauth itself has counted: codes asked for."""
    return wait_answer(request, TooManyAttempts())


@cache
def _page(status: int, language: str, *, is_sign_in: bool, is_locked: bool) -> str:
    """Return the page. Rendered once: whoever is refused costs the server next to nothing."""
    with override(language):
        return get_template("later.html").render({"status": status, "is_sign_in": is_sign_in, "is_locked": is_locked})
