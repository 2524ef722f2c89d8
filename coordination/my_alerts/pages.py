"""The page of one's own devices and addresses, and that of a test alert. Plain forms; the script only adds to them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coordination.incident.panic.words import alerts_here_words
from coordination.my_alerts.acts import (
    DeviceForms,
    OwnForm,
    add_form,
    device_forms,
    duty_form,
    duty_form_here,
    test_form,
)
from coordination.my_alerts.words import quiet_words
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from coordination.web.wording.fault_words import fault_words
from mou.access.fetch import active_memberships
from mou.agencies.duty import says_who_is_on_duty
from mou.agencies.memberships.queries import DutyView, duty_changes, duty_views
from mou.foundation.forms.act_form import Refusal, carry_out, show_page
from mou.foundation.forms.page import page
from mou.foundation.tables.newest import Newest, read_newest
from push import access
from push.devices.own_devices import LostDevice, OwnDevice, TriedDevice, lost_devices, own_devices, tried_devices
from push.vocabulary import TYPED_KINDS, DeviceKind

LOST_SHOWN = 5
LOST_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Line:
    """A device, with its words."""

    device: OwnDevice
    name: str
    about: str
    quiet: str
    fault: str
    forms: DeviceForms

    @property
    def state(self) -> str:
        """Return the one word that the line is painted by."""
        if self.device.confirmed_at is None:
            # Whether its code got there stands beside the field for it.
            return "waiting"
        if self.device.is_failing:
            return "failing"
        return "ok" if self.device.sent_at is not None else "new"


@dataclass(frozen=True, slots=True)
class OwnForms:
    """The forms of the page: what is done with each device, two kinds of address, a test, and duty at each agency."""

    of_devices: list[DeviceForms]
    mail: OwnForm
    telephone: OwnForm
    test: OwnForm
    duty: list[OwnForm]

    def __iter__(self) -> Iterator[OwnForm]:
        return chain((self.mail, self.telephone, self.test), self.duty, *self.of_devices)


@page(posts=True)
def my_alerts_page(request: HttpRequest) -> HttpResponse:
    """Show by what the reader is reached; carry out what a form asks for."""
    asker = asker_of(request)
    devices = own_devices(access.devices_for(asker.user_id), session_key=request.session.session_key or "")
    members = active_memberships(asker.user_id, asker.at)
    duties = duty_views(members, duty_changes(members))
    forms = OwnForms(
        [device_forms(request, asker, one.id) for one in devices],
        add_form(request, asker, DeviceKind.EMAIL),
        add_form(request, asker, DeviceKind.SMS),
        test_form(request, asker),
        [*(duty_form(request, asker, one) for one in duties), *(duty_form_here(request, asker, one) for one in duties)],
    )
    of_page = list(forms)
    if carry_out(request, of_page, _refusal_sentence):
        return redirect_anew(next(one.done for one in of_page if one.is_bound))
    leads = any(says_who_is_on_duty(one) for one in members)
    context = _context_of_page(asker, devices, duties, forms) | {"leads": leads}
    return show_page(request, "my_alerts/my_alerts.html", context, of_page)


@page()
def alert_test_page(request: HttpRequest, test_id: UUID) -> HttpResponse:
    """Show how far one's own test alert has come; the script asks for it again. Anybody else's is not found."""
    asker = asker_of(request)
    test = access.alert_test_for(user_id=asker.user_id, test_id=test_id)
    tried = tried_devices(test)
    context = {
        "test": test,
        "tried": [
            (one, *_names_of_device(one), fault_words(one.error_code) if one.error_code else "") for one in tried
        ],
        # Nothing more to be seen: the script may rest.
        "is_over": not any(one.may_come_further for one in tried),
    }
    return render(request, "my_alerts/alert_test.html", context)


def _refusal_sentence(refusal: Refusal) -> str:
    return refusal.sentence_or(_("That could not be done. Nothing was changed."))


def _context_of_page(
    asker: Asker, devices: list[OwnDevice], duties: list[DutyView], forms: OwnForms
) -> dict[str, object]:
    rows = read_newest(access.retired_devices_for(asker.user_id, since=asker.at - LOST_FOR), LOST_SHOWN)
    lost = Newest(lost_devices(rows), rows.total)
    is_staff = any(one.is_staff for one in duties)
    of_devices = zip(devices, forms.of_devices, strict=True)
    return {
        "lines": [_device_line(device, own, is_staff=is_staff) for device, own in of_devices],
        "reached": sum(device.confirmed_at is not None for device in devices),
        "waiting": sum(device.confirmed_at is None for device in devices),
        "lost": lost.make_each(lambda one: (one, *_names_of_device(one), one.reason.label)),
        "duties": list(zip(duties, forms.duty, strict=False)),
        "is_staff": is_staff,
        "forms": forms,
        "words": alerts_here_words(),
    }


def _device_line(device: OwnDevice, forms: DeviceForms, *, is_staff: bool) -> Line:
    name, about = _names_of_device(device)
    fault = fault_words(device.error_code) if device.is_failing else ""
    return Line(device, name, about, quiet_words(device.kind, is_staff=is_staff), fault, forms)


def _names_of_device(one: OwnDevice | LostDevice | TriedDevice) -> tuple[str, str]:
    """Return what a device is called, and what stands beside it: an address is its own name."""
    words = one.kind.label
    if one.kind in TYPED_KINDS:
        return one.address, words
    system = "" if one.platform in ("", "web") else one.platform
    return " · ".join(filter(None, (words, system))), one.address
