"""Answers that ask a person to wait and come again: a page to a browser, a problem to an app.

A page of a busy server, or of one whose database is away, comes again by itself and holds what a form sent: a person
types nothing twice. What may have been recorded is sent again by the person alone.
"""

from dataclasses import asdict, dataclass
from functools import cache

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import get_template
from django.utils.html import format_html_join
from django.utils.translation import get_language_from_request, override

from coordination.errors import CoordinationError, TryLater
from coordination.room.wire.frames import encode_json, problem_from_error
from mou.foundation.database.away import takes_nothing
from mou.foundation.labelled import gettext_noop as _

APPS = ("/_allauth/", "/api/")
FORM = "application/x-www-form-urlencoded"
# What a form sent is held in the page up to here: a text of many pages.
FORM_MAX_BYTES = 256 * 1024
# Passwords and keys of other systems are not written into a page: a contract compares this with all our forms.
SECRETS = frozenset(("password", "password1", "password2", "oldpassword", "again", "secret"))
# Where the fields come to stand in a page that is rendered once for everybody.
FIELDS_HERE = "<!-- fields -->"
# It is answered before any middleware: what holds for every other page is said here.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}


class TooManyAttempts(CoordinationError):
    code, status, title = "too_many_attempts", 429, _("Too many wrong passwords; wait a little before the next.")
    retry_after_s = 20


class AccountLocked(CoordinationError):
    """Five wrong passwords in a quarter of an hour. The agency's administrators release it."""

    code, status, title = "account_locked", 403, _("The account is locked until an administrator releases it.")


class SignInBusy(CoordinationError):
    code, status, title = "sign_in_busy", 503, _("Many people are signing in at this moment; try again.")
    retry_after_s = 2


class DatabaseAway(TryLater):
    """Met by a request that was not a room's command: it does not claim that nothing was recorded."""

    title = _("The server cannot reach its database at this moment; try again.")


class DiskTakesNothing(DatabaseAway):
    """The database answers, and nothing can be stored: only who runs the server can help."""

    title = _("The server cannot store anything: its disk is full or broken. Tell the people who run it.")


def away_error(error: BaseException) -> DatabaseAway:
    """Return what is told about a database that does not do what it was asked."""
    return DiskTakesNothing() if takes_nothing(error) else DatabaseAway()


@dataclass(frozen=True, slots=True)
class Wait:
    """Why a page asks to wait, and what it can do about it by itself.

    `is_held`: the page has what a form sent. `may_be_done`: the form may have been carried out; a person looks first.
    """

    status: int
    wait_s: int
    is_sign_in: bool
    is_locked: bool
    is_away: bool
    is_full: bool
    is_form: bool
    is_held: bool
    may_be_done: bool


def wait_answer(request: HttpRequest, error: CoordinationError) -> HttpResponse:
    """Return the error with Retry-After. Does not look up who is asking: the database may be what is slow."""
    if request.path_info.startswith(APPS):
        answer = HttpResponse(encode_json(problem_from_error(error)), content_type="application/problem+json")
    else:
        answer = HttpResponse(_waiting_page(request, error), headers=HEADERS)
    answer.status_code = error.status
    if error.retry_after_s is not None:
        answer["Retry-After"] = str(error.retry_after_s)
    return answer


def too_many_attempts(request: HttpRequest) -> HttpResponse:
    """Answer what allauth itself has counted: codes asked for."""
    return wait_answer(request, TooManyAttempts())


def _waiting_page(request: HttpRequest, error: CoordinationError) -> str:
    is_sign_in = isinstance(error, TooManyAttempts | SignInBusy)
    is_form = request.method not in ("GET", "HEAD")
    # A password is not written into a page.
    fields = None if is_sign_in or isinstance(error, AccountLocked) else _hidden_fields(request)
    wait = Wait(
        status=error.status,
        wait_s=error.retry_after_s or 0,
        is_sign_in=is_sign_in,
        is_locked=isinstance(error, AccountLocked),
        is_away=isinstance(error, DatabaseAway),
        is_full=isinstance(error, DiskTakesNothing),
        is_form=is_form,
        is_held=fields is not None,
        # Whom no view was looked up for has begun nothing.
        may_be_done=is_form and request.resolver_match is not None,
    )
    return _page_to_wait(wait, get_language_from_request(request)).replace(FIELDS_HERE, fields or "")


def holds_form(request: HttpRequest) -> bool:
    """Tell whether a request brings a form that a page can hold: its fields, and no files."""
    length = request.META.get("CONTENT_LENGTH", "")
    is_short = length.isascii() and length.isdigit() and int(length) <= FORM_MAX_BYTES
    return request.method == "POST" and request.content_type == FORM and is_short


def _hidden_fields(request: HttpRequest) -> str | None:
    """Return what a form sent as fields that are not shown; None where a page cannot hold it."""
    if not holds_form(request):
        return None
    try:
        sent = QueryDict(request.body, encoding="utf-8")
    except SuspiciousOperation:
        return None
    if not SECRETS.isdisjoint(sent):
        return None
    pairs = ((name, value) for name, values in sent.lists() for value in values)
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


@cache
def _page_to_wait(wait: Wait, language: str) -> str:
    """Return the page. Rendered once: a refusal costs the server next to nothing."""
    with override(language):
        return get_template("later.html").render(asdict(wait))
