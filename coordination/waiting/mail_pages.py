"""The page on which one chooses to be mailed what waits; administrators choose for their agency's people, too."""

from functools import partial
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Schema

from coordination.models import User
from coordination.room.access import Asker
from coordination.waiting.mail import choose_for_agency, choose_rhythm, rhythm_of
from coordination.waiting.models import WaitingMailChoice, WaitingMailOfAgency
from coordination.waiting.vocabulary import Rhythm
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.access.fetch import active_memberships
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven, carry_out, show_page
from mou.foundation.forms.asked import Asked
from mou.foundation.forms.page import page
from mou.foundation.labelled import gettext_noop as _
from mou.models import Agency
from mou.vocabulary import MemberRole


class RhythmIn(Schema):
    """How often what waits comes by mail."""

    rhythm: Annotated[Rhythm, Asked(_("How often"))]


@page(posts=True)
def waiting_mail_page(request: HttpRequest) -> HttpResponse:
    """Show and set how often the reader, and the people of an agency of theirs, are mailed what waits."""
    asker = asker_of(request)
    own = WaitingMailChoice.objects.filter(user_id=asker.user_id).first()
    mine = ActForm(
        request, "mine", RhythmIn, partial(_choose_own, asker), initial={"rhythm": rhythm_of(asker.user_id).value}
    )
    as_agency = ActForm(
        request, "as_agency", NothingGiven, lambda _given: choose_rhythm(user_id=asker.user_id, rhythm=None)
    )
    agencies = [(one, _agency_form(request, asker, one)) for one in administered_agencies(asker)]
    of_page: list[AnyForm] = [mine, as_agency, *(form for _agency, form in agencies)]
    if carry_out(request, of_page, lambda refusal: refusal.sentence_or(str(refusal))):
        return redirect_anew(reverse("waiting_mail"))
    person = User.objects.get(pk=asker.user_id)
    context = {
        "mine": mine,
        "as_agency": as_agency,
        "has_chosen": own is not None,
        "agencies": agencies,
        "address": person.email,
        "is_proved": person.email_proved_at is not None,
    }
    return show_page(request, "waiting/mail.html", context, of_page)


def administered_agencies(asker: Asker) -> list[Agency]:
    """Return the agencies of which the reader is administrator themselves."""
    members = active_memberships(asker.user_id, asker.at)
    return [one.agency for one in members if one.role == MemberRole.ADMINISTRATOR.value]


def _choose_own(asker: Asker, given: RhythmIn) -> None:
    choose_rhythm(user_id=asker.user_id, rhythm=given.rhythm)


def _agency_form(request: HttpRequest, asker: Asker, agency: Agency) -> AnyForm:
    def choose(given: RhythmIn) -> None:
        choose_for_agency(user_id=asker.user_id, agency=agency, rhythm=given.rhythm, at=asker.at)

    chosen = WaitingMailOfAgency.objects.filter(agency=agency).first()
    fixed = {"agency_id": str(agency.pk)}
    return ActForm(request, "agency", RhythmIn, choose, initial=_as_typed(chosen), fixed=fixed)


def _as_typed(chosen: WaitingMailOfAgency | None) -> dict[str, object]:
    return {"rhythm": Rhythm.OFF.value if chosen is None else chosen.rhythm}
