"""Drills in a calendar program: the calendar that it follows, by a password of its own, and the page for these.

The calendar is the only page that opens without a session. No address holds a password: it comes as HTTP Basic.
"""

from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Any, cast

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from coordination.drills.requirements import access, acts, wire
from coordination.drills.requirements.errors import DrillSchoolNotFound
from coordination.drills.requirements.words import refusal_sentence
from coordination.drills.requirements.work.feeds import own_calendar
from coordination.models import User
from coordination.room.access import Asker
from coordination.sign_in.attempts.later import TooManyAttempts
from coordination.sign_in.calendar_passwords import MOST, calendar_passwords_of, program_behind
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, carry_out, show_page
from mou.foundation.forms.page import page

ICS, TEXT = "text/calendar; charset=utf-8", "text/plain; charset=utf-8"
CHALLENGE = 'Basic realm="Musterpoint drill calendar", charset="UTF-8"'


# --- the calendar -----------------------------------------------------------------------------------------------------
@csrf_exempt
@require_safe
def followed_calendar(request: HttpRequest) -> HttpResponseBase:
    """Return the drills that the owner of a calendar password may know at this moment. A session opens nothing."""
    response = _answer_program(request, timezone.now())
    # Not `no-store`: programs keep a calendar, and ask with its tag for a newer one.
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Authorization"])
    return response


def _answer_program(request: HttpRequest, at: datetime) -> HttpResponseBase:
    try:
        program = program_behind(request.headers.get("Authorization", ""), address=get_ip(request) or "", at=at)
    except TooManyAttempts as error:
        wait = {"Retry-After": str(error.retry_after_s)}
        return HttpResponse(f"{error.title}\n", status=error.status, content_type=TEXT, headers=wait)
    if program is None:
        words = "Name and calendar password, please.\n"
        return HttpResponse(words, status=401, content_type=TEXT, headers={"WWW-Authenticate": CHALLENGE})
    asker = Asker(user_id=program.user_id, at=at)
    # The audit reads from it who asked, as from that of every other request without a cookie.
    cast("Any", request).auth = asker
    try:
        with override(program.user.language or settings.LANGUAGE_CODE):
            content = own_calendar(asker)
    except DrillSchoolNotFound as missing:
        return HttpResponse(f"{missing.title}\n", status=missing.status, content_type=TEXT)
    found = HttpResponse(content, content_type=ICS, headers={"ETag": _tag_of(content)})
    answer: HttpResponseBase | None = get_conditional_response(request, etag=found["ETag"], response=found)
    return answer or found


def _tag_of(content: bytes) -> str:
    """Return the tag of a calendar: weak, since the instant at which it was made is not looked at."""
    lines = [line for line in content.split(b"\r\n") if not line.startswith(b"DTSTAMP")]
    return f'W/"{sha256(b"\n".join(lines)).hexdigest()[:32]}"'


# --- the page ---------------------------------------------------------------------------------------------------------
@page(posts=True)
def following_page(request: HttpRequest) -> HttpResponse:
    """Show a person's calendar passwords; make one, which is shown once, in the answer; revoke one."""
    asker = asker_of(request)
    if not access.may_see_page(asker.user_id, asker.at):
        raise Http404
    make = ActForm(request, "make", wire.CalendarPasswordIn, partial(acts.make_calendar_password, asker))
    revoke = ActForm(request, "revoke", wire.CalendarPasswordRevokedIn, partial(acts.revoke_calendar_password, asker))
    is_done = carry_out(request, [make, revoke], refusal_sentence)
    if is_done and revoke.is_bound:
        return redirect_anew(reverse("drill_calendar"))
    reader = access.reader_of(asker.user_id, asker.at)
    passwords = calendar_passwords_of(asker.user_id)
    context = {
        "address": request.build_absolute_uri(reverse("followed_drill_calendar")),
        "login": User.objects.values_list("username", flat=True).get(pk=asker.user_id),
        "passwords": passwords,
        "may_make": len(passwords) < MOST,
        "password": make.done if is_done else "",
        "keeps_any": bool(reader.kept_districts or reader.kept_schools),
        "make_form": make,
        "revoke_form": revoke,
    }
    return show_page(request, "requirements/following.html", context, [make, revoke])
