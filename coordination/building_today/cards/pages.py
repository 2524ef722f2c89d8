"""The page of who has a card: no account, no address with a secret. A cookie holds the key of this phone alone."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from coordination.building_today.cards import doing
from coordination.building_today.cards.devices import HeldCard, card_of_key, claim_card, end_device
from coordination.building_today.errors import DayCardOver, DayCardRefused, DayCardTooEarly, TooManyTries
from coordination.building_today.vocabulary import DayCardKind
from coordination.building_today.wire import CardCodeIn, CardPressIn, CardReportIn, VisitorIn
from coordination.web.posted import redirect_anew
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven, Refusal, at_field, carry_out, show_page

COOKIE = "musterpoint_day_card"
CODE_MAX_CHARS = 60
DONE = {"pressed": "pressed", "reported": "reported", "entered": "entered"}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def card_page(request: HttpRequest) -> HttpResponse:
    """Show the card of this phone; without one, ask for a code. Whatever account is signed in here counts nothing."""
    at = timezone.now()
    try:
        held = card_of_key(request.COOKIES.get(COOKIE, ""), at)
    except (DayCardRefused, DayCardTooEarly, DayCardOver) as refused:
        is_over = isinstance(refused, DayCardOver)
        if request.method == "POST" and request.POST.get("act") != "claim":
            return _not_sent_page(request, at, is_over=is_over)
        return _code_page(request, at, is_over=is_over)
    if DayCardKind(held.card.kind) is DayCardKind.KIOSK:
        return _kiosk_page(request, held, at)
    return _held_page(request, held, at)


def _not_sent_page(request: HttpRequest, at: datetime, *, is_over: bool) -> HttpResponse:
    """Say that nothing was sent: a page may stay open longer than its card holds, and who presses must know."""
    context = {"form": _claim_form(request, at), "is_over": is_over, "is_unsent": True}
    answer = show_page(request, "building_today/card/code.html", context)
    answer.status_code = DayCardRefused.status
    return answer


def _claim_form(request: HttpRequest, at: datetime) -> ActForm[CardCodeIn, tuple[str, datetime]]:
    def claim(given: CardCodeIn) -> tuple[str, datetime]:
        with at_field("code"):
            return claim_card(code=given.code[:CODE_MAX_CHARS], address=get_ip(request), at=at)

    form = ActForm(request, "claim", CardCodeIn, claim)
    form.fields["code"].widget.attrs |= {"required": True, "maxlength": 40, "autocapitalize": "characters"}
    return form


def _code_page(request: HttpRequest, at: datetime, *, is_over: bool) -> HttpResponse:
    form = _claim_form(request, at)
    if carry_out(request, [form], _refusal_sentence):
        key, until = form.done
        answer = redirect_anew(reverse("day_card"))
        _set_key(answer, key, until)
        return answer
    answer = show_page(request, "building_today/card/code.html", {"form": form, "is_over": is_over}, [form])
    if form.refusal is not None:
        answer.status_code = form.refusal.status
    if isinstance(form.refusal, TooManyTries):
        answer["Retry-After"] = str(form.refusal.retry_after_s)
    return answer


def _set_key(answer: HttpResponse, key: str, until: datetime) -> None:
    """Keep the key on this phone, until the card is over: no script reads it, no other site sends it."""
    answer.set_cookie(
        COOKIE,
        key,
        expires=until,
        path=reverse("day_card"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _held_page(request: HttpRequest, held: HeldCard, at: datetime) -> HttpResponse:
    def press(given: CardPressIn) -> str:
        doing.press_by_card(held, given, at)
        return DONE["pressed"]

    def report(given: CardReportIn) -> str:
        doing.report_by_card(held, given, at)
        return DONE["reported"]

    incident = doing.open_incidents_at(held.card, at).first()
    plays = incident is not None and incident.is_exercise
    real = ActForm(request, "press", CardPressIn, press, fixed={"is_exercise": "false"}, initial=_new_id("press_id"))
    played = ActForm(request, "press", CardPressIn, press, fixed={"is_exercise": "true"}, initial=_new_id("press_id"))
    of_what = {"is_exercise": "true" if plays else "false"}
    room = ActForm(request, "report", CardReportIn, report, initial=_new_id("report_id") | of_what)
    back = _back_form(request, held)
    of_page: list[AnyForm] = [real, played, room, back]
    if carry_out(request, of_page, _refusal_sentence):
        return _answer_done(of_page)
    context: Mapping[str, object] = {
        "card": held.card,
        "kind": DayCardKind(held.card.kind),
        "site": held.card.site,
        "now": doing.holds_now(held.card),
        "is_open": incident is not None,
        "plays": plays,
        "at": at,
        "said": _what_was_done(request, held, at),
        "forms": {"press": real, "practice": played, "report": room, "back": back},
    }
    return show_page(request, "building_today/card/held.html", context, of_page)


def _kiosk_page(request: HttpRequest, held: HeldCard, at: datetime) -> HttpResponse:
    def enter(given: VisitorIn) -> str:
        doing.check_in_by_card(held, given, at)
        return DONE["entered"]

    form = ActForm(request, "enter", VisitorIn, enter)
    del form.fields["badge"]
    back = _back_form(request, held)
    if carry_out(request, [form, back], _refusal_sentence):
        return _answer_done([form, back])
    context = {"site": held.card.site, "form": form, "said": request.GET.get("said", "")}
    return show_page(request, "building_today/card/kiosk.html", context, [form, back])


def _back_form(request: HttpRequest, held: HeldCard) -> ActForm[NothingGiven, str]:
    def give_back(_given: NothingGiven) -> str:
        end_device(held.device_id, held.card.pk)
        return ""

    return ActForm(request, "give_back", NothingGiven, give_back)


def _answer_done(of_page: list[AnyForm]) -> HttpResponse:
    said = next(one.done for one in of_page if one.is_bound)
    return redirect_anew(f"{reverse('day_card')}?said={said}" if said else reverse("day_card"))


def _what_was_done(request: HttpRequest, held: HeldCard, at: datetime) -> str:
    """Return what the address says was done. Of an old address that is opened again, no alarm was sent."""
    said = request.GET.get("said", "")
    return said if said != DONE["pressed"] or doing.has_pressed_lately(held.card, at) else ""


def _new_id(name: str) -> dict[str, object]:
    return {name: str(uuid4())}


def _refusal_sentence(refusal: Refusal) -> str:
    return refusal.sentence_or(_("This was not taken. Try it again, or call 911."))
