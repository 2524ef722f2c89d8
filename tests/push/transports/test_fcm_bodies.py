"""Bodies that are put together from prepared pieces say exactly what the SDK would have said."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from push.outgoing.calls import FCM
from push.transport import Message
from push.transports.fcm.body import ADDRESS, Bodies
from push.transports.fcm.transport import FcmTransport, start_app
from push.transports.fcm.wire import Access, FcmWire
from push.vocabulary import Channel, DeviceKind, Urgency
from tests.factories.push import NOW, make_message
from tests.fakes.fcm import FakeFcm

# What could break out of a JSON string, or be taken for one of our own stand-ins.
ADDRESSES = ["ok-1", 'a"b', "a\\", '","x":"', ADDRESS, "é", "%s{}", "a" * 1000]


@pytest.fixture
def account(tmp_path: Path) -> Path:
    with FakeFcm() as fake:
        return fake.credentials(tmp_path)


@pytest.mark.parametrize("kind", [DeviceKind.FID, DeviceKind.TOKEN])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_body_is_what_the_sdk_would_have_written(account: Path, kind: DeviceKind, address: str) -> None:
    app = start_app(account, base_url="http://127.0.0.1:1")
    phones = FcmTransport(app, kind=kind, clock=lambda: NOW)
    wire = FcmWire(app, Access(app, call=FCM), call=FCM)
    bodies = Bodies(lambda message: wire.document_of(phones.encoded(message)), clock=lambda: NOW)
    messages = [
        make_message(number, address=address, kind=kind, urgency=urgency, channel=channel, expires_at=later)
        for number, urgency in enumerate(Urgency, start=1)
        for channel in (Channel.STANDARD, Channel.SILENT)
        for later in (NOW + timedelta(seconds=9), NOW - timedelta(seconds=9))
    ]

    written = [json.loads(bodies.body_of(message)) for message in messages]

    assert written == [wire.document_of(phones.encoded(message)) for message in messages]


def test_words_are_encoded_once_for_all_phones_and_again_when_a_second_has_passed() -> None:
    asked: list[str] = []
    now = [NOW]

    def encode(message: Message) -> object:
        asked.append(message.address)
        return {"to": message.address, "id": str(message.notification_id)}

    bodies = Bodies(encode, clock=lambda: now[0])
    first = make_message()

    for number in range(100):
        bodies.body_of(replace(first, notification_id=UUID(int=number), address=f"ok-{number}"))
    now[0] += timedelta(seconds=1)
    bodies.body_of(first)

    assert asked == [ADDRESS, ADDRESS]


def test_a_message_without_an_address_is_refused_before_it_is_sent() -> None:
    bodies = Bodies(lambda _message: {}, clock=lambda: NOW)

    with pytest.raises(ValueError, match="address"):
        bodies.body_of(replace(make_message(), address=""))
