"""The devices' routes, mounted on an API of their own with a stand-in for signing in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.testing import TestClient

from push.api.routes import router
from push.errors import PushError
from push.models import Device
from tests.factories.mou import make_user
from tests.factories.push import NOW, make_device, make_notification

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

    hook = client.post(
        "/devices", json=PHONE | {"kind": "webhook", "value": "https://dispatch.example.org/in"}, headers=me
    )
    phone = client.post("/devices", json=PHONE, headers=me)

    assert hook.json()["secret"].startswith("whsec_")
    assert phone.json()["secret"] is None
    assert "secret" not in str(client.get("/devices", headers=me).json())


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
