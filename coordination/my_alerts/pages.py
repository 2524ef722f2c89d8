"""The page of one's own devices and addresses, and that of a test alert. Plain forms; the script only adds to them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coordination.incident.panic.words import alerts_here_words
from coordination.my_alerts.duty_pages import says_who_is_on_duty
from coordination.my_alerts.words import fault_words, quiet_words
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew, uuid_in
from coordination.web.signed_in import asker_of
from mou.access.fetch import active_memberships
from mou.agencies.member_queries import duty_views
from mou.agencies.members import set_duty
from mou.errors import MouError
from push import access
from push.devices.actions import Registered, register_again, register_device, retire_device
from push.devices.confirmations import confirm_device
from push.devices.own_devices import LostDevice, OwnDevice, TriedDevice, lost_devices, own_devices, tried_devices
from push.errors import AlertTestNotFound, BadDevice, DeviceNotFound, PushError
from push.ledger.own_tests import send_test_alert
from push.transports.keys import check_codes_are_carried
from push.vocabulary import TYPED_KINDS, DeviceKind

LOST_FOR = timedelta(days=30)
# As people write them down; the network takes digits only.
BETWEEN_DIGITS = str.maketrans("", "", " -./()")


@dataclass(frozen=True, slots=True)
class Line:
    """A device, with its words."""

    device: OwnDevice
    name: str
    about: str
    quiet: str
    fault: str

    @property
    def state(self) -> str:
        """Return the one word that the line is painted by."""
        if self.device.confirmed_at is None:
            # Whether its code got there stands beside the field for it.
            return "waiting"
        if self.device.is_failing:
            return "failing"
        return "ok" if self.device.sent_at is not None else "new"


type Step = Callable[[HttpRequest, Asker], str]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def my_alerts_page(request: HttpRequest) -> HttpResponse:
    """Show by what the reader is reached; carry out what a form asks for."""
    problem = ""
    if request.method == "POST":
        try:
            return redirect_anew(_carry_out(request))
        except DeviceNotFound as missing:
            raise Http404 from missing
        except PushError as error:
            problem = error.sentence_or(_("That could not be done. Nothing was changed."))
    return render(
        request, "my_alerts/my_alerts.html", _context_of_page(request, problem), status=422 if problem else 200
    )


@require_safe
@never_cache
@login_required
def alert_test_page(request: HttpRequest, test_id: UUID) -> HttpResponse:
    """Show how far one's own test alert has come; the script asks for it again. Anybody else's is not found."""
    asker = asker_of(request)
    try:
        test = access.alert_test_for(user_id=asker.user_id, test_id=test_id)
    except AlertTestNotFound as missing:
        raise Http404 from missing
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


def _context_of_page(request: HttpRequest, problem: str) -> dict[str, object]:
    asker = asker_of(request)
    devices = own_devices(access.devices_for(asker.user_id), session_key=request.session.session_key or "")
    lost = lost_devices(access.retired_devices_for(asker.user_id, since=asker.at - LOST_FOR))
    members = active_memberships(asker.user_id, asker.at)
    duties = duty_views(members)
    is_staff = any(one.is_staff for one in duties)
    return {
        "lines": [_device_line(device, is_staff=is_staff) for device in devices],
        "reached": sum(device.confirmed_at is not None for device in devices),
        "waiting": sum(device.confirmed_at is None for device in devices),
        "lost": [(one, *_names_of_device(one), one.reason.label) for one in lost],
        "duties": duties,
        "leads": any(says_who_is_on_duty(one) for one in members),
        "is_staff": is_staff,
        "problem": problem,
        "typed": request.POST if problem else {},
        "words": alerts_here_words(),
    }


def _device_line(device: OwnDevice, *, is_staff: bool) -> Line:
    name, about = _names_of_device(device)
    fault = fault_words(device.error_code) if device.is_failing else ""
    return Line(device, name, about, quiet_words(device.kind, is_staff=is_staff), fault)


def _names_of_device(one: OwnDevice | LostDevice | TriedDevice) -> tuple[str, str]:
    """Return what a device is called, and what stands beside it: an address is its own name."""
    words = one.kind.label
    if one.kind in TYPED_KINDS:
        return one.address, words
    system = "" if one.platform in ("", "web") else one.platform
    return " · ".join(filter(None, (words, system))), one.address


def _carry_out(request: HttpRequest) -> str:
    """Carry out the step that a form names; return where to look next. Raises: Http404: no such step. PushError."""
    step = STEPS.get(request.POST.get("step", ""))
    if step is None:
        raise Http404
    return step(request, asker_of(request))


# --- what the forms ask for -------------------------------------------------------------------------------------------
def _add_address(request: HttpRequest, asker: Asker) -> str:
    kinds = {kind.value: kind for kind in TYPED_KINDS}
    kind = kinds.get(request.POST.get("kind", ""))
    if kind is None:
        raise BadDevice("Only addresses are written down here.")
    written = request.POST.get("value", "").strip()
    made = register_device(
        user_id=asker.user_id,
        session_key=request.session.session_key or "",
        kind=kind,
        value=written.translate(BETWEEN_DIGITS) if kind is DeviceKind.SMS else written,
        platform="",
        locale=get_language() or "",
        at=asker.at,
    )
    return _address_after(made)


def _register_again(request: HttpRequest, asker: Asker) -> str:
    made = register_again(
        user_id=asker.user_id,
        device_id=uuid_in(request.POST, "device_id"),
        session_key=request.session.session_key or "",
        at=asker.at,
    )
    return _address_after(made)


def _confirm_device(request: HttpRequest, asker: Asker) -> str:
    device_id = uuid_in(request.POST, "device_id")
    code = "".join(request.POST.get("code", "").split())
    confirm_device(user_id=asker.user_id, device_id=device_id, code=code, at=asker.at)
    return _address_of_device(device_id)


def _retire_device(request: HttpRequest, asker: Asker) -> str:
    retire_device(user_id=asker.user_id, device_id=uuid_in(request.POST, "device_id"), at=asker.at)
    return reverse("my_alerts")


def _send_test(request: HttpRequest, asker: Asker) -> str:
    return reverse("alert_test", args=[send_test_alert(user_id=asker.user_id, at=asker.at)])


def _set_duty(request: HttpRequest, asker: Asker) -> str:
    member_id = uuid_in(request.POST, "member_id")
    # The agency's administrator may change others' duty, too; on this page everybody changes their own.
    if member_id not in {one.id for one in active_memberships(asker.user_id, asker.at)}:
        raise Http404
    is_on_duty = request.POST.get("is_on_duty") == "yes"
    try:
        set_duty(actor_id=asker.user_id, member_id=member_id, is_on_duty=is_on_duty, at=asker.at)
    except MouError as missing:
        # It ended this very moment.
        raise Http404 from missing
    return reverse("my_alerts") + "#duty"


def _address_after(made: Registered) -> str:
    if made.needs_confirmation:
        check_codes_are_carried(made.kind)
    return _address_of_device(made.id)


def _address_of_device(device_id: UUID) -> str:
    return f"{reverse('my_alerts')}#device-{device_id}"


STEPS: dict[str, Step] = {
    "add": _add_address,
    "again": _register_again,
    "confirm": _confirm_device,
    "retire": _retire_device,
    "test": _send_test,
    "duty": _set_duty,
}
