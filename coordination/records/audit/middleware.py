"""Note requests for the audit, after their answer: what the rules name, and whatever was refused."""

import logging
from collections.abc import Callable
from typing import Any

from allauth.core.internal.ratelimit import get_ip
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch
from django.utils.functional import SimpleLazyObject

from coordination.audit_spool import AuditNote, note
from coordination.records.audit.rules import rule_of
from coordination.vocabulary import AuditKind, AuditOutcome
from mou.foundation.tables.table import TableFile

logger = logging.getLogger(__name__)
REFUSALS = (401, 403, 404)
# What an answer says that was not carried out as asked: conflicts, nonsense, faults.
FIRST_FAILURE = 400
MAX_ABOUT = 80


class Audited:
    """Middleware. Keeps refusals of signed-in people only: strangers could fill a disk. A tip comes from a stranger."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        try:
            _note_request(request, response)
        except Exception:
            # An answer is never lost for its note.
            logger.exception("a request was not noted for the audit")
        return response


def _note_request(request: HttpRequest, response: HttpResponse) -> None:
    match = request.resolver_match
    if match is None:
        return
    if isinstance(response, TableFile):
        _note_file(request, response, match)
        return
    rule = rule_of(request.method or "", match.route)
    outcome = outcome_of(response.status_code)
    is_refused = outcome is AuditOutcome.REFUSED
    if rule is None and not (is_refused and match.kwargs):
        return
    user_id = _user_id(request)
    if user_id is None and (is_refused or request.method in ("GET", "HEAD")):
        return
    note(
        AuditNote(
            kind=rule.kind if rule is not None else AuditKind.REFUSAL,
            outcome=outcome,
            what=rule.what if rule is not None else "refused",
            user_id=user_id,
            source=get_ip(request) or "",
            about=_what_about(request, match, response.status_code),
        )
    )


def _note_file(request: HttpRequest, response: TableFile, match: ResolverMatch) -> None:
    """Note that a list of a page left as a file, whatever is recorded of the page itself."""
    note(
        AuditNote(
            kind=AuditKind.EXPORT,
            outcome=AuditOutcome.DONE,
            what="list_exported",
            user_id=_user_id(request),
            source=get_ip(request) or "",
            about={**_what_about(request, match, response.status_code), "list": response.table_name},
        )
    )


def _what_about(request: HttpRequest, match: ResolverMatch, status: int) -> dict[str, str]:
    """Return what was asked about: ids of the address, the step or act of a form, the address itself, the answer."""
    about = {name: str(value)[:MAX_ABOUT] for name, value in match.kwargs.items()}
    # Only of a form that the view has read: no body is read for this.
    posted = request.POST if request.method == "POST" and hasattr(request, "_post") else {}
    # A form that is made from the class of an act says "act"; where a page has both, the step is the narrower word.
    step = str(posted.get("step") or posted.get("act") or "")
    if step:
        about["step"] = step[:MAX_ABOUT]
    return {**about, "request": f"{request.method} {match.route}"[:200], "status": str(status)}


def outcome_of(status: int) -> AuditOutcome:
    """Return how a request ended. A thing that the person may not see answers 404, so that is a refusal, too."""
    if status in REFUSALS:
        return AuditOutcome.REFUSED
    return AuditOutcome.DONE if status < FIRST_FAILURE else AuditOutcome.FAILED


def _user_id(request: HttpRequest) -> int | None:
    """Return who asked, if the answer needed to know: nothing is looked up for a note."""
    caller: Any = getattr(request, "auth", None)
    if caller is not None and hasattr(caller, "user_id"):
        return int(caller.user_id)
    user = getattr(request, "_cached_user", None) or request.__dict__.get("user")
    if user is None or (not hasattr(request, "_cached_user") and isinstance(user, SimpleLazyObject)):
        return None
    return int(user.pk) if user.is_authenticated else None
