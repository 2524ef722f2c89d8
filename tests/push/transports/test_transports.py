"""What every transport promises, proven on the real libraries against fakes that speak the providers' interfaces."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from mou.foundation.moments import time_text
from push.outgoing.calls import WEBHOOK
from push.transport import Message, Transport, TransportError
from push.transports.console import ConsoleTransport
from push.transports.email import EmailTransport, smtp_at
from push.transports.fcm.transport import FcmTransport, start_app
from push.transports.outbound import Outbound
from push.transports.sms import SmsTransport, TwilioShaped
from push.transports.webhook import WebhookTransport
from push.transports.webpush.transport import WebPushTransport
from push.transports.webpush.vapid import private_key_at
from push.vocabulary import DeviceKind, Outcome
from tests.factories.push import NOW, ON_THIS_MACHINE, make_message
from tests.fakes.browser_push import FakePushService
from tests.fakes.fcm import FakeFcm
from tests.fakes.http import FakeHttp, Received, Reply
from tests.fakes.sms import ACCOUNT, SENDER, TOKEN, FakeSms
from tests.fakes.smtp import FakeSmtp

OUTCOMES = {
    "ok": {Outcome.SENT, Outcome.ACCEPTED},
    "gone": {Outcome.DEVICE_GONE},
    "refused": {Outcome.REFUSED},
    "busy": {Outcome.RETRY},
    "quota": {Outcome.RETRY},
}
# What each provider can answer at all: a file never refuses, and a mail server does not know who is gone.
CASES = {kind: list(OUTCOMES) for kind in ("fid", "token", "webpush", "webhook", "sms")} | {
    "console": ["ok"],
    "email": ["ok", "refused", "busy"],
}
STATUS = {"ok": 204, "gone": 410, "refused": 400, "busy": 503, "quota": 429}


@dataclass(frozen=True)
class Stage:
    """A transport with its provider. `read` is everything that the provider got, as text."""

    transport: Transport
    kind: DeviceKind
    address: Callable[[str], str]
    read: Callable[[], list[str]]


def outbound() -> Outbound:
    return Outbound(WEBHOOK, trusted_hosts=frozenset(), allows_local=True)


@contextmanager
def console(folder: Path) -> Iterator[Stage]:
    path = folder / "deep" / "console.jsonl"
    yield Stage(
        ConsoleTransport(path),
        DeviceKind.CONSOLE,
        lambda case: f"secret-{case}",
        lambda: path.read_text(encoding="utf-8").splitlines(),
    )


@contextmanager
def fcm(folder: Path, kind: DeviceKind) -> Iterator[Stage]:
    with FakeFcm() as fake:
        app = start_app(fake.credentials(folder), base_url=fake.url)
        transport = FcmTransport(app, kind=kind, clock=lambda: NOW)
        yield Stage(
            transport,
            kind,
            lambda case: f"{case}-secret",
            lambda: [json.dumps(message, ensure_ascii=False) for message in fake.messages],
        )


@contextmanager
def webpush(folder: Path) -> Iterator[Stage]:
    with FakePushService() as fake:
        transport = WebPushTransport(
            outbound(),
            key=private_key_at(folder / "vapid.pem"),
            contact="mailto:ops@example.org",
            clock=lambda: NOW,
            may_call=ON_THIS_MACHINE,
        )
        yield Stage(
            transport,
            DeviceKind.WEBPUSH,
            fake.subscription,
            lambda: [json.dumps(payload, ensure_ascii=False) for payload in fake.payloads()],
        )


def by_path(request: Received) -> Reply:
    status = STATUS[request.path.rpartition("/")[2]]
    return Reply(status, headers={"retry-after": "120"} if status == 429 else {})


@contextmanager
def webhook(folder: Path) -> Iterator[Stage]:
    with FakeHttp(by_path) as fake:
        yield Stage(
            WebhookTransport(outbound(), key="our key", clock=lambda: NOW, trusted_hosts=frozenset()),
            DeviceKind.WEBHOOK,
            lambda case: f"{fake.url}/{case}",
            lambda: [one.body.decode() for one in fake.received],
        )


@contextmanager
def email(folder: Path) -> Iterator[Stage]:
    names = {"ok": "person@example.org", "refused": "550@example.org", "busy": "451@example.org"}
    with FakeSmtp() as fake:
        yield Stage(
            EmailTransport(smtp_at(f"smtp://127.0.0.1:{fake.port}"), sender="alerts@example.org"),
            DeviceKind.EMAIL,
            lambda case: names[case],
            lambda: [f"{mail['Subject']} {mail.get_payload(decode=True)!r}" for mail in fake.mails],
        )


@contextmanager
def sms(folder: Path) -> Iterator[Stage]:
    endings = {"ok": "12345", "gone": "21610", "refused": "30001", "busy": "20500", "quota": "20429"}
    with FakeSms() as fake:
        provider = TwilioShaped(outbound(), base_url=fake.url, account=ACCOUNT, token=TOKEN, sender=SENDER)
        yield Stage(
            SmsTransport(provider),
            DeviceKind.SMS,
            lambda case: f"+155501{endings[case]}",
            lambda: [text for _, text in fake.texts],
        )


STAGES: dict[str, Callable[[Path], AbstractContextManager[Stage]]] = {
    "console": console,
    "fid": lambda folder: fcm(folder, DeviceKind.FID),
    "token": lambda folder: fcm(folder, DeviceKind.TOKEN),
    "webpush": webpush,
    "webhook": webhook,
    "email": email,
    "sms": sms,
}


@pytest.fixture(params=STAGES)
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    with STAGES[request.param](tmp_path) as found:
        yield found


def message_to(stage: Stage, case: str, *, number: int = 1, is_exercise: bool = False) -> Message:
    return make_message(
        number,
        is_exercise=is_exercise,
        kind=stage.kind,
        address=stage.address(case),
        expires_at=NOW + timedelta(hours=1),
    )


def test_every_kind_of_device_has_a_transport_on_this_stage() -> None:
    assert set(STAGES) == set(CASES) == {kind.value for kind in DeviceKind}


@pytest.mark.parametrize(("kind", "case"), [(kind, case) for kind, cases in CASES.items() for case in cases])
def test_what_the_provider_says_becomes_an_outcome_with_its_reason(kind: str, case: str, tmp_path: Path) -> None:
    with STAGES[kind](tmp_path) as stage:
        message = message_to(stage, case)

        result = stage.transport.send(message)

    assert result.outcome in OUTCOMES[case]
    assert result.notification_id == message.notification_id
    assert bool(result.error_code) is (case != "ok")
    assert (result.retry_after_s == 120) is (case == "quota")


def test_a_webhook_says_until_when_in_the_form_of_every_instant(tmp_path: Path) -> None:
    with webhook(tmp_path) as stage:
        stage.transport.send(message_to(stage, "ok"))

        assert f'"expires_at":"{time_text(NOW + timedelta(hours=1))}"' in stage.read()[0]


def test_the_same_message_may_be_sent_again(stage: Stage) -> None:
    message = message_to(stage, "ok")

    assert stage.transport.send(message) == stage.transport.send(message)
    first, second = stage.read()
    assert first == second


def test_an_exercise_says_so_wherever_it_is_read_and_a_real_alert_never(stage: Stage) -> None:
    """Promise 10, on the wire of every provider."""
    for number, is_exercise in ((1, True), (2, False)):
        stage.transport.send(message_to(stage, "ok", number=number, is_exercise=is_exercise))

    drill, real = stage.read()
    assert "EJERCICIO" in drill
    assert "EJERCICIO" not in real


def test_no_provider_is_told_more_than_ids_and_generic_words(stage: Stage) -> None:
    """But a carrier and a mail server, which are told where it is."""
    where = "" if stage.kind in (DeviceKind.SMS, DeviceKind.EMAIL) else "at a secret place"
    message = replace(message_to(stage, "ok"), detail=where)
    generic = {message.title, message.body, message.kind, str(message.room_id), str(message.notification_id)}

    stage.transport.send(message)

    [text] = stage.read()
    for word in generic:
        text = text.replace(word, "")
    assert "secret" not in text.replace(stage.address("ok"), "")
    assert len(text) < 1200


@pytest.mark.parametrize("kind", [kind for kind in STAGES if kind != "console"])
def test_a_provider_that_is_away_is_a_passing_fault_and_no_reason_to_retire(kind: str, tmp_path: Path) -> None:
    with STAGES[kind](tmp_path) as stage:
        message = message_to(stage, "ok")
    # Its server has just been closed.

    try:
        outcome = stage.transport.send(message).outcome
    except TransportError as error:
        outcome = Outcome.REFUSED if error.permanent else Outcome.RETRY

    assert outcome is Outcome.RETRY
