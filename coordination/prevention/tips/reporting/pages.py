"""The reporters' pages: give a tip, and talk about it by its receipt code. No account, no cookie, no second request.

There is no CSRF token, because that needs a cookie: a form here carries no authority that another site could use. Posts
from other sites are refused all the same, as the browser says from where they come.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from coordination.prevention.tips.errors import ReceiptNotKnown, TipDeskNotFound
from coordination.prevention.tips.help_lines import HelpLine, help_lines_of
from coordination.prevention.tips.models import TipDesk
from coordination.prevention.tips.reporting import intake
from coordination.prevention.tips.reporting.forms import DONE, MessageForm, ReporterForm, TipForm, carry_out_form
from coordination.prevention.tips.reporting.photos import MOST_PHOTOS
from coordination.prevention.tips.rules.given import ReceiptIn, TipMessageIn
from coordination.prevention.tips.words import moment_words, states_for_reporter

HERE = Path(__file__).resolve().parent
TOKENS = HERE.parents[2] / "web" / "static" / "coordination" / "style" / "tokens.css"
LANGUAGES = {"en": "English", "es": "Español"}
type View = Callable[..., HttpResponse]


def for_reporters(view: View) -> View:
    """Return a view in the language that the reporter chose, that takes forms from its own pages alone."""

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def shown(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "POST" and request.headers.get("Sec-Fetch-Site", "same-origin") == "cross-site":
            return HttpResponse(status=403)
        with override(language_of(request)):
            response = view(request, *args, **kwargs)
        response["Content-Language"] = language_of(request)
        return response

    return shown


def language_of(request: HttpRequest) -> str:
    """Return the language that a form or address names, else the browser's."""
    asked = request.POST.get("lang") or request.GET.get("lang") or (get_language() or "en")
    return asked[:2] if asked[:2] in LANGUAGES else "en"


@for_reporters
def report_page(request: HttpRequest, short_address: str) -> HttpResponse:
    """Show the form of a school or district, and take what it sends: the answer shows the receipt code, once."""
    try:
        desk = intake.desk_at(short_address)
    except TipDeskNotFound:
        # Posters hang on when a page is closed or a school is no more: who scans one is told whom to call.
        return _render_page(request, "tips/reporting/closed.html", {"help_lines": []}, status=404)
    schools = [] if desk.agency.parent_id else intake.schools_of(desk)
    language = language_of(request)
    form = TipForm(
        request,
        lambda given: intake.take_tip(short_address=short_address, given=given, language=language, at=timezone.now()),
        schools,
    )
    context: dict[str, object] = {"desk": desk, "help_lines": _help_lines(desk)}
    status = carry_out_form(request, form) if form.is_bound else DONE
    if form.is_bound and status == DONE:
        context |= {"code": form.done, "is_now": form.cleaned_data["is_now"]}
        return _render_page(request, "tips/reporting/receipt_shown.html", context)
    context |= {"form": form, "most_photos": MOST_PHOTOS, "shrink": (HERE / "shrink_photos.js").read_text()}
    return _render_page(request, "tips/reporting/report.html", context, status=status)


@for_reporters
def receipt_page(request: HttpRequest) -> HttpResponse:
    """Ask for a receipt code; with one, show the dialogue and take a message. The code never stands in an address."""
    receipt = ReporterForm(request, "receipt", ReceiptIn, lambda given: intake.tip_of_receipt(given.code))
    receipt.fields["code"].widget.attrs |= {"autocapitalize": "characters", "spellcheck": "false"}
    status = carry_out_form(request, receipt, shown=[ReceiptNotKnown]) if receipt.is_bound else DONE
    if not receipt.is_bound or status != DONE:
        return _render_page(request, "tips/reporting/receipt.html", {"form": receipt}, status=status)
    tip, code = receipt.done, receipt.cleaned_data["code"]
    form = MessageForm(
        request,
        "say",
        TipMessageIn,
        lambda given: intake.say_more(code=code, text=given.message, at=timezone.now()),
    )
    if form.is_bound:
        status = carry_out_form(request, form)
        if status == DONE:
            form.empty_form()
    zone = tip.desk.agency.time_zone
    said = [(one.author_id is not None, one.text, moment_words(one.at, zone)) for one in tip.messages.order_by("id")]
    context: dict[str, object] = {
        "tip": tip,
        "help_lines": _help_lines(tip.desk),
        "code": code,
        "received": moment_words(tip.received_at, zone),
        "standing": states_for_reporter()[tip.state],
        "messages": said,
        "form": form,
    }
    return _render_page(request, "tips/reporting/dialogue.html", context, status=status)


def _help_lines(desk: TipDesk) -> list[HelpLine]:
    return help_lines_of([one for one in (desk.agency_id, desk.agency.parent_id) if one is not None])


def _render_page(
    request: HttpRequest, template: str, context: Mapping[str, object], *, status: int = DONE
) -> HttpResponse:
    """Render a page that asks for nothing else: a second request would show that someone reads it."""
    language = language_of(request)
    form = context.get("form")
    shell = {
        "language": language,
        "languages": [(code, name) for code, name in LANGUAGES.items() if code != language],
        "styles": TOKENS.read_text() + (HERE / "reporting.css").read_text(),
        "refused": form if isinstance(form, ReporterForm) and form.is_refused else None,
    }
    return render(request, template, {**context, **shell}, status=status)
