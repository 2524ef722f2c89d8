"""Try web push without a browser: encrypt and sign for one that does not exist, and send nothing."""

import base64
import json
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone

from push.devices.addresses import MayCall
from push.outgoing.calls import WEB_PUSH
from push.transport import Message
from push.transports.outbound import Answer, Outbound
from push.transports.webpush.transport import WebPushTransport
from push.vocabulary import Channel, DeviceKind, Outcome, Urgency

PUSH_SERVICE = "push.example"


class Nowhere(Outbound):
    """Takes what would be sent, and keeps it."""

    def __init__(self) -> None:
        super().__init__(WEB_PUSH, trusted_hosts=frozenset(), allows_local=False)
        self.taken: list[tuple[bytes, dict[str, str]]] = []

    def post(self, url: str, *, body: bytes, headers: Mapping[str, str]) -> Answer:
        self.taken.append((body, dict(headers)))
        return Answer(201, {}, b"")


def trial_fault(key: ec.EllipticCurvePrivateKey, *, contact: str, outbound: Nowhere) -> str:
    """Return why a message could not be encrypted and signed with this key and contact, or nothing."""
    may_call = MayCall(allows_local=False, trusted_hosts=frozenset(), push_services=frozenset({PUSH_SERVICE}))
    transport = WebPushTransport(outbound, key=key, contact=contact, clock=timezone.now, may_call=may_call)
    try:
        result = transport.send(_trial_message())
    except Exception as error:  # noqa: BLE001 - the libraries have no root of their own, and any of theirs is the answer
        return f"cannot sign or encrypt ({type(error).__name__})"
    is_signed = all("authorization" in {name.lower() for name in headers} for _, headers in outbound.taken)
    if result.outcome is not Outcome.ACCEPTED or not outbound.taken or not is_signed:
        return f"cannot sign or encrypt ({result.error_code or 'unsigned'})"
    return ""


def _trial_message() -> Message:
    point = ec.generate_private_key(ec.SECP256R1()).public_key()
    octets = point.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    keys = {"p256dh": _encode_text(octets), "auth": _encode_text(bytes(range(16)))}
    return Message(
        notification_id=UUID(int=0),
        device_id=UUID(int=0),
        device_kind=DeviceKind.WEBPUSH,
        address=json.dumps({"endpoint": f"https://{PUSH_SERVICE}/selftest", "keys": keys}),
        platform="",
        room_id=UUID(int=0),
        seq=0,
        kind="selftest",
        urgency=Urgency.ROUTINE,
        is_exercise=True,
        channel=Channel.SILENT,
        title="EXERCISE",
        body="EXERCISE",
        collapse_key="selftest",
        expires_at=timezone.now() + timedelta(minutes=1),
    )


def _encode_text(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()
