"""What is particular to each provider: its error classes, its signatures, its words for loud and silent."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from firebase_admin import messaging
from py_vapid import Vapid02

from push.devices.addresses import MayCall
from push.outgoing.calls import WEBHOOK
from push.transport import Transport, TransportError
from push.transports.console import ConsoleTransport
from push.transports.email import EmailTransport, smtp_at
from push.transports.fcm.transport import FcmTransport, start_app
from push.transports.keys import webhook_secret, webhook_signature
from push.transports.outbound import Outbound, OutboundRefused, retry_after_s
from push.transports.sms import SmsTransport, TwilioShaped
from push.transports.webhook import WebhookTransport
from push.transports.webpush.transport import WebPushTransport, payload_of, topic_of
from push.transports.webpush.vapid import private_key_at, public_key
from push.vocabulary import Channel, DeviceKind, Outcome, Urgency
from tests.factories.push import NOW, ON_THIS_MACHINE, make_message
from tests.fakes.browser_push import FakePushService
from tests.fakes.fcm import ERRORS, FakeFcm
from tests.fakes.http import FakeHttp, Reply
from tests.fakes.sms import ACCOUNT, SENDER, FakeSms
from tests.fakes.smtp import FakeSmtp

LOCAL = Outbound(WEBHOOK, trusted_hosts=frozenset(), allows_local=True)


@pytest.fixture
def fcm() -> Iterator[FakeFcm]:
    with FakeFcm() as fake:
        yield fake


@pytest.fixture
def phones(fcm: FakeFcm, tmp_path: Path) -> FcmTransport:
    return FcmTransport(start_app(fcm.credentials(tmp_path), base_url=fcm.url), kind=DeviceKind.FID, clock=lambda: NOW)


# --- Firebase ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("address", "outcome", "code"),
    [
        ("gone-1", Outcome.DEVICE_GONE, "unregistered"),
        ("sender-1", Outcome.DEVICE_GONE, "sender_id_mismatch"),
        ("refused-1", Outcome.REFUSED, "invalid_argument"),
        ("apns-1", Outcome.RETRY, "third_party_auth"),
        ("quota-1", Outcome.RETRY, "quota"),
        ("busy-1", Outcome.RETRY, "fcm_unavailable"),
        ("fault-1", Outcome.RETRY, "fcm_internal"),
    ],
)
def test_every_error_of_the_provider_leads_somewhere(
    phones: FcmTransport, fcm: FakeFcm, address: str, outcome: Outcome, code: str
) -> None:
    result = phones.send(make_message(address=address))

    assert (result.outcome, result.error_code) == (outcome, code)
    assert result.pauses_provider is (code == "quota")
    # The library would try a 503 five times while a line waits; our outbox does that better. After a 401 it asks for
    # another access token, which is right.
    assert len(fcm.messages) == (3 if code == "third_party_auth" else 1)


@pytest.mark.parametrize("word", [*ERRORS, "ok"])
async def test_both_ways_to_send_come_to_the_same_result(phones: FcmTransport, word: str) -> None:
    message = make_message(address=f"{word}-1")
    try:
        blocking: object = phones.send(message)
    except TransportError as error:
        blocking = error.code

    try:
        quick: object = await phones.send_soon(message)
    except TransportError as error:
        quick = error.code
    await phones.hang_up()

    assert quick == blocking


async def test_an_event_loop_sends_hundreds_at_once_on_connections_that_stay_open(
    phones: FcmTransport, fcm: FakeFcm
) -> None:
    for _ in range(2):
        results = await asyncio.gather(
            *(phones.send_soon(make_message(number, address="ok-1")) for number in range(100))
        )
        assert {result.outcome for result in results} == {Outcome.ACCEPTED}
    await phones.hang_up()

    assert len(fcm.connections) <= 101
    assert fcm.tokens_given == 1


async def test_a_token_that_was_withdrawn_is_replaced_and_a_provider_that_is_away_is_waited_for(
    phones: FcmTransport, fcm: FakeFcm
) -> None:
    await phones.send_soon(make_message(address="ok-1"))
    phones._access._credential.token = "withdrawn"

    again = await phones.send_soon(make_message(address="ok-1"))
    fcm.__exit__(None, None, None)
    await phones.hang_up()
    away = await phones.send_soon(make_message(address="ok-1"))
    await phones.hang_up()

    assert again.outcome is Outcome.ACCEPTED
    assert fcm.tokens_given == 2
    assert (away.outcome, away.error_code) == (Outcome.RETRY, "fcm_unavailable")


def test_an_account_that_is_refused_is_everybodys_trouble_and_retires_no_phone(phones: FcmTransport) -> None:
    with pytest.raises(TransportError) as caught:
        phones.send(make_message(address="account-1"))

    assert (caught.value.code, caught.value.permanent) == ("fcm_account_refused", False)


def test_without_an_access_token_nothing_is_sent_and_it_is_tried_again(phones: FcmTransport, fcm: FakeFcm) -> None:
    fcm.is_down = True
    with pytest.raises(TransportError) as caught:
        phones.send(make_message(address="ok-1"))
    asked = len(fcm.received)
    with pytest.raises(TransportError):
        phones.send(make_message(address="ok-2"))

    assert (caught.value.code, caught.value.permanent) == ("fcm_no_access_token", False)
    # Whoever comes right after does not ask all over again.
    assert len(fcm.received) == asked


@pytest.mark.parametrize("channel", Channel)
def test_how_loud_a_phone_may_become_is_said_in_both_systems_words(
    phones: FcmTransport, fcm: FakeFcm, channel: Channel
) -> None:
    phones.send(make_message(address="ok-1", channel=channel, urgency=Urgency.LIFE_SAFETY))

    [message] = json.loads(json.dumps(fcm.messages))
    android, aps = message["android"]["notification"], message["apns"]["payload"]["aps"]
    loud = {
        Channel.CRITICAL: ("critical", {"name": "default", "critical": 1, "volume": 1.0}),
        Channel.STANDARD: ("standard", "default"),
        Channel.SILENT: ("silent", None),
    }[channel]
    assert (android["channel_id"], aps.get("sound")) == loud
    assert android.get("default_sound", False) is (channel is not Channel.SILENT)
    assert (message["android"]["priority"], message["apns"]["headers"]["apns-priority"]) == ("high", "10")


def test_addresses_of_both_ages_go_out_under_their_own_name(fcm: FakeFcm, tmp_path: Path) -> None:
    app = start_app(fcm.credentials(tmp_path), base_url=fcm.url)
    for kind in (DeviceKind.FID, DeviceKind.TOKEN):
        FcmTransport(app, kind=kind, clock=lambda: NOW).send(make_message(address=f"ok-{kind}"))

    assert [(one.get("fid"), one.get("token")) for one in fcm.messages] == [("ok-fid", None), (None, "ok-token")]


def test_many_messages_share_few_connections_and_one_access_token(phones: FcmTransport, fcm: FakeFcm) -> None:
    fcm.latency_s = 0.005
    with ThreadPoolExecutor(16) as pool:
        results = list(pool.map(lambda number: phones.send(make_message(number, address="ok-1")), range(200)))

    assert {result.outcome for result in results} == {Outcome.ACCEPTED}
    assert fcm.most_at_once <= 16
    assert len(fcm.connections) <= 40
    assert fcm.tokens_given == 1


def test_what_we_touch_inside_the_library_is_still_there(phones: FcmTransport) -> None:
    """An update that moves it is noticed here."""
    assert messaging._MessagingService.FCM_URL == "https://fcm.googleapis.com/v1/projects/{0}/messages:send"
    service = messaging._get_messaging_service(phones._app)
    assert service._fcm_url.startswith("http://127.0.0.1:")
    assert service._client.session.get_adapter("https://fcm.googleapis.com/").max_retries is not None


# --- web push ---------------------------------------------------------------------------------------------------------
def test_a_browser_can_decrypt_and_knows_who_sent(tmp_path: Path) -> None:
    key = private_key_at(tmp_path / "vapid.pem")
    with FakePushService() as service:
        transport = WebPushTransport(
            LOCAL, key=key, contact="mailto:ops@example.org", clock=lambda: NOW, may_call=ON_THIS_MACHINE
        )
        message = make_message(address=service.subscription(), channel=Channel.SILENT, urgency=Urgency.LIFE_SAFETY)

        transport.send(message)

        [payload], [signer], [request] = service.payloads(), service.signers(), service.received
    assert payload["notification_id"] == str(message.notification_id)
    assert payload["is_silent"] is True
    assert payload["stays"] is True
    assert signer == ("mailto:ops@example.org", True)
    assert f"k={public_key(key)}" in request.headers["authorization"].replace(" ", "")
    assert (request.headers["urgency"], request.headers["topic"]) == ("high", topic_of(message.collapse_key))


@pytest.mark.parametrize(
    ("urgency", "kind", "stays"),
    [
        (Urgency.LIFE_SAFETY, "real_world_declared", True),
        (Urgency.URGENT, "mayday_called", True),
        (Urgency.ROUTINE, "incident_opened", False),
    ],
)
def test_what_is_urgent_stays_on_the_screen_until_it_is_read(urgency: Urgency, kind: str, *, stays: bool) -> None:
    """A mayday of an exercise is urgent, and no life safety."""
    payload = json.loads(payload_of(replace(make_message(urgency=urgency), kind=kind)))

    assert payload["stays"] is stays


def test_a_subscription_that_makes_no_sense_is_gone(tmp_path: Path) -> None:
    transport = WebPushTransport(
        LOCAL,
        key=private_key_at(tmp_path / "vapid.pem"),
        contact="mailto:a@example.org",
        clock=lambda: NOW,
        may_call=ON_THIS_MACHINE,
    )
    text = base64.urlsafe_b64encode(b"\x04" + bytes(64)).decode()
    no_point = json.dumps({"endpoint": "http://127.0.0.1:9/x", "keys": {"p256dh": text, "auth": "A" * 22}})

    for address in ("{}", no_point):
        assert transport.send(make_message(address=address)).outcome is Outcome.DEVICE_GONE


def test_a_browser_that_was_registered_elsewhere_before_is_told_nothing(tmp_path: Path) -> None:
    """Its server is not called, and its owner reads why."""
    key = private_key_at(tmp_path / "vapid.pem")
    strict = MayCall(allows_local=False, trusted_hosts=frozenset(), push_services=frozenset({"push.example"}))
    with FakePushService() as service:
        transport = WebPushTransport(LOCAL, key=key, contact="mailto:a@example.org", clock=lambda: NOW, may_call=strict)

        result = transport.send(make_message(address=service.subscription()))

    assert (result.outcome, result.error_code) == (Outcome.REFUSED, "no_push_service")
    assert service.received == []


def test_many_threads_that_need_the_first_key_at_once_get_the_same(tmp_path: Path) -> None:
    for number in range(20):
        path = tmp_path / f"vapid-{number}.pem"
        with ThreadPoolExecutor(8) as threads:
            found = {public_key(one) for one in threads.map(private_key_at, [path] * 8)}

        assert len(found) == 1
        assert list(tmp_path.glob(f"{path.name}*")) == [path]


def test_the_key_is_made_once_and_read_by_us_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "vapid.pem"

    first, second = public_key(private_key_at(path)), public_key(private_key_at(path))

    assert first == second
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["vapid.pem"]
    assert Vapid02.from_file(str(path)).public_key is not None


# --- webhooks ---------------------------------------------------------------------------------------------------------
def test_a_receiver_can_check_who_sent_when_and_what() -> None:
    message = make_message(1)
    with FakeHttp(lambda _request: Reply(204)) as receiver:
        WebhookTransport(LOCAL, key="our key", clock=lambda: NOW, trusted_hosts=frozenset()).send(
            make_message(1, address=f"{receiver.url}/in?way=1")
        )
    [request] = receiver.received

    # As the receiver's side of Standard Webhooks does it, with what it was given at registration.
    secret = base64.b64decode(webhook_secret("our key", message.device_id).removeprefix("whsec_"))
    signed = f"{request.headers['webhook-id']}.{request.headers['webhook-timestamp']}.".encode() + request.body
    expected = base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
    assert request.headers["webhook-signature"] == f"v1,{expected}"
    assert request.headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert request.path == "/in?way=1"


def test_no_two_devices_share_a_secret_and_another_body_has_another_signature() -> None:
    one, other = webhook_secret("our key", UUID(int=1)), webhook_secret("our key", UUID(int=2))

    assert one != other
    assert webhook_secret("another key", UUID(int=1)) != one
    assert webhook_signature(one, "id", "1", b"a") != webhook_signature(one, "id", "1", b"b")


@pytest.mark.parametrize(
    "url", ["https://localhost/x", "https://127.0.0.1/x", "https://10.0.0.1/x", "https://0x7f.1/x"]
)
def test_nothing_inside_is_ever_called_for_a_user(url: str) -> None:
    strict = Outbound(WEBHOOK, trusted_hosts=frozenset(), allows_local=False)

    with pytest.raises(OutboundRefused):
        strict.post(url, body=b"", headers={})
    result = WebhookTransport(strict, key="k", clock=lambda: NOW, trusted_hosts=frozenset()).send(
        make_message(address=url)
    )
    assert (result.outcome, result.error_code) == (Outcome.REFUSED, "address_inside")


def test_a_host_that_the_operator_trusts_may_be_inside_but_not_without_tls() -> None:
    trusting = Outbound(WEBHOOK, trusted_hosts=frozenset({"127.0.0.1"}), allows_local=False)

    with pytest.raises(OutboundRefused, match="address_without_tls"):
        trusting.post("http://127.0.0.1:9/x", body=b"", headers={})


def test_a_redirect_is_not_followed() -> None:
    with FakeHttp(lambda _request: Reply(302, headers={"location": "http://127.0.0.1:9/"})) as receiver:
        result = WebhookTransport(LOCAL, key="k", clock=lambda: NOW, trusted_hosts=frozenset()).send(
            make_message(address=receiver.url)
        )

    assert (result.outcome, result.error_code, len(receiver.received)) == (Outcome.REFUSED, "http_302", 1)


def test_an_answer_without_end_is_not_read_to_its_end() -> None:
    with FakeHttp(lambda _request: Reply(200, b"x" * 5_000_000)) as receiver:
        answer = LOCAL.post(receiver.url, body=b"", headers={})

    assert len(answer.body) == 4096


@pytest.mark.parametrize(
    ("said", "expected"),
    [("120", 120), ("0", 0), ("99999999", 3600), ("-5", None), ("soon", None), ("9" * 5000, None), ("²", None)],
)
def test_a_wait_is_a_number_of_seconds_and_an_hour_at_most(said: str, expected: float | None) -> None:
    assert retry_after_s({"Retry-After": said}) == expected
    assert retry_after_s({}) is None


# --- mail and text messages -------------------------------------------------------------------------------------------
def test_a_mail_has_the_same_id_at_each_try() -> None:
    with FakeSmtp() as server:
        transport = EmailTransport(smtp_at(f"smtp://127.0.0.1:{server.port}"), sender="alerts@example.org")
        for _ in range(2):
            transport.send(make_message(address="demo@example.org"))

    assert len({mail["Message-ID"] for mail in server.mails}) == 1
    assert server.mails[0]["To"] == "demo@example.org"


@pytest.mark.parametrize("url", ["", "http://example.org", "smtp://", "example.org"])
def test_a_mail_server_that_makes_no_sense_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(ValueError, match="a mail server is"):
        smtp_at(url)


def test_a_carrier_that_refuses_our_account_retires_no_telephone() -> None:
    with FakeSms() as carrier:
        wrong = TwilioShaped(LOCAL, base_url=carrier.url, account=ACCOUNT, token="wrong", sender=SENDER)
        with pytest.raises(TransportError) as caught:
            SmsTransport(wrong).send(make_message(address="+15550112345"))

    assert (caught.value.code, caught.value.permanent) == ("sms_account_refused", True)


# --- the console ------------------------------------------------------------------------------------------------------
def test_the_console_shows_what_would_be_read_on_the_screen_and_no_address(tmp_path: Path) -> None:
    path = tmp_path / "console.jsonl"
    console: Transport = ConsoleTransport(path)
    for message in (make_message(1), make_message(2, is_exercise=True)):
        console.send(message)

    text = path.read_text(encoding="utf-8")

    titles = [json.loads(line)["title"] for line in text.splitlines()]
    assert titles == ["Nuevo incidente", "EJERCICIO: Nuevo incidente"]
    assert "secret-address" not in text


def test_a_console_that_cannot_be_written_is_a_passing_fault(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(TransportError) as caught:
        ConsoleTransport(tmp_path / "file" / "console.jsonl").send(make_message())

    assert (caught.value.code, caught.value.permanent) == ("console_not_writable", False)
