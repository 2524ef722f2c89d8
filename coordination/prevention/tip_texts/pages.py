"""The page on which a desk's keepers set the code for text messages."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from coordination.casework.team_page import refusal_sentence
from coordination.prevention.tip_texts.desks import code_of, set_code, text_number
from coordination.prevention.tip_texts.wire import TextCodeIn
from coordination.prevention.tips.access import desk_kept_for
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.administrative_acts import ask_recent_sign_in
from mou.foundation.forms.act_form import ActForm, carry_out, show_page
from mou.foundation.forms.page import page


@page(posts=True)
def text_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show how a desk takes tips by text, and set its code."""
    asker = asker_of(request)
    desk = desk_kept_for(user_id=asker.user_id, agency_id=agency_id, at=asker.at, lock=False)
    code = code_of(desk)
    form = ActForm(
        request,
        "set",
        TextCodeIn,
        lambda given: set_code(actor_id=asker.user_id, agency_id=agency_id, given=given, at=asker.at),
        initial={"code": code},
        before=ask_recent_sign_in,
    )
    if carry_out(request, [form], refusal_sentence):
        return redirect_anew(request.path)
    context = {"desk": desk, "agency": desk.agency, "code": code, "number": text_number(), "form": form}
    return show_page(request, "tip_texts/texts.html", context, [form])
