"""A server that stalls, drips, never ends or resets at any stage holds no door longer than the door's own deadline.

Slow because each door waits for a deadline once: half a second, beside all stages at once.
"""

import asyncio
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from push.outgoing import calls
from push.outgoing.calls import OutgoingCall
from push.transport import Message, SendResult, TransportError
from push.transports.connection import NoAnswer
from push.transports.fcm.proxied import Proxied
from push.transports.fcm.transport import FcmTransport, start_app
from push.transports.kept_alive import KeptAlive
from push.transports.outbound import Outbound, OutboundFailed
from push.transports.sms import SmsTransport, TwilioShaped
from push.transports.webhook import WebhookTransport
from push.transports.webpush.transport import WebPushTransport
from push.transports.webpush.vapid import private_key_at
from push.vocabulary import DeviceKind
from tests.factories.push import NOW, ON_THIS_MACHINE, make_message
from tests.fakes.browser_push import FakePushService
from tests.fakes.fcm import FakeFcm, write_credentials
from tests.fakes.hostile import (
    HTTP_STAGES,
    MARGIN_S,
    HostileServer,
    Manner,
    Stage,
    hostile_http,
    http_cases,
    may_be_answered,
    misbehave,
    outcome_within,
    outcomes_of,
)
from tests.support.proxy import make_certificate

WITHIN_S = 0.5
type Ask = Callable[[], str]
type Door = Callable[[str, Place], Ask]


def short(call: OutgoingCall) -> OutgoingCall:
    return replace(call, deadline_s=WITHIN_S)


def outbound(call: OutgoingCall = calls.WEBHOOK) -> Outbound:
    return Outbound(short(call), trusted_hosts=frozenset({"localhost"}), allows_local=True)


def sent(send: Callable[[Message], SendResult], message: Message) -> str:
    """Return what the outbox is told: tried again, or accepted."""
    try:
        return send(message).outcome.name
    except TransportError as error:
        return "REFUSED" if error.permanent else "RETRY"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a door keeps its files, and where Firebase's doors get their access tokens from unless that is hostile."""

    folder: Path
    tokens_url: str


def webpush(url: str, place: Place) -> Ask:
    keys = private_key_at(place.folder / "vapid.pem")
    transport = WebPushTransport(
        outbound(calls.WEB_PUSH),
        key=keys,
        contact="mailto:ops@example.org",
        clock=lambda: NOW,
        may_call=ON_THIS_MACHINE,
    )
    with FakePushService() as browser:
        subscription = json.loads(browser.subscription())
    message = make_message(address=json.dumps({**subscription, "endpoint": f"{url}/push"}))
    return lambda: sent(transport.send, message)


def webhook(url: str, _place: Place) -> Ask:
    transport = WebhookTransport(outbound(calls.WEBHOOK), key="our key", clock=lambda: NOW, trusted_hosts=frozenset())
    return lambda: sent(transport.send, make_message(address=url))


def sms(url: str, _place: Place) -> Ask:
    provider = TwilioShaped(outbound(calls.SMS), base_url=url, account="a", token="t", sender="+15550100000")
    return lambda: sent(SmsTransport(provider).send, make_message(address="+15550112345"))


def fcm(place: Place, *, messages_url: str, tokens_url: str) -> FcmTransport:
    app = start_app(write_credentials(place.folder, tokens_url), base_url=messages_url)
    return FcmTransport(app, kind=DeviceKind.FID, clock=lambda: NOW, call=short(calls.FCM))


def fcm_message(url: str, place: Place) -> Ask:
    transport = fcm(place, messages_url=url, tokens_url=place.tokens_url)

    def both_ways() -> str:
        said = {sent(transport.send, make_message(address="ok-1")), soon(transport)}
        return " ".join(sorted(said))

    return both_ways


def fcm_token(url: str, place: Place) -> Ask:
    transport = fcm(place, messages_url=place.tokens_url, tokens_url=url)
    return lambda: soon(transport)


def soon(transport: FcmTransport) -> str:
    async def send() -> str:
        try:
            return (await transport.send_soon(make_message(address="ok-1"))).outcome.name
        except TransportError as error:
            return "REFUSED" if error.permanent else "RETRY"
        finally:
            await transport.hang_up()

    return asyncio.run(send())


def kept_alive(url: str, _place: Place) -> Ask:
    return lambda: posted(KeptAlive(url, limit=2, timeout_s=WITHIN_S))


def proxied(url: str, _place: Place) -> Ask:
    return lambda: posted(Proxied(url, limit=2, timeout_s=WITHIN_S))


def posted(poster: KeptAlive | Proxied) -> str:
    async def post() -> str:
        try:
            await poster.post({}, b"body")
        except (NoAnswer, TimeoutError):
            return "RETRY"
        finally:
            await poster.close()
        return "ACCEPTED"

    return asyncio.run(post())


DOORS: Mapping[str, Door] = {
    one.__name__: one
    for one in (
        webpush,
        webhook,
        sms,
        fcm_message,
        fcm_token,
        kept_alive,
        proxied,
    )
}


@pytest.fixture(scope="module")
def tokens_url() -> Iterator[str]:
    with FakeFcm() as fake:
        yield fake.url


@pytest.mark.parametrize("manner", Manner)
@pytest.mark.parametrize("name", DOORS)
def test_a_server_that_never_comes_to_an_end_holds_no_door(
    name: str, manner: Manner, tmp_path: Path, tokens_url: str
) -> None:
    place = Place(tmp_path, tokens_url)

    found = outcomes_of(lambda url: DOORS[name](url, place), http_cases(manner), most_s=WITHIN_S + MARGIN_S)

    wrong = {
        stage: outcome
        for stage, outcome in found.items()
        if outcome != "RETRY" and not (outcome == "ACCEPTED" and may_be_answered(stage, manner))
    }
    assert wrong == {}
    assert len(found) >= len(HTTP_STAGES)


@pytest.mark.parametrize("manner", [Manner.STALLS, Manner.DRIPS])
@pytest.mark.parametrize("stage", [one for one in HTTP_STAGES if not one.is_tls], ids=lambda one: one.name)
def test_nor_does_one_that_drips_inside_tls(
    stage: Stage, manner: Manner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    make_certificate(tmp_path / "certificate.pem", tmp_path / "key.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "certificate.pem", tmp_path / "key.pem")

    def serve(connection: socket.socket, is_over: threading.Event) -> None:
        with context.wrap_socket(connection, server_side=True) as sealed:
            sealed.recv(65_536)
            sealed.sendall(stage.before)
            misbehave(sealed, stage.unit, manner, is_over)

    with HostileServer(serve) as server:
        said = outcome_within(lambda: asked(f"https://127.0.0.1:{server.port}/", b"body"), most_s=WITHIN_S + MARGIN_S)

    assert said == "too_slow"


def test_a_server_that_takes_nothing_of_a_large_request_holds_nobody() -> None:
    with hostile_http(Stage("nothing", b"", b""), Manner.STALLS) as server:
        said = outcome_within(
            lambda: asked(f"http://127.0.0.1:{server.port}/", b"x" * 50_000_000), most_s=WITHIN_S + MARGIN_S
        )

    assert said == "too_slow"


def asked(url: str, body: bytes) -> str:
    try:
        outbound().post(url, body=body, headers={})
    except OutboundFailed as error:
        return str(error)
    return "answered"
