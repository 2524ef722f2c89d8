"""A poster to print: one page, the school's own code to scan, what to type, what to text, and whom to call."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from coordination.prevention.lessons.access import lesson_place
from coordination.prevention.posters.queries import door_of
from coordination.web.qr import qr_svg
from coordination.web.signed_in import asker_of
from mou.foundation.forms.page import page

LANGUAGES = {"en": ("en",), "es": ("es",), "both": ("en", "es")}
NAMES = {"en": "English", "es": "Español", "both": "English + Español"}


@page()
def poster_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show the poster of a school or district to its own people, in the language that is asked for."""
    asker = asker_of(request)
    agency = lesson_place(user_id=asker.user_id, agency_id=agency_id, at=asker.at).agency
    asked = request.GET.get("language") or (get_language() or "en")[:2]
    chosen = asked if asked in LANGUAGES else "en"
    door = door_of(agency)
    context: dict[str, object] = {
        "agency": agency,
        "door": door,
        "chosen": chosen,
        "names": NAMES,
        "languages": LANGUAGES[chosen],
        # A poster of a demo leads people in need to no one.
        "is_try_out": settings.MODE != "serve",
    }
    if door is not None:
        context |= {
            "typed": request.build_absolute_uri(door.path).partition("://")[2],
            "qr": qr_svg(request.build_absolute_uri(door.scanned)),
        }
    return render(request, "posters/poster.html", context)
