"""The devices' routes, mounted on an API of their own with a stand-in for signing in."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.testing import TestClient
from pytest_django.fixtures import Settings

from push.api.routes import router
from push.errors import PushError
from push.models import Confirmation, Device
from push.outbox.delivery import deliver_due
from push.transports.configured import configured_transports
from push.transports.keys import webhook_signature
from push.vocabulary import RetireReason
from tests.factories.mou import make_user
from tests.factories.push import NOW, make_device, make_notification
from tests.fakes.http import FakeHttp, Received, Reply
from tests.fakes.sms import ACCOUNT, SENDER, TOKEN, FakeSms
from tests.fakes.smtp import FakeSmtp

pytestmark = pytest.mark.django_db
PHONE = {"kind": "console", "value": "phone-1", "platform": "android", "locale": "es"}


@dataclass(frozen=True)
class SignedIn:
    user_id: int
    at: datetime
    session_key: str


def by_header(request: HttpRequest) -> SignedIn:
    return SignedIn(int(request.headers["X-Person"]), NOW, "session-1")


@pytest.fixture(scope="module")
def client() -> TestClient:
    api = NinjaAPI(auth=by_header, urls_namespace="test-push")

    @api.exception_handler(PushError)
    def refuse(request: HttpRequest, error: PushError) -> Any:
        return api.create_response(request, {"code": error.code}, status=error.status)

    api.add_router("", router)
    return TestClient(api)


def deliver() -> None:
    """Do what a worker does with what waits."""
    deliver_due(transports=configured_transports(), clock=lambda: NOW)


def is_signed(asked: Received, secret: str) -> bool:
    """Tell whether a request is signed with a secret."""
    signed = webhook_signature(secret, asked.headers["webhook-id"], asked.headers["webhook-timestamp"], asked.body)
    return asked.headers["webhook-signature"] == signed


def test_a_person_registers_lists_and_retires_a_device(client: TestClient) -> None:
    me = {"X-Person": str(make_user().id)}

    made = client.post("/devices", json=PHONE, headers=me)
    listed = client.get("/devices", headers=me).json()
    gone = client.delete(f"/devices/{made.json()['id']}", headers=me)

    assert (made.status_code, gone.status_code) == (201, 204)
    assert [(one["id"], one["platform"]) for one in listed] == [(made.json()["id"], "android")]
    assert "value" not in listed[0]
    assert client.get("/devices", headers=me).json() == []
    assert Device.objects.get().session_key == "session-1"


def test_others_see_nothing_of_it(client: TestClient) -> None:
    device = make_device()
    make_notification(device)
    owner, other = {"X-Person": str(device.user_id)}, {"X-Person": str(make_user().id)}

    assert len(client.get("/notifications", headers=owner).json()) == 1
    assert client.get("/notifications", headers=other).json() == []
    assert client.get("/devices", headers=other).json() == []
    assert client.delete(f"/devices/{device.id}", headers=other).json() == {"code": "device_not_found"}


@pytest.mark.parametrize(
    "changed", [{"kind": "pigeon"}, {"value": ""}, {"value": "x" * 3000}, {"value": "ñ"}, {"user_id": 1}]
)
def test_a_device_that_makes_no_sense_is_refused(client: TestClient, changed: dict[str, object]) -> None:
    me = {"X-Person": str(make_user().id)}

    assert client.post("/devices", json=PHONE | changed, headers=me).status_code == 422
    assert not Device.objects.exists()


def test_whoever_registers_a_webhook_is_told_once_how_to_check_our_signature(client: TestClient) -> None:
    me = {"X-Person": str(make_user().id)}

    with FakeHttp(lambda _request: Reply()) as receiver:
        hook = client.post("/devices", json=PHONE | {"kind": "webhook", "value": f"{receiver.url}/in"}, headers=me)
    phone = client.post("/devices", json=PHONE, headers=me)

    assert hook.json()["secret"].startswith("whsec_")
    assert phone.json()["secret"] is None
    assert "secret" not in str(client.get("/devices", headers=me).json())


def test_registering_the_webhook_of_another_takes_nothing_from_them(client: TestClient) -> None:
    """It takes the code that only arrives there; the request that carries it is signed like every other."""
    owner, other = ({"X-Person": str(make_user().id)} for _ in range(2))
    with FakeHttp(lambda _request: Reply()) as receiver:
        hook = PHONE | {"kind": "webhook", "value": f"{receiver.url}/in"}
        mine = client.post("/devices", json=hook, headers=owner).json()
        theirs = client.post("/devices", json=hook, headers=other).json()
        deliver()
    # They go out together, in whichever order.
    [asked] = [one for one in receiver.received if is_signed(one, mine["secret"])]
    [asked_again] = [one for one in receiver.received if is_signed(one, theirs["secret"])]
    code = json.loads(asked.body)["code"]
    mine_at = f"/devices/{mine['id']}/confirmation"

    assert (mine["needs_confirmation"], theirs["needs_confirmation"]) == (True, True)
    assert asked is not asked_again
    assert client.post(mine_at, json={"code": code}, headers=owner).status_code == 204
    with FakeHttp(lambda _request: Reply(status=401)) as receiver_that_checks:
        hook = PHONE | {"kind": "webhook", "value": f"{receiver_that_checks.url}/in"}
        queued = client.post("/devices", json=hook, headers=other)
        deliver()
    assert queued.status_code == 201
    assert client.get("/devices", headers=other).json()[0]["error_code"] == "http_401"
    assert client.get("/devices", headers=owner).json()[0]["confirmed_at"] is not None
    assert client.get("/devices", headers=other).json()[0]["confirmed_at"] is None


def test_a_webhook_into_our_own_network_is_refused(client: TestClient) -> None:
    me = {"X-Person": str(make_user().id)}

    answer = client.post("/devices", json=PHONE | {"kind": "webhook", "value": "https://10.0.0.1/in"}, headers=me)

    assert (answer.status_code, answer.json()) == (422, {"code": "bad_device"})


def test_a_device_reports_what_became_of_a_notification_and_nobody_elses_does(client: TestClient) -> None:
    row = make_notification(make_device())
    owner, other = {"X-Person": str(row.device.user_id)}, {"X-Person": str(make_user().id)}
    path = f"/notifications/{row.id}/receipts"

    assert client.post(path, json={"stage": "acknowledged"}, headers=other).json() == {"code": "notification_not_found"}
    assert client.post(path, json={"stage": "forgotten"}, headers=owner).status_code == 422
    assert client.post(path, json={"stage": "acknowledged"}, headers=owner).status_code == 204
    [listed] = client.get("/notifications", headers=owner).json()
    assert listed["acknowledged_at"] is not None


def test_a_browser_is_told_the_key_to_subscribe_with(client: TestClient) -> None:
    me = {"X-Person": str(make_user().id)}

    keys = {client.get("/devices/web-push-key", headers=me).json()["public_key"] for _ in range(2)}

    [key] = keys
    assert len(key) == 87


def test_a_key_for_web_push_that_does_not_read_is_said_and_stays_as_it_is(
    client: TestClient, settings: Settings, tmp_path: Path
) -> None:
    settings.PUSH_VAPID_KEY_FILE = tmp_path / "vapid.pem"
    settings.PUSH_VAPID_KEY_FILE.write_bytes(b"")

    answer = client.get("/devices/web-push-key", headers={"X-Person": str(make_user().id)})

    assert (answer.status_code, answer.json()) == (503, {"code": "web_push_key_unreadable"})
    assert settings.PUSH_VAPID_KEY_FILE.read_bytes() == b""


def test_an_address_is_confirmed_with_the_code_that_was_sent_there(client: TestClient, settings: Settings) -> None:
    me, other = ({"X-Person": str(make_user().id)} for _ in range(2))
    mail = PHONE | {"kind": "email", "value": "demo.person@example.org"}
    with FakeSmtp() as server:
        settings.PUSH_MAIL_SERVER = f"smtp://127.0.0.1:{server.port}"
        made = client.post("/devices", json=mail, headers=me)
        deliver()
        [sent] = server.mails
    path = f"/devices/{made.json()['id']}/confirmation"
    [code] = re.findall(r"[0-9]{6}", str(sent.get_payload()))
    wrong = f"{(int(code) + 1) % 1_000_000:06}"

    assert (made.status_code, made.json()["needs_confirmation"], sent["To"]) == (201, True, mail["value"])
    assert client.get("/devices", headers=me).json()[0]["confirmed_at"] is None
    assert client.post(path, json={"code": code}, headers=other).json() == {"code": "device_not_found"}
    assert client.post(path, json={"code": wrong}, headers=me).json() == {"code": "wrong_code"}
    for nonsense in ("12345", "1234567", "١٢٣٤٥٦", ""):
        assert client.post(path, json={"code": nonsense}, headers=me).status_code == 422
    assert client.post(path, json={"code": code}, headers=me).status_code == 204
    assert client.get("/devices", headers=me).json()[0]["confirmed_at"] is not None


def test_a_number_gets_its_code_as_a_text_and_a_carrier_that_refuses_it_is_said(
    client: TestClient, settings: Settings
) -> None:
    taken, refused = ({"X-Person": str(make_user().id)} for _ in range(2))
    with FakeSms() as carrier:
        settings.PUSH_SMS_URL, settings.PUSH_SMS_FROM = carrier.url, SENDER
        settings.PUSH_SMS_ACCOUNT, settings.PUSH_SMS_TOKEN = ACCOUNT, TOKEN
        numbers = {"+15550112345": taken, "+15550121211": refused}
        statuses = [
            client.post("/devices", json=PHONE | {"kind": "sms", "value": number}, headers=me).status_code
            for number, me in numbers.items()
        ]
        deliver()
        asked = {to for to, _ in carrier.texts}

    assert (statuses, asked) == ([201, 201], set(numbers))
    assert client.get("/devices", headers=taken).json()[0]["error_code"] == ""
    assert client.get("/devices", headers=refused).json() == []
    assert Device.objects.get(value="+15550121211").retired_reason == RetireReason.GONE
    assert not Device.objects.filter(confirmed_at__isnull=False).exists()


def test_a_code_is_no_news_in_the_list_of_what_was_told(client: TestClient) -> None:
    me = {"X-Person": str(make_user().id)}
    client.post("/devices", json=PHONE | {"kind": "email", "value": "demo.person@example.org"}, headers=me)

    assert client.get("/notifications", headers=me).json() == []


def test_a_demo_without_mail_shows_the_code_on_its_console_and_real_use_says_that_there_is_no_way(
    client: TestClient, settings: Settings, tmp_path: Path
) -> None:
    settings.VAR_DIR = tmp_path
    me = {"X-Person": str(make_user().id)}
    mail = PHONE | {"kind": "email", "value": "demo.person@example.org", "locale": "en"}

    made = client.post("/devices", json=mail, headers=me)
    deliver()
    settings.MODE = "serve"
    nowhere = client.post("/devices", json=mail, headers=me)

    console = (tmp_path / "push-console.jsonl").read_text(encoding="utf-8")
    [code] = re.findall(r"Your code is ([0-9]{6})", console)
    assert mail["value"] not in console
    assert (nowhere.status_code, nowhere.json()) == (503, {"code": "code_not_sent"})
    assert made.status_code == 201
    assert Confirmation.objects.count() == 2
    assert len(code) == 6
