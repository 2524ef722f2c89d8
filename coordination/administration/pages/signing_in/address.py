"""A person gives their account another address: the password first, then the code of the mail. A page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, cast

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from pydantic import BaseModel, ConfigDict, Field

from coordination.administration.accounts.address import AddressChange, begin_change, finish_change
from coordination.administration.accounts.people import USERNAME_MAX_CHARS
from coordination.administration.errors import BadAccount, BadAddressCode, BadPassword
from coordination.models import User
from coordination.web.posted import redirect_anew
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven, Refusal, at_field, carry_out, show_page
from mou.foundation.forms.asked import Asked
from mou.foundation.forms.page import page
from mou.foundation.labelled import gettext_noop as _

WAITING = "administration.address"


class AddressAsked(BaseModel):
    """A new address for one's account, and the password that says who asks."""

    model_config = ConfigDict(extra="forbid")

    address: Annotated[
        str,
        Field(max_length=USERNAME_MAX_CHARS),
        Asked(_("New address"), autocomplete="email", inputmode="email"),
    ]
    password: Annotated[str, Asked(_("Password now"), autocomplete="current-password", is_secret=True)]


class AddressCode(BaseModel):
    """The code that was sent to the new address. Whatever it is counts as a try."""

    model_config = ConfigDict(extra="forbid")

    code: Annotated[
        str, Field(max_length=40), Asked(_("The code of the mail"), autocomplete="one-time-code", is_once=True)
    ]


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
    waiting = _waiting_change(request)
    context = {"address": waiting["address"] if waiting else "", "forms": forms}
    return show_page(request, "administration/people/address.html", context, of_page)


def _forms_of_address(request: HttpRequest) -> AddressForms:
    person = cast("User", request.user)

    def begin(given: AddressAsked) -> None:
        if not get_adapter(request).reauthenticate(person, given.password):
            raise BadPassword(pointer="/password")
        with at_field("address"):
            request.session[WAITING] = begin_change(person, given.address, datetime.now(UTC))

    def finish(given: AddressCode) -> None:
        with at_field("code"):
            _finish_change(request, given.code)

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


def _waiting_change(request: HttpRequest) -> AddressChange | None:
    return cast("AddressChange | None", request.session.get(WAITING))


def _finish_change(request: HttpRequest, code: str) -> None:
    """Take the new address. Raises: BadAddressCode: no change waits in this session, or for another code."""
    waiting = _waiting_change(request)
    if waiting is None:
        raise BadAddressCode
    try:
        finish_change(user_id=cast("int", request.user.pk), waiting=waiting, code=code, at=datetime.now(UTC))
    except BadAddressCode:
        request.session[WAITING] = AddressChange(**{**waiting, "tries_left": waiting["tries_left"] - 1})
        raise
    request.session.pop(WAITING, None)


def _refusal_sentence(refusal: Refusal) -> str:
    here: Mapping[type[Exception], str] = {
        BadPassword: gettext("The password is not right."),
        BadAccount: gettext("This is not an e-mail address."),
        BadAddressCode: gettext("This code is not right, or not any more."),
    }
    return here.get(type(refusal)) or refusal.sentence_or(str(refusal))
