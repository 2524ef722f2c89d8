"""Addresses of every kind: what passes, what does not, and what we must never be made to call."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from push.devices.addresses import check_address, check_url
from push.errors import BadDevice
from push.vocabulary import DeviceKind

KEYS = {
    "p256dh": base64.urlsafe_b64encode(b"\x04" + b"k" * 64).decode().rstrip("="),
    "auth": base64.urlsafe_b64encode(b"a" * 16).decode().rstrip("="),
}
GOOD = {
    DeviceKind.FID: "cXyZ_123-abc",
    DeviceKind.TOKEN: "abc:APA91b-x_y",
    DeviceKind.WEBHOOK: "https://dispatch.example.org/in?way=1",
    DeviceKind.WEBPUSH: json.dumps({"endpoint": "https://push.example.org/p/1", "keys": KEYS}),
    DeviceKind.EMAIL: "demo.person+alerts@example.org",
    DeviceKind.SMS: "+15550100123",
    DeviceKind.CONSOLE: "anything at all",
}
INNER = [
    "https://127.0.0.1/x",
    "https://localhost/x",
    "https://[::1]/x",
    "https://10.1.2.3/x",
    "https://192.168.0.1/x",
    "https://169.254.169.254/latest/meta-data",
    "https://[fd00::1]/x",
    "https://[::ffff:10.0.0.1]/x",
    "https://100.64.0.1/x",
    "https://0.0.0.0/x",
    "https://224.0.0.1/x",
    # Through a gateway: NAT64, IPv4-compatible, 6to4; and addresses that were given up.
    "https://[64:ff9b::a00:1]/x",
    "https://[64:ff9b:1::a00:1]/x",
    "https://[::10.0.0.1]/x",
    "https://[::8.8.8.8]/x",
    "https://[2002:a00:1::]/x",
    "https://[fec0::1]/x",
    "https://192.88.99.1/x",
    "https://[::ffff:192.88.99.1]/x",
]


@pytest.mark.parametrize("kind", DeviceKind)
def test_every_kind_takes_an_address_of_its_own(kind: DeviceKind) -> None:
    check_address(kind, GOOD[kind], allows_local=False)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (DeviceKind.FID, "with space"),
        (DeviceKind.TOKEN, "x" * 1001),
        (DeviceKind.WEBHOOK, "http://dispatch.example.org/in"),
        (DeviceKind.WEBHOOK, "https://user:secret@dispatch.example.org/in"),
        (DeviceKind.WEBHOOK, "https://dispatch.example.org:99999/in"),
        (DeviceKind.WEBHOOK, "ftp://dispatch.example.org/in"),
        (DeviceKind.WEBHOOK, "https:///in"),
        (DeviceKind.WEBPUSH, "https://push.example.org/p/1"),
        (DeviceKind.WEBPUSH, json.dumps({"endpoint": "https://push.example.org/p/1"})),
        (DeviceKind.WEBPUSH, json.dumps({"endpoint": 1, "keys": KEYS})),
        (DeviceKind.WEBPUSH, json.dumps({"endpoint": "https://10.0.0.1/p", "keys": KEYS})),
        (DeviceKind.WEBPUSH, json.dumps({"endpoint": "https://push.example.org/p", "keys": KEYS | {"auth": "aa"}})),
        (DeviceKind.WEBPUSH, "[" * 1500),
        (DeviceKind.EMAIL, "nobody"),
        (DeviceKind.EMAIL, "a@b@example.org"),
        (DeviceKind.SMS, "5550100123"),
        (DeviceKind.SMS, "+0123456789"),
        (DeviceKind.CONSOLE, ""),
        (DeviceKind.CONSOLE, "n\x00l"),
    ],
)
def test_what_no_provider_gives_out_is_refused(kind: DeviceKind, value: str) -> None:
    with pytest.raises(BadDevice):
        check_address(kind, value, allows_local=True)


@pytest.mark.parametrize("url", INNER)
def test_an_address_inside_is_refused(url: str) -> None:
    with pytest.raises(BadDevice):
        check_url(url, allows_local=False)


def test_the_demo_may_call_itself_but_nothing_else_inside() -> None:
    check_url("http://127.0.0.1:8000/in", allows_local=True)
    for url in ("http://10.0.0.1/in", "https://10.0.0.1/in", "http://dispatch.example.org/in"):
        with pytest.raises(BadDevice):
            check_url(url, allows_local=True)


@given(kind=st.sampled_from(DeviceKind), value=st.text(max_size=300))
def test_any_text_is_taken_or_refused_and_never_worse(kind: DeviceKind, value: str) -> None:
    try:
        check_address(kind, value, allows_local=False)
    except BadDevice:
        return
    assert value.isascii()
