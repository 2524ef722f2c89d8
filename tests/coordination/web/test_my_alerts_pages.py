"""The page of one's own devices: everybody theirs, by plain forms; no one another's."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse, HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from coordination.models import User
from mou.models import AgencyMember
from push.ledger.own_tests import send_test_alert
from push.models import Confirmation, Device, Notification, Recipient
from push.outbox.delivery import Delivery, deliver_due
from push.transports.configured import configured_transports
from push.vocabulary import DeviceKind, RetireReason
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_user
from tests.factories.push import NOW, make_device
from tests.fakes.sms import ACCOUNT, SENDER, TOKEN, FakeSms

pytestmark = pytest.mark.django_db
OK, SEE_OTHER, NOT_FOUND, REFUSED = 200, 303, 404, 422
PAGE = "/account/alerts"
NUMBER = "+15550100123"
HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture
def carrier(settings: Settings, tmp_path: Path) -> Iterator[FakeSms]:
    with FakeSms() as fake:
        settings.PUSH_SMS_URL, settings.PUSH_SMS_ACCOUNT = fake.url, ACCOUNT
        settings.PUSH_SMS_TOKEN, settings.PUSH_SMS_FROM = TOKEN, SENDER
        yield fake


def deliver() -> None:
    """Do what a worker does with what waits."""
    deliver_due(transports=configured_transports(), clock=timezone.now)


def code_sent(carrier: FakeSms) -> str:
    deliver()
    [code] = re.findall(r"\b[0-9]{6}\b", carrier.texts[-1][1])
    return str(code)


@pytest.fixture
def user() -> User:
    return make_user(username="somebody")


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(response: HttpResponseBase) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode()


def post(client: Client, step: str, **fields: object) -> HttpResponseBase:
    return client.post(PAGE, {"act": step, **{name: str(value) for name, value in fields.items()}})


# --- may --------------------------------------------------------------------------------------------------------------
def test_a_number_is_added_as_people_write_it_confirmed_by_its_code_and_removed(user: User, carrier: FakeSms) -> None:
    client = client_of(user)

    added = post(client, "add", kind="sms", value=" +1 (555) 010-0123 ")
    device = Device.objects.get()
    waiting = text_of(client.get(PAGE))
    wrong = post(client, "confirm", device_id=device.id, code="no code")
    code = code_sent(carrier)
    confirmed = post(client, "confirm", device_id=device.id, code=f" {code[:3]} {code[3:]} ")

    assert (added.status_code, wrong.status_code, confirmed.status_code) == (SEE_OTHER, REFUSED, SEE_OTHER)
    assert added["Location"] == f"{PAGE}#device-{device.id}"
    assert (device.value, device.session_key) == (NUMBER, client.session.session_key)
    assert 'data-state="waiting"' in waiting
    assert "That is not the code that was sent" in text_of(wrong)
    # The code itself has shown that it can be told something.
    assert 'data-state="ok"' in text_of(client.get(PAGE))
    assert post(client, "retire", device_id=device.id).status_code == SEE_OTHER
    device.refresh_from_db()
    assert device.retired_reason == RetireReason.BY_OWNER
    assert NUMBER not in text_of(client.get(PAGE))


def test_another_code_is_sent_to_the_same_address_and_is_the_one_that_counts(user: User, carrier: FakeSms) -> None:
    client = client_of(user)
    post(client, "add", kind="sms", value=NUMBER)
    device = Device.objects.get()

    deliver()

    again = post(client, "again", device_id=device.id)
    deliver()

    assert (again.status_code, Confirmation.objects.count(), len(carrier.texts)) == (SEE_OTHER, 2, 2)
    assert post(client, "confirm", device_id=device.id, code=code_sent(carrier)).status_code == SEE_OTHER
    assert Device.objects.get().confirmed_at is not None


def test_of_two_codes_that_wait_only_the_newer_goes_out(user: User, carrier: FakeSms) -> None:
    client = client_of(user)
    post(client, "add", kind="sms", value=NUMBER)
    post(client, "again", device_id=Device.objects.get().id)

    code = code_sent(carrier)

    assert len(carrier.texts) == 1
    assert post(client, "confirm", device_id=Device.objects.get().id, code=code).status_code == SEE_OTHER


def test_a_code_that_does_not_get_through_is_said_beside_its_address(user: User, settings: Settings) -> None:
    settings.PUSH_SMS_URL = "http://127.0.0.1:9"
    client = client_of(user)

    added = post(client, "add", kind="sms", value=NUMBER)
    before = text_of(client.get(PAGE))
    with Delivery(transports=configured_transports(), clock=timezone.now) as delivery:
        while delivery.step(wait_s=0.05) or not delivery.is_idle:
            pass
    after = text_of(client.get(PAGE))

    assert added.status_code == SEE_OTHER
    assert "The code did not get through" not in before
    assert "The code did not get through: the provider did not answer" in after
    assert 'data-state="waiting"' in after


def test_an_installation_without_a_carrier_says_so_at_once(user: User, settings: Settings) -> None:
    settings.MODE = "serve"

    answer = post(client_of(user), "add", kind="sms", value=NUMBER)

    assert answer.status_code == REFUSED
    assert "mail or text messages do not go out" in text_of(answer)


@pytest.mark.parametrize("value", ["", "nobody", "nobody@", HOSTILE, "+1 555", "ñ@example.org"])
@pytest.mark.parametrize("kind", ["email", "sms"])
def test_nonsense_is_refused_in_words_and_given_back_as_text(user: User, kind: str, value: str) -> None:
    answer = post(client_of(user), "add", kind=kind, value=value)

    assert answer.status_code == REFUSED
    assert ("That is no address that can be told something" if value else "This field is required") in text_of(answer)
    assert "<script>alert" not in text_of(answer)
    assert not Device.objects.exists()


@pytest.mark.parametrize("kind", ["webhook", "console", "fid", "", "no such kind"])
def test_only_addresses_are_written_down_in_a_form(user: User, kind: str) -> None:
    assert post(client_of(user), "add", kind=kind, value="anything").status_code == NOT_FOUND
    assert not Device.objects.exists()


def test_a_test_goes_out_by_the_outbox_and_has_a_page_of_its_own(user: User) -> None:
    make_device(user=user, kind=DeviceKind.FID)
    client = client_of(user)

    sent = post(client, "test")
    page = text_of(client.get(sent["Location"]))

    row = Notification.objects.get()
    assert sent.status_code == SEE_OTHER
    assert sent["Location"] == reverse("alert_test", args=[row.room_id])
    assert (row.is_exercise, row.device.user_id) == (True, user.id)
    assert "exercise-frame" in page
    assert 'data-over="false"' in page
    assert "On its way." in page


def test_without_a_device_the_page_says_so_and_sends_no_test(user: User) -> None:
    client = client_of(user)

    page, sent = text_of(client.get(PAGE)), post(client, "test")

    assert "Nothing reaches you: no device and no address of yours is registered." in page
    assert sent.status_code == REFUSED
    assert not Recipient.objects.exists()


def test_what_failed_is_said_in_words_with_its_code(user: User) -> None:
    device = make_device(user=user, kind=DeviceKind.FID)
    post(client_of(user), "test")
    Notification.objects.update(state="failed", next_try_at=None, error_code="unregistered")

    page = text_of(client_of(user).get(reverse("alert_test", args=[Notification.objects.get().room_id])))

    assert device.value not in page
    assert "its provider no longer knows it" in page
    assert "(unregistered)" in page
    assert 'data-over="true"' in page


def test_staff_are_told_of_silence_and_responders_of_duty(cast: Cast) -> None:
    make_device(user=cast.teacher, kind=DeviceKind.WEBPUSH)
    make_device(user=cast.officer, kind=DeviceKind.WEBPUSH)

    teacher, officer = (text_of(client_of(one).get(PAGE)) for one in (cast.teacher, cast.officer))

    assert "without sound and vibration during a lockdown" in teacher
    assert "Go off duty" not in teacher
    assert "without sound and vibration" not in officer
    assert "Go off duty" in officer


def test_whoever_is_covered_goes_off_duty_and_on_again(cast: Cast) -> None:
    client, member = client_of(cast.officer), cast.officer_member

    off = post(client, "duty", member_id=member.id, is_on_duty="")
    told = text_of(client.get(PAGE))
    member.refresh_from_db()
    was_on_duty = member.is_on_duty
    post(client, "duty", member_id=member.id, is_on_duty="on")

    assert (off.status_code, was_on_duty) == (SEE_OTHER, False)
    assert "You are not told, unless an agreement of your agency pages people off duty" in told
    assert AgencyMember.objects.get(id=member.id).is_on_duty


def test_the_header_of_every_page_and_the_menu_of_the_room_lead_there(user: User) -> None:
    page = text_of(client_of(user).get("/"))

    assert page.count(f'href="{PAGE}"') == 2
    assert PAGE not in text_of(Client().get("/accounts/login/"))


def test_the_pages_speak_spanish(user: User) -> None:
    make_device(user=user, kind=DeviceKind.EMAIL, value="demo.person@example.org")
    client = client_of(user)
    client.cookies["django_language"] = "es"

    page = text_of(client.get(PAGE))
    test = text_of(client.get(reverse("alert_test", args=[send_test_alert(user_id=user.id, at=NOW)])))

    assert "Cómo me llegan las alertas" in page
    assert "Le llegan por 1 camino." in page
    assert "EJERCICIO" in test
    assert "Alerta de prueba" in test


# --- may not ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.mark.parametrize("step", ["confirm", "again", "retire"])
def test_anothers_device_is_not_found_and_stays_as_it_is(user: User, carrier: FakeSms, step: str) -> None:
    owner = make_user()
    post(client_of(owner), "add", kind="sms", value=NUMBER)
    device, code = Device.objects.get(), code_sent(carrier)

    theirs = post(client_of(user), step, device_id=device.id, code=code)
    missing = post(client_of(user), step, device_id=uuid4(), code=code)
    nonsense = post(client_of(user), step, device_id="no id", code=code)

    assert {one.status_code for one in (theirs, missing, nonsense)} == {NOT_FOUND}
    assert without_tokens(theirs) == without_tokens(missing)
    device.refresh_from_db()
    assert (device.is_active, device.confirmed_at, Confirmation.objects.count()) == (True, None, 1)


def without_tokens(response: HttpResponseBase) -> str:
    return re.sub(r'nonce="[^"]*"|value="[^"]*"|content="[^"]*"', "", text_of(response))


def test_anothers_devices_and_tests_are_on_no_page_of_mine(user: User) -> None:
    owner = make_user()
    device = make_device(user=owner, kind=DeviceKind.EMAIL, value="demo.person@example.org")
    test_id = send_test_alert(user_id=owner.id, at=NOW)
    client = client_of(user)

    theirs, missing = (client.get(reverse("alert_test", args=[one])) for one in (test_id, UUID(int=1)))

    assert (theirs.status_code, missing.status_code) == (NOT_FOUND, NOT_FOUND)
    assert without_tokens(theirs).replace(str(test_id), "") == without_tokens(missing).replace(str(UUID(int=1)), "")
    assert str(device.id) not in text_of(client.get(PAGE))
    assert "demo.person" not in text_of(client.get(PAGE))


def test_nobody_changes_anothers_duty_here_not_even_an_administrator(cast: Cast) -> None:
    teacher = AgencyMember.objects.get(user=cast.teacher)
    AgencyMember.objects.filter(id=teacher.id).update(is_on_duty=True)

    answer = post(client_of(cast.insider), "duty", member_id=teacher.id, is_on_duty="no")

    assert answer.status_code == NOT_FOUND
    assert AgencyMember.objects.get(id=teacher.id).is_on_duty


def test_an_unknown_step_and_a_form_without_its_token_do_nothing(user: User) -> None:
    device = make_device(user=user)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)

    assert post(client_of(user), "no such step").status_code == NOT_FOUND
    assert post(strict, "retire", device_id=device.id).status_code == 403
    assert Device.objects.get().is_active


def test_what_the_script_needs_is_in_the_page_and_no_address_of_a_browser(user: User) -> None:
    device = make_device(user=user, kind=DeviceKind.WEBPUSH, value='{"endpoint": "https://push.example.org/secret"}')

    page = text_of(client_of(user).get(PAGE))

    [words] = re.findall(r'<script id="words" type="application/json">(.*?)</script>', page)
    assert "alerts.on" in json.loads(words)
    assert f'data-device="{device.id}"' in page
    assert "secret" not in page
