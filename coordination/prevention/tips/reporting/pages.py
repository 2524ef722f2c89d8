"""The reporters' pages: give a tip, and talk about it by its receipt code. No account, no cookie, no second request.

There is no CSRF token, because that needs a cookie: a form here carries no authority that another site could use. Posts
from other sites are refused all the same, as the browser says from where they come.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from coordination.errors import CoordinationError
from coordination.prevention.tips.errors import BadTip, ReceiptNotKnown, TipDeskNotFound
from coordination.prevention.tips.help_lines import HelpLine, help_lines_of
from coordination.prevention.tips.models import TipDesk
from coordination.prevention.tips.reporting import intake
from coordination.prevention.tips.reporting.codes import new_form
from coordination.prevention.tips.reporting.photos import MOST_PHOTOS
from coordination.prevention.tips.vocabulary import TipCategory
from coordination.prevention.tips.words import moment_words, states_for_reporter
from coordination.web.posted import NOTHING, uuid_in

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
    except TipDeskNotFound as missing:
        raise Http404 from missing
    problem, status = "", 200
    if request.method == "POST":
        try:
            given = _read_tip(request)
            code = intake.take_tip(short_address=short_address, given=given, at=datetime.now(UTC))
        except CoordinationError as error:
            problem, status = error.sentence_or(error.detail), error.status
        else:
            context = {"desk": desk, "code": code, "is_now": given.is_now, "help_lines": _help_lines(desk)}
            return _render_page(request, "tips/receipt_shown.html", context)
    context = {
        "desk": desk,
        "help_lines": _help_lines(desk),
        "schools": [] if desk.agency.parent_id else intake.schools_of(desk),
        "categories": TipCategory.labels().items(),
        "typed": request.POST,
        "form_key": request.POST.get("form") or new_form(),
        "problem": problem,
        "most_photos": MOST_PHOTOS,
        "limits": intake.MOST_CHARS,
        "shrink": (HERE / "shrink_photos.js").read_text(),
    }
    return _render_page(request, "tips/report.html", context, status=status)


@for_reporters
def receipt_page(request: HttpRequest) -> HttpResponse:
    """Ask for a receipt code; with one, show the dialogue and take a message. The code never stands in an address."""
    code = request.POST.get("code", "")
    if request.method != "POST":
        return _render_page(request, "tips/receipt.html", {"problem": ""})
    try:
        tip = intake.tip_of_receipt(code)
    except ReceiptNotKnown as unknown:
        problem = unknown.sentence_or(unknown.detail)
        return _render_page(request, "tips/receipt.html", {"problem": problem}, status=unknown.status)
    problem, status = "", 200
    if "message" in request.POST:
        try:
            intake.say_more(code=code, text=request.POST.get("message", ""), at=datetime.now(UTC))
        except CoordinationError as error:
            problem, status = error.sentence_or(error.detail), error.status
    zone = tip.desk.agency.time_zone
    said = [(one.author_id is not None, one.text, moment_words(one.at, zone)) for one in tip.messages.order_by("id")]
    context: dict[str, object] = {
        "tip": tip,
        "help_lines": _help_lines(tip.desk),
        "code": code,
        "received": moment_words(tip.received_at, zone),
        "standing": states_for_reporter()[tip.state],
        "messages": said,
        "problem": problem,
        "typed": request.POST.get("message", "") if problem else "",
        "limit": intake.MOST_CHARS["message"],
    }
    return _render_page(request, "tips/dialogue.html", context, status=status)


def _help_lines(desk: TipDesk) -> list[HelpLine]:
    return help_lines_of([one for one in (desk.agency_id, desk.agency.parent_id) if one is not None])


def _render_page(
    request: HttpRequest, template: str, context: Mapping[str, object], *, status: int = 200
) -> HttpResponse:
    """Render a page that asks for nothing else: a second request would show that someone reads it."""
    language = language_of(request)
    shell = {
        "language": language,
        "languages": [(code, name) for code, name in LANGUAGES.items() if code != language],
        "styles": TOKENS.read_text() + (HERE / "reporting.css").read_text(),
    }
    return render(request, template, {**context, **shell}, status=status)


def _read_tip(request: HttpRequest) -> intake.TipGiven:
    posted: QueryDict = request.POST
    try:
        category = TipCategory(posted.get("category", ""))
    except ValueError as nonsense:
        raise BadTip(pointer="/category") from nonsense
    return intake.TipGiven(
        form=posted.get("form", "")[:100],
        category=category,
        is_now=posted.get("is_now") == "yes",
        text=posted.get("text", ""),
        place_words=posted.get("place_words", ""),
        people_words=posted.get("people_words", ""),
        how_known=posted.get("how_known", ""),
        language=language_of(request),
        school_id=_school_in(posted),
        files=[file.read() for file in request.FILES.getlist("photos")],
    )


def _school_in(posted: QueryDict) -> UUID | None:
    chosen = uuid_in(posted, "school_id")
    return None if chosen == NOTHING else chosen
