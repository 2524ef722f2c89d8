"""The page that says whether mail, text messages and push work. Plain forms: no script."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from coordination.room.access import Asker
from coordination.ways.actions import try_way
from coordination.ways.queries import ShownWay, ways_for
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from coordination.web.wording.fault_words import fault_words
from mou.errors import NotAllowed
from mou.foundation.forms.act_form import ActForm, NothingGiven, Refusal, carry_out, show_page
from mou.foundation.forms.page import page
from push.vocabulary import Way

# What waits longer is painted: a worker or a provider is away.
LONG = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Line:
    """A way with its words."""

    shown: ShownWay
    state: str
    tone: str
    fault: str
    setting: str
    waits_long: bool
    form: ActForm[NothingGiven, str]


@page(posts=True)
def ways_page(request: HttpRequest) -> HttpResponse:
    """Show how each way stands, and send the reader a test by the one that was chosen."""
    asker = asker_of(request)
    try:
        found = ways_for(asker.user_id, asker.at)
    except NotAllowed as other:
        raise Http404 from other
    lines = [_line_of(request, asker, one) for one in found.ways]
    forms = [one.form for one in lines]
    if carry_out(request, forms, _refusal_sentence):
        return redirect_anew(next(form.done for form in forms if form.is_bound))
    context = {"lines": lines, "is_operator": found.is_operator, "at": asker.at}
    return show_page(request, "ways/ways.html", context, forms)


def _line_of(request: HttpRequest, asker: Asker, shown: ShownWay) -> Line:
    state = shown.state

    def send_test(_given: NothingGiven) -> str:
        return reverse("alert_test", args=[try_way(user_id=asker.user_id, way=state.way, at=asker.at)])

    words, tone = _state_words(shown)
    return Line(
        shown,
        words,
        tone,
        fault_words(state.error_code) if state.error_code else "",
        _setting_of(state.way),
        state.oldest_at is not None and asker.at - state.oldest_at > LONG,
        ActForm(request, "test", NothingGiven, send_test, fixed={"way": state.way.value}),
    )


def _state_words(shown: ShownWay) -> tuple[str, str]:
    state = shown.state
    if not state.is_configured:
        return _("Not configured"), "warning"
    if state.is_failing:
        return _("The newest try failed"), "danger"
    return (_("Works"), "ok") if state.sent_at is not None else (_("Not tried yet"), "warning")


def _setting_of(way: Way) -> str:
    """Return what the operator sets to have a way."""
    return {
        Way.MAIL: "MUSTERPOINT_MAIL_SERVER",
        Way.TEXT: "MUSTERPOINT_SMS_URL",
        Way.PHONE: "MUSTERPOINT_FCM_CREDENTIALS",
        Way.BROWSER: "MUSTERPOINT_VAPID_KEY",
    }[way]


def _refusal_sentence(refusal: Refusal) -> str:
    return refusal.sentence_or(str(refusal))
