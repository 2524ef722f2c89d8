"""The page on which a person types, or brings by a QR code, the digits that let them into an incident."""

from collections.abc import Mapping
from typing import Annotated

from allauth.core.internal.ratelimit import get_ip
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from pydantic import BaseModel, ConfigDict

from coordination.incident.mutual_aid.entering import CameIn, come_in
from coordination.incident.mutual_aid.errors import AidCodeRefused, AidNotNeeded
from coordination.sign_in.attempts.later import TooManyAttempts
from coordination.sign_in.sessions.guests import begin_guest_session
from mou.foundation.forms.act_form import ActForm, Refusal, at_field, carry_out, show_page
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _

WAIT_S = 5 * 60
CODE_MAX_CHARS = 40


class AidCodeTyped(BaseModel):
    """The digits as the commander read them out: with blanks or without."""

    model_config = ConfigDict(extra="forbid")

    # Whatever it is, and if it is nothing, it is refused in the same words.
    code: Annotated[str, Asked(_("Ten digits"), autocomplete="one-time-code", inputmode="numeric", is_once=True)] = ""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def aid_page(request: HttpRequest) -> HttpResponse:
    """Take a code: signed in, for one's own agency; else as a guest. The code is never part of the address."""
    user_id = request.user.pk if request.user.is_authenticated else None

    def enter(given: AidCodeTyped) -> CameIn:
        with at_field("code"):
            code = given.code[:CODE_MAX_CHARS]
            return come_in(code=code, user_id=user_id, address=get_ip(request), at=timezone.now())

    form = ActForm(request, "enter", AidCodeTyped, enter)
    form.fields["code"].widget.attrs |= {"autofocus": True, "required": True, "maxlength": 20}
    if not carry_out(request, [form], _refusal_sentence):
        return _show_page(request, form)
    came = form.done
    if user_id is None:
        begin_guest_session(request, came.user_id, incident_id=str(came.incident_id), room_id=str(came.room_id))
    return redirect("incident", came.incident_id)


def _show_page(request: HttpRequest, form: ActForm[AidCodeTyped, CameIn]) -> HttpResponse:
    """Draw the page. A code that was refused is answered as what it is: forbidden, too often, needless."""
    context = {"form": form, "is_needless": isinstance(form.refusal, AidNotNeeded)}
    answer = show_page(request, "coordination/aid.html", context, [form])
    if form.refusal is not None:
        answer.status_code = form.refusal.status
    if isinstance(form.refusal, TooManyAttempts):
        answer["Retry-After"] = str(WAIT_S)
    return answer


def _refusal_sentence(refusal: Refusal) -> str:
    here: Mapping[type[Exception], str] = {
        AidCodeRefused: gettext("This code is not valid, or not any more. Ask the commander for a new one."),
        TooManyAttempts: gettext("Too many wrong codes came from here. Wait five minutes, or ask the commander."),
        AidNotNeeded: gettext("You may come into this incident without a code."),
    }
    return here.get(type(refusal)) or refusal.sentence_or(str(refusal))
