"""What one does with one's own devices, each as the form that asks for it; what comes of it is where to look next."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict, Field

from coordination.room.access import Asker
from mou.access.fetch import active_memberships
from mou.agencies.duty import begins_on_duty
from mou.agencies.memberships.members import set_duty
from mou.agencies.memberships.queries import DutyView, duty_views
from mou.agencies.shifts.given import DutyGiven
from mou.errors import MouError
from mou.foundation.forms.act_form import ActForm, NothingGiven, at_field
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _
from mou.vocabulary import AgencyKind, MemberRole
from push.devices.actions import Registered, register_again, register_device, retire_device
from push.devices.confirmations import confirm_device
from push.ledger.own_tests import send_test_alert
from push.transports.keys import check_codes_are_carried
from push.vocabulary import DeviceKind

# As people write them down; the network takes digits only.
BETWEEN_DIGITS = str.maketrans("", "", " -./()")


class MailAddress(BaseModel):
    """A mail address at which one is told."""

    model_config = ConfigDict(extra="forbid")

    value: Annotated[str, Field(max_length=254), Asked(_("Mail address"), autocomplete="email", inputmode="email")]


class TelephoneNumber(BaseModel):
    """A telephone number at which one is told."""

    model_config = ConfigDict(extra="forbid")

    value: Annotated[
        str,
        Field(max_length=30),
        Asked(
            _("Telephone number, with + and country"),
            autocomplete="tel",
            inputmode="tel",
            example="+1 555 010 0123",
        ),
    ]


class CodeTyped(BaseModel):
    """A code as it was sent, with blanks or without. Whatever it is counts as a try."""

    model_config = ConfigDict(extra="forbid")

    code: Annotated[
        str,
        Field(max_length=9),
        Asked(_("Code"), autocomplete="one-time-code", inputmode="numeric", is_once=True),
    ]


# What is done says where to look next.
type OwnForm = ActForm[Any, str]


@dataclass(frozen=True, slots=True)
class DeviceForms:
    """What is done with one device: a code typed in, another one sent, no more told."""

    confirm: OwnForm
    again: OwnForm
    retire: OwnForm

    def __iter__(self) -> Iterator[OwnForm]:
        return iter((self.confirm, self.again, self.retire))


def add_form(request: HttpRequest, asker: Asker, kind: DeviceKind) -> OwnForm:
    """Return the form that registers an address of this kind; the code for it is sent."""

    def add(given: MailAddress | TelephoneNumber) -> str:
        with at_field("value"):
            made = register_device(
                user_id=asker.user_id,
                session_key=request.session.session_key or "",
                kind=kind,
                value=given.value.translate(BETWEEN_DIGITS) if kind is DeviceKind.SMS else given.value,
                platform="",
                locale=get_language() or "",
                at=asker.at,
            )
        return _address_after(made)

    asked = TelephoneNumber if kind is DeviceKind.SMS else MailAddress
    return ActForm(request, "add", asked, add, fixed={"kind": kind.value})


def device_forms(request: HttpRequest, asker: Asker, device_id: UUID) -> DeviceForms:
    """Return the forms of one device that the page shows."""

    def confirm(given: CodeTyped) -> str:
        code = "".join(given.code.split())
        with at_field("code"):
            confirm_device(user_id=asker.user_id, device_id=device_id, code=code, at=asker.at)
        return _address_of_device(device_id)

    def send_again(_given: NothingGiven) -> str:
        session_key = request.session.session_key or ""
        made = register_again(user_id=asker.user_id, device_id=device_id, session_key=session_key, at=asker.at)
        return _address_after(made)

    def retire(_given: NothingGiven) -> str:
        retire_device(user_id=asker.user_id, device_id=device_id, at=asker.at)
        return reverse("my_alerts")

    fixed = {"device_id": str(device_id)}
    return DeviceForms(
        ActForm(request, "confirm", CodeTyped, confirm, fixed=fixed),
        ActForm(request, "again", NothingGiven, send_again, fixed=fixed),
        ActForm(request, "retire", NothingGiven, retire, fixed=fixed),
    )


def test_form(request: HttpRequest, asker: Asker) -> OwnForm:
    """Return the form that sends oneself a test alert."""

    def send_test(_given: NothingGiven) -> str:
        return reverse("alert_test", args=[send_test_alert(user_id=asker.user_id, at=asker.at)])

    return ActForm(request, "test", NothingGiven, send_test)


def duty_form(request: HttpRequest, asker: Asker, duty: DutyView) -> OwnForm:
    """Return the form that puts oneself on duty at one agency, or off."""
    return _duty_form(request, "duty", asker, duty, reverse("my_alerts") + "#duty")


def duty_form_here(request: HttpRequest, asker: Asker, duty: DutyView) -> OwnForm:
    """Return the same for the first page, which is shown again."""
    return _duty_form(request, "duty_here", asker, duty, reverse("home") + "#own-duty")


def own_duty_forms(request: HttpRequest, asker: Asker) -> list[tuple[DutyView, OwnForm]]:
    """Return one's duty at each agency that comes when it is called, with the form that sets it. One query.

    The first page does not say when it changes: that would be one query more for everyone.
    """
    members = [
        one
        for one in active_memberships(asker.user_id, asker.at)
        if begins_on_duty(AgencyKind(one.agency.kind), MemberRole(one.role))
    ]
    duties = duty_views(members, {})
    return [(one, duty_form_here(request, asker, one)) for one in duties]


def _duty_form(request: HttpRequest, act: str, asker: Asker, duty: DutyView, back: str) -> OwnForm:
    def put_on_duty(given: DutyGiven) -> str:
        until = given.until(asker.at)
        try:
            set_duty(
                actor_id=asker.user_id,
                member_id=duty.member_id,
                is_on_duty=given.is_on_duty,
                until=until,
                at=asker.at,
            )
        except MouError as missing:
            # It ended this very moment.
            raise Http404 from missing
        return back

    return ActForm(request, act, DutyGiven, put_on_duty, fixed={"member_id": str(duty.member_id)})


def _address_after(made: Registered) -> str:
    if made.needs_confirmation:
        check_codes_are_carried(made.kind)
    return _address_of_device(made.id)


def _address_of_device(device_id: UUID) -> str:
    return f"{reverse('my_alerts')}#device-{device_id}"
