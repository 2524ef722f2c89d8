"""The pages of the response protocol: whose it is, what each age is told, and how it is chosen."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from coordination.incident.protocols.access import protocol_place
from coordination.incident.protocols.actions import choose_protocol
from coordination.incident.protocols.errors import ProtocolNotFound
from coordination.incident.protocols.queries import ProtocolNow, protocol_of
from coordination.incident.protocols.wire import ProtocolChosenIn
from coordination.incident.staff_roles.access import agencies_with_cards
from coordination.incident.staff_roles.words import refusal_sentence
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, carry_out, show_page
from mou.foundation.forms.page import page


@page()
def places_page(request: HttpRequest) -> HttpResponse:
    """Show the schools and districts whose protocol the reader sees; of one alone, its protocol at once."""
    asker = asker_of(request)
    places = list(agencies_with_cards(asker.user_id, asker.at))
    if not places:
        raise Http404
    if len(places) == 1:
        return redirect("response_protocol", places[0].pk)
    return render(request, "protocols/places.html", {"places": places})


@page(posts=True)
def protocol_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show the protocol of a school's district by age; administrators of the district choose it."""
    asker = asker_of(request)
    try:
        place = protocol_place(user_id=asker.user_id, agency_id=agency_id, at=asker.at)
    except ProtocolNotFound as missing:
        raise Http404 from missing
    now = protocol_of(place.district.pk, asker.at)

    def choose(given: ProtocolChosenIn) -> int:
        return choose_protocol(user_id=asker.user_id, agency_id=agency_id, given=given, at=asker.at)

    form = ActForm(request, "choose", ProtocolChosenIn, choose, initial=_initial_of(now))
    forms = [form] if place.may_choose else []
    if carry_out(request, forms, refusal_sentence):
        return redirect_anew(request.path)
    language = get_language() or ""
    context = {
        "place": place,
        "now": now,
        "words": [(audience.label, one.words_in(language)) for audience, one in now.words.items()],
        "form": form if place.may_choose else None,
    }
    return show_page(request, "protocols/protocol.html", context, forms)


def _initial_of(now: ProtocolNow) -> dict[str, object]:
    words = [
        {"audience": audience.value, "words": one.words, "words_es": one.words_es}
        for audience, one in now.words.items()
    ]
    return {"drawn_from": now.version, "protocol": now.protocol.value, "words": words}
