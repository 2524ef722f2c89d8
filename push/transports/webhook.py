"""Tell another system by a signed POST, as Standard Webhooks describes it: id, time and body under one HMAC-SHA256."""

import json
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from mou.foundation.moments import time_text
from push.transport import Host, Message, SendResult
from push.transports.keys import webhook_secret, webhook_signature
from push.transports.outbound import Answer, Outbound, OutboundFailed, OutboundRefused, retry_after_s
from push.vocabulary import Outcome

GONE = 410
TOO_MANY = 429
# 408 and 425 say "again", like everything that is the server's own trouble.
AGAIN = frozenset({408, 425, TOO_MANY})


class WebhookTransport:
    """Signs with a secret that belongs to the device and is stored nowhere: it follows from our own key."""

    def __init__(
        self, outbound: Outbound, *, key: str, clock: Callable[[], datetime], trusted_hosts: frozenset[str]
    ) -> None:
        self._outbound = outbound
        self._trusted_hosts = trusted_hosts
        self._key = key
        self._clock = clock

    def host_of(self, message: Message) -> Host:
        """Return the server that is called; one that the operator named is known."""
        host = urlsplit(message.address).hostname or ""
        return Host(host, is_known=host in self._trusted_hosts)

    def send(self, message: Message) -> SendResult:
        """POST one message. Calls the network."""
        body = body_of(message)
        stamp = str(int(self._clock().timestamp()))
        headers = {
            "Content-Type": "application/json",
            "webhook-id": str(message.notification_id),
            "webhook-timestamp": stamp,
            "webhook-signature": webhook_signature(
                webhook_secret(self._key, message.device_id), str(message.notification_id), stamp, body
            ),
        }
        try:
            answer = self._outbound.post(message.address, body=body, headers=headers)
        except OutboundRefused as error:
            return SendResult(message.notification_id, Outcome.REFUSED, str(error))
        except OutboundFailed as error:
            return SendResult(message.notification_id, Outcome.RETRY, str(error))
        return result_of(message, answer)


def result_of(message: Message, answer: Answer) -> SendResult:
    """Return what an answer means; a redirect is a refusal, because it could lead anywhere."""
    code = f"http_{answer.status}"
    if 200 <= answer.status < 300:
        return SendResult(message.notification_id, Outcome.ACCEPTED)
    if answer.status == GONE:
        return SendResult(message.notification_id, Outcome.DEVICE_GONE, code)
    if answer.status in AGAIN or answer.status >= 500:
        return SendResult(message.notification_id, Outcome.RETRY, code, retry_after_s(answer.headers))
    return SendResult(message.notification_id, Outcome.REFUSED, code)


def body_of(message: Message) -> bytes:
    """Return the JSON that is sent: ids and generic words, as to everybody else; the code of a confirmation besides."""
    code = {"code": message.code} if message.code else {}
    return json.dumps(
        {
            "notification_id": str(message.notification_id),
            "room_id": str(message.room_id),
            "seq": message.seq,
            "kind": message.kind,
            "urgency": message.urgency.name.lower(),
            "is_exercise": message.is_exercise,
            "title": message.title,
            "body": message.body,
            "collapse_key": message.collapse_key,
            "expires_at": time_text(message.expires_at),
        }
        | code
        | message.test_mark,
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
