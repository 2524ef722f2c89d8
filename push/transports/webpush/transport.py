"""Tell a browser, also one that is closed: RFC 8030 with VAPID, encrypted for that browser alone (RFC 8291)."""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import cast

from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02
from pywebpush import WebPushException, webpush

from push.devices.addresses import MayCall, host_in, is_named_in, is_push_service, subscription_from
from push.errors import BadDevice
from push.provider_words import body_words, clean_words
from push.transport import OPERATORS_OWN, Host, Message, SendResult
from push.transports.outbound import Answer, Outbound, OutboundFailed, OutboundRefused, retry_after_s
from push.vocabulary import Channel, Outcome, Urgency

URGENCY = {Urgency.ROUTINE: "low", Urgency.URGENT: "normal", Urgency.LIFE_SAFETY: "high"}
GONE = frozenset({404, 410})
AGAIN = frozenset({408, 429})


class PostAnswer:
    """An answer in the shape that pywebpush asks of one."""

    def __init__(self, answer: Answer) -> None:
        self.status_code = answer.status
        self.reason = ""
        self.text = ""
        self.headers = answer.headers
        self.body = answer.body


class GuardedSession:
    """The one method that pywebpush needs of a requests session, through our own guarded connections."""

    def __init__(self, outbound: Outbound) -> None:
        self._outbound = outbound

    def post(self, url: str, *, data: bytes, headers: Mapping[str, str], timeout: object = None) -> PostAnswer:
        return PostAnswer(self._outbound.post(url, body=data, headers=dict(headers)))


class WebPushTransport:
    """The payload carries ids and generic words; the push service sees not even those."""

    def __init__(
        self,
        outbound: Outbound,
        *,
        key: ec.EllipticCurvePrivateKey,
        contact: str,
        clock: Callable[[], datetime],
        may_call: MayCall,
    ) -> None:
        self._session = GuardedSession(outbound)
        self._vapid = Vapid02()
        self._vapid.private_key = key
        self._contact = contact
        self._clock = clock
        self._may_call = may_call

    def host_of(self, message: Message) -> Host:
        """Return the push service of a browser."""
        try:
            host = host_in(subscription_from(message.address).endpoint)
        except BadDevice:
            # No server is called for it.
            return OPERATORS_OWN
        return Host(host, is_known=is_named_in(host, self._may_call.push_services))

    def send(self, message: Message) -> SendResult:
        """Encrypt and POST one message. Calls the network."""
        try:
            if not self._is_at_push_service(message):
                return SendResult(message.notification_id, Outcome.REFUSED, "no_push_service")
            self._post(message)
        except (BadDevice, ValueError):
            # No subscription, or a key that is no point on the curve: nothing can be encrypted for it, ever.
            return SendResult(message.notification_id, Outcome.DEVICE_GONE, "bad_subscription")
        except OutboundRefused as error:
            return SendResult(message.notification_id, Outcome.REFUSED, str(error))
        except OutboundFailed as error:
            return SendResult(message.notification_id, Outcome.RETRY, str(error))
        except WebPushException as error:
            return self._refusal(message, error)
        return SendResult(message.notification_id, Outcome.ACCEPTED)

    def _is_at_push_service(self, message: Message) -> bool:
        """Tell it of a subscription that may be older than the rule. Raises: BadDevice."""
        return is_push_service(host_in(subscription_from(message.address).endpoint), may_call=self._may_call)

    def _post(self, message: Message) -> None:
        subscription = subscription_from(message.address)
        webpush(
            {"endpoint": subscription.endpoint, "keys": {"p256dh": subscription.p256dh, "auth": subscription.auth}},
            payload_of(message),
            vapid_private_key=self._vapid,
            # A new one each time: the library writes audience and expiry into it.
            vapid_claims={"sub": self._contact},
            ttl=max(0, int((message.expires_at - self._clock()).total_seconds())),
            headers={"Urgency": URGENCY[message.delivery_urgency], "Topic": topic_of(message.collapse_key)},
            requests_session=self._session,
        )

    def _refusal(self, message: Message, error: WebPushException) -> SendResult:
        answer = cast("PostAnswer | None", error.response)
        if answer is None:
            return SendResult(message.notification_id, Outcome.DEVICE_GONE, "bad_subscription")
        code = f"http_{answer.status_code}"
        said = clean_words(body_words(answer.status_code, answer.body))
        if answer.status_code in GONE:
            return SendResult(message.notification_id, Outcome.DEVICE_GONE, code, said=said)
        if answer.status_code in AGAIN or answer.status_code >= 500:
            return SendResult(message.notification_id, Outcome.RETRY, code, retry_after_s(answer.headers), said=said)
        return SendResult(message.notification_id, Outcome.REFUSED, code, said=said)


def payload_of(message: Message) -> str:
    """Return what the service worker gets. `is_silent`: no sound, no vibration; `stays`: on the screen until read."""
    return json.dumps(
        {
            "notification_id": str(message.notification_id),
            "room_id": str(message.room_id),
            "seq": message.seq,
            "kind": message.kind,
            "is_exercise": message.is_exercise,
            # What a later one must say to take its place on the screen.
            "line": message.collapse_key,
            "is_silent": message.channel is Channel.SILENT,
            # A mayday, or the word that something is real, must not be gone before anybody looks.
            "stays": message.delivery_urgency >= Urgency.URGENT,
            "title": message.title,
            "body": message.body,
        }
        | message.test_mark,
        ensure_ascii=False,
    )


def topic_of(collapse_key: str) -> str:
    """Return a topic: at most 32 characters that are safe in a URL (RFC 8030, 5.4)."""
    return base64.urlsafe_b64encode(hashlib.sha256(collapse_key.encode()).digest()[:24]).decode()
