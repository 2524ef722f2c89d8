"""Addresses of every kind: what passes, what does not, and what we must never be made to call."""

import base64
import ipaddress
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from push.devices.addresses import check_address, check_url, is_public
from push.errors import BadDevice
from push.vocabulary import DeviceKind
from tests.factories.push import ON_THIS_MACHINE, OUT_THERE

KEYS = {
    "p256dh": base64.urlsafe_b64encode(b"\x04" + b"k" * 64).decode().rstrip("="),
    "auth": base64.urlsafe_b64encode(b"a" * 16).decode().rstrip("="),
}
GOOD = {
    DeviceKind.FID: "cXyZ_123-abc",
    DeviceKind.TOKEN: "abc:APA91b-x_y",
    DeviceKind.WEBHOOK: "https://dispatch.example.org/in?way=1",
    DeviceKind.WEBPUSH: json.dumps({"endpoint": "https://fcm.googleapis.com/fcm/send/1", "keys": KEYS}),
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
    "https://[::ffff:0:10.0.0.1]/x",
    "https://[64:ff9b:2::a00:1]/x",
    "https://[2001:0:a00:1::1]/x",
    # A cloud's own service, at a number that looks like any other.
    "https://168.63.129.16/machine",
    "https://[::ffff:168.63.129.16]/machine",
]


@pytest.mark.parametrize("kind", DeviceKind)
def test_every_kind_takes_an_address_of_its_own(kind: DeviceKind) -> None:
    check_address(kind, GOOD[kind], may_call=OUT_THERE)


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
        (DeviceKind.WEBPUSH, json.dumps({"endpoint": "https://fcm.googleapis.com/p", "keys": KEYS | {"auth": "aa"}})),
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
        check_address(kind, value, may_call=ON_THIS_MACHINE)


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
        check_address(kind, value, may_call=OUT_THERE)
    except BadDevice:
        return
    assert value.isascii()


@given(st.ip_addresses(v=6))
def test_of_ipv6_only_what_is_given_out_to_the_public_may_be_called(address: ipaddress.IPv6Address) -> None:
    in_three_bits = int(address) >> 125 == 0b001

    assert not is_public(address) or in_three_bits or address.ipv4_mapped is not None


@given(
    st.ip_addresses(v=4),
    st.sampled_from(["::", "::ffff:0:0:0", "64:ff9b::", "64:ff9b:1::", "64:ff9b:2::", "fe80::5efe:0:0", "fec0::"]),
)
def test_no_spelling_that_carries_an_ipv4_address_past_the_judge_may_be_called(
    inner: ipaddress.IPv4Address, prefix: str
) -> None:
    assert not is_public(ipaddress.IPv6Address(int(ipaddress.IPv6Address(prefix)) | int(inner)))


@given(st.ip_addresses(v=4), st.integers(0, 2**64 - 1))
def test_neither_6to4_nor_teredo_may_be_called(inner: ipaddress.IPv4Address, rest: int) -> None:
    assert not is_public(ipaddress.IPv6Address(0x2002 << 112 | int(inner) << 80 | rest))
    assert not is_public(ipaddress.IPv6Address(0x2001_0000 << 96 | int(inner) << 64 | rest))


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_alike_however_it_is_spelled(address: ipaddress.IPv4Address) -> None:
    mapped = ipaddress.IPv6Address(int(ipaddress.IPv6Address("::ffff:0:0")) | int(address))

    assert is_public(mapped) == is_public(address)
    assert not (is_public(address) and (address.is_private or address.is_multicast or address.is_link_local))


@pytest.mark.parametrize("host", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "2a00:1450:4001::200e", "2001:4860::8888"])
def test_the_public_network_may_be_called(host: str) -> None:
    assert is_public(ipaddress.ip_address(host))


# --- push services ----------------------------------------------------------------------------------------------------
def subscription_at(host: str) -> str:
    return json.dumps({"endpoint": f"https://{host}/p/1", "keys": KEYS})


@pytest.mark.parametrize(
    "host",
    [
        "fcm.googleapis.com",
        "updates.push.services.mozilla.com",
        "web.push.apple.com",
        "wns2-by3p.notify.windows.com",
        "FCM.googleapis.com",
    ],
)
def test_a_browser_lives_at_its_maker_s_push_service(host: str) -> None:
    check_address(DeviceKind.WEBPUSH, subscription_at(host), may_call=OUT_THERE)


@pytest.mark.parametrize(
    "host",
    [
        "push.example.org",
        "fcm.googleapis.com.example.org",
        "notfcm.googleapis.com",
        "googleapis.com",
        "fcm.googleapis.com.",
        "fcm.googleapis.com@example.org",
        "127.0.0.1",
    ],
)
def test_a_browser_lives_nowhere_else(host: str) -> None:
    with pytest.raises(BadDevice):
        check_address(DeviceKind.WEBPUSH, subscription_at(host), may_call=OUT_THERE)


def test_a_push_service_that_the_operator_names_counts_when_a_browser_is_registered() -> None:
    named = replace(OUT_THERE, push_services=OUT_THERE.push_services | {"push.example.org"})

    check_address(DeviceKind.WEBPUSH, subscription_at("push.example.org"), may_call=named)
    check_address(DeviceKind.WEBPUSH, subscription_at("eu.push.example.org"), may_call=named)


def test_a_host_that_the_operator_trusts_counts_when_a_webhook_is_registered() -> None:
    trusting = replace(OUT_THERE, trusted_hosts=frozenset({"10.1.2.3", "cad.internal"}))

    for host in ("10.1.2.3", "cad.internal"):
        check_address(DeviceKind.WEBHOOK, f"https://{host}/in", may_call=trusting)
    for url in ("http://cad.internal/in", "https://10.1.2.4/in", "https://user:secret@10.1.2.3/in"):
        with pytest.raises(BadDevice):
            check_address(DeviceKind.WEBHOOK, url, may_call=trusting)
