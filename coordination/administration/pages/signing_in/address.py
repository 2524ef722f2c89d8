"""A person gives their account another address: the password first, then the code of the mail. A page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters

from coordination.administration.accounts.address import WAITING, ask_for_address, take_address, waiting_change
from coordination.administration.errors import BadAccount, BadAddressCode, BadPassword
from coordination.administration.people_wire import AddressAsked, AddressCode
from coordination.models import User
from coordination.web.posted import redirect_anew
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven, Refusal, at_field, carry_out, show_page
from mou.foundation.forms.page import page


@dataclass(frozen=True, slots=True)
class AddressForms:
    """The forms of the page: who waits for no code asks for one, who waits types it or begins again."""

    begin: AnyForm
    finish: AnyForm
    again: AnyForm


@page(posts=True)
@sensitive_post_parameters()
def address_page(request: HttpRequest) -> HttpResponse:
    """Take the password and the new address, then the code that was sent there."""
    if not settings.HAS_MAIL:
        raise Http404
    forms = _forms_of_address(request)
    of_page = [forms.begin, forms.finish, forms.again]
    if carry_out(request, of_page, _refusal_sentence):
        return redirect_anew(reverse("sessions") if forms.finish.is_bound else request.path)
    waiting = waiting_change(request.session)
    context = {"address": waiting["address"] if waiting else "", "forms": forms}
    return show_page(request, "administration/people/address.html", context, of_page)


def _forms_of_address(request: HttpRequest) -> AddressForms:
    person = cast("User", request.user)

    def begin(given: AddressAsked) -> None:
        if not get_adapter(request).reauthenticate(person, given.password):
            raise BadPassword(pointer="/password")
        with at_field("address"):
            ask_for_address(request.session, person, given.address, timezone.now())

    def finish(given: AddressCode) -> None:
        with at_field("code"):
            take_address(request.session, user_id=person.pk, code=given.code, at=timezone.now())

    def begin_again(_given: NothingGiven) -> None:
        request.session.pop(WAITING, None)

    initial = {} if person.email_proved_at else {"address": person.email}
    forms = AddressForms(
        ActForm(request, "begin", AddressAsked, begin, initial=initial),
        ActForm(request, "finish", AddressCode, finish),
        ActForm(request, "again", NothingGiven, begin_again),
    )
    forms.begin.fields["address"].widget.attrs["autofocus"] = True
    forms.finish.fields["code"].widget.attrs |= {"autofocus": True, "autocapitalize": "characters"}
    return forms


def _refusal_sentence(refusal: Refusal) -> str:
    here: Mapping[type[Exception], str] = {
        BadPassword: gettext("The password is not right."),
        BadAccount: gettext("This is not an e-mail address."),
        BadAddressCode: gettext("This code is not right, or not any more."),
    }
    return here.get(type(refusal)) or refusal.sentence_or(str(refusal))
